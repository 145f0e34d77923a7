"""Where the headings of a list are in a sheet, and which columns they name: merged, repeated, or set by hand."""

import re
from typing import NamedTuple

from components.files import cell_headings, lunar_days, name_headings, sex_columns, split_date_headings, tables_beside
from components.files.heading_vocabulary import NOT_STORED, Vocabulary
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean, fold

ROWS = 3  # rows that headings take at most
SEARCHED = 40  # rows that are searched for headings
LEAVE = "none"
NUMERAL = re.compile(r"\(?([IVX]+|[A-H])[.)]?")


class HeadingRow(NamedTuple):
    """Headings: the columns of each field; those unknown, left out or repeated; and the first row below."""

    columns: dict[str, list[int]]
    unknown: dict[int, str]
    dropped: dict[int, str]
    twice: dict[int, str]  # columns that repeat another one, with its field
    texts: dict[int, str]
    top: int
    below: int


ManualFields = dict[int, str]  # columns whose field was set by hand or is remembered


class HeadingFinder:
    """Finds the headings of one sheet.

    `known` holds headings that are remembered, `said` columns that were set by hand; fields in either that these lists
    do not have are ignored.
    """

    def __init__(
        self,
        sheet: WorkbookSheet,
        vocabulary: Vocabulary,
        known: dict[str, str],
        said: ManualFields | None = None,
    ) -> None:
        fields = {*vocabulary.patterns, LEAVE}
        self.sheet, self.vocabulary = sheet, vocabulary
        self.known = {text: field for text, field in known.items() if field in fields}
        self.said = {place: field for place, field in (said or {}).items() if field in fields}

    def find(self, row: int | None = None) -> HeadingRow | None:
        """Return the headings; None if there is no column with what a row is about.

        `row` is where the headings are said to be, 0 if there are none.
        """
        rows = self.sheet.rows
        places = range(min(len(rows), SEARCHED)) if row is None else [row - 1] if 0 < row <= len(rows) else []
        found = [head for place in places for head in self._at(place)]
        fit = [head for head in found if self._fits(head) and (row is not None or self._reads(head))]
        best, count = max(fit, key=self._rank, default=None), self.count_fields
        while best and (above := [each for each in fit if each.below <= best.top and count(each) == count(best)]):
            best = max(above, key=self._rank)  # whoever stands between the two is read
        return best or self._unheaded(row or 0)

    def find_repeated(self, place: int) -> HeadingRow | None:
        """Return the headings that begin in a row further down, in whatever order of columns."""
        row = self.sheet.rows[place]
        if {type(value) for value in row if value is not None} != {str}:
            return None
        fields = (self.vocabulary.field_of(text) for value in row if (text := _text(value)))
        if not any(field in self.vocabulary.names for field in fields):
            return None
        return max((head for head in self._at(place) if self._fits(head)), key=self._rank, default=None)

    def count_fields(self, head: HeadingRow) -> int:
        """Return how many of the fields that identify such lists it has."""
        return sum(field in head.columns for field in self.vocabulary.telling)

    def _reads(self, head: HeadingRow) -> bool:
        return any(place not in self.said for places in head.columns.values() for place in places)

    def _fits(self, head: HeadingRow) -> bool:
        told = self.count_fields(head) > 1 or self._names_alone(head)
        return told and any(names <= head.columns.keys() for names in self.vocabulary.whole)

    def _names_alone(self, head: HeadingRow) -> bool:
        """Return whether names make headings: set by hand, or beside a running number or two columns of any kind."""
        names = {*self.vocabulary.names}
        told = {self.said.get(place) for field in names for place in head.columns.get(field, ())} & names
        whole = any(len(head.texts.get(place, "").split()) > 1 for place in head.columns.get("name", ()))
        beside = head.columns.keys() - names - {*NOT_STORED}
        return bool(told) or (whole and ("index" in head.columns or len(beside) > 1))

    def _rank(self, head: HeadingRow) -> tuple[int, int, int, int]:
        return self.count_fields(head), len(head.twice) + sum(map(len, head.columns.values())), -head.below, head.top

    def _unheaded(self, below: int) -> HeadingRow | None:
        """Return the columns set by hand, for a list without readable headings."""
        columns: dict[str, list[int]] = {}
        for place, field in sorted(self.said.items()):
            if field != LEAVE and self.sheet.rows and place < len(self.sheet.rows[0]):
                columns.setdefault(field, []).append(place)
        head = HeadingRow(columns, {}, {}, {}, {}, below, below)
        return head if self._fits(head) else None

    def _at(self, place: int) -> list[HeadingRow]:
        """Return the headings that begin in a row, taking one, two or three rows."""
        found = [self._head(place, 1)]
        if found[0].columns.keys() == {*sex_columns.SEXES}:
            return []  # the lower row of the headings above, even if the next page's headings follow at once
        for count in range(2, ROWS + 1 if not any(map(_of_entry, self.sheet.rows[place])) else 2):
            if place + count > len(self.sheet.rows) or not _lower(self.sheet.rows[place + count - 1]):
                break
            head = self._head(place, count)
            if not self._entry(head):
                found.append(head)
        return found

    def _entry(self, head: HeadingRow) -> bool:
        """Return whether one of the lower rows has the name of a person or thing below the heading for names."""
        below = [
            _text(self.sheet.rows[row][place])
            for field in self.vocabulary.names
            for place in head.columns.get(field, [])
            for row in range(head.top + 1, head.below)
        ]
        return any(text and self.vocabulary.field_of(text) is None for text in below)

    def _head(self, place: int, count: int) -> HeadingRow:
        headings = _stacked(self.sheet, place, count)
        columns: dict[str, list[int]] = {}
        unknown, dropped, twice, texts = {}, {}, {}, {}
        for at, candidates in enumerate(headings):
            field = self._field(at, candidates)
            if candidates:
                texts[at] = candidates[-2] if count > 1 and len(candidates) > 2 else candidates[0]
            if field in self.vocabulary.dropped:
                dropped[at] = candidates[-1]
            elif field == LEAVE or (field is None and not candidates):
                continue
            elif field is None:
                unknown[at] = candidates[0]
            elif field in columns and not (field == "name" and at in self.said):
                twice[at] = field
            else:
                columns.setdefault(field, []).append(at)
        name_headings.assign_name_parts(columns, headings, twice)
        cell_headings.prefer_cell(columns, headings, twice)
        lunar_days.prefer_solar(columns, texts, twice)
        for field in [field for field, sign in self.vocabulary.spanning.items() if sign == "/" and field in columns]:
            split_date_headings.take_date_parts(field, headings, columns, unknown, twice)
            split_date_headings.take_year_column(field, headings, columns, twice)
        tables_beside.leave_out(self.sheet, place + count, self.vocabulary, columns, unknown, twice, texts, self.said)
        head = HeadingRow(columns, unknown, dropped, twice, texts, place, place + count)
        self._spread(head, headings)
        return head

    def _field(self, at: int, candidates: list[str]) -> str | None:
        """Return a column's field: as set by hand, else as remembered for its heading, else as the heading says."""
        remembered = (self.known[fold(text)] for text in candidates if fold(text) in self.known)
        if told := self.said.get(at) or next(remembered, None):
            return told
        short = (self.vocabulary.in_words.get(fold(text)) for text in candidates)
        in_words = next(filter(None, short), None)
        if in_words and self._has_words(at):
            return in_words
        return next(self.vocabulary.candidate_fields(candidates), None)

    def _has_words(self, at: int) -> bool:
        """Return whether a column holds more words than numbers, headings apart."""
        texts = [str(row[at]) for row in self.sheet.rows if row[at] is not None]
        worded = [text for text in texts if text.strip() and fold(text) not in self.vocabulary.in_words]
        return sum(any(map(str.isdigit, text)) for text in worded) * 2 < len(worded)

    def _spread(self, head: HeadingRow, headings: list[list[str]]) -> None:
        """Give a heading the columns it spans: those it is merged over, and those beside it without a heading."""
        for field, places in head.columns.items():
            if field not in self.vocabulary.spanning:
                continue
            at = places[-1] + 1
            while (
                at < len(headings)
                and at not in self.said
                and not headings[at]
                and self._belongs(head, places[0], at, field)
            ):
                places.append(at)
                at += 1
            free = head.unknown.keys() | {place for place, of in head.twice.items() if of == field}
            while (
                field not in self.vocabulary.names
                and at < len(headings)
                and at in free
                and split_date_headings.is_date_part(headings[at])
            ):
                places.append(at)
                head.unknown.pop(at, None)
                head.twice.pop(at, None)
                at += 1

    def _belongs(self, head: HeadingRow, first: int, at: int, field: str) -> bool:
        """Return whether a column without a heading belongs to the one before: merged, or words beside most names."""
        for top, left, bottom, right in self.sheet.marks.merged:
            if left - 1 <= first and at <= right - 1 and top <= head.below and bottom > head.top:
                return True
        if field not in self.vocabulary.names:
            return False
        people = [row for row in self.sheet.rows[head.below :] if _text(row[first])]
        beside = [row for row in people if _text(row[at]) and not _counts(row[at])]
        return len(beside) * 2 > len(people) > 0


