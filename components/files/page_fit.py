"""How many lines words take on a page, so that a page stays one: measured by the widths of Times letters.

Marks do not widen a letter, so that Vietnamese is measured by the letters below them.
"""

import unicodedata

from reportlab.pdfbase.pdfmetrics import stringWidth

TIMES = {False: "Times-Roman", True: "Times-Bold"}


def count_lines(text: str, size: float, width: float, bold: bool = False, indent: float = 0) -> int:
    """The lines of a paragraph in letters of a size, across so many points; the first line is set in."""
    lines, used = 1, indent
    space = stringWidth(" ", TIMES[bold], size)
    for word in _plain(text).split():
        wide = stringWidth(word, TIMES[bold], size)
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + space
    return lines


def _plain(text: str) -> str:
    """Letters without marks, as the standard Times knows them."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return (
        "".join(letter for letter in apart if not unicodedata.combining(letter))
        .encode("latin-1", "replace")
        .decode("latin-1")
    )
