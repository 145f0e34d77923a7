"""Letters by which a commune proposes that a workplace commend one of its people or review a case."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.access_log import need_to_know_reads
from db.calendar import clock
from db.comments import paper_facts
from db.comments.comment_content import Shipped, committee_term
from db.comments.paper_facts import PaperPerson
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Document, Member, Role, WorkplaceProposal
from db.papers import documents, paper_formatting, templates
from db.units.units import names_on

KIND = "workplace_letter"


class ProposalKind(NamedTuple):
    """A kind of proposal under the regulation in force: the title of its letter, and what it asks."""

    key: str
    short: str
    title: str
    asks: str


class ProposalLine(NamedTuple):
    """A sent letter and its outcome."""

    code: str
    name: str
    member: str
    workplace: str
    kind: str
    proposed_on: date
    text: str | None
    outcome: str | None
    outcome_on: date | None
    paper: str | None


def propose(viewer: Viewer, member_code: str, kind: str, text: str, shipped: Shipped, token: str | None = None) -> str:
    """Write the letter to the workplace that introduced a member; returns the document's code.

    Raises NotAllowed for other roles, Invalid without a text, for a kind that the regulation lacks, or somebody whom no
    workplace introduced.
    """
    if viewer.role != Role.COMMUNE or viewer.unit_id is None:
        raise NotAllowed()
    said = validation.optional_text(text, 500)
    if not said:
        raise Invalid("proposal_text_missing")
    with writing(viewer, "propose_to_workplace", token=token) as session:
        member = row_access.require_member(session, member_code)
        person = paper_facts.people_facts(session, [member.id], clock.today())[member.id]
        if person.workplace_id is None:
            raise Invalid("proposal_no_workplace", name=member.name)
        chosen = next((each for each in _kinds(session, viewer) if each.key == kind), None)
        if chosen is None:
            raise Invalid("proposal_kind_missing")
        document = _letter(session, viewer, person, chosen, said, shipped)
        context_of(session).action.issued = True
        session.add(document)
        session.flush()
        session.add(
            WorkplaceProposal(
                commune_id=viewer.unit_id,
                workplace_id=person.workplace_id,
                member_id=member.id,
                document_id=document.id,
                kind=kind,
                proposed_on=clock.today(),
                text=said,
            )
        )
        return document.code


def list_kinds(viewer: Viewer) -> list[ProposalKind]:
    """The kinds of proposal under the regulation in force today."""
    with reading(viewer) as session:
        return _kinds(session, viewer)


def list_all(viewer: Viewer) -> list[ProposalLine]:
    """The letters that concern the viewer's unit, latest first; logs that their texts are read."""
    rows = need_to_know_reads.read_texts(viewer, WorkplaceProposal)[::-1]
    with reading(viewer) as session:
        people = {
            row.id: row
            for row in session.exec(
                select(Member.id, Member.code, Member.name).where(Member.id.in_({row.member_id for row in rows}))
            )
        }
        names = names_on(session, {row.workplace_id for row in rows if row.workplace_id}, clock.today())
        ids = {row.document_id for row in rows if row.document_id}
        papers = dict(session.exec(select(Document.id, Document.code).where(Document.id.in_(ids))).all())
    return [
        ProposalLine(
            row.code,
            people[row.member_id].name,
            people[row.member_id].code,
            names.get(row.workplace_id or 0, ""),
            row.kind,
            row.proposed_on,
            row.text,
            row.outcome,
            row.outcome_on,
            papers.get(row.document_id or 0),
        )
        for row in rows
        if row.member_id in people
    ]


def record_outcome(viewer: Viewer, code: str, outcome: str, day: date | None) -> None:
    """Record the workplace's answer. Raises Invalid without a text, or for an impossible day."""
    with writing(viewer, "record_outcome") as session:
        _keep(row_access.require_by_code(session, WorkplaceProposal, code), outcome, day)


