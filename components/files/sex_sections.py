"""Sections of a list for men and for women: the sex of the people below them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from components.files import non_data_rows
from components.files.date_reader import LEFT_OUT
from db.imports.person_rows import PersonRow
from db.vietnamese import clean, fold

SECTION = re.compile(  # needs accents, as "Nam" without them may be a year, too
    r"([*+•–-] ?)?(?P<list>danh sách )?((các|những|phái|phụ|giới tính:?) )?((đồng chí|đ/?c|đảng viên|đv)\.? )*(là )?"
    r"(?P<sex>nam|nữ)( giới)?[ .:(–-]*(?P<count>\d+ ?\S{0,5}( (chí|viên))?)?[ .)]*"
)
SEX = {"nam": "male", "nữ": "female"}


class SexSections:
    """The sex that a section gives to the rows below it; one row for each sex in a sheet makes them sections.

    A section ends with a total, with any title numbered as itself or as one that came before it, and with another list.
    Where two follow each other with nobody between them, they count people.
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.sex: str | None = None
        self._text = self._style = ""
        self._outer: set[str] = set()
        self._inner: set[str] = set()
        self._of_list = False  # said by the title of a whole list
        self._empty = False  # nobody below the section yet
        self._both = {sex for row in rows if (sex := _sex(_section(row)))} == {*SEX.values()}

    def read_title(self, said: Sequence[str]) -> bool:
        """Begin, keep or end the section at a title, given the texts of its row; return whether it begins within the
        section above it.
        """
        found, style = _section(said), non_data_rows.numeral_style(next(filter(None, said), ""))
        text = non_data_rows.without_numeral(" ".join(filter(None, said)))
        if fold(text).startswith("danh sach"):
            self.end()
            self._outer, self._of_list = set(), bool(found)
        if found and (self._both or self._of_list):
            counts = self._empty and (not style or found["count"])
            self.sex, self._text, self._style = None if counts else _sex(found), text, style
            self._inner, self._empty = set(), True
            return style not in self._outer
        if self._empty and style not in {self._style, *self._outer}:
            self._inner.add(style)
        if style not in self._inner and not self._of_list:
            self.end()
        if self.sex is None:
            self._outer.add(style)
        return False

    def end(self) -> None:
        """Let nobody below have a sex that only a section says."""
        self.sex, self._empty = None, False

    def apply(self, row: PersonRow) -> PersonRow:
        """Return the row with the section's sex, unless it says another; the section's is then said to be left out."""
        self._empty = False
        if not self.sex or row.sex == self.sex or not row.name:
            return row
        if row.sex:
            return replace(row, noted=[*row.noted, [LEFT_OUT, "sex", self._text[:60], ""]])
        return replace(row, sex=self.sex)


def _section(said: Sequence[str]) -> re.Match | None:
    """Return what a row says if it is only the title of a section for one sex."""
    filled = [text for text in said if text]
    numbered = bool(filled) and (non_data_rows.is_section_numeral(filled[0]) or filled[0].rstrip(".").isdigit())
    words = filled[numbered:]
    if not words or any(char.isalpha() for text in words[1:] for char in text):
        return None
    return SECTION.fullmatch(clean(non_data_rows.without_numeral(" ".join(words))).lower())


def _sex(found: re.Match | None) -> str | None:
    return SEX[found["sex"]] if found else None
