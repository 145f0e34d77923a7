"""A chart of many years is counted year by year: a save makes only its own year be counted again."""

from dataclasses import replace

import pytest

from benchmarks import others_saving
from components.charts import chart_registry
from components.figures import chart_view
from components.figures.chart_choice import ChartChoice
from db.figures.figures import FigureQuery
from db.models.meetings import MeetingAudience
from tests import months

pytestmark = pytest.mark.usefixtures("november")
BY_SPAN = [key for key, chart in chart_registry.charts_by_key().items() if chart.by_span]


@pytest.mark.parametrize("audience", [MeetingAudience.OWN, MeetingAudience.CONTACT])
def test_the_years_of_a_query_make_up_its_periods(audience: MeetingAudience):
    wanted = FigureQuery(202411, 202703, audience)
    years = [(one.since, one.until) for one in wanted.years]
    assert years == [(202411, 202412), (202501, 202512), (202601, 202612), (202701, 202703)]
    assert [period for one in wanted.years for period in one.periods] == wanted.periods
    assert FigureQuery(202604, 202609).years == [FigureQuery(202604, 202609)]


@pytest.mark.parametrize("key", BY_SPAN)
def test_only_the_year_of_a_save_is_counted_again(world, monkeypatch, key: str):
    months.fill(world)
    charts, counted = chart_registry.charts_by_key(), []
    chart = charts[key]

    def count(viewer, wanted):
        counted.append((wanted.since, wanted.until))
        return chart.by_span.count(viewer, wanted)

    monkeypatch.setitem(charts, key, replace(chart, by_span=chart.by_span._replace(count=count)))
    topic = next(iter(chart.topics(world.district))) if chart.topics else ""
    chosen = ChartChoice(key, FigureQuery(202411, 202611, topic=topic))
    for _ in range(2):
        assert chart_view.load_rows(world.district, chosen) == chart.question(world.district, chosen.wanted)
    assert counted == [(202411, 202412), (202501, 202512), (202601, 202611)]
    counted.clear()
    others_saving.saving(world.district, chart.tables, chart.meetings)()
    assert chart_view.load_rows(world.district, chosen) == chart.question(world.district, chosen.wanted)
    assert counted == [(202601, 202611)]
