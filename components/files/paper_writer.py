"""An issued paper as a Word file: what it said when it was issued, under its number."""

import io
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

TITLE, LINES = "title", "lines"  # of the frozen content: a heading, and pairs of label and text
FONT = "Times New Roman"


def write(unit: str, number: str, person: str, content: dict[str, Any]) -> bytes:
    """The file of a paper: issuing unit, number line, title, person, then its lines."""
    paper = Document()
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = FONT, Pt(13)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
    paper.add_paragraph().add_run(unit.upper()).bold = True
    paper.add_paragraph(number)
    title = paper.add_paragraph().add_run(str(content.get(TITLE, "")).upper())
    title.bold, title.font.size = True, Pt(15)
    if person:
        paper.add_paragraph().add_run(person).bold = True
    for label, text in content.get(LINES, ()):
        line = paper.add_paragraph()
        line.add_run(f"{label}: ").italic = True
        line.add_run(str(text))
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()