def received_letters_with_answers(viewer: Viewer) -> dict[str, date | None]:
    """Letters to a workplace by document code, with the day each was answered; without their subject."""
    if viewer.role != Role.WORKPLACE:
        return {}
    with reading(viewer) as session:
        papers = dict(session.exec(select(Document.id, Document.code).where(Document.kind == KIND)).all())
        query = select(WorkplaceProposal.document_id, WorkplaceProposal.outcome_on)
        ours = (WorkplaceProposal.document_id.in_(papers), WorkplaceProposal.workplace_id == viewer.unit_id)
        with row_access.reading_as_system(session):
            return {papers[document_id]: on for document_id, on in session.exec(query.where(*ours))}


def record_own_answer(viewer: Viewer, paper: str, outcome: str, day: date | None, token: str | None = None) -> None:
    """Record a workplace's own answer to a letter.

    Raises NotAllowed for other roles or another unit's letter, Invalid without a text, for an impossible day, or if it
    is answered.
    """
    if viewer.role != Role.WORKPLACE:
        raise NotAllowed()
    with writing(viewer, "record_outcome", token=token) as session:
        letter = row_access.require_by_code(session, Document, paper)
        ours = (WorkplaceProposal.document_id == letter.id, WorkplaceProposal.workplace_id == viewer.unit_id)
        with row_access.as_system(session):
            row = session.exec(select(WorkplaceProposal).where(*ours)).first()
            if row is None:
                raise NotAllowed()
            if row.outcome_on:
                raise Invalid("proposal_answered", day=row.outcome_on)
            _keep(row, outcome, day)


def _keep(row: WorkplaceProposal, outcome: str, day: date | None) -> None:
    row.outcome = validation.optional_text(outcome, 500)
    if not row.outcome:
        raise Invalid("proposal_text_missing")
    row.outcome_on = validation.end_day(day, row.proposed_on)


def _kinds(session: Session, viewer: Viewer) -> list[ProposalKind]:
    rule = paper_facts.contact_rule(session, viewer.unit_id or 0, clock.today())
    return [ProposalKind(**row) for row in (rule.parameters.get("proposals", ()) if rule else ())]


def _letter(
    session: Session, viewer: Viewer, person: PaperPerson, kind: ProposalKind, text: str, shipped: Shipped
) -> Document:
    unit_id, today = viewer.unit_id or 0, clock.today()
    term = committee_term(session, unit_id)
    number = documents.next_number(session, unit_id, KIND, term)
    cell_id = paper_facts.contact_cell_of_each(session, [person.member_id]).get(person.member_id)
    names = names_on(session, [unit_id, *([cell_id] if cell_id else [])], today)
    content = {
        **person.values,
        **paper_facts.unit_heading(session, unit_id, today),
        "so": paper_formatting.number_text(number),
        "kinh gui": person.workplace,
        "can cu": paper_facts.basis_sentence(paper_facts.contact_rule(session, unit_id, today)),
        "chi bo noi cu tru": names.get(cell_id or 0, "chi bộ nơi cư trú"),
        "ten van ban": kind.title,
        "de nghi": kind.asks,
        "noi dung": text,
        "chuc danh ky": "BÍ THƯ",
        "nguoi ky": paper_facts.secretaries(session, [unit_id], today).get(unit_id, ""),
    }
    frozen = documents.to_frozen_text({"paper": KIND, "values": content})
    own = templates.template_in_use(session, KIND, unit_id)
    return Document(
        unit_id=unit_id,
        recipient_id=person.workplace_id,
        cell_id=cell_id,
        member_id=person.member_id,
        kind=KIND,
        term=term,
        number=number,
        issued_on=today,
        unit_name=names[unit_id],
        frozen=frozen,
        frozen_hash=documents.content_hash(frozen),
        template_id=own.id if own else shipped[KIND],
        audience=Audience.ASSESSMENTS.value,
        made_at=clock.now(),
    )
