"""Charts declare themselves: a file with a drawing and a declaration is on the page, opens, and can be exported."""

import sys
import types

import altair as alt
import pytest

from components.charts import chart_registry
from components.charts.axes import SELECTION
from components.charts.chart_registry import Chart, ChartGroup
from components.i18n import N_
from db.figures import figures
from db.models import Role
from tests import months
from tests.pages import links, shown

CHARTS = "pages/figures/charts.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def declared(monkeypatch):
    """A file of its own in the folder of charts, and nothing anywhere else."""

    def draw(viewer, wanted, points, chosen, dark):
        rows = [{"period": point.period, "meetings": point.counts.meetings} for point in points]
        picked = alt.selection_point(name=SELECTION, fields=["period"])
        title = alt.TitleParams([f"{viewer.role} {chosen}"])
        return alt.Chart(alt.Data(values=rows), title=title).mark_bar().add_params(picked)

    file = types.ModuleType("components.charts.meetings_counted")
    file.CHARTS = (
        Chart(
            "counted",
            N_("Members"),
            999,
            ChartGroup.MEMBERS,
            question=figures.attendance_by_period,
            draw=draw,
            has_data=lambda point: point.counts.meetings,
            columns=next(iter(chart_registry.charts_by_key().values())).columns,
            empty=N_("Nothing is recorded here."),
        ),
    )
    monkeypatch.setitem(sys.modules, file.__name__, file)
    found = chart_registry.pkgutil.iter_modules
    added = types.SimpleNamespace(name="meetings_counted")
    monkeypatch.setattr(chart_registry.pkgutil, "iter_modules", lambda path: [*found(path), added])
    chart_registry.charts_by_key.cache_clear()
    yield
    monkeypatch.undo()
    chart_registry.charts_by_key.cache_clear()


def test_the_charts_of_all_files_are_registered_in_order():
    assert list(chart_registry.charts_by_key()) == [
        "attendance",
        "rates",
        "met",
        "meeting_types",
        "team_visits",
        "book_checks",
        "contact",
        "contact_steps",
        "contact_members",
        "composition",
        "households",
        "loads",
        "visits",
        "poverty",
        "petitions",
        "difficulties",
        "classes",
        "indicators",
    ]


def test_themes_hold_every_chart_and_choosing_one_opens_its_first(world):
    """Each chart is found under its theme, one box of it at a time; an address opens chart and theme."""
    app, found = shown(world.district, CHARTS), []
    for theme in ChartGroup:
        app.button_group(key="charts_theme").set_value(theme).run()
        assert not app.exception
        box = app.selectbox(key="charts_which")
        inside = [key for key, chart in chart_registry.charts_by_key().items() if chart.group == theme]
        assert len(box.options) == len(inside) > 1
        assert box.value == inside[0]
        found += inside
    assert sorted(found) == sorted(chart_registry.charts_by_key())
    for said in ("loads", "Households for each member in charge"):
        app = shown(world.district, CHARTS, charts_which=said)
        assert app.button_group(key="charts_theme").value == ChartGroup.HOUSEHOLDS
        assert app.selectbox(key="charts_which").value == "loads"


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DISTRICT])
def test_a_chart_declared_in_one_file_is_drawn_opened_and_exported(world, declared, role):
    months.fill(world)
    app = shown(world.viewers[role.value], CHARTS, charts_which="counted", charts_month="202610")
    assert app.selectbox(key="charts_which").options[-1] == "Đảng viên"
    spec = app.get("vega_lite_chart")[0].proto.spec
    assert f"{role} 202610" in spec
    assert links(app, "exports")
