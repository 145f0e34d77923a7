"""Superiors' forms as files: filled and read back as their recipient would; what cannot be a form is refused."""

import io
import re

import openpyxl
import pytest
from docx import Document
from docx.oxml import OxmlElement
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from components.files import excel_report_form, report_form_check, report_form_text, word_report_form
from components.files.report_form_text import FormValue
from components.i18n import in_language
from tests.form_files import KNOWN, VALUES, document, refused, saved, sheet_of, with_shared_strings, workbook

BELOW = [
    {"units:unit name": FormValue("Chi bộ {{present}}"), "units:present": FormValue("11", 11)},
    {"units:unit name": FormValue("Chi bộ Bến Đá"), "units:present": FormValue("12", 12)},
]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    return report_form_text.write_parts(report_form_text.read_parts(data) | {name: content})


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    parts = report_form_text.read_parts(data)
    assert old in parts[name]
    return report_form_text.write_parts(parts | {name: parts[name].replace(old, new)})


@pytest.mark.parametrize("written", [bytes, with_shared_strings])
def test_numbers_are_numbers_and_shares_follow_the_format_of_their_cell(written):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = "{{present}}", "{{rate}}", "{{ Tỷ LỆ }}", "=A1*2"
    sheet["A5"] = "Đạt {{rate}} (có mặt {{present}})"
    sheet["A6"] = "Đạt {{rate}} %"
    sheet["A3"].number_format = "0.0%"
    made = sheet_of(excel_report_form.fill_form(written(saved(book)), VALUES, list))
    assert [made[f"A{row}"].value for row in range(1, 7)] == [
        1371,
        86.4,
        19 / 22,
        "=A1*2",
        "Đạt 86,4 % (có mặt 1.371)",
        "Đạt 86,4 %",
    ]


def test_a_name_that_looks_like_a_formula_is_text():
    data = excel_report_form.fill_form(workbook(A1="{{secretary}}", A2="Bí thư: {{secretary}}"), VALUES, list)
    made = sheet_of(data)
    assert made["A1"].data_type == "s"
    assert made["A1"].value == VALUES["secretary"].text
    assert b"<f" not in report_form_text.read_parts(data)["xl/worksheets/sheet1.xml"]


def test_a_missing_figure_leaves_the_cell_blank_or_dashed():
    data = workbook(A1="{{present}}", A2="{{rate}}")
    made = sheet_of(
        excel_report_form.fill_form(data, VALUES | {"present": FormValue(""), "rate": FormValue("—")}, list)
    )
    assert [made["A1"].value, made["A2"].value] == [None, "—"]


def test_everything_else_in_a_workbook_stays_as_its_owner_made_it():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "{{present}}"
    sheet["B2"].fill = PatternFill("solid", "FFFF00")
    sheet.merge_cells("B2:C3")
    sheet.column_dimensions["B"].width = 33
    sheet.print_area = "A1:D9"
    choice = DataValidation("list", '"có,không"')
    choice.add("D4")
    sheet.add_data_validation(choice)
    sheet.oddHeader.left.text = "&B{{unit_name}}"
    sheet.protection.sheet = True
    picture = b"\x89PNG not looked at"
    data = with_part(saved(book), "xl/media/logo.png", picture)
    data = excel_report_form.fill_form(data, VALUES, list)
    made = sheet_of(data)
    assert made["B2"].value == 1371
    assert made["B2"].fill.fgColor.rgb == "00FFFF00"
    assert str(next(iter(made.merged_cells.ranges))) == "B2:C3"
    assert made.column_dimensions["B"].width == 33
    assert made.print_area == "'Sheet'!$A$1:$D$9"
    assert made.data_validations.dataValidation[0].formula1 == '"có,không"'
    assert made.protection.sheet
    parts = report_form_text.read_parts(data)
    assert parts["xl/media/logo.png"] == picture
    header = report_form_text.parse_xml(parts["xl/worksheets/sheet1.xml"]).findtext(
        f".//{report_form_text.SHEET}oddHeader"
    )
    assert header == "&L&BXã Đông Hà && Hải"


