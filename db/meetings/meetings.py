"""Opening a meeting: its saved state combined with its draft."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months, month_of, months_of_period
from db.drafts import drafts
from db.drafts.drafts import DraftContent, DraftKey
from db.errors import Invalid, NotAllowed
from db.kernel import closed_periods
from db.kernel.plain_rows import PlainRow
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement, select_plain
from db.meetings import (
    draft_checks,
    due_meetings,
    household_round,
    joint_roster,
    meeting_refs,
    roster,
    saved_people,
    saved_state_fingerprint,
    sheet,
    sittings,
    tasks,
)
from db.meetings.household_round import HouseholdRound, SavedRound
from db.meetings.joint_roster import JointCall
from db.meetings.meeting_refs import MeetingRef, OtherMeeting
from db.meetings.roster import RosterPerson
from db.meetings.sheet import MeetingSheet, SavedAttendance
from db.meetings.sittings import SittingInput
from db.meetings.tasks import TaskLine
from db.models import Guest, Meeting, MeetingState, Outcome, Sitting
from db.models.meetings import MeetingAudience
from db.settings import settings

MODES = {
    MeetingAudience.OWN: sheet.EntryMode.ABSENT,
    MeetingAudience.CONTACT: sheet.EntryMode.PRESENT,
    MeetingAudience.INVITED: sheet.EntryMode.PRESENT,
}


class OpenMeeting(NamedTuple):
    """An open meeting: the saved row, if any, its sheet, the draft, and related open items."""

    ref: MeetingRef
    place: DraftKey
    months: int
    audience: MeetingAudience
    types: list[str]  # types that are interchangeable here
    planned: bool  # one such meeting is planned in each period
    closed: bool
    meeting: PlainRow | None
    day: date
    sheet: MeetingSheet
    typed: DraftContent
    guests: list[PlainRow]
    tasks: list[TaskLine]  # open tasks
    others: list[OtherMeeting]  # for an unplanned type: other meetings recorded in the period
    base: str  # a stamp of the saved state that the input is based on
    by_group: bool  # attendance is recorded group by group
    joint: bool  # a meeting of several cells
    sittings: list[SittingInput]
    round: HouseholdRound  # reports on households, at a cell's own meeting

    @property
    def saved(self) -> bool:
        """Whether it is recorded person by person."""
        return _recorded(self.meeting)


class MeetingDraft(NamedTuple):
    """The place of a meeting's draft and the little else that a callback needs; its sheet has no people."""

    place: DraftKey
    meeting: PlainRow | None
    sheet: MeetingSheet
    typed: DraftContent

    @property
    def saved(self) -> bool:
        """Whether it is recorded person by person."""
        return _recorded(self.meeting)


class _Kind(NamedTuple):
    """A resolved reference: the kind of meeting, the saved row, if any, and the place of its draft."""

    audience: MeetingAudience
    months: int
    types: list[str]
    planned: bool
    meeting: PlainRow | None
    place: DraftKey


def load(viewer: Viewer, ref: MeetingRef) -> OpenMeeting:
    """The open meeting. Raises NotAllowed outside the viewer's units, Invalid for an impossible type or period."""
    with reading(viewer) as session:
        return load_in(session, ref)


def load_to_print(viewer: Viewer, ref: MeetingRef) -> OpenMeeting:
    """Like `load`, also for the period after the current one: its empty list is printed before the meeting."""
    with reading(viewer) as session:
        return load_in(session, ref, periods_ahead=1)


def load_draft(viewer: Viewer, ref: MeetingRef) -> MeetingDraft:
    """A meeting's draft and its place, without its people. Raises as `load` does."""
    with reading(viewer) as session:
        return load_draft_in(session, ref)


def load_draft_in(session: Session, ref: MeetingRef) -> MeetingDraft:
    """Like `load_draft`, within the caller's session."""
    kind = _place(session, ref)
    typed = draft_checks.drop_unreadable(drafts.load_in(session, kind.place))
    return MeetingDraft(kind.place, kind.meeting, sheet.compose([], {}, typed.values, MODES[kind.audience]), typed)


def load_in(session: Session, ref: MeetingRef, periods_ahead: int = 0) -> OpenMeeting:
    """Like `load`, within the caller's session."""
    audience, months, types, planned, meeting, place = _place(session, ref, periods_ahead)
    typed = draft_checks.drop_unreadable(drafts.load_in(session, place))
    day = _day(session, ref, months, meeting, typed)
    held = _recorded(meeting)
    joint = joint_roster.is_joint(session, ref.unit_id)
    standing = list(session.exec(SITTINGS, params={"meeting": meeting.id})) if meeting else []
    parts = sittings.compose(standing, typed.values)
    listed, saved = saved_people.load_in(session, meeting, standing, joint) if meeting and held else ([], {})
    if joint:
        known = {person.member_id: person for person in listed}
        offered = joint_roster.people_called_on(
            session, ref.unit_id, joint_roster.parse_call(audience, typed.values), day
        )
        listed = [*listed, *(person for person in offered if person.member_id not in known)]
        people = sheet.apply_corrections(listed, _joint_corrections(session, ref, listed, typed, day), typed.values)
    else:
        wanted = not held or sheet.listing_corrections(typed.values)
        offered = roster.people_called_on(session, ref.unit_id, audience, day) if wanted else []
        people = sheet.apply_corrections(listed, offered, typed.values) if held else offered
    sheet_now = sheet.compose(people, saved, typed.values, MODES[audience], len(parts))
    guests = list(session.exec(_GUESTS, params={"meeting": meeting.id})) if meeting else []
    open_tasks = tasks.open_tasks_of_cell(session, ref.unit_id)
    closed = closed_periods.filter_closed(
        session, {(ref.unit_id, month) for month in months_of_period(ref.period, months)}
    )
    others = [] if planned else meeting_refs.list_others(session, ref, meeting)
    told = _saved_round(session, ref, meeting, audience, day)
    base = saved_state_fingerprint.fingerprint_of_saved(meeting, people, saved, guests, others, parts, told)
    return OpenMeeting(
        ref,
        place,
        months,
        audience,
        types,
        planned,
        bool(closed),
        meeting,
        day,
        sheet_now,
        typed,
        guests,
        open_tasks,
        others,
        base,
        joint or _by_group(session, ref.unit_id, audience),
        joint,
        parts,
        household_round.compose(session, told, sheet_now.lines, typed.values, _present(saved)),
    )


