"""Actions on a request of the people: receive, pass on, answer, report back, close with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid
from db.kernel import unit_tree, validation
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.models import Petition, PetitionAsker, PetitionHolder, PetitionText, Role
from db.petitions import denunciation_refusal, petition_checks as checks, petition_origins, petition_states
from db.settings import settings

CELL_ROLES = (Role.SECRETARY, Role.ASSISTANT)
TEXT, BODY, REASON = 1000, 120, 200  # characters
SOURCES = "petition_sources"


@dataclass(frozen=True)
class PetitionInput:
    """A request as typed; household, member and meeting by public code, None if anonymous."""

    text: str
    source: str | None
    received_on: date | None
    due: date | None = None
    household: str | None = None
    member: str | None = None
    meeting: str | None = None


def receive(
    viewer: Viewer, unit_id: int, typed: PetitionInput, token: str | None = None, draft: DraftKey | None = None
) -> str:
    """Enter a request in a cell's book and drop the form's draft; returns its public code.

    Raises Invalid for a missing text, source or impossible day, and for a signed denunciation; NotAllowed outside the
    viewer's cells, and for a household, member or meeting that does not exist.
    """
    with writing(viewer, "receive_petition", token=token) as session:
        checks.require_cell(session, unit_id)
        said = _text(typed.text)
        petition = Petition(unit_id=unit_id, on_behalf_of=viewer.commune_id, **_days(session, unit_id, typed))
        session.add(petition)
        session.flush()
        session.add(PetitionText(petition_id=petition.id, unit_id=unit_id, text=said))
        petition_origins.store_origin(session, petition, typed.household, typed.member)
        checks.drop_draft(session, draft)
        return petition.code


def correct(
    viewer: Viewer, code: str, typed: PetitionInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Correct a request; raises as `receive` does, and Conflict once it is passed on."""
    with writing(viewer, "correct_petition", token=token) as session:
        petition, said = checks.require_petition(session, code)
        checks.require_cell(session, petition.unit_id)
        if petition.holder != PetitionHolder.CELL or petition.answered_on or petition.closed_on:
            raise Conflict("petition_moved_on")
        checks.require_seen(session, petition, said)
        for name, value in _days(session, petition.unit_id, typed, petition.source).items():
            setattr(petition, name, value)
        if petition.forwarded_on:
            validation.end_day(petition.forwarded_on, petition.received_on)
        said.text = _text(typed.text)
        petition_origins.store_origin(session, petition, typed.household, typed.member)
        checks.drop_draft(session, draft)


def forward(
    viewer: Viewer,
    code: str,
    body: str = "",
    day: date | None = None,
    due: date | None = None,
    token: str | None = None,
    draft: DraftKey | None = None,
    seen: PetitionHolder | None = None,
) -> None:
    """Pass a request on to the level above, or to a body outside the register, which its holder then asks.

    Raises Invalid for an impossible day and if there is no level above, Conflict if it is answered or closed, or no
    longer with the holder `seen`, NotAllowed for anybody but its holder.
    """
    with writing(viewer, "forward_petition", token=token) as session:
        petition, said = checks.require_open_petition(session, code)
        checks.require_seen(session, petition, said, seen)
        checks.require_holder(session, petition)
        petition.forwarded_on = checks.step_day(day, petition.forwarded_on or petition.received_on)
        petition.due = checks.due_day(due, petition.received_on) or petition.due
        said.body = validation.optional_text(body, BODY)
        if not said.body:
            above = petition_states.next_holder(unit_tree.ancestors(session, petition.unit_id), petition.holder)
            if above is None:
                raise Invalid("petition_nothing_above")
            petition.holder = above[0]
        checks.drop_draft(session, draft)


def promise(
    viewer: Viewer, code: str, due: date | None, token: str | None = None, seen: PetitionHolder | None = None
) -> None:
    """Set the day by which the holder will answer; None withdraws it. Raises as `forward` does."""
    with writing(viewer, "promise_answer", token=token) as session:
        petition, said = checks.require_open_petition(session, code)
        checks.require_seen(session, petition, said, seen)
        checks.require_holder(session, petition)
        petition.due = checks.due_day(due, petition.received_on)


