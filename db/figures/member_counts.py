"""The number of members of a unit on a day, and of arrivals and departures before it, without names."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, func, or_, select

from db.calendar.validity import valid_on
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Exemption, ExemptionClass, Member, Membership, MembershipKind, Sex, StandingKind
from db.models.people import Standing
from db.people import member_traits


class MemberCounts(NamedTuple):
    """Own members on the last day of a span, and members gained and lost during it.

    A move between two cells of the unit counts as neither.
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
            *_changes(session, here, since, until),
        )


def _people(session: Session, conditions: list) -> int:
    query = select(func.count(Membership.member_id.distinct())).join(Member, Member.id == Membership.member_id)
    return session.exec(query.where(*conditions)).one()


def _changes(session: Session, here: list, since: date, until: date) -> tuple[int, int]:
    """How many people joined these cells, and how many left them altogether."""
    moved = select(Membership.member_id).where(
        *here,
        or_(Membership.valid_from.between(since, until), Membership.valid_to.between(since - timedelta(days=1), until)),
    )
    query = select(Membership.member_id, Membership.valid_from, Membership.valid_to)
    stays: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for member_id, first, last in session.exec(query.where(*here, Membership.member_id.in_(moved))):
        stays[member_id].append((first or date.min, last or date.max))
    before = sum(_any_on(spans, since - timedelta(days=1)) for spans in stays.values())
    after = sum(_any_on(spans, until) for spans in stays.values())
    return len(stays) - before, len(stays) - after


def _any_on(spans: list[tuple[date, date]], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)
