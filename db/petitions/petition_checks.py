"""Checks shared by the actions on requests: the row with its text, the current holder, days and texts."""

from datetime import date

from sqlmodel import Session, select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import concurrent_changes, row_access, unit_tree, validation
from db.kernel.scope import Work
from db.kernel.session_context import context_of
from db.models import Meeting, Petition, PetitionHolder, PetitionText, Role
from db.petitions import petition_states


def require_petition(session: Session, code: str) -> tuple[Petition, PetitionText]:
    """Return a request with its text. Raises NotAllowed if the viewer may not read it."""
    petition = row_access.require_by_code(session, Petition, code)
    said = session.exec(select(PetitionText).where(PetitionText.petition_id == petition.id)).first()
    if said is None:
        raise NotAllowed()
    return petition, said


def require_open_petition(session: Session, code: str) -> tuple[Petition, PetitionText]:
    """Like `require_petition`; raises Conflict if it is answered or closed."""
    petition, said = require_petition(session, code)
    if petition.answered_on or petition.closed_on:
        raise Conflict("petition_answered")
    return petition, said


def require_seen(
    session: Session, petition: Petition, said: PetitionText, holder: PetitionHolder | None = None
) -> None:
    """Raise Conflict if the request is no longer with the holder that the page showed, or was changed otherwise since
    it was shown: nobody answers or closes what they have not seen.
    """
    if holder and holder != petition.holder:
        raise Conflict("petition_passed_on")
    concurrent_changes.require_rows_unchanged(session, Petition, [petition.id])
    concurrent_changes.require_rows_unchanged(session, PetitionText, [said.id])


def require_cell(session: Session, unit_id: int) -> None:
    """Raise NotAllowed unless the viewer keeps the cell's book, as the cell or on its behalf."""
    if context_of(session).viewer.role == Role.DISTRICT:
        raise NotAllowed()
    row_access.require_cell_work(session, unit_id, Work.PETITIONS)


def require_holder(session: Session, petition: Petition) -> None:
    """Raise NotAllowed unless the viewer's unit holds it, itself or on the cell's behalf."""
    if petition.holder in petition_states.holders_of(session, context_of(session).viewer):
        return
    if petition.holder != PetitionHolder.CELL:
        raise NotAllowed()
    require_cell(session, petition.unit_id)


def require_meeting_id(session: Session, unit_id: int, code: str | None) -> int | None:
    """Return the id of the meeting, held by the cell or a unit above it, in which something came up.
    Raises NotAllowed.
    """
    meeting = row_access.require_by_code(session, Meeting, code) if code else None
    if meeting and meeting.unit_id not in unit_tree.ancestors(session, unit_id):
        raise NotAllowed()
    return meeting.id if meeting else None


def due_day(due: date | None, received_on: date) -> date | None:
    """Return the promised day. Raises Invalid if it is before the day of receipt."""
    if due and due < received_on:
        raise Invalid("petition_due_early", day=received_on)
    return validation.event_day(due)


def step_day(day: date | None, since: date) -> date:
    """Return the day of a step, by default today. Raises Invalid if it is in the future or before the previous step."""
    return validation.end_day(validation.past_day(day or clock.today()), since)


def delete_with_text(session: Session, petition: Petition, said: PetitionText) -> None:
    """Delete a request with its text; the history keeps both."""
    session.delete(said)
    session.flush()
    session.delete(petition)


def drop_draft(session: Session, draft: DraftKey | None) -> None:
    """Drop the draft of an action."""
    if draft:
        drafts.delete_in(session, draft)
