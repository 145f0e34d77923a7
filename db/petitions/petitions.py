"""What is done about a request of the people: taken in, passed on, answered, reported back, closed with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access, unit_tree, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.kernel.unit_of_work import work_of
from db.models import Meeting, Petition, PetitionHolder, PetitionText, Role
from db.petitions import denunciations, petition_origins, petition_states
from db.settings import settings

TEXT, BODY, REASON = 1000, 120, 200  # letters
SOURCES = "petition_sources"


@dataclass(frozen=True)
class PetitionInput:
    """A request as it is taken down; household, member and meeting by public codes, none where it is anonymous."""

    text: str
    source: str | None
    received_on: date | None
    due: date | None = None
    household: str | None = None
    member: str | None = None
    meeting: str | None = None


def receive(
    viewer: Viewer, unit_id: int, asked: PetitionInput, token: str | None = None, draft: DraftKey | None = None
) -> str:
    """Take a request in, in the book of a cell; its public code. The draft it was typed in goes with it.

    Raises Invalid without a text, a source or a day that can be, and for a signed denunciation; NotAllowed outside the
    viewer's cells, and for a household, a member or a meeting that is not there.
    """
    with writing(viewer, "receive_petition", token=token) as session:
        _require_cell(session, unit_id)
        said = _text(asked.text)
        petition = Petition(unit_id=unit_id, on_behalf_of=viewer.commune_id, **_days(session, unit_id, asked))
        session.add(petition)
        session.flush()
        session.add(PetitionText(petition_id=petition.id, unit_id=unit_id, text=said))
        petition_origins.keep(session, petition, asked.household, asked.member)
        _drop(session, draft)
        return petition.code


def correct(
    viewer: Viewer, code: str, asked: PetitionInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """A request says, and is of, what this says; raises as `receive` does, and Conflict once it is passed on."""
    with writing(viewer, "correct_petition", token=token) as session:
        petition, said = _require(session, code)
        _require_cell(session, petition.unit_id)
        if petition.holder != PetitionHolder.CELL or petition.answered_on or petition.closed_on:
            raise Conflict("petition_moved_on")
        for name, value in _days(session, petition.unit_id, asked, petition.source).items():
            setattr(petition, name, value)
        if petition.forwarded_on:
            validation.end_day(petition.forwarded_on, petition.received_on)
        said.text = _text(asked.text)
        petition_origins.keep(session, petition, asked.household, asked.member)
        _drop(session, draft)


def forward(
    viewer: Viewer,
    code: str,
    body: str = "",
    on: date | None = None,
    due: date | None = None,
    token: str | None = None,
    draft: DraftKey | None = None,
    seen: PetitionHolder | None = None,
) -> None:
    """Pass a request on: to the level above, or to a body outside the register, which whoever holds it then asks.

    Raises Invalid for a day that cannot be and where nothing is above, Conflict where it is answered or closed, or not
    with whom it was `seen` any more, NotAllowed for whoever does not hold it.
    """
    with writing(viewer, "forward_petition", token=token) as session:
        petition, said = _require_open(session, code)
        if seen and seen != petition.holder:
            raise Conflict("petition_passed_on")
        _require_holder(session, petition)
        petition.forwarded_on = _day(on, petition.forwarded_on or petition.received_on)
        petition.due = _due(due, petition.received_on) or petition.due
        said.body = validation.optional_text(body, BODY)
        if not said.body:
            above = petition_states.next_holder(unit_tree.ancestors(session, petition.unit_id), petition.holder)
            if above is None:
                raise Invalid("petition_nothing_above")
            petition.holder = above[0]
        _drop(session, draft)


def answer(
    viewer: Viewer,
    code: str,
    text: str,
    on: date | None,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> None:
    """What came back. Raises Invalid without a text or for a day that cannot be, Conflict where it is answered."""
    with writing(viewer, "answer_petition", token=token) as session:
        petition, said = _require_open(session, code)
        petition.answered_on = _day(on, petition.forwarded_on or petition.received_on)
        said.answer = validation.optional_text(text, TEXT)
        if not said.answer:
            raise Invalid("petition_answer_missing")
        _drop(session, draft)


def tell(viewer: Viewer, code: str, on: date | None, token: str | None = None, draft: DraftKey | None = None) -> None:
    """The answer was told to those who asked.

    Raises Invalid before there is one and for a day that cannot be, Conflict where that is recorded already.
    """
    with writing(viewer, "tell_petition", token=token) as session:
        petition, _ = _require(session, code)
        _require_cell(session, petition.unit_id)
        if petition.answered_on is None:
            raise Invalid("petition_unanswered")
        if petition.told_on or petition.closed_on:
            raise Conflict("petition_done")
        petition.told_on = _day(on, petition.answered_on)
        _drop(session, draft)


def close(
    viewer: Viewer,
    code: str,
    because: str,
    on: date | None,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> None:
    """It is closed without an answer, or without telling it: why. Raises Invalid without a reason."""
    with writing(viewer, "close_petition", token=token) as session:
        petition, said = _require(session, code)
        if petition.answered_on:
            _require_cell(session, petition.unit_id)
        else:
            _require_holder(session, petition)
        if petition.told_on or petition.closed_on:
            raise Conflict("petition_done")
        said.closed_because = validation.optional_text(because, REASON)
        if not said.closed_because:
            raise Invalid("petition_close_reason_missing")
        petition.closed_on = _day(on, petition.answered_on or petition.forwarded_on or petition.received_on)
        _drop(session, draft)


def delete(viewer: Viewer, code: str, draft: DraftKey | None = None) -> None:
    """What was entered by mistake goes, with what was typed about it; history keeps it.

    Raises Conflict once it is passed on.
    """
    with writing(viewer, "delete_petition") as session:
        petition, said = _require(session, code)
        _require_cell(session, petition.unit_id)
        if petition.forwarded_on or petition.answered_on or petition.closed_on:
            raise Conflict("petition_moved_on")
        petition_origins.delete(session, petition)
        session.delete(said)
        session.flush()
        session.delete(petition)
        _drop(session, draft)


def _require(session: Session, code: str) -> tuple[Petition, PetitionText]:
    """A request with what it says. Raises NotAllowed where the viewer may not read that."""
    petition = row_access.require_by_code(session, Petition, code)
    said = session.exec(select(PetitionText).where(PetitionText.petition_id == petition.id)).first()
    if said is None:
        raise NotAllowed()
    return petition, said


def _require_open(session: Session, code: str) -> tuple[Petition, PetitionText]:
    petition, said = _require(session, code)
    if petition.answered_on or petition.closed_on:
        raise Conflict("petition_answered")
    return petition, said


def _require_cell(session: Session, unit_id: int) -> None:
    """Raise NotAllowed for whoever does not keep the cell's book, its own or on its behalf."""
    if work_of(session).viewer.role == Role.DISTRICT:
        raise NotAllowed()
    row_access.require_cell_work(session, unit_id, Work.PETITIONS)


