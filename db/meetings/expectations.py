"""How saved meetings should list people by their current dates: own meetings, and joint ones that called the cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar.spans import is_valid_on, span_of
from db.kernel.plain_rows import PlainRow
from db.meetings.roster import KINDS_CALLED, expectation_of
from db.models import (
    Attendance,
    Exemption,
    Expectation,
    Meeting,
    MeetingAudience,
    MeetingState,
    Membership,
    MembershipKind,
    Tally,
)

MembersByUnit = Mapping[int, set[int]]


class SavedMeeting(NamedTuple):
    """A saved meeting, and the unit that keeps it."""

    id: int
    unit_id: int


ExpectedByMember = dict[int, dict[SavedMeeting, Expectation | None]]  # None: the person should not be listed


def load_in(session: Session, people: MembersByUnit) -> ExpectedByMember:
    """Return how each person should be listed by the saved meetings of the person's unit and by joint ones."""
    found: ExpectedByMember = defaultdict(dict)
    for unit_id, members in people.items():
        meetings = session.exec(_MEETINGS.where(Meeting.unit_id == unit_id, Meeting.audience.in_(list(KINDS_CALLED))))
        rows = [(SavedMeeting(row.id, unit_id), row.audience, row.held_on) for row in meetings]
        nobody: dict[SavedMeeting, Expectation | None] = {saved: None for saved, _audience, _day in rows}
        stays, exempt = _spans(session, Membership, unit_id, members), _spans(session, Exemption, unit_id, members)
        for one in sorted(members):
            since = min((span_of(stay).since for stay in stays[one]), default=date.max)  # nobody is listed earlier
            later = (row for row in rows if row[2] >= since)
            found[one] |= nobody | {saved: _of_cell(*called, stays[one], exempt[one]) for saved, *called in later}
    _add_joint(session, people, found)
    return found


def _of_cell(audience: MeetingAudience, day: date, stays: list, exempt: list) -> Expectation | None:
    kinds = [stay.kind for stay in stays if stay.kind in KINDS_CALLED[audience] and is_valid_on(stay, day)]
    return expectation_of(kinds[0], {span.kind for span in exempt if is_valid_on(span, day)}) if kinds else None


def _add_joint(session: Session, people: MembersByUnit, found: ExpectedByMember) -> None:
    called = _MEETINGS.join(Tally, Tally.meeting_id == Meeting.id).distinct()
    meetings = session.exec(called.where(Tally.unit_id.in_(list(people)), Tally.unit_id != Meeting.unit_id)).all()
    changed = set().union(*people.values())
    if not meetings or not changed:
        return
    joint = _JointLists(session, [row.id for row in meetings], changed)
    for one in sorted(changed):
        for row in meetings:
            found[one][SavedMeeting(row.id, row.unit_id)] = joint.expected(row, one)


class _JointLists:
    """The people of joint meetings and of the cells called to them."""

    def __init__(self, session: Session, meeting_ids: list[int], changed: set[int]) -> None:
        query = select(Tally.meeting_id, Tally.unit_id, Tally.kind, Tally.cell_called)
        tallies = session.exec(query.where(Tally.meeting_id.in_(meeting_ids))).all()
        self.called = {(row.meeting_id, row.unit_id, _is_contact(row.kind)) for row in tallies if row.cell_called}
        self.listed: dict[int, dict[int, Expectation]] = defaultdict(dict)
        query = select(Attendance.meeting_id, Attendance.member_id, Attendance.expectation)
        query = query.where(Attendance.meeting_id.in_(meeting_ids), Attendance.member_id.in_(changed))
        for meeting_id, member_id, listed_as in session.exec(query):
            self.listed[meeting_id][member_id] = listed_as
        units = {row.unit_id for row in tallies}
        self.stays_of: dict[int, list[PlainRow]] = defaultdict(list)
        for stay in session.exec(_SPANS[Membership].where(Membership.unit_id.in_(units))):
            self.stays_of[stay.member_id].append(stay)
        self.exemptions_of: dict[int, list[PlainRow]] = defaultdict(list)
        for span in session.exec(_SPANS[Exemption].where(Exemption.unit_id.in_(units))):
            self.exemptions_of[span.member_id].append(span)

    def expected(self, meeting: PlainRow, member_id: int) -> Expectation | None:
        """Return whether a person was called with a cell of that day, the own cell before others; somebody invited
        individually stays listed as long as they were in one of the cells.
        """
        stays = [stay for stay in self.stays_of[member_id] if is_valid_on(stay, meeting.held_on)]
        for stay in sorted(stays, key=lambda stay: stay.kind != MembershipKind.OWN):
            if (meeting.id, stay.unit_id, _is_contact(stay.kind)) in self.called:
                return expectation_of(stay.kind, self._exempt(member_id, stay.unit_id, meeting.held_on))
        return self._as_listed(meeting.id, member_id) if stays else None

    def _exempt(self, member_id: int, unit_id: int, day: date) -> set:
        return {
            span.kind for span in self.exemptions_of[member_id] if span.unit_id == unit_id and is_valid_on(span, day)
        }

    def _as_listed(self, meeting_id: int, member_id: int) -> Expectation | None:
        listed_as = self.listed[meeting_id].get(member_id)
        return Expectation.EXEMPT if listed_as == Expectation.EXTRA else listed_as


def _is_contact(kind: MembershipKind) -> bool:
    return kind == MembershipKind.CONTACT


def _spans(
    session: Session, table: type[Membership] | type[Exemption], unit_id: int, members: Iterable[int]
) -> dict[int, list]:
    """Memberships or exemptions of these people in a unit."""
    found = defaultdict(list)
    for row in session.exec(_SPANS[table].where(table.unit_id == unit_id)):
        if row.member_id in members:
            found[row.member_id].append(row)
    return found


_MEETINGS = select(Meeting.id, Meeting.unit_id, Meeting.audience, Meeting.held_on).where(
    Meeting.state == MeetingState.HELD, Meeting.named.is_(True), Meeting.held_on.is_not(None)
)
_SPANS = {
    table: select(table.member_id, table.unit_id, table.valid_from, table.valid_to, table.kind)
    for table in (Membership, Exemption)
}
