"""No cached figure is ever stale: everything it reads is watched, and after a write by any process the next read is
fresh.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from components.assessments import year_counts_cache
from components.charts import chart_registry
from components.evaluations import class_counts_cache, year_work_cache
from components.figures import chart_view, silent_units_cache
from components.figures.chart_choice import ChartChoice
from components.findings import findings_cache
from components.reporting import report_cache
from components.teams import team_visits_cache
from components.year_entries import members_without_entries_cache
from db.assessments import assessment_list, year_counts
from db.evaluations import evaluation_list, year_work
from db.figures import evaluation_counts, reporting, silent_units_and_introduced_members, team_visits
from db.figures.cell_reports import ReportQuery
from db.figures.data_version import FRAME, MEETINGS
from db.figures.figures import FigureQuery
from db.figures.report_kinds import ReportKind
from db.findings import finding_counts, findings
from db.history import undo
from db.households import groups, visits
from db.households.assignments import AssignmentTargets
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import (
    Assessment,
    Assignment,
    Attendance,
    Batch,
    CellGroup,
    Evaluation,
    HouseholdVisit,
    Introduction,
    IntroductionState,
    Meeting,
    MeetingState,
    Member,
    Membership,
    Outcome,
    Petition,
    Tally,
    Team,
    TeamOfficial,
    TeamVisit,
    Unit,
    UnitVersion,
)
from db.people import erasure, memberships
from db.settings import settings
from db.teams import officials, teams
from db.year_entries import members_without_entries
from tests import months
from tests.db.boards import assign
from tests.db.placed_members import place
from tests.rows import rows
from tests.sent_statements import heard

ROOT = Path(__file__).resolve().parents[1]
SINCE, UNTIL = 202511, 202611
SINCE_DAY = date(2026, 1, 1)
NARROWING = {"introduction"}  # decides who is seen, which no count of memberships depends on
BESIDE = {"contact_members": {"assessment", "attendance", "meeting", "tally"}}  # read, but not shown by it
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    """A year of meetings; contact members, a cluster somebody looks after, visits, a petition, a class, a team."""
    months.fill(world)
    place(world, 3, date(2026, 2, 20))
    cell = world.units["dong_bao"]
    cluster = groups.create(world.commune, cell, "Cụm 1", 30, since=date(2026, 1, 1))
    assign(world, ["binh"], AssignmentTargets([cluster]), date(2026, 1, 2))
    visits.record(world.secretary, cell, VisitInput([cluster], date(2026, 6, 3)))
    officials.add(world.district, officials.parse_lines("Trần Minh – Thanh tra – Tổ 1"), None, "cells", SINCE_DAY)
    commune = rows(Unit, id=world.units["dong_ha"])[0]
    teams.set_followed_units(world.district, rows(Team)[0].code, [commune.code], SINCE_DAY)
    with writing(SYSTEM, "fill") as session:
        told = {"unit_id": cell, "year": 2026, "decided": "excellent", "member_id": world.members["an"]}
        insert_rows(session, Evaluation, [told])
        bulk.insert(session, Petition, [{"unit_id": cell, "source": "meeting", "received_on": date(2026, 9, 1)}])
    return world


def charts_of(viewer: Viewer) -> Iterator[tuple[ChartChoice, str]]:
    for key, chart in chart_registry.charts_by_key().items():
        if viewer.reads(chart.audience):
            for topic in list(chart.topics(viewer))[:2] if chart.topics else [""]:
                since = SINCE if chart.dated else UNTIL
                yield ChartChoice(key, FigureQuery(since, UNTIL, chart.meetings, None, topic)), topic


def opened(chosen: ChartChoice, found: list) -> int | str | None:
    """The last mark that has anything behind it."""
    having = [row for row in found if chosen.chart.has_data(row)]
    return next((getattr(row, "period", getattr(row, "key", None)) for row in having[::-1]), None)


def asked(viewer: Viewer, chosen: ChartChoice) -> list:
    """A chart's rows and what is behind a mark, from a fresh query."""
    chart, found = chosen.chart, chosen.chart.question(viewer, chosen.wanted)
    of, mark = chart.by_class or chart.by_month, opened(chosen, found)
    return [shown_of(chosen, found), of.parts(viewer, chosen.wanted, mark) if of and mark else []]


