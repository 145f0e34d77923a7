"""What the benchmark of pages measures: every chart, and a save that changes what it draws."""

from dataclasses import replace

import pytest

from benchmarks import constants, others_saving, pages
from components.charts import chart_registry
from db.figures import data_version
from db.figures.figures import FigureQuery
from db.models import HouseholdVisit
from db.models.meetings import MeetingAudience
from tests import months

pytestmark = pytest.mark.usefixtures("november")
CHARTS = chart_registry.charts_by_key()
SPANS = ("year", "ten years")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def test_every_chart_is_measured_and_dated_ones_over_one_year_and_over_ten(world):
    rows = pages.list_rows({"huyen": world.district})
    charts = [row.name.removeprefix("huyen /charts ") for row in rows if row.entry.address == "/charts"]
    assert charts == [
        name
        for key, chart in CHARTS.items()
        for name in ([f"{key} {span}" for span in SPANS] if chart.dated else [key])
    ]  # fmt: skip
    since = {row.query.get("charts_since") for row in rows if row.name.endswith("ten years") and "/charts" in row.name}
    assert since == {"201611"}


def test_a_cell_is_measured_on_the_charts_that_it_may_choose(world):
    rows = pages.list_rows({"bithu": world.secretary})
    assert {row.query["charts_which"] for row in rows if row.entry.address == "/charts"} == {
        key for key, chart in CHARTS.items() if not chart.above_cells and world.secretary.reads(chart.audience)
    }


@pytest.mark.parametrize("key", [key for key, chart in CHARTS.items() if chart.dated])
def test_somebody_saves_what_a_dated_chart_counts(key: str):
    assert others_saving.table_saved(CHARTS[key].tables) is not None


@pytest.mark.parametrize("key", ["attendance", "rates"])
def test_a_meeting_saved_meanwhile_changes_what_is_drawn_in_reach_of_the_viewer(year, key: str):
    chart, wanted = CHARTS[key], FigureQuery(202601, 202611)
    for viewer in (year.district, year.secretary):
        before = chart.question(viewer, wanted)
        others_saving.saving(viewer, chart.tables, chart.meetings)()
        assert chart.question(viewer, wanted) != before


def test_a_save_is_one_of_the_tables_that_are_counted_so_that_the_answer_is_not_kept(year):
    for key in ("attendance", "met", "meeting_types"):
        chart, wanted = CHARTS[key], replace(FigureQuery(202601, 202611), audience=MeetingAudience.OWN)
        before = data_version.data_version(year.district, wanted, chart.tables)
        others_saving.saving(year.district, chart.tables, chart.meetings)()
        assert data_version.data_version(year.district, wanted, chart.tables) != before


def test_nothing_is_saved_where_there_is_nothing(world):
    others_saving.saving(world.district, (HouseholdVisit,), MeetingAudience.OWN)()


def test_answers_of_an_earlier_run_do_not_replace_what_a_run_keeps_for_itself():
    assert "db.kernel.run_cache".startswith(constants.UNTOUCHED)
    assert not "db.figures.reporting".startswith(constants.UNTOUCHED)
