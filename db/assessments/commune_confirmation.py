"""Confirming assessments by the commune, many at once, or returning them with a reason."""

from collections.abc import Collection

from sqlmodel import Session, select

from db.assessments import assessment_list
from db.calendar import clock
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import bulk, concurrent_changes, validation
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone, writing
from db.models import Assessment, Member, Role


def confirm(viewer: Viewer, codes: Collection[str], token: str | None = None) -> int:
    """Confirm assessments; returns how many are newly confirmed.

    Raises NotAllowed for roles other than the commune, outside its cells, and for those about or by the viewer;
    Conflict for one that was returned and not revised, or changed since it was shown, AlreadyDone if all are confirmed.
    """
    with writing(viewer, "confirm_assessments", token=token) as session:
        rows = _rows(session, viewer, codes)
        own = assessment_list.own_member_id(session)
        if mine := [row.name for row in rows if is_own(row.member_id, row.author_id, viewer, own)]:
            raise NotAllowed("confirm_own", people=mine)
        if back := [row.name for row in rows if row.returned_on]:
            raise Conflict("assessment_returned", people=back)
        if rows and all(row.confirmed_on for row in rows):
            raise AlreadyDone("already_done")
        concurrent_changes.require_rows_unchanged(session, Assessment, [row.id for row in rows])
        fresh = [row.id for row in rows if row.confirmed_on is None]
        told = {"confirmed_on": clock.today(), "confirmed_by": viewer.account_id}
        bulk.update(session, Assessment, [{"id": each} | told for each in fresh])
        return len(fresh)


def return_to_cell(viewer: Viewer, codes: Collection[str], because: str, token: str | None = None) -> None:
    """Return assessments to their cells for revision, confirmed or not. Raises Invalid without a reason, NotAllowed for
    roles other than the commune and outside its cells, Conflict for one changed since it was shown.
    """
    reason = validation.optional_text(because, 200)
    if not reason:
        raise Invalid("return_reason_missing")
    with writing(viewer, "return_assessments", token=token) as session:
        rows = _rows(session, viewer, codes)
        concurrent_changes.require_rows_unchanged(session, Assessment, [row.id for row in rows])
        told = {"returned_on": clock.today(), "returned_because": reason, "confirmed_on": None, "confirmed_by": None}
        bulk.update(session, Assessment, [{"id": row.id} | told for row in rows])


def is_own(member_id: int, author_id: int | None, viewer: Viewer, own_member_id: int | None) -> bool:
    """Return whether an assessment is about the viewer or by the viewer; transcribing a cell's minutes
    does not count.
    """
    about = own_member_id is not None and member_id == own_member_id
    return about or (author_id is not None and author_id == viewer.account_id)


def _rows(session: Session, viewer: Viewer, codes: Collection[str]) -> list:
    """The rows of these assessments. Raises NotAllowed if the viewer may not see one of them."""
    if viewer.role not in (None, Role.COMMUNE):
        raise NotAllowed()
    query = select(
        Assessment.id,
        Assessment.member_id,
        Assessment.author_id,
        Assessment.returned_on,
        Assessment.confirmed_on,
        Member.name,
    ).join(Member, Member.id == Assessment.member_id)
    rows = session.exec(query.where(Assessment.code.in_(list(codes))).order_by(Assessment.id)).all()
    if len(rows) != len(set(codes)):
        raise NotAllowed()
    return list(rows)