def _require_holder(session: Session, petition: Petition) -> None:
    """Raise NotAllowed for whoever does not have it in hand: itself, or on the cell's behalf."""
    if petition.holder in petition_states.holders_of(session, work_of(session).viewer):
        return
    if petition.holder != PetitionHolder.CELL:
        raise NotAllowed()
    _require_cell(session, petition.unit_id)


def _drop(session: Session, draft: DraftKey | None) -> None:
    """What was typed for this action goes with it."""
    if draft:
        drafts.delete_in(session, draft)


def _days(session: Session, unit_id: int, asked: PetitionInput, standing: str | None = None) -> dict:
    source = settings.option_key(session, SOURCES, asked.source, unit_id)
    if not source:
        raise Invalid("petition_source_missing")
    received_on = validation.past_day(asked.received_on)
    meeting = row_access.require_by_code(session, Meeting, asked.meeting) if asked.meeting else None
    if meeting and meeting.unit_id not in unit_tree.ancestors(session, unit_id):
        raise NotAllowed()
    return {
        "source": source,
        "received_on": received_on,
        "due": _due(asked.due, received_on),
        "meeting_id": meeting.id if meeting else None,
    }


def _text(typed: str) -> str:
    said = validation.optional_text(typed, TEXT)
    if not said:
        raise Invalid("petition_text_missing")
    denunciations.refuse(said)
    return said


def _due(due: date | None, received_on: date) -> date | None:
    if due and due < received_on:
        raise Invalid("petition_due_early", day=received_on)
    return validation.event_day(due)


def _day(on: date | None, since: date) -> date:
    """The day of a step, today where none is told. Raises Invalid for one to come, or before the step before it."""
    return validation.end_day(validation.past_day(on or clock.today()), since)
