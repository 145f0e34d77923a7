"""Why is a commune low: its bar, its cell, its meetings, in three taps, with equal sums at each step."""

import re
from datetime import date

import altair as alt
import pytest

from components.charts import axes, class_bars, contact_members, coverage, unit_rates
from components.charts.class_bars import ClassBar
from db.figures.cells_met import CellCounts
from db.figures.contact_summary import ContactUnit, ContactYearCounts
from db.figures.coverage import CoverageCount
from db.figures.drill_down import UnitFigure
from db.figures.figures import AttendanceCounts, FigureQuery
from db.figures.unit_counts import UnitCount
from db.settings.dated_rules import RuleInForce
from tests import drawn_charts, months
from tests.drawn_charts import rows_drawn
from tests.figure_pages import SUMS, came, label, query_of, rows_of
from tests.pages import said, shown

CHARTS = "pages/figures/charts.py"
AIM = RuleInForce("attendance_aim", {"above_percent": 85}, "Hướng dẫn số 12-HD/BTCTW", verified=True)
TODAY = date(2026, 11, 22)
SPAN = {"charts_which": "rates", "charts_since": "202601", "charts_until": "202610"}
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def _unit(name: str, present: int, expected: int) -> UnitFigure:
    counts = AttendanceCounts(meetings=int(expected > 0), expected=expected, present=present)
    return UnitFigure(hash(name), name, name, False, counts, CellCounts())


def test_the_lowest_comes_first_and_the_title_says_how_many_are_not_above_the_aim():
    units = [_unit("Xã A", 90, 100), _unit("Xã B", 71, 100), _unit("Xã C", 85, 100), _unit("Xã D", 0, 0)]
    spec = drawn_charts.spec(unit_rates.chart(units, AIM, FigureQuery(202601, 202610)))
    assert spec["title"]["text"] == ["Thấp nhất: Xã B, 71 %"]
    told = " ".join(spec["title"]["subtitle"])
    assert "Chung: 82 %, 246 lượt dự trên 300 lượt triệu tập" in told
    assert "Mục tiêu: trên 85 % · 2 đơn vị chưa đạt" in told, "exactly 85 % is not above it"
    rows = [row for row in rows_drawn(spec) if "said" in row]
    assert [row["name"] for row in rows] == ["Xã B", "Xã C", "Xã A", "Xã D"]
    assert (rows[-1]["rate"], rows[-1]["said"]) == (None, "không có cuộc họp")


def test_a_district_goes_from_a_commune_to_a_cell_to_its_meetings_with_equal_sums(year):
    app = shown(year.district, CHARTS, **SPAN)
    total, names = came(said(app)), [label(link) for link in rows_of(app)]
    assert names == ["Xã Đông Hà", "Xã Tây Sơn"]
    inside = [shown(year.district, CHARTS, **query_of(link)) for link in rows_of(app)]
    behind = [came(said(each)) for each in inside[:1]]
    cells = [shown(year.district, CHARTS, **query_of(link)) for link in rows_of(inside[0])]
    assert [each.subheader[0].value for each in cells] == [
        "Xã Đông Hà › Chi bộ thôn Bến Đá",
        "Xã Đông Hà › Chi bộ thôn Đồng Bào",
    ]
    of_cells = [_sum(each) for each in cells]
    assert tuple(map(sum, zip(*of_cells, strict=True))) == behind[0]
    assert tuple(map(sum, zip(_sum(inside[1]), behind[0], strict=True))) == total


def test_a_secretary_sees_the_cells_meetings_below_its_bar(year):
    app = shown(year.secretary, CHARTS, **SPAN)
    assert len([link for link in app.get("page_link") if link.proto.page == "record"]) == 10
    assert "– không họp" in said(app)


def _sum(app) -> tuple[int, int]:
    """The sum of the listed meetings."""
    found = [tuple(int(part.replace(".", "")) for part in each) for each in SUMS.findall(said(app))]
    return tuple(map(sum, zip(*found, strict=True)))


LONG = "Chi bộ Tổ dân phố khu đô thị mới Bình Minh số {}"  # alike in all that fits beside a bar


def _long(make) -> list:
    return [make(str(at), LONG.format(at)) for at in (1, 2)]


DRAWN = {
    "rates": lambda: unit_rates.chart(_long(lambda _, name: _unit(name, 8, 9)), AIM, FigureQuery(202601, 202610)),
    "coverage": lambda: coverage.chart(
        _long(lambda code, name: UnitCount(int(code), code, name, True, CoverageCount())), TODAY
    ),
    "contact members": lambda: contact_members.chart(
        _long(lambda code, name: ContactUnit(int(code), code, name, True, ContactYearCounts())), 20, TODAY
    ),
    "classes": lambda: class_bars.draw_class_bars(
        _long(lambda code, name: ClassBar(code, name, 1, "1")), axes.chart_title("Hai đơn vị"), "số"
    ),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_units_with_names_that_are_cut_alike_have_a_bar_each(draw):
    rows = {row["whole"]: row["name"] for row in rows_drawn(drawn_charts.spec(draw())) if "whole" in row}
    assert len(set(rows.values())) == len(rows) == 2


@pytest.mark.parametrize(
    ("width", "end", "drawn"),
    [
        (700, 0.5, ("50 % · 1.170/2.139", "within")),
        (210, 0.95, ("50 % · 1.170/2.139", "within")),
        (210, 0.55, ("50 %", "within")),
        (210, 0.05, ("50 % · 1.170/2.139", "behind")),
        (120, 0.1, ("50 %", "behind")),
    ],
)
def test_a_bar_has_the_whole_label_where_it_fits_and_else_its_share(width, end, drawn):
    rows = [{"name": "Xã A", "end": end, "share": "50 %", "said": "50 % · 1.170/2.139"}]
    bars = alt.Chart().encode(y=alt.Y("name:N"))
    layers = axes.bar_labels(bars, alt.Scale(domain=[0, 1]), "#FFF")
    svg = drawn_charts.svg(axes.layer_over_same_rows(layers, rows, width=width))
    found = re.findall(r'<text [^>]*fill="([^"]+)"[^>]*>(50 %[^<]*)</text>', svg)
    assert found == [(found[0][0], drawn[0])]
    assert (found[0][0] == "#FFF") == (drawn[1] == "within")
