"""Lists of requests: whose turn it is, what was issued, and which assessment can answer a new one."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months
from db.comments import paper_facts
from db.comments.comment_content import KIND
from db.errors import NotAllowed
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assessment, CommentRequest, Document, Member
from db.papers import documents
from db.settings import settings
from db.units.units import listed_names, names_on


class RequestState(StrEnum):
    """How far a request has come, and so whose turn it is."""

    TO_ASSESS = "to_assess"  # the cell has no recent assessment
    TO_CONFIRM = "to_confirm"  # the commune has not confirmed it yet
    TO_ISSUE = "to_issue"  # confirmed, the paper has to be issued
    OUTSIDE = "outside"  # about somebody who is on no list: answered on paper
    ANSWERED = "answered"
    ANNOUNCED = "announced"
    CLOSED = "closed"  # closed without an answer


class RequestLine(NamedTuple):
    """A request and its state."""

    code: str
    name: str
    member: str | None  # public code of the member
    cell: str
    asker: str
    occasion: str
    source: str
    received_on: date
    due: date | None
    state: RequestState
    answered_on: date | None
    announced_on: date | None
    paper: str | None  # public code of the issued paper
    earlier: date | None = None  # while it waits: the issue date of a valid earlier comment on the same person

    @property
    def is_late(self) -> bool:
        """Whether it is past its due day."""
        return self.due is not None and self.due < clock.today() and self.answered_on is None


def list_all(viewer: Viewer, open_only: bool = False) -> list[RequestLine]:
    """The requests that concern the viewer's unit: open ones by due day, then the others."""
    with reading(viewer) as session:
        query = select(CommentRequest).order_by(CommentRequest.due.is_(None), CommentRequest.due, CommentRequest.id)
        if open_only:
            query = query.where(CommentRequest.answered_on.is_(None), CommentRequest.closed_on.is_(None))
        rows = session.exec(query).all()
        lines = _lines(session, rows)
    return sorted(lines, key=lambda line: line.answered_on is not None or line.state == RequestState.CLOSED)


def day_of_answering_assessment(viewer: Viewer, member_code: str) -> date | None:
    """The day of the assessment that can answer a request about a member now; None if there is none."""
    with reading(viewer) as session:
        member = row_access.require_member(session, member_code)
        query = select(Assessment.assessed_on, Assessment.unit_id).where(
            Assessment.member_id == member.id, Assessment.confirmed_on.is_not(None)
        )
        row = session.exec(query.order_by(Assessment.assessed_on.desc())).first()
        return row.assessed_on if row and row.assessed_on >= oldest_usable_day(session, row.unit_id) else None


def latest_comment_code(viewer: Viewer, member_code: str) -> str:
    """The public code of the latest comment on a member. Raises NotAllowed if there is none."""
    with reading(viewer) as session:
        member = row_access.require_member(session, member_code)
        query = select(Document.code).where(Document.member_id == member.id, Document.kind == KIND)
        found = session.exec(query.order_by(Document.id.desc())).first()
        if found is None:
            raise NotAllowed()
        return found


def usable_assessments(session: Session, member_ids: Collection[int], unit_id: int) -> dict[int, Assessment]:
    """The latest assessment of each person that is recent enough to answer a request, confirmed ones first."""
    since = oldest_usable_day(session, unit_id)
    query = select(Assessment).where(Assessment.member_id.in_(member_ids), Assessment.assessed_on >= since)
    rows = session.exec(query.order_by(Assessment.confirmed_on.is_not(None), Assessment.assessed_on, Assessment.id))
    return {row.member_id: row for row in rows}


def oldest_usable_day(session: Session, unit_id: int) -> date:
    """The day from which on an assessment is recent enough."""
    return day_months_ago(settings.value_for_unit(session, "assessment_months", unit_id))


def day_months_ago(months: int) -> date:
    """Return the same day this many months ago, at most the 28th."""
    today = clock.today()
    period = add_months(today.year * 100 + today.month, -months)
    return date(period // 100, period % 100, min(today.day, 28))


def _lines(session: Session, rows: Collection[CommentRequest]) -> list[RequestLine]:
    member_ids = {row.member_id for row in rows if row.member_id}
    people = {
        row.id: row
        for row in session.exec(select(Member.id, Member.code, Member.name).where(Member.id.in_(member_ids)))
    }
    cells = paper_facts.contact_cell_of_each(session, member_ids)
    lived = listed_names(session, cells.values())
    names = names_on(session, {row.workplace_id for row in rows if row.workplace_id}, clock.today())
    ids = {row.document_id for row in rows if row.document_id}
    papers = dict(session.exec(select(Document.id, Document.code).where(Document.id.in_(ids))).all())
    states = _states(session, rows)
    earlier = _earlier(session, rows)
    return [
        RequestLine(
            row.code,
            people[row.member_id].name if row.member_id in people else row.person or "",
            people[row.member_id].code if row.member_id in people else None,
            lived.get(cells.get(row.member_id or 0, 0), ""),
            names.get(row.workplace_id or 0, "") or row.asked_by or "",
            row.occasion,
            row.source,
            row.received_on,
            row.due,
            states[row.id],
            row.answered_on,
            row.announced_on,
            papers.get(row.document_id or 0),
            earlier.get(row.id),
        )
        for row in rows
    ]


def _earlier(session: Session, rows: Collection[CommentRequest]) -> dict[int | None, date]:
    """The day of the latest comment on people who are asked about again, by open request."""
    waiting = _waiting(rows)
    days = documents.latest_days(session, KIND, {row.member_id for row in waiting if row.member_id})
    return {row.id: days[row.member_id] for row in waiting if row.member_id in days}


def _waiting(rows: Collection[CommentRequest]) -> list[CommentRequest]:
    return [row for row in rows if row.member_id and row.answered_on is None and row.closed_on is None]


def _states(session: Session, rows: Collection[CommentRequest]) -> dict[int | None, RequestState]:
    """Return whose turn it is. The asker may know that an assessment exists, not what it says."""
    waiting = _waiting(rows)
    with row_access.reading_as_system(session):
        since = {row.commune_id: oldest_usable_day(session, row.commune_id) for row in waiting}
        columns = (Assessment.member_id, Assessment.assessed_on, Assessment.confirmed_on)
        found = session.exec(select(*columns).where(Assessment.member_id.in_({row.member_id for row in waiting}))).all()

    def state(row: CommentRequest) -> RequestState:
        if row.answered_on:
            return RequestState.ANNOUNCED if row.announced_on else RequestState.ANSWERED
        if row.closed_on:
            return RequestState.CLOSED
        if row.member_id is None:
            return RequestState.OUTSIDE
        recent = [one for one in found if one.member_id == row.member_id and one.assessed_on >= since[row.commune_id]]
        if any(one.confirmed_on for one in recent):
            return RequestState.TO_ISSUE
        return RequestState.TO_CONFIRM if recent else RequestState.TO_ASSESS

    return {row.id: state(row) for row in rows}
