"""Units over time: which rows belong to an area by the tree of their time, and which cells it had in a month."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, and_, or_, select

from db.calendar.months import add_months, first_day, last_day, last_whole_month, month_of
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.kernel.unit_tree import INHERITING_KINDS
from db.models import Role, Unit, UnitKind, UnitSuccession, UnitVersion
from db.models.units import CELLS
from db.units import successors

EVER, NEVER = 0, 999912  # the open ends of a span, as months


class AreaMonths(NamedTuple):
    """First and last month in which the rows of an area count for the requested one."""

    area_id: int
    since: int = EVER
    until: int = NEVER


class CellStay(NamedTuple):
    """A cell's unbroken time under one area; open ends are None."""

    unit_id: int
    area_id: int | None
    first: date | None
    last: date | None


def fact_conditions(session: Session, table: type, unit_id: int | None) -> list:
    """Conditions that narrow rows to reporting units, and to a cell or, by the tree of their time, an area; None for no
    unit.
    """
    practice = practice_units(session)
    found = [table.unit_id.not_in(practice)] if practice else []
    if unit_id is None:
        return found
    if line := cell_lineage(session, unit_id):
        return [*found, table.unit_id.in_(line)]
    spans = area_months(session, unit_id)
    always = {span.area_id for span in spans if (span.since, span.until) == (EVER, NEVER)}
    for_a_time = [
        and_(table.area_id == span.area_id, table.period.between(span.since, span.until))
        for span in spans
        if span.area_id not in always
    ]
    return [*found, or_(table.area_id.in_(always), *for_a_time)]


def requested_unit(viewer: Viewer, unit_id: int | None) -> int | None:
    """The unit that figures are narrowed to: the requested one, else the viewer's own part of the tree; None for a cell
    or the whole tree.
    """
    whole = viewer.unit_ids is None or viewer.role in (Role.SECRETARY, Role.ASSISTANT)
    return unit_id if unit_id is not None or whole else viewer.unit_id


def cells_on(session: Session, viewer: Viewer, unit_id: int | None, day: date) -> dict[int, int | None]:
    """Return the cells below a unit (default: all in view) that existed on a day, with their area."""
    return {
        stay.unit_id: stay.area_id
        for stay in cell_stays(session, viewer, requested_unit(viewer, unit_id))
        if (stay.first is None or stay.first <= day) and (stay.last is None or day <= stay.last)
    }


def had_cells(viewer: Viewer, unit_id: int | None, since: date, until: date) -> bool:
    """Return whether any cell existed below a unit (default: all in view), or the unit itself was one,
    between two days.
    """
    with reading(viewer) as session:
        stays = cell_stays(session, viewer, requested_unit(viewer, unit_id))
    return any((stay.first is None or stay.first <= until) and (stay.last is None or since <= stay.last)
               for stay in stays)  # fmt: skip


def cell_lineage(session: Session, unit_id: int) -> set[int]:
    """A cell and its predecessors by merger or renaming; empty for an area."""
    return _once(session, ("line", unit_id), lambda: _line(session, unit_id))


def practice_units(session: Session) -> set[int]:
    """Practice units, which no figure includes."""
    return _once(session, "practising", lambda: set(session.exec(_PRACTISING)))


def practice_units_of_others(session: Session) -> set[int]:
    """Practice units, except a cell viewed by its own secretary or assistant: nobody else's work lists include them."""
    viewer = context_of(session).viewer
    own = viewer.unit_ids if viewer.role in (Role.SECRETARY, Role.ASSISTANT) else None
    return practice_units(session) - (own or frozenset())


def area_months(session: Session, area_id: int) -> list[AreaMonths]:
    """An area, the areas below it in their time, and their predecessors by merger or renaming."""
    return _once(session, ("spans", area_id), lambda: _spans(session, area_id))


def _once(session: Session, key, ask: Callable):
    """Cached per run: queries about figures need it several times."""
    known = context_of(session).result_cache("unit history")
    if key not in known:
        known[key] = ask()
    return known[key]


def _line(session: Session, unit_id: int) -> set[int]:
    if session.exec(_KIND, params={"unit": unit_id}).first() not in CELLS:
        return set()
    return successors.with_predecessors(session, unit_id)


def _spans(session: Session, area_id: int) -> list[AreaMonths]:
    parents, before = _parents(session), _predecessors(session)
    found: set[AreaMonths] = set()
    waiting = [AreaMonths(area_id)]
    while waiting:
        span = waiting.pop()
        if span in found:
            continue
        found.add(span)
        waiting += [AreaMonths(old, span.since, span.until) for old in before.get(span.area_id, ())]
        waiting += [part for below in parents.get(span.area_id, ()) if (part := _overlap(below, span))]
    return _united(sorted(found))