def ref_of(viewer: Viewer, code: str) -> MeetingRef:
    """The reference for a public code. Raises NotAllowed if the viewer may not see the meeting."""
    with reading(viewer) as session:
        meeting = session.exec(select(Meeting).where(Meeting.code == code)).first()
    if meeting is None:
        raise NotAllowed()
    return MeetingRef(meeting.unit_id, meeting.type, meeting.period, code)


def _place(session: Session, ref: MeetingRef, periods_ahead: int = 0) -> _Kind:
    viewer: Viewer = context_of(session).viewer
    if not viewer.reaches(ref.unit_id):
        raise NotAllowed()
    known = settings.value_for_unit(session, "meeting_types", ref.unit_id)
    row = next((row for row in known if row["key"] == ref.type), None)
    if row is None or not 190001 <= ref.period <= 299912 or ref.period % 100 not in range(1, 13, row["months"]):
        raise Invalid("meeting_unknown")
    if ref.period > add_months(month_of(clock.today()), periods_ahead * row["months"]):
        raise Invalid("period_to_come", month=ref.period)
    audience, months = MeetingAudience(row["audience"]), row["months"]
    types = [
        each["key"] for each in known if row.get("planned") and each.get("planned") and each["months"] == months
    ] or [ref.type]
    joint = joint_roster.is_joint(session, ref.unit_id)
    if audience == (MeetingAudience.OWN if joint else MeetingAudience.INVITED):
        raise Invalid("meeting_unknown")  # a commune has no members of its own; a cell calls only its own people
    planned = bool(row.get("planned")) and not joint
    types = [ref.type] if joint else types
    meeting = meeting_refs.find_saved(session, ref, types if planned else [])
    return _Kind(audience, months, types, planned, meeting, meeting_refs.draft_key(ref, types[0], meeting, planned))


def _joint_corrections(
    session: Session, ref: MeetingRef, listed: list[RosterPerson], typed: DraftContent, day: date
) -> list[RosterPerson]:
    """The people of the cells at a joint meeting, some of whom are added to its list."""
    if not sheet.listing_corrections(typed.values):
        return []
    cells = JointCall(sorted({person.unit_id for person in listed}), list(joint_roster.AUDIENCES), [])
    return joint_roster.people_called_on(session, ref.unit_id, cells, day)


def _by_group(session: Session, unit_id: int, audience: MeetingAudience) -> bool:
    """Contact meetings are held by group; a cell's own meetings if it chose so."""
    return audience == MeetingAudience.CONTACT or settings.value_for_unit(session, "party_group_sheets", unit_id)


def _saved_round(
    session: Session, ref: MeetingRef, meeting: PlainRow | None, audience: MeetingAudience, day: date
) -> SavedRound:
    """The saved round; only a cell's own meetings have one."""
    if audience != MeetingAudience.OWN:
        return household_round.NOTHING
    return household_round.load_in(session, ref.unit_id, meeting.id if meeting and _recorded(meeting) else None, day)


def _present(saved: Mapping[int, SavedAttendance]) -> set[int]:
    return {member_id for member_id, line in saved.items() if line.outcome == Outcome.PRESENT}


def _recorded(meeting: PlainRow | None) -> bool:
    return meeting is not None and meeting.state == MeetingState.HELD and meeting.named


def _day(session: Session, ref: MeetingRef, months: int, meeting: PlainRow | None, typed: DraftContent) -> date:
    """The day typed, saved, chosen, postponed to or planned, in this order; chosen and planned days are never in the
    future.
    """
    if told := clock.parse_day(typed.values.get(drafts.DraftField(sheet.MEETING, "held_on"))):
        return told
    if meeting and meeting.held_on:
        return meeting.held_on
    if not ref.day and meeting and meeting.postponed_to:
        return meeting.postponed_to
    return min(ref.day or due_meetings.planned_day(session, ref.unit_id, ref.period, months), clock.today())


# Run on every input in a sheet; prepared once, since building them costs more than running them.
SITTINGS = prepared_statement(
    select_plain(Sitting).where(Sitting.meeting_id == bindparam("meeting")).order_by(Sitting.number)
)
_GUESTS = prepared_statement(select_plain(Guest).where(Guest.meeting_id == bindparam("meeting")).order_by(Guest.id))
