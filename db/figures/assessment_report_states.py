"""Assessments as reports: which cells have contact members to assess, and how far each has come with a year;
counts only.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from sqlmodel import Session, select

from db.assessments import assessment_list, assessment_progress
from db.assessments.assessed_people import reference_day
from db.calendar import clock
from db.calendar.months import last_day
from db.figures.figures import FigureQuery
from db.figures.meeting_report_states import SavedReport, SavedReports
from db.figures.report_states import ReportState
from db.kernel import row_access, stored_moments
from db.models import Draft
from db.settings import settings

DUE = "assessment_due"  # a setting: the month by whose end assessments are due


def cells_with_contact_members(session: Session, days: Mapping[int, date], unit_ids: list[int]) -> dict[int, set[int]]:
    """The cells that have contact members to call and assess, on the day of each period: not all of them exempt."""
    return {
        period: {
            unit_id for unit_id, count in assessment_progress.count_due_on(session, day, unit_ids).items() if count > 0
        }
        for period, day in days.items()
    }


def saved_assessments_by_year(session: Session, wanted: FigureQuery, unit_ids: Iterable[int]) -> SavedReports:
    """The cells with assessments in each year: complete for everybody due on its last day, with the day of the latest,
    or partial.
    """
    cells, found, stored = list(unit_ids), [], stored_moments.stored_form(session)
    for period in wanted.periods[::12]:
        year = period // 100
        due = assessment_progress.count_due_on(session, reference_day(year), cells)
        for unit_id, (assessed, last) in assessment_progress.count_assessed_in(session, year, cells).items():
            whole = assessed >= due.get(unit_id, 0)
            found.append(
                SavedReport(period, None, unit_id, at=stored(_noon(last)) if last else None, placed=False)
                if whole
                else SavedReport(period, None, unit_id, ReportState.PARTLY, placed=False)
            )
    return SavedReports({}, found)


def assessment_due_days(session: Session, periods: list[int], unit_ids: Iterable[int]) -> dict[int, dict[int, date]]:
    """The day by which each cell should have finished a year's assessments."""
    ends = {period: date(period // 100, 12, 31) for period in periods}
    chosen = settings.values_on_days(session, DUE, unit_ids, ends.values())
    days = {(period, month): last_day(period - 1 + month) for period in periods for month in range(1, 13)}
    return {
        period: {unit_id: days[period, month] for unit_id, month in chosen[end].items()} for period, end in ends.items()
    }


def years_with_drafts(session: Session) -> set[tuple[int, int]]:
    """Return year and cell of assessment drafts: only that there are some, not their contents or authors."""
    with row_access.reading_as_system(session):
        drafts = session.exec(select(Draft.unit_id, Draft.key).where(Draft.kind == assessment_list.DRAFT)).all()
    return {(int(draft.key) * 100 + 1, draft.unit_id) for draft in drafts}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.HERE)
