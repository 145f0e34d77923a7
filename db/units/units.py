"""Units: their names on a day, and adding areas."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Invalid
from db.kernel import bulk, validation
from db.kernel.run_cache import cached_per_run
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Role, Unit, UnitKind, UnitVersion
from db.settings import levels
from db.vietnamese import fold, unit_sort_key


class UnitName(NamedTuple):
    """A unit with its name on a day."""

    id: int
    code: str
    kind: UnitKind
    level: str
    name: str
    parent_id: int | None


def by_id(viewer: Viewer, day: date | None = None) -> dict[int, UnitName]:
    """Return all units that exist on a day (default: today) by id with their names on it, in order."""
    return dict(_existing(viewer, None, day or clock.today()))


def in_reach(viewer: Viewer) -> dict[int, UnitName]:
    """Return the units in the viewer's reach that exist today by id with their current names, in order."""
    return dict(_existing(viewer, viewer.unit_ids, clock.today()))


def named(viewer: Viewer, unit_ids: Iterable[int], day: date | None = None) -> dict[int, UnitName]:
    """Return these units by id with their names on a day (default: today), in order; ended ones have their last name,
    future ones their first.
    """
    return dict(_named(viewer, frozenset(unit_ids), day or clock.today()))


def one(viewer: Viewer, unit_id: int, day: date | None = None) -> UnitName:
    """Return one unit, named as by `named`. Raises KeyError for an unknown one."""
    return named(viewer, [unit_id], day)[unit_id]


def find_by_code(viewer: Viewer, code: str | None, day: date | None = None) -> UnitName | None:
    """Return the unit with a public code, named as by `named`; None for no code and for an unknown one."""
    found = _id_of_code(viewer, code) if code else None
    return None if found is None else one(viewer, found, day)


def find_in_reach(viewer: Viewer, code: str | None) -> UnitName | None:
    """Return the unit with a public code if the viewer reaches it, named as by `named`."""
    found = find_by_code(viewer, code)
    return found if found and viewer.reaches(found.id) else None


def requested(viewer: Viewer, code: str | None) -> UnitName:
    """Return the unit that something is asked for: the one with this public code if the viewer reaches it, otherwise
    the viewer's own.
    """
    return find_in_reach(viewer, code) or own(viewer)


def own(viewer: Viewer) -> UnitName:
    """Return the viewer's own unit with its current name, or with its last one if it has ended."""
    assert viewer.unit_id is not None, "the register itself has no unit"
    return one(viewer, viewer.unit_id)


def lifetime(viewer: Viewer, unit_id: int) -> tuple[date | None, date | None]:
    """Return the first and the last day of a unit; None where it has existed since before the register,
    or has no end.
    """
    with reading(viewer) as session:
        begun, ended = zip(*session.exec(_DAYS, params={"unit": unit_id}), strict=True)
        return (None if None in begun else min(begun)), (None if None in ended else max(ended))


def units_existing_on(session: Session, day: date) -> dict[int, UnitName]:
    """Return every unit that exists on a day by id, in Vietnamese order."""
    return {row.id: UnitName(*row) for row in session.exec(_ALL, params={"day": day})}


def units_of_kind_on(session: Session, kind: UnitKind, day: date) -> dict[int, UnitName]:
    """Return every unit of a kind that exists on a day by id, in Vietnamese order."""
    return {row.id: UnitName(*row) for row in session.exec(_OF_KIND, params={"day": day, "kind": kind})}


def areas_directly_above_cells(session: Session, day: date) -> dict[int, UnitName]:
    """Return the areas with cells of their own on a day by id, in Vietnamese order."""
    return {row.id: UnitName(*row) for row in session.exec(_WITH_CELLS, params={"day": day})}


def units_on(session: Session, unit_ids: Iterable[int], day: date) -> dict[int, UnitName]:
    """Return these units by id with their names on a day, in Vietnamese order.

    Closed ones have their last name, future ones their first.
    """
    wanted, known = set(unit_ids), _known_on(session, day)
    if missing := sorted(wanted - known.keys()):
        known |= dict.fromkeys(missing)
        for *unit, sort_key, begun in session.exec(_CALLED, params={"units": missing}):
            named = UnitName(*unit)
            if known[named.id] is None or (begun is not None and begun <= day):
                known[named.id] = (sort_key, named.id, named)
    found = filter(None, (known[unit_id] for unit_id in wanted))
    return {unit_id: named for _, unit_id, named in sorted(found)}


def _known_on(session: Session, day: date) -> dict[int, tuple[str, int, UnitName] | None]:
    """The units that this run of a page has read for a day, to add to; None for those its viewer does not see."""
    context = context_of(session)
    return {} if context.writing else context.result_cache("units").setdefault((context.viewer, day), {})


