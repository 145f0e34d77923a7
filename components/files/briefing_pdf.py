"""A briefing as one A4 page in PDF with embedded fonts, so that it looks the same on any machine."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from components.files.briefing_document import Briefing, Signature, printable
from components.files.template_builder import PARTY
from components.i18n import capitalized

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
PLAIN, BOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"
LEFT, RIGHT, EDGE = 25 * mm, 15 * mm, 18 * mm
LARGEST, SMALLEST = 12.0, 7.0
LEADING = 1.45
INK, GREY, RED = "#23201D", "#6A6056", "#A61B1B"


def write_pdf(paper: Briefing) -> bytes:
    """Return the briefing as a .pdf, in the largest type size that keeps it on one page."""
    return write_merged([paper])


def write_merged(papers: Sequence[Briefing]) -> bytes:
    """Return several briefings as one .pdf, each on its own page."""
    _know_fonts()
    made, first = io.BytesIO(), papers[0]
    canvas = Canvas(made, pagesize=A4, lang="vi-VN", initialFontName=PLAIN)
    canvas.setTitle(printable(f"{first.title} {first.period}"))
    canvas.setAuthor(printable(first.unit))
    canvas.setCreator("Sổ chi bộ")
    for paper in papers:
        size = LARGEST
        while size > SMALLEST and _height(_blocks(paper, size)) > A4[1] - 2 * EDGE:
            size -= 0.25
        _draw(canvas, _blocks(paper, size))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _blocks(paper: Briefing, size: float) -> list[tuple[list[tuple[Paragraph, float, float]], float]]:
    """Return the blocks of the page from top to bottom: paragraphs side by side, each with its left offset and width,
    and the space below the block.
    """
    whole, half = A4[0] - LEFT - RIGHT, (A4[0] - LEFT - RIGHT) / 2
    centered = {"alignment": TA_CENTER}
    small = max(SMALLEST, size - 1.5)
    above = f"{_escaped(paper.above)}<br/>" if paper.above else ""
    left = _paragraph(f'{above}<font name="{BOLD}">{_escaped(paper.unit.upper())}</font><br/>*', small, **centered)
    right = _paragraph(
        f'<font name="{BOLD}"><u>{PARTY}</u></font><br/><br/>{_escaped(paper.place_and_day)}', small, **centered
    )
    subject = capitalized(paper.subject)
    found = [
        ([(left, 0.0, half), (right, half, half)], size * 1.6),
        ([(_paragraph(_escaped(paper.title.upper()), size + 5, font=BOLD, color=RED, **centered), 0.0, whole)], 2),
        (
            [
                (
                    _paragraph(_escaped(f"{subject} {paper.period}"), size + 1, font=BOLD, **centered),
                    0.0,
                    whole,
                )
            ],
            2,
        ),
        ([(_paragraph(_escaped(paper.as_of), small, color=GREY, **centered), 0.0, whole)], size * 1.2),
    ]
    for number, section in enumerate(paper.sections, 1):
        head = f'<font color="{RED}">{number}.</font> {_escaped(section.title)}'
        found.append(([(_paragraph(head, size + 0.5, font=BOLD), 0.0, whole)], size * 0.2))
        told = _paragraph(_escaped(" ".join(section.sentences)), size, alignment=TA_JUSTIFY)
        found.append(([(told, 0.0, whole)], size * 0.8))
    if paper.warning:
        found.append(([(_paragraph(_escaped(paper.warning), small, color=GREY), 0.0, whole)], size * 1.2))
    if paper.signature:
        found.append(_foot(paper.signature, size))
    return found


def _foot(signature: Signature, size: float) -> tuple[list[tuple[Paragraph, float, float]], float]:
    """Return the recipients on the left, and the signature on the right with space for signing."""
    half = (A4[0] - LEFT - RIGHT) / 2
    told = "<br/>".join(f"- {_escaped(each)}" for each in signature.recipients)
    left = _paragraph(f"<i>Nơi nhận:</i><br/>{told}", max(SMALLEST, size - 2))
    words = "<br/>".join(map(_escaped, (signature.body, signature.post, "", "", "", signature.name)))
    return [(left, 0.0, half), (_paragraph(words, size, font=BOLD, alignment=TA_CENTER), half, half)], 0


def _paragraph(markup: str, size: float, font: str = PLAIN, color: str = INK, **look: Any) -> Paragraph:
    style = ParagraphStyle("", fontName=font, fontSize=size, leading=size * LEADING, textColor=color, **look)
    return Paragraph(markup, style)


def _height(blocks: list) -> float:
    return sum(
        max((part.wrap(width, A4[1])[1] for part, _, width in beside), default=0) + room for beside, room in blocks
    )


def _draw(canvas: Canvas, blocks: list) -> None:
    top = A4[1] - EDGE
    for beside, room in blocks:
        tall = 0.0
        for part, place, width in beside:
            _, height = part.wrap(width, A4[1])
            part.drawOn(canvas, LEFT + place, top - height)
            tall = max(tall, height)
        top -= tall + room


def _escaped(words: str) -> str:
    """Escape a text, so that a name is never read as markup."""
    return escape(printable(words))


@cache
def _know_fonts() -> None:
    for name in (PLAIN, BOLD):
        file = "BeVietnamPro-Regular.ttf" if name == PLAIN else "BeVietnamPro-SemiBold.ttf"
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
