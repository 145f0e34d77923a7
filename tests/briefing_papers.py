"""Papers for meetings built by hand, and their files read back as their recipient would."""

import io
from collections.abc import Iterator
from functools import lru_cache

import docx
import openpyxl
import pptx
import pypdf

from components.files.briefing_document import Briefing, PrintedFigure, SectionTable, WrittenSection
from components.files.excel_writer import SheetColumn, ValueKind

LONG = "Đảng ủy xã Nguyễn Thị Minh Khai Đông Hải Thượng Lãn Ông miền Tây"  # 64 letters
COLUMNS = (
    SheetColumn("Đơn vị", width=34),
    SheetColumn("Phải báo cáo", ValueKind.NUMBER, 11, adds=True),
    SheetColumn("Đã báo cáo", ValueKind.NUMBER, 11, adds=True),
    SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(2, 1)),
)


def table(names: list[str], adds_up: bool = True) -> SectionTable:
    """A row for each unit: this many expected, one fewer reported."""
    rows = [[name, at + 2, at + 1, (at + 1) / (at + 2)] for at, name in enumerate(names)]
    return SectionTable("Báo cáo", COLUMNS, rows, first=tuple(range(len(rows)))[::-1], adds_up=adds_up)


def paper(
    tables: tuple[SectionTable, ...] = (), *sentences: str, unit: str = "Đảng ủy xã Đông Hà", **other
) -> Briefing:
    """A paper with one section, or with `sections` of several."""
    figures = (PrintedFigure("reported", "Chi bộ đã báo cáo", 19, None, "19"),)
    section = WrittenSection(
        "reporting", "Báo cáo", "19 trên 22 chi bộ đã báo cáo (86,4 %)", sentences, figures, tables
    )
    known = {
        "title": "Tài liệu họp",
        "unit": unit,
        "above": "ĐẢNG BỘ HUYỆN AN BÌNH",
        "place_and_day": "Đông Hà, ngày 22 tháng 11 năm 2026",
        "period": "tháng 10/2026",
        "as_of": "Xã Đông Hà · số liệu đến 31/10/2026",
        "warning": "Số liệu còn có thể thay đổi: 19 trên 22 chi bộ đã báo cáo.",
        "sections": (section,),
        "manifest": (("Đơn vị", unit), ("Kỳ", "tháng 10/2026")),
    }
    return Briefing(**known | other)


def word_text(content: bytes) -> str:
    """All text of a Word file."""
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for each in document.tables for row in each.rows for cell in row.cells)
    return plain(" ".join([*(line.text for line in document.paragraphs), *cells]))


def pdf_text(content: bytes) -> str:
    """All text of a PDF."""
    return plain(" ".join(pdf_page_texts(content)))


def pdf_page_texts(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def pdf_pages(content: bytes) -> int:
    """The number of pages of a PDF."""
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def slides_text(content: bytes) -> list[str]:
    """The text of each slide, including its table and notes."""
    return [plain(" ".join(_slide_texts(slide))) for slide in pptx.Presentation(io.BytesIO(content)).slides]


def slides_words(content: bytes) -> list[str]:
    """The text of each slide without its table."""
    slides = pptx.Presentation(io.BytesIO(content)).slides
    return [
        plain(" · ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)) for slide in slides
    ]


def slide_tables(content: bytes) -> list[list[list[str]]]:
    """The table of each slide that has one, as rows of texts."""
    slides = pptx.Presentation(io.BytesIO(content)).slides
    return [
        [[plain(cell.text) for cell in row.cells] for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]


@lru_cache(2)
def workbook(content: bytes) -> openpyxl.Workbook:
    """A workbook opened read-only."""
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_rows(content: bytes, name: str) -> list[list]:
    """The rows of a sheet below its header, without the totals line: the raw values."""
    below = _table_rows(content, name)[1:]
    return below[:-1] if below and below[-1][0] == "Cộng" else below


def sheet_heads(content: bytes, name: str) -> list[str]:
    """The column headings of a sheet."""
    return _table_rows(content, name)[0]


def plain(text: str) -> str:
    """The words separated by single spaces, however their lines are broken."""
    return " ".join(text.replace("\u00a0", " ").split())


def _table_rows(content: bytes, name: str) -> list[list]:
    """The rows of a sheet from its header on."""
    rows = [list(row) for row in workbook(content)[name].iter_rows(values_only=True)]
    return rows[next(at for at, row in enumerate(rows) if len([value for value in row if value is not None]) > 1) :]


def _slide_texts(slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
    yield slide.notes_slide.notes_text_frame.text
