"""Writing the round of a meeting: reports and notes on households; only what was typed is written."""

from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid
from db.households import household_notes
from db.households.household_notes import NoteInput
from db.households.household_or_group import require_household_or_group
from db.kernel import bulk, row_access
from db.kernel.scope import Audience
from db.kernel.session_context import context_of
from db.meetings import draft_checks, household_round
from db.meetings.household_round import NEW_NOTE, NOTE, REPORTED, ROUND
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet import MEETING
from db.models import HouseholdNote, HouseholdReport, Meeting
from db.vietnamese import clean


def write_round(session: Session, meeting: Meeting, opened: OpenMeeting) -> None:
    """Write reports and notes as on the sheet, whoever typed them.

    Raises Invalid for a note without a household and for a household without a note; Conflict("rivals") if two people
    typed different texts of one, of which the saving viewer may see one only.
    """
    if opened.joint:
        return
    typed = any((field.part, field.name) == (MEETING, ROUND) or field.name == REPORTED for field in opened.typed.values)
    if typed or (opened.round.recorded and opened.meeting):
        _write_reports(session, meeting, opened, typed)
    _write_notes(session, meeting, opened)


def _write_reports(session: Session, meeting: Meeting, opened: OpenMeeting, typed: bool) -> None:
    """Write reports; people no longer on the sheet keep theirs until something of the round is `typed`."""
    rows = session.exec(
        select(
            HouseholdReport.id, HouseholdReport.member_id, HouseholdReport.reported, HouseholdReport.reported_on
        ).where(HouseholdReport.meeting_id == meeting.id)
    ).all()
    day = meeting.held_on
    wanted = opened.round.reported if opened.round.recorded else {}
    standing = {row.member_id: row for row in rows}
    about = {"unit_id": meeting.unit_id, "meeting_id": meeting.id, "reported_on": day}
    gone = [row.id for row in rows if row.member_id and row.member_id not in wanted] if typed else []
    bulk.delete(session, HouseholdReport, gone)
    bulk.update(
        session,
        HouseholdReport,
        [
            {"id": row.id, "reported": wanted.get(row.member_id, row.reported), "reported_on": day}
            for row in rows
            if row.id not in gone and (row.reported, row.reported_on) != (wanted.get(row.member_id, row.reported), day)
        ],
    )
    bulk.insert(
        session,
        HouseholdReport,
        [
            about | {"member_id": member_id, "reported": said}
            for member_id, said in wanted.items()
            if member_id not in standing
        ],
    )


def _write_notes(session: Session, meeting: Meeting, opened: OpenMeeting) -> None:
    """Write typed notes, including those of others that the viewer does not see: a commune also keeps the cell's."""
    own, people = opened.typed.values, {person.member_id for person in opened.sheet.people}
    behalf = context_of(session).author.commune_id
    if context_of(session).author.reads(Audience.CELL) and not any(
        value is not None and field.part.startswith((NOTE, NEW_NOTE)) for field, value in own.items()
    ):
        return
    with row_access.as_system(session):
        content = draft_checks.drop_unreadable(drafts.load_in(session, opened.place))
        rivals = [field for field in content.conflicts if field.part.startswith((NOTE, NEW_NOTE))]
        if rivals:
            raise Conflict("rivals", count=len(rivals))
        typed = content.values
        for note in household_round.new_notes(typed):
            mine = DraftField(note.part, NOTE) in own
            if not note.place:
                raise Invalid("round_place_missing")
            place = require_household_or_group(session, meeting.unit_id, note.place, meeting.held_on)
            if not clean(note.text):
                raise Invalid("round_nothing_said", name=place.name)
            wanted = NoteInput(note.text, note.next if note.next in people else None)
            source = {"meeting_id": meeting.id, "on_behalf_of": behalf if mine else None}
            household_notes.add_note_in(session, place, wanted, **source)
        for field, text in typed.items():
            if field.name == NOTE and not field.part.startswith(NEW_NOTE):
                _correct(session, meeting, field.part, text)


def _correct(session: Session, meeting: Meeting, part: str, text: str | None) -> None:
    """Change the text of a saved note; an emptied one is deleted."""
    row = session.get(HouseholdNote, int(part.removeprefix(NOTE)))
    if row is None or row.meeting_id != meeting.id or text is None:
        return
    if clean(text):
        row.text = household_notes.clean_text(text)
        session.add(row)
    else:
        household_notes.delete_note_in(session, row)