def kept(viewer: Viewer, chosen: ChartChoice) -> list:
    """Like the fresh answer, but as cached for the page."""
    found = chart_view.load_rows(viewer, chosen) or chosen.chart.question(viewer, chosen.wanted)
    mark = opened(chosen, found)
    parts = chart_view.class_parts if chosen.chart.by_class else chart_view.month_parts
    return [
        shown_of(chosen, found),
        parts(viewer, chosen, mark) if mark and (chosen.chart.by_class or chosen.chart.by_month) else [],
    ]


def shown_of(chosen: ChartChoice, found: list) -> list:
    """What a chart shows of its rows: contact members and what happens to them in the year are counted together."""
    if chosen.key != "contact_members":
        return found
    return [(unit.code, unit.name, unit.is_cell, *unit.counts[:6]) for unit in found]


def others(world) -> dict[str, tuple[Callable, Callable]]:
    """Everything else that is cached: as shown, and from a fresh query."""
    cell, meetings = world.units["dong_bao"], ReportQuery(ReportKind.MONTHS, SINCE, UNTIL, None)
    return {
        "silent": (
            lambda: silent_units_cache.load(world.commune, UNTIL),
            lambda: silent_units_and_introduced_members.list_silent(world.commune, UNTIL),
        ),
        "classes": (
            lambda: class_counts_cache.load(world.commune, 2026),
            lambda: evaluation_counts.load(world.commune, 2026, None),
        ),
        "findings": (
            lambda: findings_cache.list_of_cell(world.secretary, cell),
            lambda: findings.list_of_cell(world.secretary, cell),
        ),
        "finding counts": (
            lambda: findings_cache.counts_by_cell(world.commune),
            lambda: finding_counts.by_cell(world.commune),
        ),
        "without entries": (
            lambda: members_without_entries_cache.list_cells(world.commune),
            lambda: members_without_entries.list_cells(world.commune),
        ),
        "teams": (
            lambda: team_visits_cache.by_team(world.district, 2026),
            lambda: team_visits.by_team(world.district, 2026),
        ),
        "year's work": (
            lambda: year_work_cache.load(world.secretary, cell, 2026),
            lambda: evaluation_list.load_work(world.secretary, cell, 2026),
        ),
        "year's record": (
            lambda: year_counts_cache.load(world.commune, cell, 2026),
            lambda: assessment_list.load_counts(world.commune, cell, 2026),
        ),
        "reports": (
            lambda: _cells(report_cache.load(world.district, meetings)),
            lambda: _cells(reporting.report_states_by_period(world.district, meetings)),
        ),
    }


def _cells(states: dict) -> dict:
    return {period: found.cells for period, found in states.items()}


def test_every_cache_is_keyed_by_a_version_of_what_it_reads():
    """Everything that screens cache goes through `result_cache` with a stamp; `period_cache` has one per period."""
    plain = re.compile(r"cache_data|cache_resource")
    files = [file for part in ("components", "pages", "db") for file in (ROOT / part).rglob("*.py")]
    own = {file.relative_to(ROOT).as_posix() for file in files if plain.search(file.read_text("utf-8"))}
    assert own <= {"components/result_cache.py", "components/period_cache.py"}
    for file in files:
        for asked in re.findall(
            r"@result_cache\.cache_results\(.+?\)\ndef \w+\((.+?)\) ->", file.read_text("utf-8"), re.DOTALL
        ):
            assert "stamp: " in asked, file


@pytest.mark.parametrize("role", ["district", "commune", "secretary"])
def test_a_period_of_a_chart_says_the_same_asked_alone(year, role):
    """Else a save would leave a row that was asked for among others beside one that was asked for alone."""
    viewer = year.viewers[role]
    for chosen, topic in charts_of(viewer):
        if chosen.chart.by_period:
            question = chosen.chart.question
            alone = [
                row
                for period in chosen.wanted.periods
                for row in question(viewer, replace(chosen.wanted, since=period, until=period))
            ]
            assert alone == list(question(viewer, chosen.wanted)), (chosen.key, topic)


