"""Reasons of absence: they stay in the cell;
whoever saves a sheet without seeing them neither loses nor changes them.
"""

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.statements import prepared_statement
from db.meetings import sheet
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet import SheetLine
from db.models import AbsenceReason, Attendance, Outcome, Role


def write(session: Session, opened: OpenMeeting, meeting_id: int) -> None:
    """The reasons typed for those absent with reason; whoever is not has none.

    What the cell noted the commune does not overwrite.
    """
    doer: Viewer = session.info["viewer"]
    with row_access.as_system(session):
        typed = drafts.load_in(session, opened.place).values
        rows = dict(session.exec(_LISTED, params={"meeting": meeting_id}).all())
        standing = {row.member_id: row for row in session.exec(_NOTED, params={"rows": list(rows.values())})}
        for line in opened.sheet.lines:
            field, member_id = DraftField(sheet.draft_part(line.person.member_id), "reason"), line.person.member_id
            behalf = doer.unit_id if doer.role == Role.COMMUNE and field in opened.typed.values else None
            _settle(
                session,
                line,
                standing.get(member_id),
                typed.get(field, ...),
                AbsenceReason(
                    attendance_id=rows[member_id],
                    member_id=member_id,
                    unit_id=opened.call.unit_id,
                    reason="",
                    on_behalf_of=behalf,
                ),
            )


def _settle(session: Session, line: SheetLine, row: AbsenceReason | None, typed, new: AbsenceReason) -> None:
    """One person's reason; `typed` is an ellipsis where nothing was said of it."""
    if line.outcome != Outcome.EXCUSED or (typed is not ... and not typed):
        if row and (line.outcome != Outcome.EXCUSED or row.on_behalf_of == new.on_behalf_of):
            session.delete(row)
    elif typed is not ... and row is None:
        new.reason = typed
        session.add(new)
    elif typed is not ... and not (new.on_behalf_of and not row.on_behalf_of):
        row.reason = typed


_LISTED = prepared_statement(
    select(Attendance.member_id, Attendance.id).where(Attendance.meeting_id == bindparam("meeting"))
)
_NOTED = prepared_statement(
    select(AbsenceReason).where(AbsenceReason.attendance_id.in_(bindparam("rows", expanding=True)))
)
