"""A native table on a slide: as many rows as are legible there, those that need attention first, the others as one."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches

from components.files import briefing_document, slide_text
from components.files.briefing_document import SectionTable
from components.files.excel_writer import Value, ValueKind
from components.files.slide_text import GREY, INK, LEADING, LINE, POINTS, SHADE, Place, SlideText

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no lines and colours from PowerPoint
SIZE, HEAD_SIZE = 12, 10.5
SIDE, ABOVE = 0.06, 0.035  # inches between a cell's edge and its text
MOST_ROWS = 14
NUMBER_WIDTH, NUMBER_WIDTH_ALONE = 0.86, 1.15
STEPS = [step / 100 for step in range(56, 86, 3)]  # inches
ALONE = 8  # inches; a wider table is alone on its slide
OTHERS, TOTAL = "{count} đơn vị khác", "Cộng"
MORE = "… và {count} chi bộ khác, đủ trong tệp Excel"


def add_table(slide: Any, table: SectionTable, column_indexes: Sequence[int], place: Place) -> None:
    """Add a table with these of its columns."""
    widths = _widths(table, column_indexes, place[2])
    heads = [table.columns[at].title for at in column_indexes]
    rows = _fitting(table, column_indexes, widths, place[3] - _height(heads, widths, HEAD_SIZE, bold=True))
    frame = slide.shapes.add_table(
        len(rows) + 1, len(column_indexes), *(Inches(part) for part in place[:3]), Inches(0.3)
    )
    drawn = frame.table
    drawn._tbl.tblPr.remove(drawn._tbl.tblPr.find(STYLE_TAG))
    drawn._tbl.tblPr.append(_style(drawn))
    for at, width in enumerate(widths):
        drawn.columns[at].width = Inches(width)
    _fill_row(drawn, 0, heads, column_indexes, table, HEAD_SIZE, widths, GREY, bold=True)
    summed = table.adds_up and len(table.rows) > 1
    for line, row in enumerate(rows, 1):
        last = summed and line == len(rows)
        texts = [briefing_document.cell_text(table.columns, row, at) for at in column_indexes]
        _fill_row(drawn, line, texts, column_indexes, table, SIZE, widths, INK, bold=last)
    if not table.adds_up and len(rows) < len(table.rows):  # the last row says how many more there are
        drawn.cell(len(rows), 0).merge(drawn.cell(len(rows), len(column_indexes) - 1))
    frame.height = sum(row.height for row in drawn.rows)


STYLE_TAG = "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"


def _style(drawn: Any) -> Any:
    style = drawn._tbl.tblPr.makeelement(STYLE_TAG, {})
    style.text = PLAIN_STYLE
    return style


def _widths(table: SectionTable, columns: Sequence[int], wide: float) -> list[float]:
    """Make columns of figures as narrow as their text allows; text columns share the rest."""
    widths = [0.0 if table.columns[at].kind == ValueKind.TEXT else _narrowest(table, at) for at in columns]
    if wide >= ALONE:
        widths = [width and max(width, NUMBER_WIDTH_ALONE) for width in widths]
    rest = (wide - sum(widths)) / max(1, widths.count(0))
    return [width or rest for width in widths]


def _narrowest(table: SectionTable, at: int) -> float:
    """Return the width of a column of figures: its heading on two lines, its longest figure, including
    the total, on one.
    """
    rows = [*table.rows, briefing_document.sum_row(table.columns, table.rows, TOTAL)] if table.adds_up else table.rows
    figures = {briefing_document.cell_text(table.columns, row, at) for row in rows}
    longest = max(figures, key=slide_text.text_width, default="")
    for width in STEPS:
        inner = width - 2 * SIDE
        heading = slide_text.count_lines(table.columns[at].title, HEAD_SIZE, inner, bold=True)
        if heading <= 2 and slide_text.count_lines(longest, SIZE, inner, bold=True) == 1:
            return width
    return NUMBER_WIDTH


def _fitting(table: SectionTable, columns: Sequence[int], widths: list[float], tall: float) -> list[list[Value]]:
    """Return as many rows as fit below the header."""
    others = OTHERS if table.adds_up else MORE
    for most in range(MOST_ROWS, 3, -1):
        rows = briefing_document.shorten(table, most, others, TOTAL)
        texts = [[briefing_document.cell_text(table.columns, row, at) for at in columns] for row in rows]
        if sum(_height(row, widths, SIZE) for row in texts) <= tall:
            return rows
    return briefing_document.shorten(table, 3, others, TOTAL)


def _height(texts: list[str], widths: list[float], size: float, bold: bool = False) -> float:
    """Return the height of a row in inches."""
    lines = max(
        slide_text.count_lines(text, size, width - 2 * SIDE, bold) for text, width in zip(texts, widths, strict=True)
    )
    return lines * size * LEADING / POINTS + 2 * ABOVE


def _fill_row(
    drawn: Any,
    line: int,
    texts: list[str],
    columns: Sequence[int],
    table: SectionTable,
    size: float,
    widths: list[float],
    color: str,
    bold: bool,
) -> None:
    drawn.rows[line].height = Inches(_height(texts, widths, size, bold))
    for at, (text, column) in enumerate(zip(texts, columns, strict=True)):
        cell = drawn.cell(line, at)
        cell.margin_left = cell.margin_right = Inches(SIDE)
        cell.margin_top = cell.margin_bottom = Inches(ABOVE)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE if line else MSO_ANCHOR.BOTTOM
        right = table.columns[column].kind != ValueKind.TEXT
        words = SlideText(text, size, size, color, bold, PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT)
        slide_text.write_text(cell.text_frame.paragraphs[0], words, size)
        if line == 0 or bold:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(SHADE)
        else:
            cell.fill.background()
        slide_text.set_cell_border(cell, "B", GREY if line == 0 else LINE, 1 if line == 0 else 0.5)
