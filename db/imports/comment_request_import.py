"""The import kind for lists of requests for comments: the tables it depends on, and what it writes."""

from typing import Any

from sqlmodel import Session

from db.history.prepared_writes import PreparedRows
from db.imports import comment_request_plan, prepared_member_rows, read_options
from db.imports.comment_request_plan import RequestPlan
from db.imports.import_answers import ImportAnswers
from db.imports.import_kind import ImportKind, ReportPart
from db.imports.list_plan import ListContent, RowEffect
from db.kernel.scope import Work
from db.kernel.session_context import context_of
from db.models import CommentRequest, Exemption, Introduction, Member, Membership, Unit, UnitVersion


def _plan(session: Session, content: ListContent, answers: ImportAnswers, tell: ReportPart) -> RequestPlan:
    return comment_request_plan.plan_comment_request_import(session, content, answers)


def _prepare(ahead: PreparedRows, plan: RequestPlan, content: ListContent) -> None:
    going = [one.columns for one in plan.outcomes if one.effect == RowEffect.CREATED]
    ahead.insert(CommentRequest, [columns for columns in going if columns])
    if context_of(ahead.session).viewer.writes(Work.SETTINGS):
        headings = read_options.headings_to_remember(content.columns, read_options.REQUESTS)
        prepared_member_rows.remember_answers(ahead, read_options.REMEMBERED, headings)


def _write(session: Session, ahead: PreparedRows, plan: RequestPlan, beside: Any) -> None:
    ahead.write(session)


REQUESTS = ImportKind(
    read_options.REQUESTS,
    "import_requests",
    (Work.CORRESPONDENCE,),
    (Unit, UnitVersion, Member, Membership, Introduction, Exemption, CommentRequest),
    _plan,
    _prepare,
    _write,
)
