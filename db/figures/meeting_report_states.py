"""Meetings as reports: what is saved about meetings and household rounds, when it was due, and from whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from db.calendar.months import months_of_period
from db.calendar.spans import DaySpan, any_contains, span_of
from db.figures import figures, unit_history
from db.figures.figures import FigureQuery
from db.figures.report_states import ReportState
from db.households import household_queries
from db.kernel import compiled_select, row_access, stored_moments
from db.kernel.session_context import context_of
from db.kernel.stored_moments import StoredMoment
from db.meetings import due_meetings, meeting_refs
from db.models import Assignment, Draft, HouseholdReport, Meeting, MeetingState, MembershipKind, Tally
from db.models.meetings import MeetingAudience
from db.settings import settings

HALF = 6  # months
SAID = {MeetingState.POSTPONED: ReportState.POSTPONED, MeetingState.NOT_HELD: ReportState.NOT_HELD}
Planned = dict[int, dict[int, date]]
HeldMeeting = tuple[int, int | None, int, bool, StoredMoment | None]  # period, area, cell, by name, first saved at
_OTHER = aliased(Meeting)
_HELD_TOO = select(_OTHER.id).where(
    _OTHER.unit_id == Meeting.unit_id,
    _OTHER.period == Meeting.period,
    _OTHER.audience == Meeting.audience,
    _OTHER.state == MeetingState.HELD,
)


class SavedReport(NamedTuple):
    """What is saved for a cell's period. Without a state, it was done; the first save is unknown for imported data;
    `placed` means that the area is given, too.
    """

    period: int
    area_id: int | None
    unit_id: int
    state: ReportState | None = None
    at: StoredMoment | None = None
    placed: bool = True


class SavedReports(NamedTuple):
    """What is saved for many cells' periods: single held meetings by period and cell, and everything else."""

    held: Mapping[int, Mapping[int, HeldMeeting]]
    others: list[SavedReport]


def saved_meetings_by_month(session: Session, wanted: FigureQuery, unit_ids: Iterable[int]) -> SavedReports:
    """Cells' own meetings; of several in a month the first with names counts."""
    return _merged(_held(session, wanted, 1), _said(session, wanted, 1))


def saved_contact_meetings_by_half_year(session: Session, wanted: FigureQuery, unit_ids: Iterable[int]) -> SavedReports:
    """Contact meetings of each half-year: the cell's own, and joint ones that it was called to."""
    saved_at = stored_moments.as_stored(Meeting.first_saved_at)
    query = select(Tally.period, Tally.area_id, Tally.unit_id, Tally.named, saved_at)
    query = query.join(Meeting, Meeting.id == Tally.meeting_id).where(
        Tally.kind == MembershipKind.CONTACT,
        Meeting.audience == MeetingAudience.INVITED,
        *_within(session, wanted, Tally),
    )
    half_of = {month: half for half in wanted.periods for month in months_of_period(half, HALF)}
    joint = [(half_of[period], *rest) for period, *rest in session.exec(query)]
    return _merged([*_held(session, wanted, HALF), *joint], _said(session, wanted, HALF))


def saved_household_rounds(session: Session, wanted: FigureQuery, unit_ids: Iterable[int]) -> SavedReports:
    """Meetings at which household reports were recorded, and those not held."""
    told = select(HouseholdReport.meeting_id)
    return _merged(_held(session, wanted, 1, Meeting.id.in_(told)), _said(session, wanted, 1))


def planned_meeting_days(session: Session, periods: list[int], unit_ids: Iterable[int]) -> Planned:
    """The day for which each cell planned its meeting of each month."""
    return due_meetings.planned_days_of_months(session, periods, unit_ids)


def planned_contact_meeting_days(session: Session, periods: list[int], unit_ids: Iterable[int]) -> Planned:
    """The day for which each cell planned its contact meeting of each half-year."""
    return due_meetings.planned_days_of_half_years(session, periods, unit_ids)


def cell_months_with_drafts(session: Session) -> set[tuple[int, int]]:
    """Month and cell of drafts of own meetings: only that there are some, not their contents or authors."""
    return _typed(session, MeetingAudience.OWN, 1)


def cell_half_years_with_drafts(session: Session) -> set[tuple[int, int]]:
    """Half-year and cell of drafts of contact meetings."""
    return _typed(session, MeetingAudience.CONTACT, HALF)


