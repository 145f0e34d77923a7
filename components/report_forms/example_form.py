"""A small example form: an Excel sheet with placeholders, a formula over them and a signature."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = (
    ("1", "Số cuộc họp chi bộ", "cuộc", "meetings"),
    ("2", "Số lượt đảng viên được triệu tập", "lượt", "expected"),
    ("3", "Số lượt đảng viên có mặt", "lượt", "present"),
    ("4", "Tỷ lệ dự sinh hoạt", "%", "attendance_rate"),
    ("5", "Chi bộ đã báo cáo", "lượt chi bộ", "reported"),
    ("6", "Hộ có đảng viên phụ trách", "hộ", "households_covered"),
)
FONT = "Times New Roman"


def build_example() -> bytes:
    """The example as a file."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu 1"
    for place, words in (("A1", "{{superior_body}}"), ("A2", "{{issuing_body}}"), ("A4", "BIỂU TỔNG HỢP {{period}}")):
        sheet[place] = words
        sheet[place].font = Font(FONT, 13, bold=place != "A1")
    sheet["A4"].alignment = Alignment("center")
    sheet.merge_cells("A4:D4")
    line = Side("thin")
    for at, row in enumerate((("TT", "Nội dung", "Đơn vị tính", "Kết quả"), *ROWS), 6):
        for column, words in enumerate(row, 1):
            cell = sheet.cell(at, column, f"{{{{{words}}}}}" if at > 6 and column == 4 else words)
            cell.font, cell.border = Font(FONT, 12, bold=at == 6), Border(line, line, line, line)
            if column != 2:
                cell.alignment = Alignment("center")
    sheet.cell(13, 2, "Số lượt vắng (3 trừ khỏi 2)").font = Font(FONT, 12, italic=True)
    sheet.cell(13, 4, "=D8-D9").font = Font(FONT, 12, italic=True)
    sheet["C15"], sheet["C16"], sheet["C20"] = "{{place}}, {{printed_on_words}}", "BÍ THƯ", "{{secretary}}"
    for place in ("C15", "C16", "C20"):
        sheet[place].font = Font(FONT, 12, bold=place != "C15", italic=place == "C15")
        sheet[place].alignment = Alignment("center")
        sheet.merge_cells(f"{place}:D{place[1:]}")
    for column, width in zip("ABCD", (6, 38, 16, 24), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.print_area = "A1:D21"
    sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr = 9, PageSetupProperties(fitToPage=True)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
