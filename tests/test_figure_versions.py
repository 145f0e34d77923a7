"""Every cached figure is keyed by a version that watches every table it reads."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from components.contacts import register_matches_cache
from components.findings import findings_cache
from components.year_entries import members_without_entries_cache
from db.assessments import assessment_list, year_counts
from db.contacts import register_matches
from db.evaluations import evaluation_list, year_work
from db.figures import evaluation_counts, silent_units_and_introduced_members, team_visits
from db.figures.data_version import FRAME, MEETINGS
from db.findings import finding_counts, findings
from db.models import Introduction, Meeting
from db.year_entries import members_without_entries
from tests.cached_figures import UNTIL, charts_of, fill_year, fresh, last_mark
from tests.rows import rows
from tests.sent_statements import heard

ROOT = Path(__file__).resolve().parents[1]
NARROWING = {"introduction"}  # decides who is seen, which no count of memberships depends on
BESIDE = {"contact_members": {"assessment", "attendance", "meeting", "tally"}}  # read, but not shown by it
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    return fill_year(world)


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
            fresh(viewer, chosen)
            found = chosen.chart.question(viewer, chosen.wanted)
            if mark := last_mark(chosen, found):
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
        "matches": (
            lambda: register_matches.matches_by_introduction(
                year.commune, [row.id for row in rows(Introduction, commune_id=year.commune.unit_id)]
            ),
            register_matches_cache.TABLES,
        ),
    }
    history = {"batch", "change"}  # about rows that are watched
    for name, (ask, tables) in asked_of.items():
        with heard() as sent:
            ask()
        watched = {table.__tablename__ for table in (*tables, *FRAME)}
        assert (tables_in(sent) & TABLE_NAMES) - watched - history - NARROWING == set(), name
