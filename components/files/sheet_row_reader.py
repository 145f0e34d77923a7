"""Walking down a sheet row by row: which rows are entries of the list, and which headings apply to each."""

from dataclasses import replace

from components.files import cell_values, heading_rows
from components.files.heading_rows import HeadingFinder, HeadingRow
from components.files.heading_vocabulary import NOT_STORED
from components.files.workbook_reader import WorkbookSheet
from db.imports.list_rows import ListRow
from db.imports.read_options import LEAVE, TAKE, ReadOptions

# Faults of a row that may disappear once its column is read as it is meant.
SETTLED_BY_ANSWER = (None, "date_unreadable", "date_too_far", "day_to_come")
LEFT_OUT, COMMENT = "left_out", "comment"


class RowWalker:
    """The content of a sheet: entries as rows, and all other rows by kind, with their text.

    Each kind of list has its own walker, which classifies the rows that are no entries and reads those that are.
    """

    filled_down: tuple[str, ...] = ()  # fields whose vertically merged cell applies to each of its rows
    repeated: tuple[str, ...] = ()  # fields in which a ditto mark repeats the value above

    def __init__(
        self,
        sheet: WorkbookSheet,
        finder: HeadingFinder,
        head: HeadingRow | None,
        choices: ReadOptions,
        offset: int,
        asked: dict[int, str],
    ) -> None:
        self.sheet, self.finder, self.choices, self.offset, self.asked = sheet, finder, choices, offset, asked
        self.rows: list[ListRow] = []
        self.hidden: list[int] = []  # or struck out
        self.unread: list[str] = []  # the names on hidden or struck-out rows
        self.skipped: dict[str, list[int]] = {}
        self.texts: dict[int, str] = {}
        self.head = head
        self.heads = [head] if head else []
        self.shut = set(sheet.marks.rows)
        self.struck = {(row, column) for row, column in sheet.marks.struck}
        self.valueless = {(row - 1, column - 1): text for row, column, text in sheet.marks.valueless}
        self.comments: dict[int, list[str]] = {}
        for row, _, cell in sheet.marks.commented:
            self.comments.setdefault(row, []).append(cell)
        self.merged = _merged_down(sheet)
        self.numbered = False  # whether the current row has a running number
        self.above: dict[int, object] = {}  # the cells of the previous entry, by column

    def walk_rows(self) -> None:
        """Visit every row once."""
        if self.head is None:
            return
        self._under(self.head)
        self.read_above_headings(self.head)
        at = self.head.below
        while at < len(self.sheet.rows):
            at = self._row(at)

    def read_above_headings(self, head: HeadingRow) -> None:
        """Read what is above the headings."""

    def begin_section(self) -> None:
        """Forget what no longer applies below repeated headings."""

    def redacted_row(self, number: int, said: list[str]) -> ListRow | None:
        """Return the row that a mark of ours in one of its texts settles, or None."""
        return None

    def kind_of_other_row(self, said: list[str], found: dict[str, list], numbered: bool) -> str | None:
        """Return the kind of a row that is no entry, by its texts and its cells by field; None for an entry."""
        raise NotImplementedError

    def read_entry(self, number: int, found: dict[str, list]) -> ListRow:
        """Return an entry, given its cells by field."""
        raise NotImplementedError

    def take_entry(self, number: int, own: int, found: dict[str, list]) -> None:
        """Take an entry, unless it is hidden or its name is struck out; `own` is its number on the sheet."""
        lost = self._without_value(own - 1)
        whole = not lost.keys() & {*self.finder.vocabulary.names}
        names = () if whole else self.finder.vocabulary.names
        row = self.read_entry(number, {field: cells for field, cells in found.items() if field not in {*lost, *names}})
        lost |= self._merged_above(own - 1)
        noted = [
            *([LEFT_OUT, field, text, ""] for field, text in lost.items()),
            *([COMMENT, self.finder.vocabulary.names[0], cell, ""] for cell in self.comments.get(own, ())),
        ]
        row = replace(row, noted=[*row.noted, *noted])
        if own in self.shut or self._is_struck(own):
            self.hidden.append(number)
            if self.choices.hidden != TAKE:
                self.unread.append(row.name or row.said.get("name", ""))
                return
        if own in self.asked and row.fault in SETTLED_BY_ANSWER:
            row = replace(row, fault=self.asked[own])
        self.rows.append(row)

    def _merged_above(self, at: int) -> dict[str, str]:
        """Return, by field, the values of cells above that are merged over this row and are not taken for it."""
        found: dict[str, str] = {}
        for field, places in self.columns.items():
            tops = [self.merged.get((at, place), 0) for place in places]
            cells = [self.sheet.rows[top][place] for place, top in zip(places, tops, strict=True) if top]
            said = " ".join(filter(None, map(cell_values.to_text, cells)))
            if said and field not in self.filled_down and min(filter(None, tops)) >= self.heads[-1].below:
                found[field] = said[:80]
        return found

    def _without_value(self, at: int) -> dict[str, str]:
        """Return, by field, what a row shows instead of a value: an error, or a formula that was never computed."""
        if not self.valueless:
            return {}
        return {
            field: self.valueless[at, place]
            for field, places in self.columns.items()
            for place in places
            if (at, place) in self.valueless
        }

    def _is_struck(self, own: int) -> bool:
        """Return whether the name in a row is struck out."""
        return bool(self.struck) and any(
            (own, place + 1) in self.struck
            for field in self.finder.vocabulary.names
            for place in self.columns.get(field, ())
        )

    def _under(self, head: HeadingRow) -> None:
        """Apply headings to the rows below them."""
        self.columns = {field: places for field, places in head.columns.items() if field not in NOT_STORED}
        self.index = head.columns.get("index", [None])[0]
        self.titles = {field: head.texts.get(places[0], "") for field, places in head.columns.items()}
        if self.choices.hidden_columns == LEAVE:
            shown = lambda places: [place for place in places if place + 1 not in self.sheet.marks.columns]  # noqa: E731
            self.columns = {field: left for field, places in self.columns.items() if (left := shown(places))}
        self.begin_section()

    def _row(self, at: int) -> int:
        """Read one row, or headings that are repeated here; return the next row to read."""
        cells = self._over(at)
        said = [cell_values.to_text(value) for value in cells]
        found = {
            field: [cells[place] for place in places]
            for field, places in self.columns.items()
            if any(said[place] for place in places)
        }
        number = at + 1 + self.offset
        self.numbered = numbered = bool(found) and self.index is not None and said[self.index].rstrip(".").isdigit()
        if not numbered and (head := self.finder.find_repeated(at)):
            self.heads.append(heading_rows.inherit_columns(head, self.heads[-1]))
            self._under(self.heads[-1])
            for each in range(head.top, head.below):
                self._skip("heading", each + 1 + self.offset, "")
            return head.below
        if row := self.redacted_row(number, said):
            self.rows.append(row)
        elif kind := self.kind_of_other_row(said, found, numbered):
            self._skip(kind, number, " · ".join(text for text in said if text))
        else:
            self.take_entry(number, at + 1, found)
            self.above = dict(enumerate(cells))
        return at + 1

    def _over(self, at: int) -> list:
        """Return the cells of a row. For fields that are filled down, a vertically merged cell applies to each of its
        rows; a ditto mark takes the value above.
        """
        cells = [self.valueless.get((at, place), value) for place, value in enumerate(self.sheet.rows[at])]
        named = any(
            cells[place] is not None for field in self.finder.vocabulary.names for place in self.columns.get(field, ())
        )
        filled_down = self.filled_down if named else ()  # the second row of one person is no other person
        for place in {place for field in filled_down for place in self.columns.get(field, ())}:
            top = self.merged.get((at, place), 0)
            if top >= self.heads[-1].below and cells[place] is None:
                cells[place] = self.sheet.rows[top][place]
        for place in {place for field in self.repeated for place in self.columns.get(field, ())}:
            if cell_values.is_ditto(cells[place]):
                cells[place] = self.above.get(place)
        return cells

    def _skip(self, kind: str, number: int, text: str) -> None:
        self.skipped.setdefault(kind, []).append(number)
        if text and kind != "blank":
            self.texts[number] = text[:120]


def _merged_down(sheet: WorkbookSheet) -> dict[tuple[int, int], int]:
    """Return the cells below the first one of a merged area, by row and column from 0, with the row of
    the first one.
    """
    found: dict[tuple[int, int], int] = {}
    for top, left, bottom, right in sheet.marks.merged:
        if left == right and len(found) < len(sheet.rows) * 10:
            found |= {(at, left - 1): top - 1 for at in range(top, min(bottom, len(sheet.rows)))}
    return found