def answer(
    viewer: Viewer,
    code: str,
    text: str,
    day: date | None,
    token: str | None = None,
    draft: DraftKey | None = None,
    seen: PetitionHolder | None = None,
) -> None:
    """Record the answer. Raises Invalid without a text or for an impossible day, Conflict if it is answered, no longer
    with the holder `seen`, or changed since it was shown.
    """
    with writing(viewer, "answer_petition", token=token) as session:
        petition, said = checks.require_open_petition(session, code)
        checks.require_seen(session, petition, said, seen)
        if petition.asker != PetitionAsker.PEOPLE:
            checks.require_holder(session, petition)  # for people's requests, the cell records what others answered
        petition.answered_on = checks.step_day(day, petition.forwarded_on or petition.received_on)
        said.answer = validation.optional_text(text, TEXT)
        if not said.answer:
            raise Invalid("petition_answer_missing")
        checks.drop_draft(session, draft)


def record_answer_told(
    viewer: Viewer, code: str, day: date | None, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Record that the answer was passed on to those who asked.

    Raises Invalid before there is one and for an impossible day, Conflict if that is recorded already.
    """
    with writing(viewer, "tell_petition", token=token) as session:
        petition, said = checks.require_petition(session, code)
        checks.require_cell(session, petition.unit_id)
        if petition.answered_on is None:
            raise Invalid("petition_unanswered")
        if petition.told_on or petition.closed_on:
            raise Conflict("petition_done")
        checks.require_seen(session, petition, said)
        petition.told_on = checks.step_day(day, petition.answered_on)
        checks.drop_draft(session, draft)


def close(
    viewer: Viewer,
    code: str,
    because: str,
    day: date | None,
    token: str | None = None,
    draft: DraftKey | None = None,
    seen: PetitionHolder | None = None,
) -> None:
    """Close a request without an answer, or without passing it on. Raises Invalid without a reason, Conflict if it is
    done, no longer with the holder `seen`, or changed since it was shown.
    """
    with writing(viewer, "close_petition", token=token) as session:
        petition, said = checks.require_petition(session, code)
        own = petition.asker == PetitionAsker.CELL and context_of(session).viewer.role in CELL_ROLES
        if petition.answered_on or own:  # a cell may have solved by itself what it reported
            checks.require_cell(session, petition.unit_id)
        else:
            checks.require_holder(session, petition)
        if petition.told_on or petition.closed_on:
            raise Conflict("petition_done")
        checks.require_seen(session, petition, said, seen)
        said.closed_because = validation.optional_text(because, REASON)
        if not said.closed_because:
            raise Invalid("petition_close_reason_missing")
        petition.closed_on = checks.step_day(day, petition.answered_on or petition.forwarded_on or petition.received_on)
        checks.drop_draft(session, draft)


def delete(viewer: Viewer, code: str, draft: DraftKey | None = None) -> None:
    """Delete an entry made by mistake, with its drafts; the history keeps it.

    Raises Conflict once it is passed on.
    """
    with writing(viewer, "delete_petition") as session:
        petition, said = checks.require_petition(session, code)
        checks.require_cell(session, petition.unit_id)
        if petition.forwarded_on or petition.answered_on or petition.closed_on:
            raise Conflict("petition_moved_on")
        checks.require_seen(session, petition, said)
        petition_origins.delete_origin(session, petition)
        checks.delete_with_text(session, petition, said)
        checks.drop_draft(session, draft)


def _days(session: Session, unit_id: int, typed: PetitionInput, standing: str | None = None) -> dict:
    source = settings.option_key(session, SOURCES, typed.source, unit_id)
    if not source:
        raise Invalid("petition_source_missing")
    received_on = validation.past_day(typed.received_on)
    return {
        "source": source,
        "received_on": received_on,
        "due": checks.due_day(typed.due, received_on),
        "meeting_id": checks.require_meeting_id(session, unit_id, typed.meeting),
    }


def _text(typed: str) -> str:
    said = validation.optional_text(typed, TEXT)
    if not said:
        raise Invalid("petition_text_missing")
    denunciation_refusal.refuse_denunciation(said)
    return said
