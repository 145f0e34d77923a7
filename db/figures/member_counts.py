"""The number of members of a unit on a day, and of arrivals and departures before it, without names."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, func, or_, select

from db.calendar.validity import valid_on
from db.figures import unit_history
from db.figures.unit_history import CellStay
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Exemption, ExemptionClass, Member, Membership, MembershipKind, Sex, StandingKind
from db.models.people import Standing
from db.people import member_traits

Span = tuple[date, date]


class MemberCounts(NamedTuple):
    """Own members on the last day of a span, and members gained and lost during it: those of the day before the span,
    with the gained and without the lost ones, are those of its last day.

    A move between two cells of the unit counts as neither; members of a cell that comes to the unit or leaves it, or
    that ends, are gained or lost with it.
    """

    members: int
    women: int
    probationary: int
    exempt: int  # from Party work and meetings
    added: int
    lost: int


def count(viewer: Viewer, unit_id: int | None, since: date, until: date) -> MemberCounts:
    """Members of a cell, or of all cells below a unit (None: all in sight), between two days."""
    with reading(viewer) as session:
        stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, unit_id))
        cells = set(unit_history.cells_on(session, viewer, unit_id, until))
        here = [Membership.kind == MembershipKind.OWN, Membership.unit_id.in_(cells)]
        probation = member_traits.last_standings(until).where(Standing.kind == StandingKind.PROBATIONARY)
        exempt = select(Exemption.id).where(
            Exemption.member_id == Membership.member_id,
            Exemption.unit_id == Membership.unit_id,
            Exemption.kind == ExemptionClass.OWN,
            valid_on(Exemption, until),
        )
        on_list = [*here, valid_on(Membership, until)]
        return MemberCounts(
            _people(session, on_list),
            _people(session, [*on_list, Member.sex == Sex.FEMALE]),
            _people(session, [*on_list, Membership.member_id.in_(probation)]),
            _people(session, [*on_list, exempt.exists()]),
            *_changes(session, stays, since, until),
        )


def _people(session: Session, conditions: list) -> int:
    query = select(func.count(Membership.member_id.distinct())).join(Member, Member.id == Membership.member_id)
    return session.exec(query.where(*conditions)).one()


def _changes(session: Session, cells: list[CellStay], since: date, until: date) -> tuple[int, int]:
    """How many people joined these cells while these were there, and how many left them altogether."""
    eve = since - timedelta(days=1)
    there: dict[int, list[Span]] = defaultdict(list)
    for cell in cells:
        there[cell.unit_id] += _common((cell.first or date.min, cell.last or date.max), [(eve, until)])
    there = {unit_id: spans for unit_id, spans in there.items() if spans}
    changed = [unit_id for unit_id, spans in there.items() if spans != [(eve, until)]]
    own = [Membership.kind == MembershipKind.OWN, Membership.unit_id.in_(there)]
    moved = select(Membership.member_id).where(
        *own,
        or_(
            Membership.unit_id.in_(changed),
            Membership.valid_from.between(since, until),
            Membership.valid_to.between(eve, until),
        ),
    )
    query = select(Membership.member_id, Membership.unit_id, Membership.valid_from, Membership.valid_to)
    stays: dict[int, list[Span]] = defaultdict(list)
    for member_id, unit_id, first, last in session.exec(query.where(*own, Membership.member_id.in_(moved))):
        stays[member_id] += _common((first or date.min, last or date.max), there[unit_id])
    here = [spans for spans in stays.values() if spans]
    before, after = (sum(_any_on(spans, day) for spans in here) for day in (eve, until))
    return len(here) - before, len(here) - after


def _common(span: Span, others: list[Span]) -> list[Span]:
    """What a span has in common with others."""
    found = [(max(span[0], first), min(span[1], last)) for first, last in others]
    return [(first, last) for first, last in found if first <= last]


def _any_on(spans: list[Span], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)
