"""A briefing as a workbook: its figures by code on the first sheet, then a sheet for each table."""

import io

from components.files import excel_writer
from components.files.briefing_document import Briefing, SectionTable
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind, WriteSummary

FRONT = "Bản kê"


def write_workbook(paper: Briefing) -> tuple[bytes, list[WriteSummary]]:
    """Return the workbook as an .xlsx, and a write summary of each table."""
    made = io.BytesIO()
    tables = [_sheet(paper, table) for section in paper.sections for table in section.tables]
    written = excel_writer.write_workbook_of_tables(made, _front(paper), tables)
    return made.getvalue(), written


def _sheet(paper: Briefing, table: SectionTable) -> SheetTable:
    lines = [f"{paper.as_of} · {paper.period}", *filter(None, [paper.warning])]
    return SheetTable(table.name, table.name.upper(), lines, table.columns, table.rows, held=1)


def _front(paper: Briefing) -> SheetTable:
    """Return the first sheet: each figure of the sentences with its code, value and printed form, below the filters."""
    columns = [
        SheetColumn("Phần", width=34),
        SheetColumn("Mã số liệu", width=26),
        SheetColumn("Số liệu", width=46),
        SheetColumn("Giá trị", ValueKind.DECIMAL, 12),
        SheetColumn("Trên tổng số", ValueKind.DECIMAL, 12),
        SheetColumn("In trong tài liệu", width=18),
    ]
    rows: list[list[Value]] = [
        [section.title, figure.code, figure.label, figure.value, figure.denominator, figure.text]
        for section in paper.sections
        for figure in section.figures
    ]
    lines = [f"{name}: {value}" for name, value in paper.manifest] + [paper.warning] * bool(paper.warning)
    return SheetTable(FRONT, f"{paper.title} · {paper.period}".upper(), lines, columns, rows, held=1)
