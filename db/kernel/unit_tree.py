"""The tree of units: which unit is above and below which today, and which versions are valid on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Date, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from db.calendar import clock
from db.calendar.validity import begun_on, valid_on
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import SuccessionKind, UnitSuccession, UnitVersion

Choice = TypeVar("Choice")
TODAY = bindparam("today", type_=Date)
# after a split or dissolution the commune reads, not a single successor
INHERITING_KINDS = (SuccessionKind.MERGED, SuccessionKind.RENAMED)


def ancestors(session: Session, unit_id: int | None) -> list[int]:
    """A unit and those above it today, nearest first. Read once per session."""
    known = context_of(session).result_cache("ancestors")
    if unit_id not in known:
        known[unit_id] = _climb(session, unit_id)
    return known[unit_id]


def _climb(session: Session, unit_id: int | None) -> list[int]:
    found: list[int] = []
    while unit_id is not None and unit_id not in found:
        found.append(unit_id)
        unit_id = session.exec(ABOVE, params={"unit": unit_id, "today": clock.today()}).first()
    return found


def ancestors_in(parents: Mapping[int, int | None], unit_id: int | None) -> list[int]:
    """A unit and those above it, nearest first, in a tree given as parent by unit."""
    found: list[int] = []
    while unit_id is not None and unit_id not in found:
        found.append(unit_id)
        unit_id = parents.get(unit_id)
    return found


def nearest_choice(above: Iterable[int], chosen: Mapping[int, Choice]) -> Choice | None:
    """The choice of the first of these units that made one, None if none did; `above` runs from the nearest up."""
    return next((chosen[unit_id] for unit_id in above if unit_id in chosen), None)


def nearest_of_each(
    unit_ids: Iterable[int], parents: Mapping[int, int | None], chosen: Mapping[int, Choice]
) -> dict[int, Choice | None]:
    """For each of many units, the choice of the nearest unit up the tree, given as parent by unit."""
    below: dict[int | None, list[int]] = {}
    for unit_id in unit_ids:
        below.setdefault(parents.get(unit_id), []).append(unit_id)
    found: dict[int, Choice | None] = {}
    for parent_id, some in below.items():
        above = nearest_choice(ancestors_in(parents, parent_id), chosen)
        found |= {unit_id: chosen.get(unit_id, above) for unit_id in some}
    return found


def units_in_reach(session: Session, unit_id: int, day: date | None = None) -> frozenset[int]:
    """A unit, all units below it in the tree of a day (default: today), and the predecessors whose books they continue
    today.
    """
    found, level, today = {unit_id}, {unit_id}, clock.today()
    while level:
        below = session.exec(BELOW, params={"level": sorted(level), "today": day or today})
        before = session.exec(BEFORE, params={"level": sorted(level), "today": today})
        level = {*below, *before} - found
        found |= level
    return frozenset(found)


def parent_ids(session: Session) -> dict[int, int | None]:
    """The parent of every unit in today's tree. Read once per session."""
    known = context_of(session).result_cache("parents")
    if not known:
        known.update(session.exec(PARENTS, params={"today": clock.today()}).all())
    return known


def parent_on(session: Session, unit_id: int, day: date) -> int | None:
    """The unit above one on a day; today's parent if the register does not know that day's."""
    found = session.exec(ABOVE_ON, params={"unit": unit_id, "day": day}).first()
    return found if found is not None else next(iter(ancestors(session, unit_id)[1:]), None)


def _last():
    """Select the newest version of a unit that has begun; for a closed unit the last one, so that somebody is still
    responsible for its book.

    A unit that has not begun is where it will begin.
    """
    other = aliased(UnitVersion)
    begun, later = begun_on(other, TODAY), _starts_after(other, UnitVersion)
    better = or_(
        begun & (later | ~begun_on(UnitVersion, TODAY)),
        ~begun & ~begun_on(UnitVersion, TODAY) & _starts_after(UnitVersion, other),
    )
    return ~select(other.id).where(other.unit_id == UnitVersion.unit_id, other.id != UnitVersion.id, better).exists()


def _starts_after(one, other):
    """Of two versions that start on the same day, the one entered later counts as the later."""
    same = or_(one.valid_from == other.valid_from, one.valid_from.is_(None) & other.valid_from.is_(None)) & (
        one.id > other.id
    )
    return or_(one.valid_from.is_not(None) & other.valid_from.is_(None), one.valid_from > other.valid_from, same)


# Run in every run of every page; prepared once, since building them costs more than running them.
_IN_LEVEL: BindParameter[Any] = bindparam("level", expanding=True)
ABOVE = prepared_statement(select(UnitVersion.parent_id).where(UnitVersion.unit_id == bindparam("unit"), _last()))
ABOVE_ON = prepared_statement(
    select(UnitVersion.parent_id).where(
        UnitVersion.unit_id == bindparam("unit"), valid_on(UnitVersion, bindparam("day", type_=Date))
    )
)
PARENTS = prepared_statement(select(UnitVersion.unit_id, UnitVersion.parent_id).where(_last()))
BELOW = prepared_statement(select(UnitVersion.unit_id).where(col(UnitVersion.parent_id).in_(_IN_LEVEL), _last()))
BEFORE = prepared_statement(
    select(UnitSuccession.old_id).where(
        col(UnitSuccession.new_id).in_(_IN_LEVEL),
        col(UnitSuccession.kind).in_(INHERITING_KINDS),
        UnitSuccession.day <= TODAY,
    )
)
