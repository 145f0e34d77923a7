"""Charts and files of households agree: the finding, every count, and what a mark opens."""

import io

import openpyxl
import pytest

from components.charts import coverage as drawing
from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from db.figures import coverage
from db.figures.coverage import CoverageCount
from db.figures.unit_counts import UnitCount
from db.households import named_households
from db.households.cover_count import Cover
from db.households.named_households import RatingInput
from db.kernel.scope import SYSTEM
from db.units import units
from tests import drawn_charts
from tests.household_screens import CHARTS, TODAY, cluster_with_home
from tests.pages import links, said, shown

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def codes(world) -> dict[str, str]:
    """A cluster, a group in it that is looked after, and a named household that is not."""
    return cluster_with_home(world)


def test_the_chart_opens_from_communes_to_cells_to_households(world, codes):
    app = shown(world.district, CHARTS, charts_which="Hộ có người phụ trách")
    assert "9/17" in links(app, "charts")[0]
    inside = shown(
        world.district, CHARTS, charts_which="Hộ có người phụ trách", charts_within_area=_code(world, "dong_ha")
    )
    assert "chỉ chi bộ và Đảng ủy xã" in said(inside)
    assert "9/17" in said(inside)
    assert "9/17" in links(shown(world.commune, CHARTS, charts_which="Hộ có người phụ trách"), "households")[1]


def _code(world, key: str) -> str:
    return units.one(SYSTEM, world.units[key]).code


def test_the_chart_states_its_finding_and_every_count():
    parts = [_part("Xã A", 50, 100), _part("Xã B", 10, 100), _part("Xã C", 0, 0)]
    spec = drawn_charts.spec(drawing.chart(parts, TODAY))
    assert " ".join(spec["title"]["text"]) == "Còn 140/200 hộ chưa có người phụ trách"
    assert spec["title"]["subtitle"][0] == "60/200 hộ có người phụ trách"
    told = [row for data in spec["datasets"].values() for row in data] if "datasets" in spec else spec["data"]["values"]
    assert [(row["name"], row["said"]) for row in told] == [
        ("Xã B", "10 % · 10/100"),
        ("Xã A", "50 % · 50/100"),
        ("Xã C", "chưa nhập hộ"),
    ]


def _part(name: str, covered: int, households: int) -> UnitCount[CoverageCount]:
    return UnitCount(1, name, name, False, CoverageCount(Cover(households, covered), 10, 4, 2, 1))


def test_the_chart_of_poor_households_opens_from_years_to_communes_to_cells(world, codes):
    named_households.record_class(world.secretary, codes["home"], RatingInput(2026, "poor"))
    app = shown(world.district, CHARTS, charts_which="poverty", charts_month="2026")
    assert "5,9 % · 1/17" in "".join(links(app, "charts"))
    inside = shown(
        world.district,
        CHARTS,
        charts_which="poverty",
        charts_month="2026",
        charts_in=_code(world, "dong_ha"),
        charts_within="all",
    )
    assert "5,9 % · 1/17" in said(inside)
    assert "chỉ chi bộ và Đảng ủy xã" in said(inside)
    assert "nghèo 1/17 \\= 5,9 %" in said(inside)
    assert "5,9 % · 1/17" in "".join(links(shown(world.commune, CHARTS, charts_which="poverty"), "households"))
    assert links(app, "exports")


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_files_add_up_to_the_figures(world, codes, role):
    viewer = world.viewers[role]
    shown_ = coverage.total([part.count for part in coverage.by_unit(viewer)]).cover
    for what in ("households", "coverage"):
        sheet = openpyxl.load_workbook(
            io.BytesIO(export_jobs.make_now(viewer.account_id, viewer.grant_id, ExportRequest(what, reason="report")))
        ).worksheets[0]
        lines = list(sheet.iter_rows(values_only=True))
        top = next(place for place, line in enumerate(lines) if line[0] == "TT")
        at = {title: place for place, title in enumerate(lines[top])}
        inside = [line for line in lines[top + 1 :] if isinstance(line[0], int)]
        assert (
            Cover(*(sum(line[at[title]] or 0 for line in inside) for title in ("Số hộ", "Có người phụ trách")))
            == shown_
        )
        assert "Hộ *bà* M." in str(inside) or what == "coverage"
    assert "Nguyễn Văn An" not in str(inside)
