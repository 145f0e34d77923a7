"""Reasons for absence. They stay in the cell; saving a sheet without seeing them neither loses nor changes them."""

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import bulk, row_access
from db.kernel.scope import Viewer
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.meetings import sheet
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet import SheetLine
from db.models import AbsenceReason, Attendance, Outcome


def write_reasons(session: Session, opened: OpenMeeting, meeting_id: int) -> None:
    """Write the reasons typed for people absent with reason, and remove those of all others.

    A commune does not overwrite what the cell noted.
    """
    doer: Viewer = context_of(session).viewer
    with row_access.as_system(session):
        typed = drafts.load_in(session, opened.place).values
        rows = dict(session.exec(_LISTED, params={"meeting": meeting_id}).all())
        standing = {row.member_id: row for row in session.exec(_NOTED, params={"rows": list(rows.values())})}
        new, changed, gone = [], [], []
        for line in opened.sheet.lines:
            member_id = line.person.member_id
            field, row = DraftField(sheet.draft_part(member_id), "reason"), standing.get(member_id)
            behalf = doer.commune_id if field in opened.typed.values else None
            said = typed.get(field, ...)  # an ellipsis if nothing was typed
            if _is_without_reason(line, said):
                gone += [row.id] if row and (line.outcome != Outcome.EXCUSED or row.on_behalf_of == behalf) else []
            elif said is not ... and row is None:
                person = {"attendance_id": rows[member_id], "member_id": member_id, "unit_id": line.person.unit_id}
                new.append(person | {"reason": said, "on_behalf_of": behalf})
            elif said is not ... and not (behalf and not row.on_behalf_of):
                changed.append({"id": row.id, "reason": said})
        bulk.delete(session, AbsenceReason, gone)
        bulk.update(session, AbsenceReason, changed)
        bulk.insert(session, AbsenceReason, new)


def _is_without_reason(line: SheetLine, said) -> bool:
    return line.outcome != Outcome.EXCUSED or not said


_LISTED = prepared_statement(
    select(Attendance.member_id, Attendance.id).where(Attendance.meeting_id == bindparam("meeting"))
)
_NOTED = prepared_statement(
    select(AbsenceReason.id, AbsenceReason.member_id, AbsenceReason.on_behalf_of).where(
        AbsenceReason.attendance_id.in_(bindparam("rows", expanding=True))
    )
)
