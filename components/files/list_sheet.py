"""One sheet of a workbook as a list: its headings and columns, the rows below, and how it is read."""

from collections.abc import Iterable
from typing import NamedTuple

from components.files import cell_columns, cell_values, exchanged_day_and_month, legacy_text_conversion, wrapped_names
from components.files.heading_rows import HeadingFinder, HeadingRow
from components.files.legacy_text_conversion import Conversions
from components.files.list_format import ListFormat
from components.files.workbook_reader import WorkbookSheet
from db.imports.read_options import CONVERT, LEAVE, TAKE, ReadOptions
from db.vietnamese import fold

OF_SHEET = 100_000  # row numbers of the second sheet begin here, those of the third at twice as much
TYPEFACE, DAY_ORDER, WRAPPED = "import_typeface", "import_day_order", "import_wrapped"


class ListColumn(NamedTuple):
    """A column of a sheet: its position, heading and field, whether that field was set by hand or remembered, and
    whether the column is hidden.
    """

    place: int
    heading: str
    field: str | None
    said: bool
    hidden: bool


class ParsedSheet(NamedTuple):
    """A sheet that may hold a list: its position, its number of entries and their units, whether it is taken, its
    heading row and its columns.
    """

    at: int
    name: str
    hidden: bool
    taken: bool
    entries: int
    places: list[str]
    heading: int | None
    lines: list[str]  # the first rows of a sheet without headings
    columns: list[ListColumn]
    called: str = ""  # the title that calls it something else than this kind of list


