"""A briefing as one A4 page in Word with the heading of Party documents: Times New Roman, never the State motto.

The type is as large as one page allows, and no larger than in an official document.
"""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from components.files import text_measurement
from components.files.briefing_document import LONGEST, Briefing, Signature, printable
from components.files.template_builder import FONT, PARTY

LARGEST, SMALLEST = 14, 9
WIDTH = 165 * 72 / 25.4  # points between the margins
HEIGHT = (297 - 40) * 72 / 25.4
INDENT = 10 * 72 / 25.4
LEADING = 1.3  # line height, as a multiple of the type size
GAP = 0.35  # space between paragraphs, as a multiple of the type size
FOOT = 7  # lines for a signature and the space above it
BESIDE = 6  # lines for the title, those below the heading and at the end, and one to spare
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def write_docx(paper: Briefing) -> bytes:
    """Return the briefing as a .docx."""
    return write_merged([paper])


def write_merged(papers: Sequence[Briefing]) -> bytes:
    """Return several briefings as one .docx, each on its own page, all in the type size of the longest one."""
    size = min(map(fitting_size, papers))
    document: Any = Document()
    _set_up(document, size)
    for at, paper in enumerate(papers):
        if at:
            _begin_page(document)
        _page(document, paper, size)
    made = io.BytesIO()
    about, first = document.core_properties, papers[0]
    about.title, about.author = printable(f"{first.title} {first.period}")[:LONGEST], printable(first.unit)[:LONGEST]
    document.save(made)
    return made.getvalue()


def _begin_page(document: Any) -> None:
    """Add a line of almost no height with the page break. A page ends with a table, and a table right after it would be
    merged with it.
    """
    line = document.add_paragraph()
    line.paragraph_format.line_spacing = Pt(1)
    line.add_run().add_break(WD_BREAK.PAGE)


def _page(document: Any, paper: Briefing, size: float) -> None:
    _head(document, paper, size)
    _line(document, paper.title.upper(), CENTER, bold=True, size=size + 1)
    _line(document, f"{paper.subject} {paper.period}", CENTER, bold=True)
    _line(document, paper.as_of, CENTER, italic=True, size=max(SMALLEST, size - 1), after=size * GAP * 2)
    for number, section in enumerate(paper.sections, 1):
        _line(document, f"{number}. {section.title}", bold=True, indent=True, keep=True)
        _line(document, " ".join(section.sentences), JUSTIFY, indent=True, after=size * GAP)
    if paper.warning:
        _line(document, paper.warning, JUSTIFY, italic=True, indent=True)
    if paper.signature:
        _foot(document, paper.signature, size)


def fitting_size(paper: Briefing) -> float:
    """Return the largest type size, in steps of half a point, that keeps the briefing on one page; the smallest size if
    none does.
    """
    size = float(LARGEST)
    while size > SMALLEST and _height(paper, size) > HEIGHT:
        size -= 0.5
    return size


def _height(paper: Briefing, size: float) -> float:
    column = WIDTH / 2 - 12  # points inside the cell's margins
    left = text_measurement.count_lines(paper.above, size, column) if paper.above else 0
    left += text_measurement.count_lines(paper.unit.upper(), size, column, bold=True) + 1
    right = 2 + text_measurement.count_lines(paper.place_and_day, min(size, 13), column)
    lines, gaps = max(left, right) + BESIDE, 2.0
    for section in paper.sections:
        lines += text_measurement.count_lines(f"1. {section.title}", size, WIDTH, bold=True, indent=INDENT)
        lines += text_measurement.count_lines(" ".join(section.sentences), size, WIDTH, indent=INDENT)
        gaps += 1
    lines += text_measurement.count_lines(paper.warning, size, WIDTH, indent=INDENT) if paper.warning else 0
    lines += FOOT if paper.signature else 0
    return (lines * LEADING + gaps * GAP) * size


def _set_up(document: Any, size: float) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    spacing = style.paragraph_format
    spacing.space_after = spacing.space_before = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(size * LEADING, 1))
    (section,) = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)


def _head(document: Any, paper: Briefing, size: float) -> None:
    """Write the issuing unit on the left; the Party, place and date on the right."""
    left, right = _halves(document)
    if paper.above:
        _line(left, paper.above, CENTER)
    _line(left, paper.unit.upper(), CENTER, bold=True)
    _line(left, "*", CENTER)
    _line(right, PARTY, CENTER, bold=True, underline=True)
    _line(right, "")
    _line(right, paper.place_and_day, CENTER, italic=True, size=min(size, 13))
    _line(document, "")


def _foot(document: Any, signature: Signature, size: float) -> None:
    """Write the recipients on the left, and the signature on the right with space for signing."""
    _line(document, "")
    left, right = _halves(document)
    small = max(SMALLEST, size - 2)
    _line(left, "Nơi nhận:", bold=True, italic=True, size=small)
    for place, recipient in enumerate(signature.recipients, 1):
        _line(left, f"- {recipient}{'.' if place == len(signature.recipients) else ','}", size=small)
    _line(right, signature.body, CENTER, bold=True)
    _line(right, signature.post, CENTER, bold=True)
    for words in ("", "", signature.name):
        _line(right, words, CENTER, bold=True)


def _halves(document: Any) -> tuple[Any, Any]:
    """Return two empty cells side by side."""
    table = document.add_table(1, 2)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, cell in zip(table.columns, table.rows[0].cells, strict=True):
        column.width = cell.width = Mm(82.5)
        cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
    return table.rows[0].cells


def _line(
    around: Any,
    words: str,
    align: Any = None,
    *,
    size: float | None = None,
    indent: bool = False,
    after: float = 0,
    keep: bool = False,
    **marks: bool,
) -> None:
    line = around.add_paragraph()
    line.alignment = align
    if indent:
        line.paragraph_format.first_line_indent = Mm(10)
    if after:
        line.paragraph_format.space_after = Pt(after)
    line.paragraph_format.keep_with_next = keep or None
    run = line.add_run(printable(words))
    for mark, on in marks.items():
        setattr(run, mark, on)
    if size:
        run.font.size = Pt(size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    run._r.get_or_add_rPr().append(language)