def cell_stays(session: Session, viewer: Viewer, unit_id: int | None) -> list[CellStay]:
    """Return where reporting cells in the viewer's reach were in the tree and when, narrowed like the
    rows of figures.
    """
    joined = _once(session, ("stays", viewer), lambda: _stays(session, viewer))
    if unit_id is None:
        return list(joined)
    if line := cell_lineage(session, unit_id):
        return [stay for stay in joined if stay.unit_id in line]
    return [
        part
        for span in area_months(session, unit_id)
        for stay in joined
        if stay.area_id == span.area_id and (part := _cut(stay, span))
    ]


def _stays(session: Session, viewer: Viewer) -> list[CellStay]:
    whole = viewer.unit_ids is None
    rows = session.exec(_STAYS if whole else _STAYS_AMONG, params={} if whole else {"units": viewer.unit_ids})
    return _joined(CellStay(*row) for row in rows)


def _parents(session: Session) -> dict[int, list[AreaMonths]]:
    """The areas below each area, and workplaces, whose cells also belong to an area; a version's months are judged by
    their last days.
    """
    found: dict[int, list[AreaMonths]] = {}
    for unit_id, parent_id, first, last in session.exec(_AREAS):
        span = AreaMonths(unit_id, month_of(first) if first else EVER, last_whole_month(last) if last else NEVER)
        if span.since <= span.until:
            found.setdefault(parent_id, []).append(span)
    return found


def _predecessors(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for new_id, old_id in session.exec(_AREAS_BEFORE):
        found.setdefault(new_id, []).append(old_id)
    return found


def _overlap(span: AreaMonths, outer: AreaMonths) -> AreaMonths | None:
    both = AreaMonths(span.area_id, max(span.since, outer.since), min(span.until, outer.until))
    return both if both.since <= both.until else None


def _united(spans: list[AreaMonths]) -> list[AreaMonths]:
    """Touching or overlapping spans of the same area joined, so that nothing counts twice."""
    found: list[AreaMonths] = []
    for span in spans:
        before = found[-1] if found else None
        if before and before.area_id == span.area_id and span.since <= add_months(before.until, 1):
            found[-1] = before._replace(until=max(before.until, span.until))
        else:
            found.append(span)
    return found


def _joined(stays: Iterable[CellStay]) -> list[CellStay]:
    """Consecutive versions under the same area (a renaming only) joined into one stay."""
    found: list[CellStay] = []
    for stay in stays:
        before = found[-1] if found else None
        if (
            before
            and before.unit_id == stay.unit_id
            and before.area_id == stay.area_id
            and before.last
            and stay.first
            and stay.first <= before.last + timedelta(days=1)
        ):
            found[-1] = before._replace(last=stay.last)
        else:
            found.append(stay)
    return found


def _cut(stay: CellStay, span: AreaMonths) -> CellStay | None:
    first = max(filter(None, (stay.first, first_day(span.since) if span.since != EVER else None)), default=None)
    last = min(filter(None, (stay.last, last_day(span.until) if span.until != NEVER else None)), default=None)
    return stay._replace(first=first, last=last) if not (first and last) or first <= last else None


# Run for every figure; prepared once, since building them costs more than running them.
_PRACTISING = prepared_statement(select(Unit.id).where(Unit.reports.is_(False)))
_KIND = prepared_statement(select(Unit.kind).where(Unit.id == bindparam("unit")))
_VERSIONS = select(UnitVersion.unit_id, UnitVersion.parent_id, UnitVersion.valid_from, UnitVersion.valid_to).join(
    Unit, Unit.id == UnitVersion.unit_id
)
_STAYS = prepared_statement(
    _VERSIONS.where(Unit.kind.in_(CELLS), Unit.reports.is_(True)).order_by(
        UnitVersion.unit_id, UnitVersion.valid_from.is_not(None), UnitVersion.valid_from
    )
)
_STAYS_AMONG = prepared_statement(_STAYS.where(UnitVersion.unit_id.in_(bindparam("units", expanding=True))))
_AREAS = prepared_statement(
    _VERSIONS.where(Unit.kind.in_((UnitKind.AREA, UnitKind.WORKPLACE)), UnitVersion.parent_id.is_not(None))
)
_AREAS_BEFORE = prepared_statement(
    select(UnitSuccession.new_id, UnitSuccession.old_id)
    .join(Unit, Unit.id == UnitSuccession.old_id)
    .where(Unit.kind == UnitKind.AREA, UnitSuccession.kind.in_(INHERITING_KINDS))
)
