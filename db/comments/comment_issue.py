"""Issuing comments: confirmed assessments become numbered documents, many at once, and answer the requests for them.

Nobody issues a document about themselves or based on their own writing. Issued documents never change: a correction
replaces them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlmodel import Session, and_, or_, select

from db.assessments import assessment_list, commune_confirmation
from db.calendar import clock
from db.comments import paper_facts, request_list
from db.comments.comment_content import KIND, CommentSet, CommentToIssue, Shipped, committee_term
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import bulk, concurrent_changes, row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Assessment, CommentRequest, Document, Introduction, Member, Membership, MembershipKind, Role
from db.papers import documents
from db.people import member_search
from db.units.units import units_on

_OPEN = (CommentRequest.answered_on.is_(None), CommentRequest.closed_on.is_(None))


class IssueOrder(NamedTuple):
    """How to issue: the day, the first number (None: written by hand), and the templates."""

    issued_on: date
    first_number: int | None
    shipped: Shipped


class IssuableAssessment(NamedTuple):
    """A confirmed assessment that is due for issue. `own`: the viewer is its subject or author and cannot issue it.
    `again`: it was issued before, and somebody has asked since. `papers`: one for each body that asked.
    """

    code: str
    name: str
    cell: str
    workplace: str
    assessed_on: date
    own: bool
    unasked: bool  # exempt from meetings, and nobody asked for a comment
    again: bool
    papers: int


def list_ready(viewer: Viewer, year: int) -> list[IssuableAssessment]:
    """A year's confirmed assessments without a document, or with a newer request, by cell."""
    with reading(viewer) as session:
        again = select(CommentRequest.member_id).where(CommentRequest.member_id.is_not(None), *_OPEN)
        recent = Assessment.assessed_on >= request_list.oldest_usable_day(session, viewer.unit_id)
        asked = and_(Assessment.member_id.in_(session.exec(again).all()), recent)
        columns = (Assessment.id, Assessment.code, Assessment.member_id, Assessment.unit_id, Assessment.assessed_on)
        query = select(*columns, Assessment.author_id, Assessment.document_id, Member.name).join(
            Member, Member.id == Assessment.member_id
        )
        waiting = (Assessment.year == year, Assessment.confirmed_on.is_not(None))
        unanswered = or_(Assessment.document_id.is_(None), asked)
        rows = session.exec(query.where(*waiting, unanswered).order_by(Member.sort_key, Assessment.id)).all()
        cells = units_on(session, {row.unit_id for row in rows}, clock.today())
        works = paper_facts.people_facts(session, {row.member_id for row in rows}, clock.today())
        me = assessment_list.own_member_id(session)
        requests = _open_requests(session, rows)
        unasked = {row.member_id for row in _exempt_unasked(session, rows, requests)}
        order = {unit_id: at for at, unit_id in enumerate(cells)}
        return [
            IssuableAssessment(
                row.code,
                row.name,
                cells[row.unit_id].name,
                works[row.member_id].workplace,
                row.assessed_on,
                commune_confirmation.is_own(row.member_id, row.author_id, viewer, me),
                row.member_id in unasked,
                row.document_id is not None,
                len(list(_answers(row, requests[row.member_id]))),
            )
            for row in sorted(rows, key=lambda row: order[row.unit_id])
        ]


def next_number(viewer: Viewer, unit_id: int) -> int:
    """The number after the last one that a unit gave to a comment in this term."""
    with reading(viewer) as session:
        return documents.next_number(session, unit_id, KIND, committee_term(session, unit_id))


def issue_comments(viewer: Viewer, codes: Collection[str], order: IssueOrder, token: str | None = None) -> list[str]:
    """Issue documents for confirmed assessments, by cell and name; return their codes.

    Raises NotAllowed if one is not the viewer's to issue, Invalid if one is not confirmed, was issued without a newer
    request, is about or by the viewer, or is about an exempt person for whom nobody asked; Conflict for people of whom
    something that is printed, or a request, changed since they were shown.
    """
    with writing(viewer, "issue_comments", token=token) as session:
        rows = session.exec(select(Assessment).where(Assessment.code.in_(list(codes)))).all()
        if len(rows) != len(set(codes)) or not rows:
            raise NotAllowed()
        require_issuer(session, viewer, rows)
        asked = _open_requests(session, rows)
        if issued := [row for row in rows if row.document_id and not asked.get(row.member_id)]:
            raise Invalid("comment_issued", people=_names(session, issued))
        require_seen(session, rows, asked)
        _check_exempt(session, rows, asked)
        return write_papers(
            session, viewer, [each for row in rows for each in _answers(row, asked[row.member_id])], order
        )


def answer_request(
    session: Session, viewer: Viewer, request: CommentRequest, assessment: Assessment, order: IssueOrder
) -> str:
    """Within the caller's action: the document that answers one request from an assessment, issued now or before;
    returns its code.
    """
    require_issuer(session, viewer, [assessment])
    made = CommentToIssue(assessment, request.workplace_id, (request,), request.asked_by or "")
    return write_papers(session, viewer, [made], order)[0]


def require_issuer(session: Session, viewer: Viewer, rows: Collection[Assessment]) -> None:
    """Raise NotAllowed or Invalid unless the viewer is of the commune, neither subject nor author, and everything is
    confirmed.
    """
    if viewer.role != Role.COMMUNE or not all(viewer.reaches(row.unit_id) for row in rows):
        raise NotAllowed()
    if open_rows := [row for row in rows if row.confirmed_on is None]:
        raise Invalid("comment_unconfirmed", people=_names(session, open_rows))
    me = assessment_list.own_member_id(session)
    if own := [row for row in rows if commune_confirmation.is_own(row.member_id, row.author_id, viewer, me)]:
        raise Invalid("comment_own", people=_names(session, own))


