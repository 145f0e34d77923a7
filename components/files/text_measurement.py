"""How many lines a text takes on a page, so that a page stays one page: measured by the widths of Times letters.

Accents do not widen a letter, so Vietnamese is measured by its base letters.
"""

import unicodedata

from reportlab.pdfbase.pdfmetrics import stringWidth

TIMES = {False: "Times-Roman", True: "Times-Bold"}


def count_lines(text: str, size: float, width: float, bold: bool = False, indent: float = 0) -> int:
    """Return the number of lines of a paragraph in a type size, in a width in points; the first line is indented."""
    lines, used = 1, indent
    space = stringWidth(" ", TIMES[bold], size)
    for word in _plain(text).split():
        wide = stringWidth(word, TIMES[bold], size)
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + space
    return lines


def _plain(text: str) -> str:
    """Return the letters without accents, as the standard Times font has them."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return (
        "".join(letter for letter in apart if not unicodedata.combining(letter))
        .encode("latin-1", "replace")
        .decode("latin-1")
    )
