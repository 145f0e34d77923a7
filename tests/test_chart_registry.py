"""Charts declare themselves: a file with a drawing and a declaration is a chart on the page, opened and exported."""

import sys
import types

import altair as alt
import pytest

from components.charts import registry
from components.charts.axes import SELECTION
from components.charts.registry import Chart
from components.i18n import N_
from db.figures import figures
from db.models import Role
from tests import months
from tests.pages import links, shown

CHARTS = "pages/figures/charts.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def declared(monkeypatch):
    """A file of its own in the folder of charts, and nothing else anywhere."""

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
            question=figures.attendance,
            draw=draw,
            has_data=lambda point: point.counts.meetings,
            columns=next(iter(registry.charts().values())).columns,
            empty=N_("Nothing is recorded here."),
        ),
    )
    monkeypatch.setitem(sys.modules, file.__name__, file)
    found = registry.pkgutil.iter_modules
    added = types.SimpleNamespace(name="meetings_counted")
    monkeypatch.setattr(registry.pkgutil, "iter_modules", lambda path: [*found(path), added])
    registry.charts.cache_clear()
    yield
    monkeypatch.undo()
    registry.charts.cache_clear()


def test_the_charts_of_all_files_are_there_in_their_order():
    assert list(registry.charts()) == [
        "attendance",
        "rates",
        "met",
        "meeting_types",
        "contact",
        "contact_members",
        "composition",
        "households",
        "loads",
        "poverty",
        "petitions",
        "classes",
        "indicators",
    ]


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DISTRICT])
def test_a_chart_that_one_file_declares_is_drawn_opened_and_exported(world, declared, role):
    months.fill(world)
    app = shown(world.viewers[role.value], CHARTS, charts_which="counted", charts_month="202610")
    choice = (
        app.selectbox[0].options
        if role == Role.SECRETARY
        else [each.content for each in app.button_group[0].proto.options]
    )
    assert choice[-1] == "Đảng viên"
    spec = app.get("vega_lite_chart")[0].proto.spec
    assert f"{role} 202610" in spec
    assert links(app, "exports")