def tables_in(sent: list[str]) -> set[str]:
    names = re.compile(r'(?:FROM|JOIN)\s+((?:"?[a-z_]+"?(?:\s+AS\s+\w+)?(?:,\s*)?)+)', re.IGNORECASE)
    return {
        name.split()[0].strip('"')
        for sql in sent
        for found in names.findall(sql)
        for name in found.split(",")
        if name.strip()
    }


@pytest.mark.parametrize("role", ["district", "commune", "secretary"])
def test_every_cached_query_reads_only_what_its_version_watches(year, role):
    viewer = year.viewers[role]
    for chosen, _ in charts_of(viewer):
        with heard() as sent:
            asked(viewer, chosen)
            found = chosen.chart.question(viewer, chosen.wanted)
            if mark := opened(chosen, found):
                chosen.chart.draw(viewer, chosen.wanted, found, mark, False)
        watched = {table.__tablename__ for table in (*chosen.chart.tables, *FRAME)}
        read = {name for name in tables_in(sent) if name in TABLE_NAMES}
        assert read - watched - NARROWING <= BESIDE.get(chosen.key, set()), chosen.key


TABLE_NAMES = set(Meeting.metadata.tables)


def test_other_cached_figures_read_only_what_their_version_watches(year):
    cell = year.units["dong_bao"]
    asked_of = {
        "year's work": (lambda: evaluation_list.load_work(year.secretary, cell, 2026), year_work.TABLES),
        "year's record": (lambda: assessment_list.load_counts(year.secretary, cell, 2026), year_counts.TABLES),
        "silent": (lambda: silent_units_and_introduced_members.list_silent(year.commune, UNTIL), MEETINGS),
        "classes": (lambda: evaluation_counts.load(year.commune, 2026, None), evaluation_counts.TABLES),
        "findings": (lambda: findings.list_of_cell(year.secretary, year.units["dong_bao"]), findings_cache.TABLES),
        "finding counts": (lambda: finding_counts.by_cell(year.commune), findings_cache.TABLES),
        "teams": (lambda: team_visits.by_team(year.district, 2026), team_visits.TABLES),
        "without entries": (
            lambda: members_without_entries.list_cells(year.commune),
            members_without_entries_cache.TABLES,
        ),
    }
    history = {"batch", "change"}  # about rows that are watched
    for name, (ask, tables) in asked_of.items():
        with heard() as sent:
            ask()
        watched = {table.__tablename__ for table in (*tables, *FRAME)}
        assert (tables_in(sent) & TABLE_NAMES) - watched - history - NARROWING == set(), name


