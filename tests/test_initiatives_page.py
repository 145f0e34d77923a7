"""The page of initiatives: entered, ended and deleted there; figures as published, in a chart and in sheets."""

import io

import openpyxl
import pytest

from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorInput
from db.initiatives.initiatives import InitiativeInput
from db.models import Draft, IndicatorValue, Initiative, Unit
from tests.pages import button, links, said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, CHARTS = "pages/households/initiatives.py", "pages/figures/charts.py"


def deed(app, name: str):
    next(group for group in app.button_group if (group.key or "").endswith("_action")).set_value(name).run()
    assert not app.exception, app.exception
    return app


def field(widgets, label: str):
    return next(each for each in widgets if each.label == label)


@pytest.fixture
def unit_id(world):
    """An initiative of 43 households and two figures."""
    unit = world.units["dong_bao"]
    typed = InitiativeInput("Khu *dân cư* đoàn kết", None, 43, code_of(world, "an"), result="Xong đường hoa")
    initiatives.create(world.secretary, unit, typed)
    indicators.record(world.secretary, unit, IndicatorInput("criteria", 2019, 13, 15))
    indicators.record(world.secretary, unit, IndicatorInput("income", 2019, 40, None, "over"))
    return unit


def test_an_initiative_is_added_corrected_and_deleted(world):
    app = deed(shown(world.secretary, PAGE), "add")
    button(app, "Thêm mô hình này").click().run()
    assert "nhập tên mô hình" in app.error[0].value
    field(app.text_input, "Tên mô hình").set_value("Đường cờ").run()
    field(app.number_input, "Số hộ tham gia").set_value(43).run()
    assert "Không ghi tên người dân" in said(app)
    button(app, "Thêm mô hình này").click().run()
    assert [(row.name, row.households) for row in rows(Initiative)] == [("Đường cờ", 43)]
    app = deed(shown(world.secretary, PAGE), "correct")
    assert field(app.number_input, "Số hộ tham gia").value == 43
    field(app.text_input, "Kết quả, trong một câu").set_value("Xong 300 m").run()
    button(app, "Lưu").click().run()
    assert [row.result for row in rows(Initiative)] == ["Xong 300 m"]
    button(deed(shown(world.secretary, PAGE), "mistake"), "Bỏ mục ghi nhầm này").click().run()
    assert rows(Initiative) == []


def test_of_two_initiatives_with_one_name_the_tapped_one_is_deleted(world, unit_id):
    code, _ = (
        initiatives.create(world.secretary, unit_id, InitiativeInput("Đường cờ", households=households))
        for households in (17, 12)
    )
    app = deed(shown(world.secretary, PAGE), "mistake")
    box = field(app.selectbox, "Mục nào ghi nhầm")
    assert len(set(box.options)) == len(box.options)
    box.set_value(("initiative", code)).run()
    button(app, "Bỏ mục ghi nhầm này").click().run()
    assert sorted(row.households for row in rows(Initiative)) == [12, 43]


def test_a_half_typed_initiative_waits_for_its_author_only_and_an_emptied_field_stays_empty(world, unit_id):
    app = deed(shown(world.secretary, PAGE), "correct")
    field(app.text_input, "Kết quả, trong một câu").set_value("").run()
    field(app.number_input, "Số hộ tham gia").set_value(45).run()
    other = deed(shown(world.commune, PAGE, initiatives_cell=rows(Unit, id=unit_id)[0].code), "correct")
    assert field(other.number_input, "Số hộ tham gia").value == 43
    field(other.text_input, "Tên mô hình").set_value("Khu dân cư văn minh").run()
    button(other, "Lưu").click().run()
    again = deed(shown(world.secretary, PAGE), "correct")  # opened on another day
    assert field(again.text_input, "Kết quả, trong một câu").value == ""
    assert field(again.number_input, "Số hộ tham gia").value == 45
    button(app, "Lưu").click().run()  # while the page still shows the previous name
    (row,) = rows(Initiative)
    assert (row.name, row.households, row.result) == ("Khu dân cư văn minh", 45, None)
    assert rows(Draft) == []


def test_a_half_typed_figure_is_restored_and_cleared_once_saved(world):
    app = deed(shown(world.secretary, PAGE), "figure")
    field(app.selectbox, "Chỉ số").set_value("criteria").run()
    field(app.number_input, "Số đạt").set_value(13.0).run()
    again = deed(shown(world.secretary, PAGE), "figure")
    assert field(again.selectbox, "Chỉ số").value == "criteria"
    assert field(again.number_input, "Số đạt").value == 13
    field(again.number_input, "Trên tổng số").set_value(12.0).run()
    button(again, "Ghi số liệu").click().run()
    assert "lớn hơn" in again.error[0].value or "tổng số" in again.error[0].value
    assert field(again.number_input, "Số đạt").value == 13  # refused, but nothing is lost
    field(again.number_input, "Trên tổng số").set_value(15.0).run()
    button(again, "Ghi số liệu").click().run()
    assert [(row.value, row.total) for row in rows(IndicatorValue)] == [(13, 15)]
    assert rows(Draft) == []


def test_a_figure_is_asked_for_in_the_form_its_indicator_is_published_in(world):
    app = deed(shown(world.secretary, PAGE), "figure")
    field(app.number_input, "Số liệu").set_value(149.0).run()
    field(app.selectbox, "Chỉ số").set_value("criteria").run()
    field(app.number_input, "Số đạt").set_value(13.0).run()
    field(app.number_input, "Trên tổng số").set_value(15.0).run()
    button(app, "Ghi số liệu").click().run()
    assert [(row.indicator, row.value, row.total) for row in rows(IndicatorValue)] == [("criteria", 13, 15)]


def test_the_cell_reads_both_and_commune_and_district_open_them_from_a_list(world, unit_id):
    text = said(shown(world.secretary, PAGE))
    assert "Khu \\*dân cư\\* đoàn kết" in text
    assert "43 hộ" in text
    assert "Nguyễn Văn An phụ trách" in text
    assert "2019: **13/15**" in text
    assert "2019: **hơn 40**" in text
    for role in ("commune", "district"):
        app = shown(world.viewers[role], PAGE)
        assert "43 hộ" in "".join(links(app, "initiatives"))
        assert "Cộng: 1 mô hình, 43 hộ tham gia" in said(app)
    assert not [group for group in shown(world.district, PAGE).button_group if (group.key or "").endswith("_action")]


def test_the_chart_of_an_indicator_opens_to_the_cells_of_a_year(world, unit_id):
    for role in ("secretary", "district"):
        app = shown(world.viewers[role], CHARTS, charts_which="indicators", charts_topic="criteria")
        spec = app.get("vega_lite_chart")[0].proto.spec
        assert "13/15" in spec
        assert "13/15" in "".join(links(app, "initiatives"))
    empty = shown(world.district, CHARTS, charts_which="indicators", charts_topic="gardens")
    assert "Chưa có số liệu của chỉ số này" in empty.info[0].value


@pytest.mark.parametrize(
    ("what", "cells"), [("initiatives", ["Khu *dân cư* đoàn kết", 43]), ("indicators", ["13/15", 2019])]
)
def test_both_are_exported_as_they_are(world, unit_id, what, cells):
    request = ExportRequest(what, reason="report")
    made = export_jobs.make_now(world.district.account_id, world.district.grant_id, request)
    book = openpyxl.load_workbook(io.BytesIO(made))
    values = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert all(cell in values for cell in cells)
