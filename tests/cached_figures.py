"""Figures that screens cache, each from a fresh query and as cached, and a year in which all of them have rows."""

from collections.abc import Callable, Iterator
from datetime import date

from components.assessments import year_counts_cache
from components.charts import chart_registry
from components.evaluations import class_counts_cache, year_work_cache
from components.figures import chart_view, silent_units_cache
from components.figures.chart_choice import ChartChoice
from components.findings import findings_cache
from components.reporting import report_cache
from components.teams import team_visits_cache
from components.year_entries import members_without_entries_cache
from db.assessments import assessment_list
from db.evaluations import evaluation_list
from db.figures import evaluation_counts, reporting, silent_units_and_introduced_members, team_visits
from db.figures.cell_reports import ReportQuery
from db.figures.figures import FigureQuery
from db.figures.report_kinds import ReportKind
from db.findings import finding_counts, findings
from db.households import groups, visits
from db.households.assignments import AssignmentTargets
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Evaluation, Petition, Team, Unit
from db.teams import officials, teams
from db.year_entries import members_without_entries
from tests import months
from tests.db.boards import assign
from tests.db.placed_members import place
from tests.rows import rows

SINCE, UNTIL = 202511, 202611
SINCE_DAY = date(2026, 1, 1)


def fill_year(world):
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


def last_mark(chosen: ChartChoice, found: list) -> int | str | None:
    """The last mark that has anything behind it."""
    having = [row for row in found if chosen.chart.has_data(row)]
    return next((getattr(row, "period", getattr(row, "key", None)) for row in having[::-1]), None)


def fresh(viewer: Viewer, chosen: ChartChoice) -> list:
    """A chart's rows and what is behind a mark, from a fresh query."""
    chart, found = chosen.chart, chosen.chart.question(viewer, chosen.wanted)
    of, mark = chart.by_class or chart.by_month or chart.by_year, last_mark(chosen, found)
    return [shown_of(chosen, found), of.parts(viewer, chosen.wanted, mark) if of and mark else []]


def cached(viewer: Viewer, chosen: ChartChoice) -> list:
    """Like the fresh answer, but as cached for the page."""
    found = chart_view.load_rows(viewer, chosen) or chosen.chart.question(viewer, chosen.wanted)
    mark = last_mark(chosen, found)
    chart = chosen.chart
    asked = {
        chart_view.class_parts: chart.by_class,
        chart_view.month_parts: chart.by_month,
        chart_view.year_parts: chart.by_year,
    }
    parts = next((ask for ask, of in asked.items() if of), None)
    return [shown_of(chosen, found), parts(viewer, chosen, mark) if parts and mark else []]


def shown_of(chosen: ChartChoice, found: list) -> list:
    """What a chart shows of its rows: contact members and what happens to them in the year are counted together."""
    if chosen.key != "contact_members":
        return found
    return [(unit.code, unit.name, unit.is_cell, *unit.counts[:6]) for unit in found]


def other_figures(world) -> dict[str, tuple[Callable, Callable]]:
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
