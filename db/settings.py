"""Settings: what a unit has chosen from a day on, else what is shipped.

The nearest unit up the tree that has chosen decides. Lists are rows of key, vi and en: their words are data, a district edits them.
"""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db import clock, tree
from db.faults import Invalid
from db.models import Setting
from db.scope import Viewer
from db.session import reading, writing


class Option(NamedTuple):
    """One entry of a list that a unit may edit."""

    key: str
    label: str
    row: dict


def of(session: Session, name: str, unit_id: int | None, on: date | None = None) -> Any:
    """The value of a setting for a unit on a day (today). Raises KeyError for a name that was never shipped."""
    shipped, above = _shipped()[name], tree.chain(session, unit_id)
    chosen = {unit: value for unit, setting, value in _chosen(session, above, on or clock.today()) if setting == name}
    nearest = next((unit for unit in above if unit in chosen), None)
    return shipped if nearest is None else json.loads(chosen[nearest])


def value(viewer: Viewer, name: str, on: date | None = None) -> Any:
    """The value of a setting for the viewer's unit."""
    with reading(viewer) as session:
        return of(session, name, viewer.unit_id, on)


def options(viewer: Viewer, name: str) -> list[Option]:
    """A list as the viewer's unit has it, labelled in his language."""
    return [Option(row["key"], row.get(viewer.language) or row["vi"], row) for row in value(viewer, name)]


def choose(viewer: Viewer, unit_id: int, name: str, chosen: Any, valid_from: date) -> None:
    """Set a unit's value from a day on. Raises Invalid for an unknown name, NotAllowed outside the viewer's units."""
    if name not in _shipped():
        raise Invalid("setting_unknown", name=name)
    text = json.dumps(chosen, ensure_ascii=False)
    with writing(viewer, "choose_setting") as session:
        standing = session.exec(select(Setting).where(Setting.unit_id == unit_id, Setting.name == name, Setting.valid_from == valid_from)).first()
        if standing:
            standing.value = text
        else:
            session.add(Setting(unit_id=unit_id, name=name, value=text, valid_from=valid_from))


def _chosen(session: Session, above: list[int], day: date) -> list[tuple[int, str, str]]:
    """What these units have chosen by that day, later choices last. A reading session asks once."""
    known = session.info.get("chosen", {})
    if (asked := (tuple(above), day)) not in known:
        query = select(Setting.unit_id, Setting.name, Setting.value).where(Setting.unit_id.in_(above), Setting.valid_from <= day)
        known[asked] = [tuple(row) for row in session.exec(query.order_by(Setting.valid_from))]
    return known[asked]


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "rules" / "settings.toml").read_text(encoding="utf-8"))
