"""Two periods or two units side by side: the same scale and order, each with its own figures, both in one picture."""

import json
import struct

import pytest

from components.charts import attendance, chart_theme
from components.figures import chart_comparison
from db.figures.figures import AttendanceCounts, AttendancePoint, FigureQuery
from db.models import Unit
from tests import months
from tests.drawn_charts import rows_drawn
from tests.pages import said, shown
from tests.rows import rows

CHARTS = "pages/figures/charts.py"
YEAR = FigureQuery(202512, 202611)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def specs(app) -> list[dict]:
    return [json.loads(each.proto.spec) for each in app.get("vega_lite_chart")]


def _code(unit_id: int) -> str:
    return rows(Unit, id=unit_id)[0].code


def _points(wanted: FigureQuery, present: int) -> list[AttendancePoint]:
    counts = AttendanceCounts(meetings=1, expected=100, present=present)
    return [AttendancePoint(period, counts) for period in wanted.periods]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (84, "cùng kỳ năm trước: 84 % (84/100); tăng 6 điểm phần trăm"),
        (95, "cùng kỳ năm trước: 95 % (95/100); giảm 5 điểm phần trăm"),
        (90, "cùng kỳ năm trước: 90 % (90/100), không đổi"),
    ],
)
def test_attendance_says_by_how_many_points_it_is_above_or_below_last_year(before, told):
    earlier = _points(chart_comparison.year_before(YEAR), before)
    spec = attendance.chart(_points(YEAR, 90), [None] * 12, YEAR, 202610, earlier=earlier).to_dict()
    assert " ".join(spec["title"]["subtitle"]).startswith(told)
    rows = [row for row in rows_drawn(spec) if "before" in row]
    assert {row["before"] for row in rows} == {before / 100}


def test_a_year_without_meetings_is_not_a_year_of_zero():
    earlier = [AttendancePoint(month, AttendanceCounts()) for month in chart_comparison.year_before(YEAR).periods]
    spec = attendance.chart(_points(YEAR, 90), [None] * 12, YEAR, 202610, earlier=earlier).to_dict()
    assert spec["title"]["subtitle"][0] == "cùng kỳ năm trước không có cuộc họp"
    assert {row["before"] for row in rows_drawn(spec) if "before" in row} == {None}


def test_the_year_before_is_the_same_months_one_year_earlier():
    assert chart_comparison.year_before(YEAR).periods == [period - 100 for period in YEAR.periods]


def test_charts_side_by_side_have_one_scale_and_one_order():
    def spec(upto, names):
        channels = {"x": {"scale": {"domain": [0, upto]}}, "y": {"sort": names}}
        return {"layer": [{"encoding": channels}, {"encoding": json.loads(json.dumps(channels))}]}

    found = chart_comparison.to_one_scale([spec(5, ["B", "A"]), spec(9, ["A", "C", "B"])])
    for one in found:
        for layer in one["layer"]:
            assert layer["encoding"]["x"]["scale"]["domain"] == [0, 9]
            assert layer["encoding"]["y"]["sort"] == ["B", "A", "C"]


def test_encodings_shared_by_layers_get_one_scale_and_each_chart_keeps_its_months():
    def spec(upto, months):
        x = {"type": "ordinal", "scale": {"domain": months}}
        y = {"sort": ["A"], "scale": {"domain": [0, upto]}}
        return {"encoding": {"x": x, "y": y}, "layer": [{"encoding": {}}]}

    found = chart_comparison.to_one_scale([spec(5, [202610, 202611]), spec(9, [202510, 202511])])
    assert [one["encoding"]["y"]["scale"]["domain"] for one in found] == [[0, 9], [0, 9]]
    assert [one["encoding"]["x"]["scale"]["domain"] for one in found] == [[202610, 202611], [202510, 202511]]


def test_two_units_are_side_by_side_and_each_chart_says_whose_it_is(year):
    commune = _code(year.units["tay_son"])
    told = {"charts_area": _code(year.units["dong_ha"]), "charts_versus": "unit", "versus_area": commune}
    app = shown(year.district, CHARTS, charts_month="202610", **told)
    left, right = specs(app)
    assert (left["title"]["subtitle"][0], right["title"]["subtitle"][0]) == ("Xã Đông Hà", "Xã Tây Sơn")
    assert left["title"]["text"] != [""]
    alone = shown(year.district, CHARTS, charts_month="202610", charts_area=commune)
    lines = json.dumps(right["title"]["subtitle"][1:], ensure_ascii=False)
    assert specs(alone)[0]["title"]["subtitle"]["signal"].endswith(f" : {lines}")


def test_last_year_is_in_the_same_attendance_chart(year):
    app = shown(year.district, CHARTS, charts_month="202610", charts_versus="year")
    (spec,) = specs(app)
    assert '["cùng kỳ năm trước không có cuộc họp"' in spec["title"]["subtitle"]["signal"]
    assert "Tháng 10/2026" in said(app)


def test_a_secretary_is_offered_no_other_unit(year):
    app = shown(year.secretary, CHARTS, charts_versus="unit", versus_area=_code(year.units["tay_son"]))
    assert len(specs(app)) == 1


def test_both_charts_go_into_one_picture(year):
    app = shown(year.district, CHARTS, charts_which="rates", charts_versus="year", charts_since="202601")
    found = [chart_theme.to_spec(attendance.chart(_points(YEAR, many), [None] * 12, YEAR, 202610)) for many in (80, 90)]
    data = chart_theme.specs_to_png(found, "Huyện An Bình · số liệu đến 22/11/2026")
    width, height = struct.unpack(">II", data[16:24])
    assert width > height
    assert data != chart_theme.specs_to_png(found, "Xã Đông Hà · số liệu đến 22/11/2026"), (
        "it says whose figures they are"
    )
    assert len(specs(app)) == 2