def require_seen(
    session: Session, rows: Collection[Assessment], asked: Mapping[int, list[CommentRequest]] = MappingProxyType({})
) -> None:
    """Raise Conflict for people of whom something that a comment prints was changed since it was shown (assessment,
    person, stay in a cell, introduction), or about whom somebody asked since.
    """
    assessments = concurrent_changes.changed_rows(session, Assessment, [row.id for row in rows])
    unseen = {row.member_id for row in rows if row.id in assessments}
    members = {row.member_id for row in rows}
    unseen |= concurrent_changes.changed_rows(session, Member, members)
    for table in (Membership, Introduction):
        whose = dict(session.exec(select(table.id, table.member_id).where(table.member_id.in_(members))).all())
        unseen |= {whose[row_id] for row_id in concurrent_changes.changed_rows(session, table, whose)}
    requests = {each.id: member_id for member_id, several in asked.items() for each in several}
    unseen |= {requests[row_id] for row_id in concurrent_changes.changed_rows(session, CommentRequest, requests)}
    if changed := [row for row in rows if row.member_id in unseen]:
        raise Conflict("comment_changed", people=_names(session, changed))


def _check_exempt(session: Session, rows: Collection[Assessment], asked: Mapping[int, list]) -> None:
    if unasked := _exempt_unasked(session, rows, asked):
        raise Invalid("comment_exempt_unasked", people=_names(session, unasked))


def _exempt_unasked(session: Session, rows: Collection[Any], asked: Mapping[int, list]) -> list[Any]:
    """Assessments of exempt people whom nobody asked about."""
    found = member_search.exemptions_on(session, [row.member_id for row in rows], clock.today())
    return [
        row
        for row in rows
        if (row.member_id, row.unit_id, MembershipKind.CONTACT) in found and not asked.get(row.member_id)
    ]


def _names(session: Session, rows: Iterable[Assessment]) -> list[str]:
    ids = [row.member_id for row in rows]
    return list(session.exec(select(Member.name).where(Member.id.in_(ids)).order_by(Member.sort_key)))


def _open_requests(session: Session, rows: Collection[Any]) -> dict[int, list[CommentRequest]]:
    """Open requests about these people, by member."""
    found: dict[int, list[CommentRequest]] = defaultdict(list)
    query = select(CommentRequest).where(CommentRequest.member_id.in_([row.member_id for row in rows]), *_OPEN)
    for request in session.exec(query.order_by(CommentRequest.id)):
        found[request.member_id].append(request)
    return found


def _answers(assessment: Any, requests: list[CommentRequest]) -> Iterator[CommentToIssue]:
    """One document for each requesting body, or for the workplace if nobody asked."""
    by_asker: dict[tuple[int | None, str], list[CommentRequest]] = defaultdict(list)
    for request in requests:
        by_asker[request.workplace_id, request.asked_by or ""].append(request)
    if not by_asker:
        yield CommentToIssue(assessment, None, ())
    for (workplace_id, asked_by), several in by_asker.items():
        yield CommentToIssue(assessment, workplace_id, tuple(several), asked_by)


def write_papers(
    session: Session,
    viewer: Viewer,
    answers: list[CommentToIssue],
    order: IssueOrder,
    replaced: Mapping[str, Any] = {},
    kept: Mapping[str, Any] = {},
) -> list[str]:
    """Insert the documents and the answers to requests; `replaced` are columns for the document being replaced, `kept`
    values repeated from it.
    """
    day = validation.event_day(order.issued_on)
    if day is None:
        raise Invalid("day_missing")
    printed = CommentSet(session, [each.assessment for each in answers], day)
    answers = sorted(answers, key=printed.sort_key)
    rows = []
    for at, each in enumerate(answers):
        number = None if order.first_number is None else order.first_number + at
        rows.append({**printed.document_columns(each, number, order.shipped, kept), **replaced})
    _check_numbers(session, rows)
    context_of(session).action.issued = True
    ids = bulk.insert(session, Document, rows)
    bulk.update(
        session,
        Assessment,
        [{"id": each.assessment.id, "document_id": made} for each, made in zip(answers, ids, strict=True)],
    )
    bulk.update(
        session,
        CommentRequest,
        [
            {"id": request.id, "answered_on": day, "assessment_id": each.assessment.id, "document_id": made}
            for each, made in zip(answers, ids, strict=True)
            for request in each.requests
        ],
    )
    return [row["code"] for row in rows]


def _check_numbers(session: Session, rows: list[dict]) -> None:
    """Raise Invalid if one of these numbers was given before."""
    numbers = [row["number"] for row in rows if row["number"] is not None]
    if numbers and min(numbers) < 1:
        raise Invalid("paper_number_unfit")
    first = rows[0]
    term = Document.term.is_(None) if first["term"] is None else Document.term == first["term"]
    same = (Document.unit_id == first["unit_id"], Document.kind == KIND, term)
    with row_access.reading_as_system(session):
        taken = session.exec(select(Document.number).where(*same, Document.number.in_(numbers))).all()
    if taken:
        raise Invalid("paper_number_taken", number=min(taken))