def writes(world) -> Iterator[tuple[str, Callable]]:
    """Writes of every kind, dated long ago and today, by single actions and in bulk, undone and erased."""
    cell, moved = world.units["dong_bao"], rows(Introduction)[0].member_id

    def change(action: Callable) -> Callable:
        def run() -> None:
            with writing(SYSTEM, "test") as session:
                action(session)

        return run

    def tally(session) -> None:
        row = session.exec(select(Tally).where(Tally.unit_id == cell, Tally.period == 202606)).one()
        row.exempt += 5

    def rename(session) -> None:
        row = session.exec(select(UnitVersion).where(UnitVersion.unit_id == cell)).one()
        row.name = "Chi bộ thôn Đổi Tên"

    def undo_last() -> None:
        with reading(SYSTEM) as session:
            last = session.exec(select(Batch.id).where(Batch.deed == "record_visit").order_by(Batch.id.desc())).first()
        undo.undo(world.secretary, last)

    def introduce(session) -> None:
        told = {"commune_id": world.units["dong_ha"], "state": IntroductionState.INTRODUCED}
        bulk.insert(session, Introduction, [told | {"member_id": world.members["an"], "sent_on": date(2026, 3, 9)}])

    def assess(session) -> None:
        told = {"unit_id": cell, "member_id": moved, "year": 2026, "assessed_on": date(2026, 11, 3)}
        bulk.insert(session, Assessment, [told | {"form": "assessment_form", "form_from": date(2020, 1, 2)}])

    def member(session) -> None:
        row = session.get_one(Member, world.members["an"])
        row.organisation, row.name = "forces", "Nguyễn Văn Khác"

    def charge_ended(session) -> None:
        session.exec(select(Assignment)).first().valid_to = date(2026, 10, 1)

    def not_held(session) -> None:
        row = session.exec(select(Meeting).where(Meeting.unit_id == cell, Meeting.period == 202610)).one()
        bulk.delete(session, Tally, [one.id for one in rows(Tally, meeting_id=row.id)])
        row.state, row.reason = MeetingState.CANCELLED, "nhầm"

    def never_came(session) -> None:
        for row in session.exec(select(Attendance).where(Attendance.member_id == world.members["an"])).all():
            row.outcome = Outcome.UNEXCUSED

    def came(session) -> None:
        meeting, official = rows(Meeting, unit_id=cell, period=202606)[0], rows(TeamOfficial)[0]
        told = {"meeting_id": meeting.id, "unit_id": cell, "period": 202606, "official_id": official.id}
        bulk.insert(session, TeamVisit, [told])

    old = VisitInput([rows(CellGroup)[0].code], date(2026, 2, 3))
    yield "a tally of June", change(tally)
    yield "an official came", change(came)
    yield "a visit long ago", lambda: visits.record(world.secretary, cell, old)
    yield "that visit undone", undo_last
    yield "the only visit taken back", lambda: visits.delete(world.secretary, rows(HouseholdVisit)[0].id)
    yield "a unit called otherwise", change(rename)
    yield "a letter", change(introduce)
    yield "an assessment", change(assess)
    yield "a member's name and organisation", change(member)
    yield "a meeting entered by mistake", change(not_held)
    yield "somebody never came", change(never_came)
    yield "a charge ended", change(charge_ended)
    yield "a setting", lambda: settings.set_value(world.commune, cell, "meeting_day", 25, date(2020, 1, 1))
    yield (
        "very many has another meaning",
        lambda: settings.set_value(world.district, world.units["an_binh"], "contact_overload", 2, date(2020, 1, 1)),
    )
    yield (
        "a time in the cell ended",
        change(
            lambda session: setattr(
                session.exec(select(Membership).where(Membership.member_id == moved)).one(),
                "valid_to",
                date(2026, 11, 1),
            )
        ),
    )


def test_after_any_write_the_next_read_is_fresh(year):
    viewers = [year.district, year.commune, year.secretary]
    for name, write in [("nothing yet", lambda: None), *writes(year)]:
        write()
        for viewer in viewers:
            for chosen, topic in charts_of(viewer):
                assert kept(viewer, chosen) == asked(viewer, chosen), (name, chosen.key, topic, viewer.role)
        for what, (shown, anew) in others(year).items():
            assert shown() == anew(), (name, what)


def test_an_erased_member_is_in_nothing_that_is_cached(year):
    for shown, _ in others(year).values():
        shown()
    member = rows(Member, id=year.members["an"])[0]
    stay = rows(Membership, member_id=member.id)[0]
    memberships.end_membership(year.secretary, stay.id, date(2026, 11, 10))
    erasure.erase(year.admin, member.code, member.name, "Theo đơn đề nghị")
    for what, (shown, anew) in others(year).items():
        found = shown()
        assert found == anew(), what
        assert member.name not in repr(found)
    for chosen, _ in charts_of(year.secretary):
        assert kept(year.secretary, chosen) == asked(year.secretary, chosen), chosen.key


def test_another_processs_save_is_seen_at_the_next_read(year):
    (chosen,) = [one for one, _ in charts_of(year.district) if one.key == "attendance"]
    before = kept(year.district, chosen)
    code = (
        "from sqlmodel import select; from db.kernel.scope import SYSTEM; from db.kernel.session import writing; "
        "from db.models import Tally\n"
        "with writing(SYSTEM, 'test') as session:\n"
        "    session.exec(select(Tally).where(Tally.period == 202610)).first().exempt += 1\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), check=True)
    after = kept(year.district, chosen)
    assert after == asked(year.district, chosen) != before
