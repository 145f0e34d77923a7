"""Invariants of the tree of units on every day: distinct names of siblings, no circles, no orphans."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar.spans import DaySpan, day_span
from db.calendar.validity import lasts_beyond
from db.errors import Invalid
from db.kernel import row_access
from db.models import Meeting, Membership, Unit, UnitKind, UnitVersion
from db.models.units import PARENT_KINDS


class UnitSpan(NamedTuple):
    """A unit's name and parent from a day to a day."""

    unit_id: int
    name: str
    search_key: str
    parent_id: int | None
    span: DaySpan


class UnitTree:
    """All versions of all units, by unit and by parent."""

    def __init__(self, session: Session) -> None:
        columns = (UnitVersion.unit_id, UnitVersion.name, UnitVersion.search_key, UnitVersion.parent_id)
        rows = session.exec(
            select(*columns, UnitVersion.valid_from, UnitVersion.valid_to).order_by(
                UnitVersion.valid_from.is_not(None), UnitVersion.valid_from
            )
        )
        self.of: dict[int, list[UnitSpan]] = defaultdict(list)
        self.below: dict[int | None, list[UnitSpan]] = defaultdict(list)
        for *told, since, until in rows:
            one = UnitSpan(*told, day_span(since, until))
            self.of[one.unit_id].append(one)
            self.below[one.parent_id].append(one)

    def lifespan(self, unit_id: int) -> DaySpan:
        """From a unit's first day to its last."""
        spans = self.of[unit_id]
        return DaySpan(spans[0].span.since, max(one.span.until for one in spans))

    def units_above(self, one: UnitSpan) -> Iterator[tuple[UnitSpan, DaySpan]]:
        """All ancestors of a unit during one of its spans, each with the days."""
        waiting, seen = [(one, one.span)], set()
        while waiting:
            below, days = waiting.pop()
            for over in self.of.get(below.parent_id or 0, ()):
                shared = over.span.shared_with(days)
                if shared and (over, shared) not in seen:
                    seen.add((over, shared))
                    yield over, shared
                    waiting.append((over, shared))


def require_valid_tree(session: Session, unit_ids: Collection[int], *, with_meetings: bool = False) -> None:
    """Raise Invalid if one of these units does not fit into the tree on some day.

    That is the case if it is below itself, below a unit that cannot hold it or does not exist at the time, has a
    sibling's name, or ends while units, members or meetings go on; `with_meetings`: also if one of its meetings counts
    for another area than the one it lay in on that day.
    """
    session.flush()
    with row_access.reading_as_system(session):
        tree = UnitTree(session)
        concerned = {one.parent_id for unit_id in unit_ids for one in tree.of.get(unit_id, ()) if one.parent_id}
        kinds = dict(session.exec(select(Unit.id, Unit.kind).where(Unit.id.in_(concerned | set(unit_ids)))).all())
        for unit_id in unit_ids:
            for one in tree.of.get(unit_id, ()):
                _check_place(tree, one, kinds)
                _check_name(tree, one)
            if unit_id in tree.of:
                _check_end(session, tree, unit_id)
        if with_meetings:
            _check_areas_of_meetings(session, tree, unit_ids)


def require_no_meetings_since(session: Session, unit_id: int, since: date) -> None:
    """Raise Invalid if a meeting was held on a day or later, since it counts for the unit that it was entered under."""
    with row_access.reading_as_system(session):
        _refuse_met(
            session.exec(
                select(func.max(Meeting.held_on)).where(Meeting.unit_id == unit_id, Meeting.held_on >= since)
            ).one()
        )


def _check_areas_of_meetings(session: Session, tree: UnitTree, unit_ids: Collection[int]) -> None:
    query = select(Meeting.unit_id, Meeting.area_id, Meeting.held_on).where(
        Meeting.unit_id.in_(unit_ids), Meeting.area_id.is_not(None), Meeting.held_on.is_not(None)
    )
    for unit_id, area_id, day in session.exec(query.order_by(Meeting.held_on.desc())):
        lay = next((one.parent_id for one in tree.of[unit_id] if one.span.contains(day)), area_id)
        _refuse_met(day if lay != area_id else None)


def _check_place(tree: UnitTree, one: UnitSpan, kinds: dict[int, UnitKind]) -> None:
    if one.parent_id is None:
        return
    for over, _ in tree.units_above(one):
        if over.unit_id == one.unit_id:
            raise Invalid("unit_under_itself", name=one.name)
    parent, name = tree.lifespan(one.parent_id), tree.of[one.parent_id][-1].name
    if kinds[one.parent_id] not in PARENT_KINDS[kinds[one.unit_id]]:
        raise Invalid("unit_cannot_hold", name=name)
    if parent.until < one.span.until:
        raise Invalid("unit_ended", name=name, day=parent.until)
    if one.span.since < parent.since:
        raise Invalid("unit_not_begun", name=name, day=parent.since)


def _check_name(tree: UnitTree, one: UnitSpan) -> None:
    for other in tree.below[one.parent_id]:
        same = other.unit_id != one.unit_id and other.search_key == one.search_key
        if same and other.span.overlaps(one.span):
            raise Invalid("unit_there", name=other.name)


def _check_end(session: Session, tree: UnitTree, unit_id: int) -> None:
    last, name = tree.lifespan(unit_id).until, tree.of[unit_id][-1].name
    if last == date.max:
        return
    if found := {one.unit_id for one in tree.below[unit_id] if one.span.until > last}:
        raise Invalid("unit_has_units", name=name, count=len(found))
    members = select(Membership.member_id).where(Membership.unit_id == unit_id, lasts_beyond(Membership, last))
    if staying := set(session.exec(members)):
        raise Invalid("unit_has_members", name=name, count=len(staying))
    require_no_meetings_since(session, unit_id, last + timedelta(days=1))


def _refuse_met(day: date | None) -> None:
    if day:
        raise Invalid("unit_met_since", day=day)