def names_on(session: Session, unit_ids: Iterable[int], day: date, *, with_area: bool = False) -> dict[int, str]:
    """Return the names of these units on a day.

    With `with_area` each is followed by the area above it, since many cells share a name; the uppermost unit, which
    contains all of them, is not named.
    """
    named = units_on(session, unit_ids, day)
    above = {unit.parent_id for unit in named.values() if unit.parent_id} if with_area else set()
    areas = {area.id: area.name for area in units_on(session, above, day).values() if area.parent_id} if above else {}
    return {
        unit.id: f"{unit.name}, {areas[unit.parent_id]}" if unit.parent_id in areas else unit.name
        for unit in named.values()
    }


def listed_names(session: Session, unit_ids: Iterable[int]) -> dict[int, str]:
    """Names of units in a list today: with the area above them for viewers of the whole tree, and for a workplace,
    whose people live in many communes.
    """
    viewer = context_of(session).viewer
    with_area = viewer.unit_ids is None or viewer.role == Role.WORKPLACE
    return names_on(session, unit_ids, clock.today(), with_area=with_area)


def children_of(viewer: Viewer, unit_id: int, day: date | None = None) -> dict[int, UnitName]:
    """Return the units directly below one by id, with their names on a day (default: today), in order."""
    with reading(viewer) as session:
        rows = session.exec(_BELOW, params={"day": day or clock.today(), "unit": unit_id})
        return {row.id: UnitName(*row) for row in rows}


def create_areas(viewer: Viewer, names: list[str]) -> None:
    """Create areas of the next level below the viewer's unit, existing since before the register.

    Raises Invalid("unit_there") for an existing name.
    """
    wanted = {fold(name): name for typed in names if (name := validation.optional_text(typed, 200))}
    if not wanted:
        raise Invalid("name_short")
    with writing(viewer, "found_areas") as session:
        below = select(UnitVersion.search_key).where(
            valid_on(UnitVersion, clock.today()), UnitVersion.parent_id == viewer.unit_id
        )
        if there := wanted.keys() & set(session.exec(below)):
            raise Invalid("unit_there", name=wanted[min(there)])
        level = levels.level_of_new_unit(session, UnitKind.AREA, session.get_one(Unit, viewer.unit_id))
        ids = bulk.insert(session, Unit, [{"kind": UnitKind.AREA, "level": level} for _ in wanted])
        keys = [
            {"name": name, "search_key": folded, "sort_key": unit_sort_key(name)} for folded, name in wanted.items()
        ]
        bulk.insert(
            session,
            UnitVersion,
            [{"unit_id": unit_id, "parent_id": viewer.unit_id, **key} for unit_id, key in zip(ids, keys, strict=True)],
        )


@cached_per_run
def _existing(viewer: Viewer, unit_ids: frozenset[int] | None, day: date) -> dict[int, UnitName]:
    with reading(viewer) as session:
        asked = {"day": day} if unit_ids is None else {"day": day, "units": sorted(unit_ids)}
        rows = session.exec(_ALL if unit_ids is None else _GIVEN, params=asked)
        return {row.id: UnitName(*row) for row in rows}


@cached_per_run
def _id_of_code(viewer: Viewer, code: str) -> int | None:
    with reading(viewer) as session:
        return session.exec(_ID_OF_CODE, params={"code": code}).first()


@cached_per_run
def _named(viewer: Viewer, unit_ids: frozenset[int], day: date) -> dict[int, UnitName]:
    with reading(viewer) as session:
        return units_on(session, sorted(unit_ids), day)


# Run in every run of many pages; prepared once, since building them costs more than running them.
_NAMED = select(Unit.id, Unit.code, Unit.kind, Unit.level, UnitVersion.name, UnitVersion.parent_id).join(
    UnitVersion, UnitVersion.unit_id == Unit.id
)
_ALL = prepared_statement(
    _NAMED.where(valid_on(UnitVersion, bindparam("day", type_=Date))).order_by(UnitVersion.sort_key)
)
_OF_KIND = prepared_statement(_ALL.where(Unit.kind == bindparam("kind")))
_CELL, _PLACE = aliased(Unit), aliased(UnitVersion)
_WITH_CELLS = prepared_statement(
    _ALL.where(
        Unit.kind == UnitKind.AREA,
        Unit.id.in_(
            select(_PLACE.parent_id)
            .join(_CELL, _CELL.id == _PLACE.unit_id)
            .where(_CELL.kind == UnitKind.CELL, valid_on(_PLACE, bindparam("day", type_=Date)))
        ),
    )
)
_GIVEN = prepared_statement(_ALL.where(Unit.id.in_(bindparam("units", expanding=True))))
_CALLED = prepared_statement(
    _NAMED.add_columns(UnitVersion.sort_key, UnitVersion.valid_from)
    .where(Unit.id.in_(bindparam("units", expanding=True)))
    .order_by(UnitVersion.valid_from.is_not(None), UnitVersion.valid_from)
)
_ID_OF_CODE = prepared_statement(select(Unit.id).where(Unit.code == bindparam("code")))
_DAYS = prepared_statement(
    select(UnitVersion.valid_from, UnitVersion.valid_to).where(UnitVersion.unit_id == bindparam("unit"))
)
_BELOW = prepared_statement(_ALL.where(UnitVersion.parent_id == bindparam("unit")))
