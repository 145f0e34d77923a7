"""Rows of a workbook repeated for each unit: the rows below move, and their formulas still count correctly."""

import io
import re

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from components.files import excel_report_form, report_form_check, report_form_text
from components.files.report_form_row_insertion import Insertion
from components.files.report_form_text import FormValue
from components.i18n import in_language
from tests.form_files import KNOWN, refused, saved, with_shared_strings

COUNTS = [11, 12, 30]
BELOW = [
    {"units:unit name": FormValue(f"=Chi bộ {at} {{{{present}}}}"), "units:present": FormValue(str(count), count)}
    for at, count in enumerate(COUNTS)
]
VALUES = {"present": FormValue("53", 53)}


def form() -> openpyxl.Workbook:
    """A header, a row for each unit with a formula and merged cells, a sum and a signature; a second sheet that refers
    to it.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 1"
    sheet.append(["Đơn vị", "Có mặt", "Gấp đôi", "Phần của cả", "Ghi chú"])
    sheet.append(["{{units: unit_name}}", "{{units: present}}", "=B2*2", "=B2/B$3", "=SUM(B2:C2)"])
    sheet.append(["Cộng", "=SUM(B2:B2)", "=SUM(C2:C2)", "=SUM(D2:D2)"])
    sheet["A5"], sheet["B5"] = "{{present}}", "=B3"
    sheet.merge_cells("E2:F2")
    sheet.merge_cells("A5:A6")
    choice = DataValidation("list", '"có,không"')
    choice.add("F2")
    choice.add("F5")
    sheet.add_data_validation(choice)
    sheet.print_area = "A1:F6"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=3))
    sheet.add_chart(chart, "A9")
    other = book.create_sheet("Khác")
    other["A1"], other["A2"], other["A3"] = "='Biểu 1'!B3", "=B3", "=SUM('Biểu 1'!B2:B2)"
    return book


def filled(book: openpyxl.Workbook, below=BELOW) -> bytes:
    return excel_report_form.fill_form(saved(book), VALUES, lambda: below)


def test_a_row_is_repeated_and_everything_below_moves_with_its_formulas():
    data = filled(form())
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Biểu 1"]
    rows = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=2, max_row=5)]
    assert rows == [
        ["=Chi bộ 0 {{present}}", 11, "=B2*2", "=B2/B$5", "=SUM(B2:C2)"],
        ["=Chi bộ 1 {{present}}", 12, "=B3*2", "=B3/B$5", "=SUM(B3:C3)"],
        ["=Chi bộ 2 {{present}}", 30, "=B4*2", "=B4/B$5", "=SUM(B4:C4)"],
        ["Cộng", "=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)", None],
    ]
    assert sheet["A2"].data_type == "s"
    assert (sheet["A7"].value, sheet["B7"].value) == (53, "=B5")
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A7:A8", "E2:F2", "E3:F3", "E4:F4"]
    assert "F7" in str(sheet.data_validations.dataValidation[0].sqref)
    assert sheet.print_area == "'Biểu 1'!$A$1:$F$8"
    assert [book["Khác"][f"A{row}"].value for row in (1, 2, 3)] == ["='Biểu 1'!B5", "=B3", "=SUM('Biểu 1'!B2:B4)"]
    chart = report_form_text.read_parts(data)["xl/charts/chart1.xml"].decode()
    assert "$B$2:$B$5" in chart
    drawing = report_form_text.read_parts(data)["xl/drawings/drawing1.xml"].decode()
    assert re.search("<(?:xdr:)?row>(\\d+)", drawing)[1] == "10"


def test_shared_formulas_and_strings_work_too():
    data = with_shared_strings(saved(form()))
    parts = report_form_text.read_parts(data)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    sheet = sheet.replace("<f>SUM(B2:B2)</f>", '<f t="shared" si="0" ref="B3:D3">SUM(B2:B2)</f>')
    for column in "CD":
        sheet = sheet.replace(f"<f>SUM({column}2:{column}2)</f>", '<f t="shared" si="0"/>')
    assert sheet.count("shared") >= 3
    data = report_form_text.write_parts(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})
    made = openpyxl.load_workbook(io.BytesIO(excel_report_form.fill_form(data, VALUES, lambda: BELOW)))["Biểu 1"]
    assert [made[f"{column}5"].value for column in "BCD"] == ["=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)"]


@pytest.mark.parametrize("below", [[], BELOW[:1]])
def test_no_unit_leaves_the_row_blank_and_one_moves_nothing(below):
    made = openpyxl.load_workbook(io.BytesIO(filled(form(), below)))["Biểu 1"]
    assert [made["A2"].value, made["B2"].value] == ([None, None] if not below else ["=Chi bộ 0 {{present}}", 11])
    assert made["B3"].value == "=SUM(B2:B2)"


@pytest.mark.parametrize(
    ("reference", "after"),
    [("B4", "B4"), ("B5", "B5:B8"), ("$B$5", "$B$5:$B$8"), ("B4,B5", "B4,B5:B8"), (" B5 ", " B5:B8 "),
     ("B5*2", "B5*2"), ("ABS(B5)", "ABS(B5)"), ("B6", "B9"), ("$B$6", "$B$9"), ("B5:B5", "B5:B8"), ("B1:B4", "B1:B4"),
     ("B1:B9", "B1:B12"), ("6:7", "9:10"), ("B:C", "B:C"), ("tên", "tên")],
)  # fmt: skip
def test_a_range_that_contains_the_row_grows_and_one_below_it_moves(reference, after):
    assert Insertion("a", 5, 3).shifted_formula(f"SUM({reference})", "a") == f"SUM({after})"
    assert Insertion("a", 5, 3).shifted_formula(f"SUM({reference})", "b") == f"SUM({reference})"


def test_a_formula_that_uses_only_the_first_unit_is_reported():
    book = form()
    book.active["B7"], book["Khác"]["A4"] = "=B2/2", "=IF(B2>0,'Biểu 1'!B2,0)"
    with in_language("vi"):
        (told,) = report_form_check.require_fillable_form("a.xlsx", saved(book), KNOWN).notes[1:]
    assert "Biểu 1, ô B7; trang Khác, ô A4." in told
    summing = form()
    summing.active["B7"] = "=SUM(B2)"  # this one grows and is correct
    assert len(report_form_check.require_fillable_form("a.xlsx", saved(summing), KNOWN).notes) == 1


def test_a_placeholder_for_each_unit_outside_a_repeated_row_is_refused():
    book = form()
    book.active.oddHeader.left.text = "{{units: unit_name}}"
    assert refused("a.xlsx", saved(book)).code == "form_units_outside"


def test_a_table_beside_a_repeated_row_is_refused():
    book = form()
    book.active["H1"], book.active["H2"] = "cột", 1
    book.active.add_table(Table(displayName="Bang", ref="H1:H2"))
    assert refused("a.xlsx", saved(book)).code == "form_rows_fixed"
    assert report_form_check.require_fillable_form("a.xlsx", saved(form()), KNOWN).fields