DRAWN = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p><a:r><a:rPr b="1"/>
<a:t>Kỳ {{unit</a:t></a:r><a:r><a:t>_name}} hết</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"""


def test_a_text_box_on_a_sheet_is_filled_and_kept():
    data = with_part(workbook(A1="{{present}}"), "xl/drawings/drawing1.xml", DRAWN.encode())
    assert {each.name for each in excel_report_form.scan_placeholders(report_form_text.read_parts(data))} == {
        "present",
        "unit_name",
    }
    drawn = report_form_text.read_parts(excel_report_form.fill_form(data, VALUES, list))[
        "xl/drawings/drawing1.xml"
    ].decode()
    assert re.findall("<a:t[^>]*>([^<]*)</a:t>", drawn) == ["Kỳ Xã Đông Hà &amp; Hải", " hết"]


def test_rich_text_in_a_cell_keeps_its_formatting():
    rich = "<si><r><rPr><b/></rPr><t>Tỷ lệ {{ra</t></r><r><rPr><i/></rPr><t>te}}</t></r></si>"
    made = excel_report_form.fill_form(with_shared_strings(workbook(A1="chỗ này"), rich), VALUES, list)
    sheet = report_form_text.read_parts(made)["xl/worksheets/sheet1.xml"].decode()
    assert "Tỷ lệ 86,4 %" in sheet
    assert sheet.index("<b/>") < sheet.index("86,4 %") < sheet.index("<i/>")


def test_a_header_too_long_for_excel_is_shortened():
    book = openpyxl.Workbook()
    book.active["A1"] = "{{present}}"
    book.active.oddFooter.center.text = "{{unit_name}}"
    made = excel_report_form.fill_form(saved(book), VALUES | {"unit name": FormValue("Đ" * 400)}, list)
    footer = sheet_of(made).oddFooter.center.text
    assert 200 < len(footer) <= 253
    assert footer.endswith("…")


PLACES = {"đoạn 1", "bảng 1, hàng 1, cột 2", "đầu trang", "chân trang", "khung chữ", "chú thích cuối trang",
          "chú thích cuối văn bản"}  # fmt: skip


def test_every_place_in_a_document_is_filled():
    made = Document()
    line = made.add_paragraph()
    for piece, bold in (
        ("Có {", False),
        ("{pre", True),
        ("sent}", False),
        ("} đồng chí, {{rate}}", None),
        (" %", None),
    ):
        line.add_run(piece).bold = bold
    made.add_table(1, 2).rows[0].cells[1].text = "{{secretary}}"
    section = made.sections[0]
    section.header.paragraphs[0].text = "Đầu {{unit_name}}"
    section.footer.paragraphs[0].text = "Chân {{present}}"
    box = OxmlElement("w:txbxContent")
    box.append(Document().add_paragraph("Khung {{rate}}")._p)
    made.add_paragraph().add_run()._r.append(box)
    data = with_part(saved(made), "word/footnotes.xml", notes("{{present}}"))
    data = with_part(data, "word/endnotes.xml", notes("{{rate}}"))
    with in_language("vi"):
        found = list(word_report_form.scan_placeholders(report_form_text.read_parts(data)))
    assert {each.place for each in found} == PLACES
    parts = report_form_text.read_parts(word_report_form.fill_form(data, VALUES, list))
    said = {name: "".join(re.findall("<w:t[ >][^<]*|<w:t>[^<]*", parts[name].decode())) for name in parts
            if name.startswith("word/") and name.endswith(".xml")}  # fmt: skip
    body = re.sub("<w:t[^>]*>", "", said["word/document.xml"])
    assert "Có 1.371 đồng chí, 86,4 %" in body
    assert "86,4 % %" not in body
    assert "Khung 86,4 %" in body
    assert "1.371" in said["word/footnotes.xml"]
    assert "86,4 %" in said["word/endnotes.xml"]
    assert all("{{" not in text for text in said.values())
    opened = Document(io.BytesIO(report_form_text.write_parts(parts)))
    assert opened.sections[0].header.paragraphs[0].text == "Đầu Xã Đông Hà & Hải"
    assert opened.tables[0].rows[0].cells[1].text == VALUES["secretary"].text
    assert [run.bold for run in opened.paragraphs[0].runs][:2] == [False, True]


def notes(words: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    line = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return f'<w:footnotes xmlns:w="{space}"><w:footnote>{line}</w:footnote></w:footnotes>'.encode()


def test_a_table_row_is_repeated_for_each_unit_and_values_are_never_placeholders():
    made = Document()
    table = made.add_table(3, 2)
    table.rows[0].cells[0].text = "Đơn vị"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{units: unit_name}}", "{{đơn vị: present}}"
    table.rows[2].cells[1].text = "{{present}}"
    filled = Document(io.BytesIO(word_report_form.fill_form(saved(made), VALUES, lambda: BELOW)))
    rows = [[cell.text for cell in row.cells] for row in filled.tables[0].rows]
    assert rows == [["Đơn vị", ""], ["Chi bộ {{present}}", "11"], ["Chi bộ Bến Đá", "12"], ["", "1.371"]]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsm", workbook(A1="{{present}}"), "form_has_macros"),
        ("a.docm", document("{{present}}"), "form_has_macros"),
        ("a.xlsx", with_part(workbook(A1="{{present}}"), "xl/vbaProject.bin", b"x"), "form_has_macros"),
        ("a.docx", with_part(document("{{present}}"), "word/vbaProject.bin", b"x"), "form_has_macros"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "form_old"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"x" * 600, "form_old"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "form_has_password"),
        ("a.xlsx", b"", "form_unreadable"),
        ("a.docx", workbook(A1="{{present}}"), "form_unreadable"),
        ("a.xlsx", workbook(A1="no placeholder"), "form_without_fields"),
        ("a.docx", document(), "form_without_fields"),
        ("a.xlsx", workbook(A1="{{present}"), "form_braces_broken"),
        ("a.xlsx", workbook(A1="{present}"), "form_braces_broken"),
        ("a.xlsx", workbook(A1='="Kỳ {{present}}"'), "form_braces_broken"),
        ("a.docx", document("{{present}}", "{{", "rate}}"), "form_braces_broken"),
        ("a.docx", document("{{others: present}}"), "form_fields_unknown"),
        ("a.xlsx", with_part(workbook(A1="{{present}}"), "xl/drawings/v.vml", b"<p>{{present}}</p>"), "form_box_old"),
        ("a.docx", b"x" * (40 << 20), "form_too_large"),
        (
            "a.xlsx",
            with_part(workbook(A1="{{present}}"), "xl/externalLinks/externalLink1.xml", b"<a/>"),
            "form_has_links",
        ),
        ("a.docx", with_part(document("{{present}}"), "word/embeddings/o.bin", b"x"), "form_has_links"),
        ("a.xlsx", with_part(workbook(A1="{{present}}"), "xl/media/x.xml", b"<a>" + b" " * (50 << 20) + b"</a>"),
         "form_too_large"),
        (
            "a.xlsx",
            with_part(workbook(A1="{{present}}"), "xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "form_unreadable",
        ),
        (
            "a.dotx",
            changed(document("{{present}}"), "[Content_Types].xml", b"document.main+xml", b"template.main+xml"),
            "form_old",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_a_form_is_refused(name, data, code):
    assert refused(name, data).code == code


def test_an_unknown_figure_is_reported_with_its_place_and_the_nearest_name():
    book = openpyxl.Workbook()
    book.active.title = "Biểu 1"
    book.active["C5"] = "{{presnt}}"
    book.active.oddHeader.left.text = "{{unit_nam}}"
    told = refused("a.xlsx", saved(book)).values["fields"]
    assert "{{presnt}}" in told
    assert "Biểu 1" in told
    assert "C5" in told
    assert "→ {{present}}" in told
    assert "→ {{unit_name}}" in told


def test_a_hyperlink_does_not_count_as_external_data():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{present}}", "trang"
    book.active["A2"].hyperlink = "https://example.org/"
    assert report_form_check.require_fillable_form("a.xlsx", saved(book), KNOWN).fields == ["present"]


def test_a_protected_sheet_is_accepted_with_a_note():
    book = openpyxl.Workbook()
    book.active["A1"] = "{{present}}"
    book.active.protection.sheet = True
    checked = report_form_check.require_fillable_form("a.xlsx", saved(book), KNOWN)
    assert any("Sheet" in note for note in checked.notes)


def test_the_same_form_and_figures_make_the_same_file():
    data = workbook(A1="{{present}}")
    assert excel_report_form.fill_form(data, VALUES, list) == excel_report_form.fill_form(data, VALUES, list)
