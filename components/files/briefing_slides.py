"""A briefing as PowerPoint slides, one per section: headline, chart, native table.

Text is measured with the register's font before it is placed. A machine without it falls back to its own, which is no
wider.
"""

import io
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches

from components.files import slide_table, slide_text
from components.files.briefing_document import LONGEST, Briefing, WrittenSection, printable
from components.files.slide_text import GREY, INK, PAPER, RED, SlideText

WIDE, TALL, EDGE = 13.333, 7.5, 0.6  # inches
BAND = 0.2
BODY = 2.55  # where chart and table begin
FOOT = 6.95
GAP = 0.3


def write_slides(paper: Briefing) -> bytes:
    """Return the slides as a .pptx file."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(TALL)
    slide_text.set_theme_font(deck)
    for number, section in enumerate(paper.sections, 1):
        _slide(deck, paper, section, number)
    about = deck.core_properties
    about.title, about.author = printable(f"{paper.title} {paper.period}")[:LONGEST], printable(paper.unit)[:LONGEST]
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def _slide(deck: Any, paper: Briefing, section: WrittenSection, number: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # layout with nothing but a title
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor.from_string(PAPER)
    _band(slide)
    inner = WIDE - 2 * EDGE
    over = f"{paper.unit} · {paper.period}"
    slide_text.add_text_box(slide, SlideText(over, 13, 9, GREY), (EDGE, 0.35, inner * 0.62, 0.32))
    right = SlideText(section.title, 13, 9, GREY, align=PP_ALIGN.RIGHT)
    slide_text.add_text_box(slide, right, (EDGE + inner * 0.62, 0.35, inner * 0.38, 0.32))
    slide_text.fill_shape(
        slide.shapes.title, SlideText(section.headline, 26, 16, INK, bold=True), (EDGE, 0.72, inner, 0.95)
    )
    _told(slide, section, inner)
    _body(slide, section, inner)
    slide_text.add_text_box(slide, SlideText(_foot(paper, section), 11, 8, GREY), (EDGE, FOOT, inner - 0.8, 0.3))
    page = SlideText(f"{number}/{len(paper.sections)}", 11, 8, GREY, align=PP_ALIGN.RIGHT)
    slide_text.add_text_box(slide, page, (EDGE + inner - 0.7, FOOT, 0.7, 0.3))
    slide.notes_slide.notes_text_frame.text = printable(" ".join(section.sentences))


def _band(slide: Any) -> None:
    """Draw a band in the unit's colour along the left edge."""
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(BAND), Inches(TALL))
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(RED)
    band.line.fill.background()
    band.shadow.inherit = False


def _told(slide: Any, section: WrittenSection, inner: float) -> None:
    """Write as many of the section's sentences as fit legibly below the headline; on a slide without chart or table,
    all of them in large type.
    """
    if not section.drawing and not _has_rows(section):
        slide_text.add_text_box(slide, SlideText(" ".join(section.sentences), 22, 12, INK), (EDGE, 1.9, inner, 4.5))
        return
    place = (EDGE, 1.7, inner, 0.78)
    kept = list(section.sentences)
    while len(kept) > 1 and not slide_text.fits(" ".join(kept), 12, place, bold=False):
        kept.pop()
    slide_text.add_text_box(slide, SlideText(" ".join(kept), 15, 10, INK, anchor=MSO_ANCHOR.TOP), place)


def _body(slide: Any, section: WrittenSection, inner: float) -> None:
    """Draw the chart on the left and the table on the right, or the table alone."""
    left, tall = EDGE, FOOT - BODY - 0.1
    if section.drawing:
        many = _has_rows(section) and len(section.tables[0].shown) > 4  # many columns need more of the slide's width
        wide = inner * (0.48 if many else 0.54)
        with Image.open(io.BytesIO(section.drawing.plain)) as picture:
            height = wide * picture.height / picture.width
        top = BODY + max(0.0, min(0.35, (tall - height) / 2))
        shape = slide.shapes.add_picture(io.BytesIO(section.drawing.plain), Inches(left), Inches(top), Inches(wide))
        _describe(shape, section.headline)
        left += wide + GAP
    if _has_rows(section):
        table = section.tables[0]
        columns = table.shown if section.drawing else range(len(table.columns))
        slide_table.add_table(slide, table, columns, (left, BODY, EDGE + inner - left, tall))


def _has_rows(section: WrittenSection) -> bool:
    return bool(section.tables and section.tables[0].rows)


def _describe(picture: Any, words: str) -> None:
    """Set the alternative text of a picture, for readers who cannot see it."""
    picture._element.nvPicPr.cNvPr.set("descr", printable(words))


def _foot(paper: Briefing, section: WrittenSection) -> str:
    drawn = section.drawing.note if section.drawing else ""
    return " · ".join(filter(None, (paper.as_of, drawn and f"{drawn}, đủ trong tệp Excel", paper.warning)))