def inherit_columns(head: HeadingRow, before: HeadingRow) -> HeadingRow:
    """Return repeated headings with earlier ones filled in: columns without a heading now keep their meaning."""
    kept = {
        field: left
        for field, places in before.columns.items()
        if field not in head.columns and (left := [at for at in places if at not in head.texts])
    }
    taken = {at for places in head.columns.values() for at in places}
    return head._replace(
        columns={
            **head.columns,
            **{field: left for field, places in kept.items() if (left := [at for at in places if at not in taken])},
        }
    )


def _lower(row: list) -> bool:
    """Return whether a row may be a lower row of headings: several texts, no number, no section numeral."""
    filled = [value for value in row if _text(value)]
    return len(filled) > 1 and not any(_counts(value) or NUMERAL.fullmatch(_text(value)) for value in row)


def _stacked(sheet: WorkbookSheet, place: int, count: int) -> list[list[str]]:
    """Return each column's texts: all rows joined, then from the bottom each with those above it, then each alone."""
    rows = sheet.rows[place : place + count]
    if count == 1:
        return [[text] if (text := _text(value)) else [] for value in rows[0]]
    over, found = [""] * count, []
    for at in range(len(rows[0])):
        parts = []
        for level, row in enumerate(rows):
            own = _text(row[at])
            below = any(_text(lower[at]) for lower in rows[level + 1 :])
            over[level] = own or (over[level] if below and not any(_text(upper[at]) for upper in rows[:level]) else "")
            parts.append(over[level])
        said = [part for part in parts if part]
        joined = [" ".join(said[start:]) for start in range(len(said))]
        found.append([text for text in dict.fromkeys((*joined, *reversed(said))) if text])
    return found


def _of_entry(value) -> bool:
    """Return whether a cell holds a number or date, or a text that begins with one, as the row of an entry does."""
    return bool(re.match(r"\W*\d", value)) if isinstance(value, str) else value is not None


def _counts(value) -> bool:
    """Return whether a cell holds a number or a date, as rows of people do and headings do not."""
    return any(char.isdigit() for char in value) if isinstance(value, str) else value is not None


def _text(value) -> str:
    return clean(value.replace("\u200b", " ")) if isinstance(value, str) else ""  # web pages put it between words
