"""The data behind findings: meetings of some cells, absences from them, and who belonged to the cells on a day.

Everything is read for many cells at once; people who attended every meeting are never loaded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar.spans import any_contains, span_of
from db.meetings.roster import KINDS_EXEMPTED
from db.models import (
    Attendance,
    Exemption,
    Expectation,
    Meeting,
    MeetingAudience,
    MeetingState,
    Membership,
    MembershipKind,
    Outcome,
    Tally,
)

Person = tuple[int, int]  # a cell and a member
HALF_YEAR = 6  # months
ABSENT = (Outcome.EXCUSED, Outcome.UNEXCUSED, Outcome.UNKNOWN)


class HeldMeeting(NamedTuple):
    """A meeting that was held."""

    id: int
    unit_id: int
    audience: MeetingAudience
    period: int
    months: int
    held_on: date
    named: bool
    chair_id: int | None
    minute_taker_id: int | None

    @property
    def order(self) -> tuple[date, int]:
        """Its sort key among meetings."""
        return self.held_on, self.id


class Absence(NamedTuple):
    """Somebody expected at a meeting who did not come."""

    unit_id: int
    member_id: int
    meeting_id: int
    kind: MembershipKind
    outcome: Outcome


class FindingRows:
    """The records of some cells between two months, each kind read once."""

    def __init__(self, session: Session, unit_ids: Collection[int], since: int, until: int) -> None:
        self.session, self.unit_ids, self.since, self.until = session, list(unit_ids), since, until

    @cached_property
    def meetings(self) -> dict[int, HeldMeeting]:
        """Meetings that these cells held with their own or contact members, in order."""
        names = HeldMeeting._fields
        query = select(*(getattr(Meeting, name) for name in names)).where(
            *self._within(Meeting), Meeting.state == MeetingState.HELD, Meeting.held_on.is_not(None)
        )
        found = map(HeldMeeting._make, self.session.exec(query.order_by(Meeting.held_on, Meeting.id)))
        return {meeting.id: meeting for meeting in found}

    @cached_property
    def meetings_by_unit(self) -> dict[int, list[HeldMeeting]]:
        """Each cell's own meetings in order."""
        found: dict[int, list[HeldMeeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            if meeting.audience == MeetingAudience.OWN:
                found[meeting.unit_id].append(meeting)
        return found

    @cached_property
    def missed_by_member(self) -> dict[Person, dict[int, Outcome]]:
        """Return, for each own member, the missed meetings of the member's cell that were recorded by name, and how
        they were missed.
        """
        found: dict[Person, dict[int, Outcome]] = defaultdict(dict)
        for unit_id, member_id, meeting_id, kind, outcome in self.absences:
            meeting = self.meetings.get(meeting_id) if kind == MembershipKind.OWN else None
            if meeting and meeting.audience == MeetingAudience.OWN and meeting.named:
                found[unit_id, member_id][meeting_id] = outcome
        return found

    @cached_property
    def joint_meetings(self) -> dict[int, HeldMeeting]:
        """Joint meetings to which contact members of these cells were called, besides the half-year's own."""
        names = HeldMeeting._fields
        query = (
            select(*(getattr(Meeting, name) for name in names))
            .join(Tally, Tally.meeting_id == Meeting.id)
            .where(
                *self._within(Tally),
                Tally.kind == MembershipKind.CONTACT,
                Tally.audience == MeetingAudience.CONTACT,
                Meeting.audience == MeetingAudience.INVITED,
                Meeting.state == MeetingState.HELD,
                Meeting.held_on.is_not(None),
            )
            .distinct()
        )
        return {row.id: HeldMeeting._make(row) for row in self.session.exec(query)}

    @cached_property
    def absences(self) -> list[Absence]:
        """Everybody expected who did not come."""
        columns = [getattr(Attendance, name) for name in Absence._fields]
        query = select(*columns).where(
            *self._within(Attendance),
            Attendance.outcome.in_(ABSENT),
            Attendance.expectation == Expectation.EXPECTED,
        )
        return list(map(Absence._make, self.session.exec(query)))

    def presences(self, people: Iterable[Person]) -> dict[Person, set[int]]:
        """The meetings that these people attended, expected or not."""
        wanted, found = set(people), defaultdict(set)
        query = select(Attendance.unit_id, Attendance.member_id, Attendance.meeting_id).where(
            Attendance.member_id.in_({member_id for _, member_id in wanted}),
            Attendance.period.between(self.since, self.until),
            Attendance.outcome == Outcome.PRESENT,
        )
        for unit_id, member_id, meeting_id in self.session.exec(query) if wanted else ():
            if (unit_id, member_id) in wanted:
                found[unit_id, member_id].add(meeting_id)
        return found

    def tallies(self, *conditions: Any) -> list[Any]:
        """Tallies of own members at the cells' own meetings."""
        query = select(Tally.unit_id, Tally.meeting_id, Tally.expected, Tally.present, Tally.unknown).where(
            *self._within(Tally), Tally.kind == MembershipKind.OWN, Tally.audience == MeetingAudience.OWN, *conditions
        )
        return list(self.session.exec(query))

    def half_year_meeting(self, meeting_id: int) -> HeldMeeting | None:
        """The half-year's contact meeting with this id: the cell's own, or a joint one."""
        meeting = self.meetings.get(meeting_id)
        regular = meeting and meeting.audience == MeetingAudience.CONTACT and meeting.months == HALF_YEAR
        found = meeting if regular else self.joint_meetings.get(meeting_id)
        return found if found and found.named else None

    def goes_back_to(self, year: int) -> bool:
        """Whether the records cover a year from its beginning."""
        return self.since <= year * 100 + 1

    def stays(self, people: Iterable[Person]) -> "MemberStays":
        """When these people were on their cells' lists, and when they were exempt."""
        return MemberStays(self.session, set(people))

    def _within(self, table: Any) -> list:
        return [table.unit_id.in_(self.unit_ids), table.period.between(self.since, self.until)]


class MemberStays:
    """Stays, exemptions and absences of people, by their current dates."""

    def __init__(self, session: Session, people: set[Person]) -> None:
        self._stays: dict[tuple[int, int, MembershipKind], list] = defaultdict(list)
        self._free: dict[tuple[int, int, MembershipKind], list] = defaultdict(list)
        if people:
            self._ask(session, {member_id for _, member_id in people})

    def _ask(self, session: Session, member_ids: set[int]) -> None:
        columns = ("unit_id", "member_id", "kind", "valid_from", "valid_to")
        query = select(*(getattr(Membership, name) for name in columns))
        for row in session.exec(query.where(Membership.member_id.in_(member_ids))):
            self._stays[row.unit_id, row.member_id, row.kind].append(span_of(row))
        query = select(*(getattr(Exemption, name) for name in columns))
        for row in session.exec(query.where(Exemption.member_id.in_(member_ids))):
            for kind in KINDS_EXEMPTED[row.kind]:
                self._free[row.unit_id, row.member_id, kind].append(span_of(row))

    def is_expected_as(self, person: Person, kind: MembershipKind, day: date) -> bool:
        """Whether somebody was on the list as this kind of member that day, neither exempt nor away."""
        key = (*person, kind)
        return any_contains(self._stays.get(key, ()), day) and not any_contains(self._free.get(key, ()), day)

    def is_listed_as(self, person: Person, kind: MembershipKind, day: date) -> bool:
        """Whether somebody was on the list as this kind of member that day."""
        return any_contains(self._stays.get((*person, kind), ()), day)
