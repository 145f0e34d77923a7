"""Correcting an issued comment: a later document replaces it, identical except for the correction."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, select

from db.access_log import need_to_know_reads
from db.comments import comment_issue
from db.comments.comment_content import KIND, CommentSet, CommentToIssue
from db.comments.comment_issue import IssueOrder
from db.errors import Conflict, Invalid, NotAllowed, Refused
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Assessment, CommentRequest, Document, Role
from db.papers import documents

OF_THE_ISSUE = frozenset({"so", "ngay"})  # placeholders that each issue fills anew


def list_differing(viewer: Viewer, code: str) -> list[str]:
    """The placeholders of an issued document that would be filled differently now, and so may be corrected.

    Logs that the document is read. Raises NotAllowed if it is not the viewer's to issue, Conflict if only a later one
    from the same assessment can be corrected.
    """
    said = _said(viewer, code)
    columns = ("id", "member_id", "issued_on", "number", "recipient_id")
    with reading(viewer) as session:
        query = select(*(getattr(Document, name) for name in columns)).where(Document.code == code)
        old = session.exec(query).one()
        source = _source(session, old)
    rows = need_to_know_reads.read_texts(viewer, Assessment, *source)
    with reading(viewer) as session:
        if not rows:
            raise _no_source(viewer)
        comment_issue.require_issuer(session, viewer, rows)
        return _differing(session, old, rows[0], said)


def replace_paper(
    viewer: Viewer, code: str, corrected: Collection[str], because: str, order: IssueOrder, token: str | None = None
) -> str:
    """Replace an issued document by one that differs only in the corrected placeholders; returns its code.

    Raises NotAllowed, Invalid without a reason or a correction, Conflict if it was replaced already or another was
    issued from the same assessment since.
    """
    said = _said(viewer, code)
    with writing(viewer, "correct_comment", token=token) as session:
        old = row_access.require_by_code(session, Document, code)
        replaced = documents.replacement_columns(session, old, because)
        row = session.exec(select(Assessment).where(*_source(session, old))).first()
        if row is None:
            raise _no_source(viewer)
        comment_issue.require_issuer(session, viewer, [row])
        if not set(corrected) & set(_differing(session, old, row, said)):
            raise Invalid("correction_nothing")
        kept = {name: value for name, value in said.items() if name not in {*corrected, *OF_THE_ISSUE}}
        (new,) = comment_issue.write_papers(session, viewer, [_again(session, old, row)], order, replaced, kept)
        return new


def _said(viewer: Viewer, code: str) -> dict[str, Any]:
    """The contents of an issued comment by placeholder."""
    paper = documents.load(viewer, code)
    if paper.heading.kind != KIND:
        raise NotAllowed()
    return paper.content["values"]


def _source(session: Session, old: Any) -> tuple[Any, ...]:
    """Conditions for the assessment that a document was issued from: the one of the requests that it answers, or whose
    latest document it is.
    """
    asked = session.exec(select(CommentRequest.assessment_id).where(CommentRequest.document_id == old.id)).first()
    return Assessment.member_id == old.member_id, Assessment.id == asked if asked else Assessment.document_id == old.id


def _no_source(viewer: Viewer) -> Refused:
    """Why a document cannot be corrected: another came later, or the viewer does not issue any."""
    return Conflict("comment_followed") if viewer.role == Role.COMMUNE else NotAllowed()


def _differing(session: Session, old: Any, row: Assessment, said: Mapping[str, Any]) -> list[str]:
    printed = CommentSet(session, [row], old.issued_on)
    now = printed.placeholder_values(_again(session, old, row), old.number)
    return [name for name, value in now.items() if name not in OF_THE_ISSUE and said.get(name, "") != value]


def _again(session: Session, old: Any, row: Assessment) -> CommentToIssue:
    """The original answer: to the recipient of the old document, for the same requests."""
    requests = tuple(session.exec(select(CommentRequest).where(CommentRequest.document_id == old.id)))
    return CommentToIssue(row, old.recipient_id, requests, requests[0].asked_by or "" if requests else "")
