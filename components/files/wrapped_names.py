"""Names, addresses and the like wrapped by hand over two rows, as their column was too narrow:
"Nguyễn Thị", and "Hoa" in the row below; and the date of full membership below that of admission.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from components.files import cell_values, family_names, heading_rows, non_data_rows, raw_dates
from components.files.heading_rows import HeadingFinder, HeadingRow
from components.files.heading_vocabulary import Vocabulary
from components.files.workbook_reader import Cell, WorkbookSheet
from db.vietnamese import fold

BESIDE = ("address", "workplace", "position", "remarks")  # may be wrapped along with the name
MOST, MOST_BELOW = 6, 3  # words of a name, and of its lower part
NEVER_LAST = {"thị"}  # a word that ends nobody's name
OF_DATE = re.compile(r"\d|\b(ngay|thang|nam|t|dang|vao|cong nhan|chinh thuc|ct|du bi|db|ket nap|kn)\b")
PAGE = re.compile(r"\W*(trang|tr\.?) *\d+.*", re.IGNORECASE)


class WrappedName(NamedTuple):
    """A name, or other text of a person, on two rows, counted from 0: the row of the person, the other one, the cells
    as joined by their column, and the text as it stands and as joined.
    """

    person: int
    other: int
    cells: dict[int, str]
    before: str
    after: str


def find_wrapped(sheet: WorkbookSheet, finder: HeadingFinder, head: HeadingRow) -> list[WrappedName]:
    """Return the names and other texts of people that stand on two rows, below any of a sheet's headings."""
    if finder.vocabulary.spanning.get("name") != " ":  # not a list of people
        return []
    return list(_wrapped(sheet, finder, head))


def join_wrapped(sheet: WorkbookSheet, wrapped: list[WrappedName]) -> WorkbookSheet:
    """Return the sheet with these texts in the row of their person, and nothing in the other row."""
    if not wrapped:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for name in wrapped:
        rows[name.other] = [None] * len(rows[name.other])
        for place, text in name.cells.items():
            rows[name.person][place] = text
    return sheet._replace(rows=rows)


def _wrapped(sheet: WorkbookSheet, finder: HeadingFinder, head: HeadingRow) -> Iterator[WrappedName]:
    at, unseen = head.below, {*sheet.marks.rows}
    while at < len(sheet.rows) - 1:
        if again := finder.find_repeated(at):
            head, at = heading_rows.inherit_columns(again, head), again.below
            continue
        pair = _Pair(finder.vocabulary, head, sheet.rows[at], sheet.rows[at + 1])
        row, further = sheet.rows[at], at + 1
        if ((at + 1 in unseen) == (at + 2 in unseen)) and pair.is_one_name():
            below = pair.belongs_above()
            yield WrappedName(
                at if below else at + 1, at + 1 if below else at, pair.joined(), " / ".join(pair.names), pair.name
            )
            row = [pair.joined().get(place, value) for place, value in enumerate(sheet.rows[at if below else at + 1])]
            at, further = (at if below else at + 1), at + 2
            pair = _Pair(finder.vocabulary, head, row, sheet.rows[further]) if further < len(sheet.rows) else pair
        if further < len(sheet.rows) and pair.is_continued():
            for line in _further_lines(sheet, finder.vocabulary, head, at, row, further):
                yield line
                further = line.other + 1
        at = further


def _further_lines(
    sheet: WorkbookSheet, vocabulary: Vocabulary, head: HeadingRow, at: int, row: list[Cell], first: int
) -> Iterator[WrappedName]:
    """Yield the rows from `first` on that only continue the address and the like of the person in row `at`, each joined
    with those before it.
    """
    unseen = {*sheet.marks.rows}
    for other in range(first, len(sheet.rows)):
        pair = _Pair(vocabulary, head, row, sheet.rows[other])
        if ((at + 1 in unseen) != (other + 1 in unseen)) or not pair.is_continued():
            return
        cells = pair.joined()
        changed = [place for place in sorted(cells) if cell_values.to_text(sheet.rows[other][place])]
        before = (
            f"{cell_values.to_text(row[each])} / {cell_values.to_text(sheet.rows[other][each])}" for each in changed
        )
        yield WrappedName(at, other, cells, "; ".join(before), "; ".join(cells[place] for place in changed))
        row = [cells.get(place, value) for place, value in enumerate(row)]


