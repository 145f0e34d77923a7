"""Text on a slide, as large as its place allows, measured with the register's own font."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from PIL import ImageFont
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from components.files.briefing_document import printable

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
FONT = "Be Vietnam Pro"
INK, GREY, RED, PAPER, SHADE, LINE = "23201D", "6A6056", "A61B1B", "FFFDFA", "F6F1EA", "E4DACD"
POINTS = 72  # points per inch
LEADING = 1.28  # line height, as a multiple of the type size
SPARE = {False: 1.08, True: 1.18}  # allowance for wider letters in another font, most of all bold ones

Place = tuple[float, float, float, float]  # left, top, width and height in inches


class SlideText(NamedTuple):
    """A text, its largest and smallest type size in points, and how it looks."""

    text: str
    largest: float
    smallest: float
    color: str = INK
    bold: bool = False
    align: Any = PP_ALIGN.LEFT
    anchor: Any = MSO_ANCHOR.MIDDLE


def add_text_box(slide: Any, words: SlideText, place: Place) -> None:
    """Add a text box at a place."""
    fill_shape(slide.shapes.add_textbox(0, 0, 0, 0), words, place)


def fill_shape(shape: Any, words: SlideText, place: Place) -> None:
    """Put a text into a shape at a place, in the largest type size that fits."""
    shape.left, shape.top, shape.width, shape.height = (Inches(part) for part in place)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, words.anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size = words.largest
    while size > words.smallest and not fits(words.text, size, place, words.bold):
        size -= 0.5
    write_text(frame.paragraphs[0], words, size)


def write_text(paragraph: Any, words: SlideText, size: float) -> None:
    """Write a text in a type size."""
    paragraph.alignment = words.align
    run = paragraph.add_run()
    run.text = printable(words.text)
    run.font.size, run.font.bold, run.font.name = Pt(size), words.bold, FONT
    run.font.color.rgb = RGBColor.from_string(words.color)
    run._r.get_or_add_rPr().set("lang", "vi-VN")


def fits(text: str, size: float, place: Place, bold: bool) -> bool:
    """Return whether a text in a type size fits into a place."""
    return count_lines(text, size, place[2], bold) * size * LEADING / POINTS <= place[3]


def count_lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """Return the number of lines of a text in a type size, in a width in inches; a word that is wider takes several."""
    room = width * POINTS / size * MEASURED / SPARE[bold]
    lines, used = 1, 0.0
    space = text_width(" ", bold)
    for word in printable(text).split(" "):
        wide = text_width(word, bold)
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        lines += int(wide // room)
        used += wide + space
    return lines


MEASURED = 100  # the type size used for measuring


def text_width(text: str, bold: bool = False) -> float:
    """Return the width of a text in the type size used for measuring."""
    return _letters(bold).getlength(text)


def set_theme_font(deck: Any) -> None:
    """Make the register's font the default of the slides."""
    for master in deck.slide_masters:
        for related in master.part.rels.values():
            if related.reltype.endswith("/theme"):
                part = related.target_part
                part._blob = part.blob.replace(
                    b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>'.encode()
                )


def set_cell_border(cell: Any, side: str, color: str, points: float) -> None:
    """Draw a border on one side of a table cell: "T" or "B"."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn(f"a:ln{side}"), {"w": str(int(Pt(points)))})
    fill_ = line.makeelement(qn("a:solidFill"), {})
    fill_.append(fill_.makeelement(qn("a:srgbClr"), {"val": color}))
    line.append(fill_)
    properties.insert(len([each for each in properties if each.tag.startswith(qn("a:ln"))]), line)


@cache
def _letters(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"BeVietnamPro-{'SemiBold' if bold else 'Regular'}.ttf", MEASURED)
