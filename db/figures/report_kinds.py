"""Kinds of report: the periods of each, who owes it, by which day, and what of it is saved or in draft.

A kind defines these five things only and knows no cells, areas or colours; `db/figures/reporting.py` treats all kinds
alike.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.calendar.months import add_months, last_day_of_period, month_of, months_between, period_of
from db.figures import assessment_report_states, data_version, meeting_report_states
from db.figures.data_version import DataVersion
from db.figures.figures import FigureQuery
from db.figures.meeting_report_states import SavedReports
from db.kernel.scope import Viewer
from db.models import (
    Assessment,
    Assignment,
    AssignmentDecision,
    Exemption,
    HouseholdReport,
    Meeting,
    Membership,
    Tally,
)
from db.models.meetings import MeetingAudience

YEARS_BACK = 10
Planned = Mapping[int, Mapping[int, date]]  # the due day by period and cell


class ReportKind(StrEnum):
    """What cells report."""

    MONTHS = "months"  # their own meetings
    HALVES = "halves"  # the meetings of contact members
    ASSESSMENTS = "assessments"  # of contact members, yearly
    ROUNDS = "rounds"  # what was said about households at meetings


class KindRules(NamedTuple):
    """How a kind is evaluated. `expected` gives the cells that owe it on a day of each period, if not all do; `tables`
    are those it reads.
    """

    months: int
    audience: MeetingAudience
    tables: tuple[type, ...]
    saved: Callable[[Session, FigureQuery, Iterable[int]], SavedReports]
    planned: Callable[[Session, list[int], Iterable[int]], Planned]
    typed: Callable[[Session], set[tuple[int, int]]]
    expected: Callable[[Session, Mapping[int, date], list[int]], Mapping[int, set[int]]] | None = None


RULES = {
    ReportKind.MONTHS: KindRules(
        1,
        MeetingAudience.OWN,
        (Tally, Meeting),
        meeting_report_states.saved_meetings_by_month,
        meeting_report_states.planned_meeting_days,
        meeting_report_states.cell_months_with_drafts,
    ),
    ReportKind.HALVES: KindRules(
        6,
        MeetingAudience.CONTACT,
        (Tally, Meeting, Membership, Exemption),
        meeting_report_states.saved_contact_meetings_by_half_year,
        meeting_report_states.planned_contact_meeting_days,
        meeting_report_states.cell_half_years_with_drafts,
        assessment_report_states.cells_with_contact_members,
    ),
    ReportKind.ASSESSMENTS: KindRules(
        12,
        MeetingAudience.OWN,
        (Assessment, Membership, Exemption),
        assessment_report_states.saved_assessments_by_year,
        assessment_report_states.assessment_due_days,
        assessment_report_states.years_with_drafts,
        assessment_report_states.cells_with_contact_members,
    ),
    ReportKind.ROUNDS: KindRules(
        1,
        MeetingAudience.OWN,
        (Meeting, HouseholdReport, Assignment, AssignmentDecision),
        meeting_report_states.saved_household_rounds,
        meeting_report_states.planned_meeting_days,
        meeting_report_states.cell_months_with_drafts,
        meeting_report_states.cells_with_household_assignees,
    ),
}


def rules_of_kind(kind: ReportKind) -> KindRules:
    """The rules of a kind."""
    return RULES[kind]


def periods_between(kind: ReportKind, since: int, until: int) -> list[int]:
    """A kind's periods between two months, each by its first month."""
    months = RULES[kind].months
    return months_between(period_of(since, months), period_of(until, months))[::months]


def selectable_periods(kind: ReportKind) -> list[int]:
    """The periods offered to readers: ten years back, the current one first."""
    now = month_of(clock.today())
    return periods_between(kind, add_months(now, 1 - YEARS_BACK * 12), now)[::-1]


def first_period_back(kind: ReportKind, until: int, months: int) -> int:
    """Return the first period of a span of this many months that ends with this period."""
    return add_months(until, RULES[kind].months - months)


def last_day(kind: ReportKind, period: int) -> date:
    """The last day of a period of a kind."""
    return last_day_of_period(period, RULES[kind].months)


def figures_query(kind: ReportKind, since: int, until: int, unit_id: int | None) -> FigureQuery:
    """The query for the figures of these periods."""
    ends = month_of(last_day_of_period(until, RULES[kind].months))
    return FigureQuery(since, ends, RULES[kind].audience, unit_id)


def data_versions(viewer: Viewer, kind: ReportKind, since: int, until: int, unit_id: int | None) -> list[DataVersion]:
    """The data version of each of these periods."""
    asked = [figures_query(kind, period, period, unit_id) for period in periods_between(kind, since, until)]
    return data_version.data_versions(viewer, asked, RULES[kind].tables, dated=True)
