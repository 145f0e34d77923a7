"""Saving a cell's assessments, the whole list in one action. People with missing answers stay in the draft."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.assessments import assessed_people, assessment_list
from db.assessments.assessment_sheet import AssessmentLine, AssessmentSheet
from db.assessments.mark_storage import join_marks
from db.calendar import clock
from db.drafts import drafts
from db.errors import Conflict, Invalid
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import AlreadyDone, writing
from db.kernel.session_context import context_of
from db.meetings.meeting_record import cell_acted_for
from db.meetings.sheet_snapshot import SheetSnapshot, refuse_changed
from db.models import Assessment


class SavedCount(NamedTuple):
    """How many assessments were saved, and how many people still have missing answers."""

    saved: int
    incomplete: int


def save(
    viewer: Viewer, unit_id: int, year: int, shown: SheetSnapshot | None = None, token: str | None = None
) -> SavedCount:
    """Save a cell's list as it was `shown`: everybody with all answers that differ from what is saved.

    A commune enters for a cell from dated minutes. Raises Conflict("sheet_changed") if the list has changed since,
    Conflict("rivals") if two people differ and nobody chose, AlreadyDone if nothing is typed, Invalid if nobody has all
    answers, for a day in the future, or without the date of the minutes.
    """
    with writing(viewer, "assess", on_behalf_of=cell_acted_for(viewer, unit_id), token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ASSESSMENTS)
        sheet = assessment_list.load_in(session, unit_id, year, _texts(session, unit_id, year))
        refuse_changed(sheet, shown)
        lines = sheet.lines_to_save
        _check(sheet, lines, cell_acted_for(viewer, unit_id) is not None)
        exempt = [line.person.member_id for line in lines if line.person.exempt and line.saved is None]
        assessed_people.require_due(session, unit_id, year, exempt)
        _write(session, sheet, lines)
        rest = {line.part for line in sheet.incomplete}
        if rest:
            drafts.delete_parts_in(session, sheet.place, {line.part for line in sheet.lines} - rest)
        else:
            drafts.delete_in(session, sheet.place)
        return SavedCount(len(lines), len(rest))


def discard_draft(viewer: Viewer, unit_id: int, year: int, shown: SheetSnapshot | None = None) -> None:
    """Discard unsaved input.

    Raises Conflict("sheet_changed") if more has been typed than was `shown`.
    """
    with writing(viewer, "type") as session:
        sheet = assessment_list.load_in(session, unit_id, year, _texts(session, unit_id, year))
        refuse_changed(sheet, shown)
        drafts.delete_in(session, sheet.place)


def _check(sheet: AssessmentSheet, lines: list[AssessmentLine], behalf: bool) -> None:
    if sheet.form is None:
        raise Invalid("form_missing", year=str(sheet.year))
    if sheet.typed.conflicts:
        raise Conflict("rivals", count=len(sheet.typed.conflicts))
    if not lines and not sheet.incomplete and sheet.saved:
        raise AlreadyDone("already_done")
    for name in ("assessed_on", "front_agreed_on", "minutes_dated"):
        day = validation.event_day(sheet.day(name))
        if day and day > clock.today():
            raise Invalid("day_to_come", day=day)
    if sheet.text("front_agreed_with") and not sheet.day("front_agreed_on"):
        raise Invalid("front_day_missing")
    if _agreed_before(sheet):
        raise Invalid("agreed_before_assessed", day=sheet.day("front_agreed_on"), start=sheet.day("assessed_on"))
    if not lines:
        raise Invalid("assessments_incomplete")
    if behalf and not sheet.day("minutes_dated"):
        raise Invalid("minutes_day_missing")


def _agreed_before(sheet: AssessmentSheet) -> bool:
    agreed, assessed = sheet.day("front_agreed_on"), sheet.day("assessed_on")
    return agreed is not None and assessed is not None and agreed < assessed


def _write(session: Session, sheet: AssessmentSheet, lines: list[AssessmentLine]) -> None:
    new = [line for line in lines if line.saved is None]
    rows = [
        {"unit_id": sheet.unit_id, "member_id": line.person.member_id, "year": sheet.year}
        | {"form": line.form.name, "form_from": line.form.valid_from}
        | _columns(session, sheet, line)
        for line in new
    ]
    bulk.insert(session, Assessment, rows)
    bulk.update(
        session, Assessment, [{"id": line.saved.id} | _columns(session, sheet, line) for line in lines if line.saved]
    )


def _columns(session: Session, sheet: AssessmentSheet, line: AssessmentLine) -> dict:
    """The columns of an assessment. A returned one goes back to the commune."""
    agreed, minutes = sheet.day("front_agreed_on"), sheet.day("minutes_dated")
    behalf = context_of(session).action.on_behalf_of is not None
    told: dict = {"marks": join_marks(line.marks), "remark": line.form.join_texts(line.texts)}
    if agreed:
        told |= {"front_agreed_on": agreed, "front_agreed_with": sheet.text("front_agreed_with")[:200] or None}
    if line.saved is None or line.changed:
        told |= {
            "assessed_on": _assessed_on(sheet, agreed, minutes),
            "author_id": None if behalf else context_of(session).viewer.account_id,
            "minutes_dated": minutes if behalf else None,
        }
    if line.saved and line.saved.returned_on:
        told |= {"returned_on": None, "returned_because": None, "confirmed_on": None, "confirmed_by": None}
    return told


def _assessed_on(sheet: AssessmentSheet, agreed: date | None, minutes: date | None) -> date:
    """The typed day, else that of the agreement with the Front committee, else that of the minutes, else today."""
    return sheet.day("assessed_on") or agreed or minutes or clock.today()


def _texts(session: Session, unit_id: int, year: int) -> dict[int, str | None]:
    """Stored texts, for the action that rewrites them."""
    query = select(Assessment.id, Assessment.remark).where(Assessment.unit_id == unit_id, Assessment.year == year)
    return dict(session.exec(query).all())
