"""Settings: what a unit chose from a day on, else the shipped value.

The choice of the nearest unit up the tree decides. Lists are rows of key, vi and en: their labels are data that a
district edits.
"""

import json
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months, month_of, months_between
from db.errors import Invalid, NotAllowed
from db.kernel import concurrent_changes, unit_tree
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Setting
from db.settings import setting_definitions

EARLIEST, AHEAD = date(1930, 2, 3), timedelta(days=3660)
INHERIT = "null"  # chosen if a unit inherits the value from above


class Option(NamedTuple):
    """One entry of an editable list."""

    key: str
    label: str
    row: dict


def value_for_unit(session: Session, name: str, unit_id: int | None, day: date | None = None) -> Any:
    """Return the value of a setting for a unit on a day (default: today). Raises KeyError for an unknown name."""
    shipped, above = _shipped()[name], unit_tree.ancestors(session, unit_id)
    chosen = {unit: value for unit, setting, value in _chosen(session, above, day or clock.today()) if setting == name}
    return _value(name, unit_tree.nearest_choice(above, _made(chosen)), shipped)


def values_for_units(session: Session, name: str, unit_ids: Iterable[int], day: date) -> dict[int, Any]:
    """Return the value of a setting for each of many units on a day, in two queries."""
    return values_on_days(session, name, unit_ids, [day])[day]


def values_on_days(
    session: Session, name: str, unit_ids: Iterable[int], days: Iterable[date]
) -> dict[date, dict[int, Any]]:
    """The value of a setting for each of many units on each of many days, in two queries; days with the same choices
    share their result.
    """
    rows, wanted = session.exec(_OF_NAME, params={"name": name}).all(), list(unit_ids)
    found: dict[date, dict[int, Any]] = {}
    known: dict[int, dict[int, Any]] = {}
    starts = [row.valid_from for row in rows]
    for day in days:
        begun = bisect_right(starts, day)  # so many of the choices, which are in the order of their first days
        if begun not in known:
            chosen = _made({row.unit_id: row.value for row in rows[:begun]})
            parents = unit_tree.parent_ids(session) if chosen else {}
            nearest = unit_tree.nearest_of_each(wanted, parents, chosen)
            values = {text: _value(name, text, _shipped()[name]) for text in set(nearest.values())}
            known[begun] = {unit_id: values[text] for unit_id, text in nearest.items()}
        found[day] = known[begun]
    return found


def value_for_viewer(viewer: Viewer, name: str, day: date | None = None, unit_id: int | None = None) -> Any:
    """Return the value of a setting for the viewer's unit, or for a given one."""
    with reading(viewer) as session:
        return value_for_unit(session, name, unit_id or viewer.unit_id, day)


def options(viewer: Viewer, name: str) -> list[Option]:
    """Return a list as set for the viewer's unit, labelled in the viewer's language."""
    return [Option(row["key"], row.get(viewer.language) or row["vi"], row) for row in value_for_viewer(viewer, name)]


def active_options(viewer: Viewer, name: str, *standing: str | None) -> list[Option]:
    """Entries of a list still on offer, and those in `standing`."""
    return [option for option in options(viewer, name) if not option.row.get("off") or option.key in standing]


def option_key(session: Session, setting: str, key: str | None, unit_id: int) -> str | None:
    """Return a valid key of a unit's list, or None. Raises Invalid("choice_unknown")."""
    if key and key not in {row["key"] for row in value_for_unit(session, setting, unit_id)}:
        raise Invalid("choice_unknown")
    return key or None


def selectable_months(back: int = 120) -> list[int]:
    """Return the months in which a register may begin, the current one first."""
    now = month_of(clock.today())
    return months_between(add_months(now, -back), now)[::-1]


def all_names() -> list[str]:
    """Return the names of all settings."""
    return list(_shipped())


def shipped_value(name: str) -> Any:
    """Return the shipped value of a setting."""
    return _shipped()[name]


def set_value(viewer: Viewer, unit_id: int, name: str, chosen: Any, valid_from: date | None) -> None:
    """Set a unit's value from a day on; None returns to the value above it.

    Raises Invalid for an unknown name or a value that does not fit, NotAllowed outside the viewer's units or if another
    role chooses it.
    """
    if name not in _shipped():
        raise Invalid("setting_unknown", name=name)
    if not setting_definitions.may_choose(viewer.role, name):
        raise NotAllowed()
    if chosen is None and setting_definitions.DEFINITIONS[name].kind == setting_definitions.SettingKind.LEVELS:
        raise Invalid("level_of_areas_missing")
    if valid_from is None:
        raise Invalid("day_missing")
    if valid_from < EARLIEST:
        raise Invalid("day_too_early", day=valid_from)
    if valid_from > clock.today() + AHEAD:
        raise Invalid("day_too_far", day=valid_from)
    with writing(viewer, "choose_setting") as session:
        kept = (
            None
            if chosen is None
            else setting_definitions.validate_value(name, chosen, value_for_unit(session, name, unit_id, valid_from))
        )
        text = json.dumps(kept, ensure_ascii=False)
        own = select(Setting.id).where(Setting.unit_id == unit_id, Setting.name == name)
        concurrent_changes.require_rows_unchanged(session, Setting, session.exec(own).all())
        standing = session.exec(
            select(Setting).where(Setting.unit_id == unit_id, Setting.name == name, Setting.valid_from == valid_from)
        ).first()
        if standing:
            standing.value = text
        else:
            session.add(Setting(unit_id=unit_id, name=name, value=text, valid_from=valid_from))


def _value(name: str, text: str | None, shipped: Any) -> Any:
    """Return the chosen value, else the shipped one.

    Entries are never removed from a list: those missing from a choice were shipped later.
    """
    if text is None:
        return shipped
    value = json.loads(text)
    if setting_definitions.DEFINITIONS[name].kind not in setting_definitions.GROWING:
        return value
    known = {row["key"] for row in value}
    return value + [row for row in shipped if row["key"] not in known]


def _made(chosen: dict[int, str]) -> dict[int, str]:
    """Return those of these choices that do not return to the value above."""
    return {unit_id: value for unit_id, value in chosen.items() if value != INHERIT}


def _chosen(session: Session, above: list[int], day: date) -> list[tuple[int, str, str]]:
    """Return the choices of these units by that day, later ones last. Cached per session for all days."""
    known = context_of(session).result_cache("settings")
    if (asked := tuple(above)) not in known:
        known[asked] = session.exec(_CHOSEN, params={"units": above}).all()
    return [(unit_id, name, value) for since, unit_id, name, value in known[asked] if since <= day]


_CHOSEN = prepared_statement(
    select(Setting.valid_from, Setting.unit_id, Setting.name, Setting.value)
    .where(Setting.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(Setting.valid_from)
)


_OF_NAME = prepared_statement(
    select(Setting.valid_from, Setting.unit_id, Setting.value)
    .where(Setting.name == bindparam("name"))
    .order_by(Setting.valid_from)
)


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).with_name("settings.toml")).read_text(encoding="utf-8"))