def cells_with_household_assignees(
    session: Session, days: Mapping[int, date], unit_ids: list[int]
) -> dict[int, set[int]]:
    """The cells that assign and had somebody in charge of households, on the day of each period."""
    query = select(Assignment.unit_id, Assignment.valid_from, Assignment.valid_to).distinct()
    spans: dict[int, list[DaySpan]] = defaultdict(list)
    for row in session.exec(query):
        spans[row.unit_id].append(span_of(row))
    asked = [unit_id for unit_id in unit_ids if unit_id in spans]
    return {
        period: {unit_id for unit_id in asked if any_contains(spans[unit_id], day)}
        - household_queries.cells_not_assigning(session, day)
        for period, day in days.items()
    }


def _within(session: Session, wanted: FigureQuery, table: type) -> list:
    asked = unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
    return [*figures.period_conditions(table, wanted), *unit_history.fact_conditions(session, table, asked)]


def _held(session: Session, wanted: FigureQuery, months: int, *narrowed: Any) -> list[HeldMeeting]:
    """Held meetings, read from the index `ix_meeting_saved` alone."""
    # Tens of thousands: without a column to convert, rows are not touched after they were fetched.
    named, saved_at = type_coerce(Meeting.named, Integer), stored_moments.as_stored(Meeting.first_saved_at)
    query = select(Meeting.period, Meeting.area_id, Meeting.unit_id, named, saved_at).where(
        Meeting.state == MeetingState.HELD, *_within(session, wanted, Meeting), *narrowed
    )
    return compiled_select.plain_tuples(session.exec(query.where(Meeting.months == HALF) if months == HALF else query))


def _said(session: Session, wanted: FigureQuery, months: int) -> Iterable[tuple]:
    """Period, area, cell and state of meetings declared postponed or not held."""
    query = select(Meeting.period, Meeting.area_id, Meeting.unit_id, Meeting.state).where(
        Meeting.state.in_(SAID), *_within(session, wanted, Meeting), ~_HELD_TOO.exists()
    )
    return session.exec(query.where(Meeting.months == HALF) if months == HALF else query)


def _merged(held: Iterable[HeldMeeting], said: Iterable[tuple]) -> SavedReports:
    """Return each cell's period once per area in which something was saved; a held meeting takes
    precedence over one not held.
    """
    first: dict[int, dict[int, HeldMeeting]] = {}
    more: dict[tuple[int, int], list[HeldMeeting]] = {}
    known: dict[int, HeldMeeting] = {}
    latest = None
    for row in held:  # tens of thousands, those of a period mostly together
        period, unit_id = row[0], row[2]
        if period != latest:
            known, latest = first.setdefault(period, {}), period
        if unit_id in known:
            more.setdefault((period, unit_id), []).append(row)
        else:
            known[unit_id] = row
    not_held: dict[tuple[int, int | None, int], ReportState] = {}
    for period, area_id, unit_id, state in said:
        where = period, area_id, unit_id
        if unit_id not in first.get(period, ()) and not_held.get(where) != ReportState.POSTPONED:
            not_held[where] = SAID[state]
    others = [SavedReport(*where, state) for where, state in not_held.items()]
    for (period, unit_id), rows in more.items():
        others += _of_several([first[period].pop(unit_id), *rows])
    return SavedReports(first, others)


def _of_several(rows: list[HeldMeeting]) -> list[SavedReport]:
    """Combine several meetings of one cell in one period: the first save of one with names, by area."""
    period, unit_id = rows[0][0], rows[0][2]
    named = [at for _, _, _, is_named, at in rows if is_named]
    state, at = None if named else ReportState.TOTALS, min(filter(None, named), default=None)
    return [SavedReport(period, area_id, unit_id, state, at) for area_id in {row[1] for row in rows}]


def _typed(session: Session, audience: MeetingAudience, months: int) -> set[tuple[int, int]]:
    known = settings.shipped_value("meeting_types")
    types = {row["key"] for row in known if row["audience"] == audience and (months == 1 or row["months"] == months)}
    with row_access.reading_as_system(session):
        drafts = session.exec(select(Draft.unit_id, Draft.key).where(Draft.kind == meeting_refs.DRAFT)).all()
    typed = [(draft.unit_id, *draft.key.split(":")[:2]) for draft in drafts]
    return {(int(period), unit_id) for unit_id, type_, period in typed if type_ in types}