class ListSheet:
    """One sheet, read according to the user's answers."""

    def __init__(self, at: int, sheet: WorkbookSheet, choices: ReadOptions, kind: ListFormat) -> None:
        self.at, self.choices, self.kind = at, choices, kind
        said = {place: field for (where, place), field in choices.columns.items() if where == at}
        self.old: Conversions = legacy_text_conversion.find_legacy_texts(sheet)
        self.sheet = legacy_text_conversion.convert_texts(
            sheet, {key: pair for key, pair in self.old.items() if self._typeface(key[1]) != LEAVE}
        )
        self.said = bool(said) or at in choices.heads
        finder = HeadingFinder(self.sheet, kind.vocabulary, choices.headings, said)
        self.head: HeadingRow | None = finder.find(choices.heads.get(at))
        if self.head and (cells := cell_columns.headings_of_cells(self.sheet, self.head, kind.vocabulary, said)):
            finder = HeadingFinder(self.sheet, kind.vocabulary, {**cells, **choices.headings}, said)
            self.head = finder.find(choices.heads.get(at))
        self.orders = (
            exchanged_day_and_month.find_exchanged(self.sheet, self._day_columns(), self.head.below)
            if self.head
            else {}
        )
        self.wrapped = wrapped_names.find_wrapped(self.sheet, finder, self.head) if self.head else []
        self.before = self.sheet
        self.sheet = exchanged_day_and_month.apply_exchanged(
            self.sheet, {key: day for key, day in self.orders.items() if self._order(key[1]) == CONVERT}
        )
        self.sheet = wrapped_names.join_wrapped(self.sheet, self.wrapped if choices.wrapped != LEAVE else [])
        self.walk = kind.walker(self.sheet, finder, self.head, choices, at * OF_SHEET, self._asked())
        self.walk.walk_rows()
        self.beside_fuller = False  # only names, beside a sheet that says more about people: dues, attendance
        self.rows, self.entries = self.walk.rows, len(self.walk.rows) + len(self.walk.hidden) * (choices.hidden != TAKE)

    @property
    def taken(self) -> bool:
        """Whether its entries are taken: as the user chose, otherwise if the sheet is visible, its titles do not call
        it something else, and it is no mere list of names beside a fuller one.
        """
        if self.at in self.choices.sheets:
            return self.choices.sheets[self.at] == TAKE
        return not (self.sheet.hidden or self.beside_fuller or self.called)

    @property
    def called(self) -> str:
        """The name or title that calls the sheet something else than this kind of list."""
        titles = [
            cell_values.to_text(value) for row in self.sheet.rows[: self.head.top if self.head else 0] for value in row
        ]
        doubted = (text for text in [self.sheet.name, *titles] if self._is_doubtful(text))
        return next(doubted, "")[:80]

    def _is_doubtful(self, title: str) -> bool:
        return any(word in f"{fold(title)} " for word in self.kind.doubtful)

    @property
    def only_names(self) -> bool:
        """Whether no column but that of the names tells what its entries are."""
        names = {*self.kind.vocabulary.names}
        return self.head is not None and {*self.kind.vocabulary.telling} & self.head.columns.keys() <= names

    def as_parsed_sheet(self) -> ParsedSheet:
        """Return the sheet as it is offered to the user."""
        places = unique_texts(row.place for row in self.rows)
        top = self.head.below if self.head else self.choices.heads.get(self.at)
        return ParsedSheet(
            self.at,
            self.sheet.name,
            self.sheet.hidden,
            self.taken,
            self.entries,
            places,
            top,
            [] if self.head else _first(self.sheet),
            self._columns(),
            self.called,
        )

    def names_not_taken(self) -> list[str]:
        """Return the names of the people who are not taken."""
        return [*self.walk.unread, *(row.name or row.said.get("name", "") for row in self.rows if not self.taken)]

    def number(self, row: int) -> int:
        """Return the number of a row among the rows of all sheets."""
        return self.at * OF_SHEET + row

    def unknown_headings(self) -> list[str]:
        """Return unknown headings, and columns that have values but no heading."""
        return [
            *(text for head in self.walk.heads for text in head.unknown.values()),
            *(f"({column_letter(place)})" for place in self._bare()),
        ]

    def repeated_columns(self) -> list[list[str]]:
        """Return the columns that repeat another one; only that other one is read."""
        return [
            [head.texts[place], head.texts.get(head.columns[field][0], "")]
            for head in self.walk.heads
            for place, field in head.twice.items()
        ]

    def legacy_texts(self) -> list[tuple[tuple[int, int], tuple[str, str]]]:
        """Return texts in legacy encodings below the headings, by row and column: original and converted."""
        return [(key, pair) for key, pair in sorted(self.old.items()) if self.head and key[0] >= self.head.below]

    def exchanged_days(self) -> list[list]:
        """Return the dates whose day and month may be swapped: row, column, as they are, as they would be read."""
        return [
            [self.number(row + 1), place, cell_values.to_text(self.before.rows[row][place]), cell_values.to_text(day)]
            for (row, place), day in sorted(self.orders.items())
        ]

    def names_on_two_rows(self) -> list[list]:
        """Return the names that stand on two rows: both rows in order, as they stand, as they would be read."""
        return [
            [*sorted(map(self.number, (name.person + 1, name.other + 1))), name.before, name.after]
            for name in self.wrapped
        ]

    def _day_columns(self) -> list[int]:
        """Return the columns that hold whole dates."""
        columns = self.head.columns if self.head else {}
        return [columns[field][0] for field in self.kind.vocabulary.days if len(columns.get(field, ())) == 1]

    def _order(self, place: int) -> str | None:
        return self.choices.orders.get((self.at, place))

    def _asked(self) -> dict[int, str]:
        """Return the rows that wait for an answer on whether their column may be converted, each with its question."""
        orders = {row + 1: DAY_ORDER for row, place in self.orders if self._order(place) is None}
        if self.choices.wrapped is None:
            orders |= {name.person + 1: WRAPPED for name in self.wrapped}
        return orders | {row + 1: TYPEFACE for (row, place), _ in self.legacy_texts() if self._typeface(place) is None}

    def _typeface(self, place: int) -> str | None:
        return self.choices.typefaces.get((self.at, place))

    def _bare(self) -> list[int]:
        if self.head is None:
            return []
        known = {
            place
            for head in self.walk.heads
            for place in [*head.texts, *(at for places in head.columns.values() for at in places)]
        }
        entries = [self.sheet.rows[row.number - self.number(1)] for row in self.walk.rows]
        return [
            place
            for place in range(len(self.sheet.rows[0]))
            if place not in known and any(row[place] is not None for row in entries)
        ]

    def _columns(self) -> list[ListColumn]:
        head, hidden = self.head, set(self.sheet.marks.columns)
        width = len(self.sheet.rows[0]) if self.sheet.rows else 0
        fields = {place: field for field, places in head.columns.items() for place in places} if head else {}
        row = self.choices.heads.get(self.at)
        texts = (
            head.texts
            if head
            else {at: cell_values.to_text(value) for at, value in enumerate(self.sheet.rows[row - 1])}
            if row and row <= len(self.sheet.rows)
            else {}
        )
        dropped = head.dropped if head else {}
        said = {place for (where, place) in self.choices.columns if where == self.at}
        remembered = {place for place, text in texts.items() if fold(text) in self.choices.headings}
        return [
            ListColumn(place, texts.get(place, ""), fields.get(place), place in said | remembered, place + 1 in hidden)
            for place in range(width)
            if place not in dropped and (texts.get(place) or any(cells[place] is not None for cells in self.sheet.rows))
        ]


def column_letter(place: int) -> str:
    """Return Excel's name for a column."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _first(sheet: WorkbookSheet) -> list[str]:
    """Return the text of the first rows, numbered."""
    lines = [
        (at, " · ".join(text for value in row if (text := cell_values.to_text(value))))
        for at, row in enumerate(sheet.rows[:8], 1)
    ]
    return [f"{at}: {line[:160]}" for at, line in lines if line]


def unique_texts(texts: Iterable[str]) -> list[str]:
    """Return each text once, in order, without empty ones."""
    return [text for text in dict.fromkeys(texts) if text]
