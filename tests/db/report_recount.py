"""What cells owe besides their meetings, at random, and a recount by hand of who has reported."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import select

from db.calendar import clock
from db.calendar.months import last_day, last_day_of_period, month_of, months_of_period
from db.figures.report_kinds import ReportKind
from db.figures.report_states import ReportState
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Assessment,
    Assignment,
    AssignmentDecision,
    CellGroup,
    Exemption,
    ExemptionClass,
    GroupKind,
    HouseholdReport,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Setting,
    Tally,
)
from db.models.meetings import MeetingAudience
from tests.db.attendance_recount import Recount
from tests.db.histories import MONTHS, SINCE, History, holds

OWN, CONTACT, INVITED = MeetingAudience
MONTHS_OF = {ReportKind.MONTHS: 1, ReportKind.HALVES: 6, ReportKind.ASSESSMENTS: 12, ReportKind.ROUNDS: 1}
SAID = {MeetingState.POSTPONED: ReportState.POSTPONED, MeetingState.NOT_HELD: ReportState.NOT_HELD}
DAYS = [None, SINCE, date(2026, 6, 20), date(2026, 8, 1), date(2026, 12, 1)]
SHIPPED = {"meeting_day": 3, "contact_months": [6, 12], "assessment_due": 12, "report_days": 5, "first_month": 0}


def owe(history: History, random: Random) -> None:
    """Contact members, some exempt and some assessed; members in charge of households; rounds; and when everything was
    saved.
    """
    with reading(SYSTEM) as session:
        meetings = session.exec(select(Meeting)).all()
        people = session.exec(select(Member.id)).all()
    with writing(SYSTEM, "history") as session:
        for meeting in meetings:
            if meeting.state == MeetingState.HELD and random.random() < 0.8:
                first = last_day(meeting.period) - timedelta(days=random.choice([28, 27, 25, 20, 1, -5, -170, -190]))
                moment = datetime(
                    first.year, first.month, first.day, random.choice([0, 1, 16, 17, 23]), tzinfo=clock.UTC
                )
                session.get(Meeting, meeting.id).first_saved_at = moment
        for cell in [*history.cells, *history.practice]:
            _setting(session, random, cell, "contact_months", [[1, 7], [5, 11], None])
            _setting(session, random, cell, "report_days", [1, 30, None])
            _setting(session, random, cell, "assessment_due", [6, 9, 11, None])
            for member in people[: random.choice([0, 0, 1, 3])]:
                _contact(session, random, cell, member)
            group = insert_rows(session, CellGroup, [{"unit_id": cell, "kind": GroupKind.HOUSEHOLDS, "name": "A"}])[0]
            for member in people[: random.choice([0, 1, 1])]:
                row = {"unit_id": cell, "member_id": member, "group_id": group, **_span(random)}
                insert_rows(session, Assignment, [row])
            if random.random() < 0.3:
                row = {"unit_id": cell, "assigns": random.random() < 0.3, "valid_from": random.choice(DAYS[1:])}
                insert_rows(session, AssignmentDecision, [row])
        for meeting in meetings:
            told = {"unit_id": meeting.unit_id, "meeting_id": meeting.id}
            if meeting.state == MeetingState.HELD and meeting.audience == OWN and random.random() < 0.6:
                row = {**told, "reported_on": meeting.held_on, "reported": random.random() < 0.5}
                insert_rows(session, HouseholdReport, [{**row, "member_id": people[0]}])
            if meeting.state == MeetingState.HELD and random.random() < 0.2:
                _join(session, random, meeting)


def _join(session, random: Random, meeting: Meeting) -> None:
    """A meeting of several cells in the same month, to which the contact members of a cell were called."""
    place = {"unit_id": meeting.unit_id, "area_id": meeting.area_id}
    shared = {**place, "type": "joint", "period": month_of(meeting.held_on)}
    row = {**shared, "audience": INVITED, "state": MeetingState.HELD, "held_on": meeting.held_on}
    named, at = random.random() < 0.8, datetime(2026, 7, random.randint(1, 20), tzinfo=clock.UTC)
    joint = insert_rows(session, Meeting, [{**row, "named": named, "first_saved_at": at}])[0]
    called = {**shared, "meeting_id": joint, "audience": CONTACT, "kind": MembershipKind.CONTACT, "named": named}
    insert_rows(session, Tally, [called])


def _setting(session, random: Random, unit_id: int, name: str, values: list) -> None:
    if random.random() < 0.3:
        row = {"unit_id": unit_id, "name": name, "value": json.dumps(random.choice(values))}
        insert_rows(session, Setting, [{**row, "valid_from": random.choice([SINCE, date(2026, 8, 1)])}])


def _contact(session, random: Random, cell: int, member: int) -> None:
    row = {"unit_id": cell, "member_id": member}
    insert_rows(session, Membership, [{**row, "kind": MembershipKind.CONTACT, **_span(random)}])
    if random.random() < 0.3:
        insert_rows(session, Exemption, [{**row, "kind": ExemptionClass.CONTACT, "reason": "age", **_span(random)}])
    if random.random() < 0.6:
        day = random.choice([date(2026, 6, 10), date(2026, 12, 20), date(2027, 1, 20)])
        form = {"form": "assessment_form", "form_from": SINCE, "assessed_on": day}
        insert_rows(session, Assessment, [{**row, "year": random.choice([2026, 2026, 2025]), **form}])


def _span(random: Random) -> dict[str, date | None]:
    first = random.choice(DAYS)
    last = random.choice([None, None, *(day for day in DAYS if day and day > (first or SINCE))])
    return {"valid_from": first, "valid_to": last}


class ReportRecount:
    """Who has reported, cell by cell and day by day, as a viewer may see it."""

    def __init__(self, history: History, viewer, area_id: int | None) -> None:
        self.history, self.viewer, self.figures = history, viewer, Recount(history, viewer, area_id)
        with reading(SYSTEM) as session:
            self.rows: dict[type, list[Any]] = {
                table: list(session.exec(select(table)))
                for table in (Setting, Membership, Exemption, Assignment, AssignmentDecision, HouseholdReport,
                              Assessment, Tally, Meeting)
            }  # fmt: skip

    def counts(self, kind: ReportKind, period: int) -> Counter[ReportState]:
        """How many cells are in each state in a period."""
        found: Counter[ReportState] = Counter()
        for cell in self.history.cells:
            if self.viewer.unit_ids is None or cell in self.viewer.unit_ids:
                found.update(self._states(kind, period, cell))
        return found

    def _states(self, kind: ReportKind, period: int, cell: int) -> list[ReportState]:
        held, said = self._held(kind, period, cell), self._said(kind, period, cell)
        ends = last_day_of_period(period, MONTHS_OF[kind])
        if held:
            named = [at for _, is_named, at in held if is_named]
            state = self._timed(kind, period, cell, min(filter(None, named), default=None)) if named else None
            return [state or ReportState.TOTALS] * len({area for area, _, _ in held})
        if said:
            areas = {area for area, _ in said}
            return [SAID[MeetingState.POSTPONED if (area, MeetingState.POSTPONED) in said else MeetingState.NOT_HELD]
                    for area in areas]  # fmt: skip
        if not self._stood(kind, period, cell):
            return []
        day, planned = min(ends, clock.today()), self._planned(kind, period, cell)
        if kind == ReportKind.ROUNDS and not self._in_charge(cell, day):
            return [ReportState.NOT_EXPECTED]
        due = self._due(cell, day)
        if kind in (ReportKind.HALVES, ReportKind.ASSESSMENTS) and not due:
            return [ReportState.NOT_EXPECTED]
        if kind == ReportKind.ASSESSMENTS:
            rows = [row for row in self.rows[Assessment] if row.unit_id == cell and row.year == period // 100]
            days = [row.assessed_on for row in rows if row.member_id in due]
            if len(days) == len(due):
                last = max(days)
                return [
                    self._timed(kind, period, cell, datetime(last.year, last.month, last.day, 12, tzinfo=clock.HERE))
                ]
            if days and planned <= clock.today():
                return [ReportState.PARTLY]
        return [ReportState.NOT_DUE if planned > clock.today() else ReportState.SILENT]

    def _held(self, kind: ReportKind, period: int, cell: int) -> list[tuple[int | None, bool, datetime | None]]:
        if kind == ReportKind.ASSESSMENTS:
            return []
        rounds = {row.meeting_id for row in self.rows[HouseholdReport]}
        found = [
            (row.area_id, row.named, row.first_saved_at)
            for row in self._meetings(kind, period, cell, self.figures.meetings)
            if row.state == MeetingState.HELD and (kind != ReportKind.ROUNDS or row.id in rounds)
        ]
        if kind != ReportKind.HALVES:
            return found
        meetings = {row.id: row for row in self.rows[Meeting]}
        joint = [
            (row.area_id, row.named, meetings[row.meeting_id].first_saved_at)
            for row in self.rows[Tally]
            if row.unit_id == cell and row.audience == CONTACT and row.kind == MembershipKind.CONTACT
            and meetings[row.meeting_id].audience == INVITED and row.period in months_of_period(period, 6)
            and self.figures._counts(row)
        ]  # fmt: skip
        return found + joint

    def _said(self, kind: ReportKind, period: int, cell: int) -> set[tuple[int | None, MeetingState]]:
        if kind == ReportKind.ASSESSMENTS:
            return set()
        audience = CONTACT if kind == ReportKind.HALVES else OWN
        if any(
            row.unit_id == cell and row.audience == audience and row.period == period and row.state == MeetingState.HELD
            for row in self.rows[Meeting]
        ):
            return set()
        rows = self._meetings(kind, period, cell, self.figures.meetings)
        return {(row.area_id, row.state) for row in rows if row.state in SAID}

    def _meetings(self, kind: ReportKind, period: int, cell: int, rows: list) -> list:
        audience = CONTACT if kind == ReportKind.HALVES else OWN
        mine = [row for row in rows if row.unit_id == cell and row.audience == audience and row.period == period]
        return [row for row in mine if kind != ReportKind.HALVES or row.months == 6]

    def _stood(self, kind: ReportKind, period: int, cell: int) -> bool:
        month = month_of(self._planned(kind, period, cell))
        days = [date(month // 100, month % 100, day) for day in range(1, last_day(month).day + 1)]
        areas = {self.history.parent(cell, day) for day in days if self.history.stood(cell, day)}
        throughout = all(self.history.stood(cell, day) for day in days) and len(areas) == 1
        asked = self.figures.area
        within = (
            self.figures._of_cell(cell)
            if asked in self.history.cells
            else self.figures._lies_in(next(iter(areas), None), last_day(month))
        )
        return throughout and within and month >= self.history.begins_for(cell)

    def _timed(self, kind: ReportKind, period: int, cell: int, at: datetime | None) -> ReportState:
        if at is None:
            return ReportState.IN_TIME
        grace = self._chosen("report_days", cell, last_day_of_period(period, MONTHS_OF[kind]))
        last = self._planned(kind, period, cell) + timedelta(days=grace)
        return ReportState.LATE if at.astimezone(clock.HERE).date() > last else ReportState.IN_TIME

    def _planned(self, kind: ReportKind, period: int, cell: int) -> date:
        ends = last_day_of_period(period, MONTHS_OF[kind])
        if kind == ReportKind.ASSESSMENTS:
            return last_day(period // 100 * 100 + self._chosen("assessment_due", cell, ends))
        day = self._chosen("meeting_day", cell, ends)
        if kind == ReportKind.HALVES:
            return date(period // 100, self._chosen("contact_months", cell, ends)[period % 100 > 6], day)
        return date(period // 100, period % 100, day)

    def _chosen(self, name: str, unit_id: int, day: date) -> Any:
        above: int | None = unit_id
        while above is not None:
            rows = [row for row in self.rows[Setting] if (row.unit_id, row.name) == (above, name)]
            rows = sorted((row for row in rows if row.valid_from <= day), key=lambda row: row.valid_from)
            if rows and rows[-1].value != "null":
                return json.loads(rows[-1].value)
            above = self.history._above_today(above)
        return SHIPPED[name]

    def _due(self, cell: int, day: date) -> set[int]:
        contacts = [row for row in self.rows[Membership] if row.kind == MembershipKind.CONTACT]
        exempt = [row for row in self.rows[Exemption] if row.kind == ExemptionClass.CONTACT]
        return self._on(contacts, cell, day) - self._on(exempt, cell, day)

    def _in_charge(self, cell: int, day: date) -> bool:
        decisions = [row for row in self.rows[AssignmentDecision] if row.unit_id == cell and row.valid_from <= day]
        declined = bool(decisions) and not max(decisions, key=lambda row: row.valid_from).assigns
        return bool(self._on(self.rows[Assignment], cell, day)) and not declined

    def _on(self, rows: list, cell: int, day: date) -> set[int]:
        return {row.member_id for row in rows if row.unit_id == cell and holds(row.valid_from, row.valid_to, day)}


PERIODS = {
    ReportKind.MONTHS: (MONTHS[0], MONTHS[-1]),
    ReportKind.HALVES: (202601, 202607),
    ReportKind.ASSESSMENTS: (202501, 202601),
    ReportKind.ROUNDS: (MONTHS[0], MONTHS[-1]),
}
