"""The units directly below one: those of today, and those of an earlier time that have ended or moved away since."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import select

from db.calendar import clock
from db.calendar.validity import begun_on
from db.kernel.run_cache import cached_per_run
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Unit, UnitVersion
from db.units import successors, units
from db.units.units import UnitName


class UnitBelow(NamedTuple):
    """A unit as it is or last was below another one, and its days there; None for an open start, and for the end of one
    that is still there today.
    """

    unit: UnitName
    since: date | None
    until: date | None

    def was_there(self, first: date, last: date) -> bool:
        """Whether it was there on any day between two."""
        return (self.since is None or self.since <= last) and (self.until is None or first <= self.until)


def list_ever(viewer: Viewer, unit_id: int) -> list[UnitBelow]:
    """Return the units in the viewer's reach that are or were directly below one, or below a unit that was merged into
    it or renamed to it, in Vietnamese order. Those that are yet to begin there are left out.
    """
    return [one for one in _ever(viewer, unit_id) if viewer.reaches(one.unit.id)]


def list_during(viewer: Viewer, unit_id: int, first: date, last: date) -> list[UnitName]:
    """Return the units directly below one on the last of these days, and those that ended before it without another one
    that continues their book, in Vietnamese order, with their names on that day.
    """
    there = [one for one in list_ever(viewer, unit_id) if one.was_there(first, last)]
    gone = [one for one in there if one.until is not None and one.until < last]
    lost = {one.unit.id for one in gone} - (_ended_for_good(viewer, gone, last) if gone else set())
    return list(units.named(viewer, {one.unit.id for one in there} - lost, last).values())


def _ended_for_good(viewer: Viewer, gone: list[UnitBelow], day: date) -> set[int]:
    """Those that ended instead of moving elsewhere, and whose book no other unit continued by a day."""
    with reading(viewer) as session:
        continued = successors.successors_on(session, day)
    ended = {one.unit.id for one in gone if units.lifetime(viewer, one.unit.id)[1] == one.until}
    return ended - continued.keys()


@cached_per_run
def _ever(viewer: Viewer, unit_id: int) -> list[UnitBelow]:
    versions: dict[int, list] = {}
    with reading(viewer) as session:
        asked = {"parents": sorted(successors.with_predecessors(session, unit_id)), "today": clock.today()}
        for row in session.exec(_VERSIONS_BELOW, params=asked):
            versions.setdefault(row.id, []).append(row)
    in_order = sorted(versions.values(), key=lambda rows: (rows[-1].sort_key, rows[-1].id))
    return [_stay(rows) for rows in in_order]


def _stay(rows: list) -> UnitBelow:
    """A unit's stay, from its versions there, oldest first."""
    last = rows[-1]
    ended = last.valid_to is not None and last.valid_to < clock.today()
    unit = UnitName(last.id, last.code, last.kind, last.level, last.name, last.parent_id)
    return UnitBelow(unit, rows[0].valid_from, last.valid_to if ended else None)


# Run in every run of many pages; prepared once, since building them costs more than running them.
_VERSIONS_BELOW = prepared_statement(
    select(
        Unit.id,
        Unit.code,
        Unit.kind,
        Unit.level,
        UnitVersion.name,
        UnitVersion.parent_id,
        UnitVersion.sort_key,
        UnitVersion.valid_from,
        UnitVersion.valid_to,
    )
    .join(UnitVersion, UnitVersion.unit_id == Unit.id)
    .where(
        UnitVersion.parent_id.in_(bindparam("parents", expanding=True)),
        begun_on(UnitVersion, bindparam("today", type_=Date)),
    )
    .order_by(UnitVersion.valid_from.is_not(None), UnitVersion.valid_from)
)
