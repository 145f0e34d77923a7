"""Levels of the organisation: those of areas from the uppermost down, and their names."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, select

from db.errors import Invalid
from db.kernel import unit_tree
from db.kernel.run_cache import cached_per_run
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Unit, UnitKind
from db.models.units import LEAF_LEVELS
from db.settings import settings

NAME = "levels"
LEAVES = frozenset(LEAF_LEVELS.values())


class Levels(NamedTuple):
    """The levels as named by the viewer's unit, in order: `rows` of key, vi and en; `root` is
    the uppermost unit's key.
    """

    rows: list[dict]
    root: str

    @property
    def areas(self) -> list[dict]:
        """The levels of areas in use."""
        return _areas(self.rows)

    @property
    def lowest(self) -> str:
        """The key of the level that cells belong to."""
        return self.areas[-1]["key"] if self.areas else self.root

    def below(self, key: str) -> list[dict]:
        """The levels of areas allowed below one."""
        keys = [row["key"] for row in self.areas]
        return self.areas[keys.index(key) + 1 :] if key in keys else self.areas


@cached_per_run
def load(viewer: Viewer) -> Levels:
    """The levels as set for the viewer's unit today."""
    with reading(viewer) as session:
        root = next(reversed(unit_tree.ancestors(session, viewer.unit_id)), None) or _uppermost(session)
        level = session.exec(select(Unit.level).where(Unit.id == root)).first() or ""
        return Levels(settings.value_for_unit(session, NAME, viewer.unit_id), level)


def _uppermost(session: Session) -> int | None:
    """The uppermost unit, for viewers without a unit: the system itself."""
    return next((unit_id for unit_id, parent_id in unit_tree.parent_ids(session).items() if parent_id is None), None)


def level_of_new_unit(session: Session, kind: UnitKind, parent: Unit, chosen: str | None = None) -> str:
    """The level of a new unit: for an area the chosen one, else the one below its parent's.

    Raises Invalid("choice_unknown") for an unknown level.
    """
    if kind == UnitKind.AREA and chosen:
        return require_area_level(session, parent.id, chosen)
    return level_below(session, kind, parent.id, parent.level)


def level_below(session: Session, kind: UnitKind, unit_id: int | None, level: str) -> str:
    """The level of a unit of a kind below one of another level; the lowest area level if there is none below."""
    if kind in LEAF_LEVELS:
        return LEAF_LEVELS[kind]
    keys = [row["key"] for row in _areas(settings.value_for_unit(session, NAME, unit_id))]
    place = keys.index(level) + 1 if level in keys else len(keys)
    return keys[min(place, len(keys) - 1)] if keys else level


def require_area_level(session: Session, unit_id: int | None, key: str) -> str:
    """A level of areas in a unit's register. Raises Invalid("choice_unknown") for any other."""
    rows = settings.value_for_unit(session, NAME, unit_id)
    if key not in {row["key"] for row in rows} - LEAVES:
        raise Invalid("choice_unknown")
    return key


@cache
def root_choices() -> dict[str, list[dict]]:
    """The possible set-ups of a register: the levels of its areas, from the uppermost down."""
    return tomllib.loads(Path(__file__).with_name("roots.toml").read_text(encoding="utf-8"))


def levels_of_root(root: str) -> list[dict]:
    """All levels of a register set up like this, including cells and workplaces.

    Raises Invalid("root_level_missing").
    """
    if root not in root_choices():
        raise Invalid("root_level_missing")
    shipped = settings.shipped_value(NAME)
    return root_choices()[root] + [row for row in shipped if row["key"] in LEAVES]


def _areas(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["key"] not in LEAVES and not row.get("off")]