class _Pair:
    """Two rows, one below the other, of which one may hold only a part of the other's name."""

    def __init__(self, vocabulary: Vocabulary, head: HeadingRow, upper: list[Cell], lower: list[Cell]) -> None:
        self.vocabulary, self.upper, self.lower = vocabulary, upper, lower
        self.places = sorted(place for field in vocabulary.names for place in head.columns.get(field, ()))
        self.lines = {place for field in BESIDE for place in head.columns.get(field, ())}
        self.addresses = {*head.columns.get("address", ())}
        days = () if "official" in head.columns else head.columns.get("admitted", ())
        self.days = {*days} if len(days) == 1 else set()
        self.index = head.columns.get("index", [None])[0]
        self.names = [" ".join(filter(None, map(self._text(row), self.places))) for row in (upper, lower)]
        self.name = " ".join(
            filter(None, (cell_values.to_text(row[place]) for place in self.places for row in (upper, lower)))
        )

    def is_one_name(self) -> bool:
        """Return whether one row has only the part of a name that the other one lacks."""
        upper, lower = self.names
        if not (self._may_be_part(upper, MOST) and self._may_be_part(lower, MOST_BELOW)):
            return False
        if len(self.name.split()) > MOST or lower.isupper() > upper.isupper():
            return False
        if any(_is_title(cell_values.to_text(self.lower[place])) for place in self.lines - {*self.places}):
            return False
        whole = family_names.reads_as_name(lower) and not _lacks_end(upper)
        return not whole and (self.belongs_above() or self._belongs_below())

    def is_continued(self) -> bool:
        """Return whether the lower row has no name, only more text where the person in the upper one has some, or a
        second date below that of admission.
        """
        below = self._filled(self.lower)
        return (
            bool(below)
            and below <= self._filled(self.upper) & {*self.lines, *self.days}
            and bool(self.names[0])
            and len(self._filled(self.upper) - {*self.places}) > 1
            and not any(self._ends_list(place) for place in below)
            and all(
                self._is_date(self.upper[place]) and self._is_date(self.lower[place]) for place in below & self.days
            )
        )

    def _ends_list(self, place: int) -> bool:
        """Return whether the lower text is a title, a total or a signature; an address may name a village."""
        text = cell_values.to_text(self.lower[place])
        village = place in self.addresses and non_data_rows.place_named_in(text) is not None
        return (_is_title(text) and not village) or PAGE.fullmatch(text) is not None

    @staticmethod
    def _is_date(value: Cell) -> bool:
        text = cell_values.to_text(value)
        dated = len(raw_dates.find_dates(text, raw_dates.admission_years(None))) == 1
        return dated and not OF_DATE.sub("", fold(text)).strip()

    def belongs_above(self) -> bool:
        """Return whether the lower row has nothing but text to add to the person in the upper one."""
        return self._filled(self.lower) <= {*self.places, *self.lines} and bool(
            self._filled(self.upper) - {*self.places, *self.lines}
        )

    def _belongs_below(self) -> bool:
        """Return whether the upper row has only a name, and the lower one the number and everything else."""
        numbered = self.index is not None and cell_values.to_text(self.lower[self.index]).rstrip(".").isdigit()
        return numbered and self._filled(self.upper) <= {*self.places}

    def joined(self) -> dict[int, str]:
        """Return the cells of both rows as one, by column, where both or the other row have text."""
        text = {
            place: " ".join(
                filter(None, (cell_values.to_text(self.upper[place]), cell_values.to_text(self.lower[place])))
            )
            for place in (*self.places, *self.lines, *self.days)
        }
        return {place: said for place, said in text.items() if said}

    def _may_be_part(self, text: str, most: int) -> bool:
        """Return whether a text can be part of a name: capitalised words, and nothing that titles and sections say."""
        words = text.split()
        return (
            0 < len(words) <= most
            and all(word[0].isupper() and all(char.isalpha() or char in "'’" for char in word) for word in words)
            and fold(text) not in cell_values.SEXES
            and not non_data_rows.is_section_numeral(text)
            and not self.vocabulary.field_of(text)
            and not _is_title(text)
        )

    @staticmethod
    def _text(row: list[Cell]):
        return lambda place: cell_values.to_text(row[place])

    @staticmethod
    def _filled(row: list[Cell]) -> set[int]:
        return {place for place, value in enumerate(row) if cell_values.to_text(value)}


def _is_title(text: str) -> bool:
    return (
        non_data_rows.is_total(text)
        or non_data_rows.is_signature(text)
        or non_data_rows.is_group_title(text)
        or non_data_rows.names_cell_or_place(text)
        or non_data_rows.parse_section_title(text) is not None
    )


def _lacks_end(name: str) -> bool:
    """Return whether a name lacks at least its last word."""
    words = name.lower().split()
    return len(words) < 2 or words[-1] in NEVER_LAST or (len(words) == 2 and words[-1] == "văn")
