"""Sheet names and dates in superiors' workbooks: filled in so that formulas, links and lists find them."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from components.files import excel_report_form, report_form_check, report_form_text
from components.files.report_form_text import FormValue
from components.i18n import in_language
from tests.form_files import KNOWN, VALUES, refused, saved

DAY = date(2026, 10, 31)
TOLD = VALUES | {"period": FormValue("tháng 10/2026"), "until": FormValue("31/10/2026", day=DAY)}
ASKED = KNOWN | {"period": "period", "until": "until"}


def opened(data: bytes, values=TOLD) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(excel_report_form.fill_form(data, values, list)))


def workbook_with_named_sheet() -> openpyxl.Workbook:
    """A sheet named by a placeholder, which the rest of the workbook refers to in every way."""
    book = openpyxl.Workbook()
    own, other = book.active, book.create_sheet("Tổng hợp")
    own.title = "{{unit_name}}"
    own["A1"], own["A2"] = "{{present}}", "='{{unit_name}}'!A1*2"
    own.print_area = "A1:B9"
    other["A1"] = "=SUM('{{unit_name}}'!A1:A1)"
    other["A2"] = "trang"
    other["A2"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="A2", location="'{{unit_name}}'!A1")
    choice = DataValidation("list", "'{{unit_name}}'!$A$1:$A$2")
    choice.add("B1")
    other.add_data_validation(choice)
    chart = BarChart()
    chart.add_data(Reference(own, min_col=1, min_row=1, max_row=2))
    other.add_chart(chart, "D4")
    book.defined_names["so_lieu"] = DefinedName("so_lieu", attr_text="'{{unit_name}}'!$A$1")
    return book


def test_a_sheet_is_named_after_its_unit_and_so_is_every_reference_to_it():
    data = saved(workbook_with_named_sheet())
    assert report_form_check.require_fillable_form("a.xlsx", data, ASKED).fields == ["present", "unit name"]
    made = opened(data)
    name = "Xã Đông Hà & Hải"
    assert made.sheetnames == [name, "Tổng hợp"]
    assert (made[name]["A1"].value, made[name]["A2"].value) == (1371, f"='{name}'!A1*2")
    other = made["Tổng hợp"]
    assert other["A1"].value == f"=SUM('{name}'!A1:A1)"
    assert other["A2"].hyperlink.location == f"'{name}'!A1"
    assert other.data_validations.dataValidation[0].formula1 == f"'{name}'!$A$1:$A$2"
    assert made.defined_names["so_lieu"].attr_text == f"'{name}'!$A$1"
    parts = report_form_text.read_parts(excel_report_form.fill_form(data, TOLD, list))
    assert not [part for part, content in parts.items() if b"{{unit" in content]


@pytest.mark.parametrize(
    ("told", "name"),
    [("tháng 10/2026", "tháng 10-2026"), ("'a'", "a"), ("Đ" * 40, "Đ" * 31), ("", "Trang (2)"),
     ("tổng hợp", "tổng hợp (2)"), ("[x]:*?", "-x-")],
)  # fmt: skip
def test_a_name_is_valid_in_excel_and_differs_from_the_others(told, name):
    with in_language("vi"):
        made = opened(saved(workbook_with_named_sheet()), {"unit name": FormValue(told), "present": FormValue("1", 1)})
    assert made.sheetnames == [name, "Tổng hợp"]
    assert made["Tổng hợp"]["A1"].value == f"=SUM('{name}'!A1:A1)"


def test_an_unknown_placeholder_in_a_name_is_reported_with_its_place():
    book = workbook_with_named_sheet()
    book["Tổng hợp"].title = "{{unit_nam}}"
    refusal = refused("a.xlsx", saved(book))
    assert refusal.code == "form_fields_unknown"
    assert refusal.values["fields"].count("{{unit_nam}}") > 0


def test_a_date_alone_in_a_cell_is_a_date_that_formulas_can_use():
    book = openpyxl.Workbook()
    sheet = book.active
    for place, kind in {
        "A1": "General",
        "A2": "dd/mm/yyyy",
        "A3": '"Ngày" d "tháng" m',
        "A4": "@",
        "A5": "0.00",
    }.items():
        sheet[place], sheet[place].number_format = "{{until}}", kind
    sheet["A6"], sheet["A7"] = "Đến {{until}}", "=A1+1"
    sheet["A1"].font = openpyxl.styles.Font(bold=True)
    made = opened(saved(book)).active
    day = datetime(DAY.year, DAY.month, DAY.day)
    assert [made[f"A{at}"].value for at in range(1, 7)] == [day, day, day, "31/10/2026", "31/10/2026", "Đến 31/10/2026"]
    assert (made["A1"].number_format, made["A1"].font.b) == ("dd/mm/yyyy", True)
    assert made["A3"].number_format == '"Ngày" d "tháng" m'


def test_a_workbook_with_the_1904_date_system_keeps_it():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = "{{until}}"
    made = opened(saved(book))
    assert made.epoch == CALENDAR_MAC_1904
    assert made.active["A1"].value == datetime(DAY.year, DAY.month, DAY.day)


def test_two_sheets_with_equal_names_are_told_apart_and_each_is_referred_to_by_its_own():
    book = workbook_with_named_sheet()
    third = book.create_sheet("{{ unit name }}")
    third["A1"] = "='{{ unit name }}'!B1+'{{unit_name}}'!A1"
    with in_language("vi"):
        made = opened(saved(book), {"unit name": FormValue("=1+1"), "present": FormValue("1", 1)})
    assert made.sheetnames == ["=1+1", "Tổng hợp", "=1+1 (2)"]
    assert made["=1+1 (2)"]["A1"].value == "='=1+1 (2)'!B1+'=1+1'!A1"
