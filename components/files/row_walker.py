"""Going down a sheet row by row: who is a person, under which headings, in which cell and standing he stands."""

from dataclasses import replace

from components.files import cell_values, heading_rows, section_rows
from components.files.heading_rows import HeadingRow, ManualFields
from components.files.headings import NAMES, NOT_STORED, field_of
from components.files.person_reader import EXEMPT, PersonReader
from components.files.section_rows import SectionMeaning
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.imports.import_rows import ImportRow
from db.imports.read_options import LEAVE, TAKE, ReadOptions

TYPEFACE = "import_typeface"
PLACES = ("cell", "home")


class RowWalker:
    """What stands in a sheet: people as rows, and all other rows by their kind, with what they say."""

    def __init__(
        self,
        sheet: WorkbookSheet,
        head: HeadingRow | None,
        said: ManualFields,
        choices: ReadOptions,
        offset: int,
        asked: set[int],
    ) -> None:
        self.sheet, self.said, self.choices, self.offset, self.asked = sheet, said, choices, offset, asked
        self.rows: list[ImportRow] = []
        self.hidden: list[int] = []
        self.unread: list[str] = []  # names on hidden rows
        self.skipped: dict[str, list[int]] = {}
        self.texts: dict[int, str] = {}
        self.cell: str | None = None
        self.standing = SectionMeaning()
        self.head = head
        self.heads = [head] if head else []
        self.shut = set(sheet.marks.rows)
        self.merged = _merged_down(sheet)
        self.signed = False  # below a signature nobody is a member whom nothing else tells

    def go(self) -> None:
        """Look at every row once."""
        if self.head is None:
            return
        for row in self.sheet.rows[: self.head.top]:
            self._title([cell_values.to_text(value) for value in row])
        self._under(self.head)
        if not self.cell and not self.columns.keys() & {"cell", "home"}:
            self.cell = section_rows.cell_named_in(self.sheet.name) or self.sheet.name
        at = self.head.below
        while at < len(self.sheet.rows):
            at = self._row(at)

    def _under(self, head: HeadingRow) -> None:
        """Headings hold for the rows below them."""
        self.signed = False
        self.columns = {field: places for field, places in head.columns.items() if field not in NOT_STORED}
        self.index = head.columns.get("index", [None])[0]
        self.titles = {field: head.texts.get(places[0], "") for field, places in head.columns.items()}
        if self.choices.hidden_columns == LEAVE:
            shown = lambda places: [place for place in places if place + 1 not in self.sheet.marks.columns]  # noqa: E731
            self.columns = {field: left for field, places in self.columns.items() if (left := shown(places))}

    def _row(self, at: int) -> int:
        """One row, or headings that stand here again; where to go on."""
        cells = self._over(at)
        said = [cell_values.to_text(value) for value in cells]
        found = {
            field: [cells[place] for place in places]
            for field, places in self.columns.items()
            if any(said[place] for place in places)
        }
        number = at + 1 + self.offset
        numbered = bool(found) and self.index is not None and said[self.index].rstrip(".").isdigit()
        if not numbered and (head := heading_rows.find_repeated(self.sheet, at, self.choices.headings, self.said)):
            self.heads.append(heading_rows.merge_with_previous(head, self.heads[-1]))
            self._under(self.heads[-1])
            for each in range(head.top, head.below):
                self._skip("heading", each + 1 + self.offset, "")
            return head.below
        if section_rows.EXEMPT in said:
            self.rows.append(ImportRow(number, fault=EXEMPT))
        elif kind := self._other(said, found, numbered):
            self._skip(kind, number, " · ".join(text for text in said if text))
        else:
            self._person(number, at + 1, found)
        return at + 1

    def _over(self, at: int) -> list:
        """The cells of a row; a cell of the Party merged over several rows stands in each of them."""
        cells = list(self.sheet.rows[at])
        for place in {place for field in PLACES for place in self.columns.get(field, ())}:
            top = self.merged.get((at, place), 0)
            if top >= self.heads[-1].below and cells[place] is None:
                cells[place] = self.sheet.rows[top][place]
        return cells

    def _person(self, number: int, own: int, found: dict[str, list]) -> None:
        row = PersonReader(number, found, self.titles, self.choices).read(self.cell, self.standing)
        if own in self.shut:
            self.hidden.append(number)
            if self.choices.hidden != TAKE:
                self.unread.append(row.name or row.said.get("name", ""))
                return
        if own in self.asked and row.fault is None:
            row = replace(row, fault=TYPEFACE)
        self.rows.append(row)

    def _skip(self, kind: str, number: int, text: str) -> None:
        self.skipped.setdefault(kind, []).append(number)
        if text and kind != "blank":
            self.texts[number] = text[:120]

    def _other(self, said: list[str], found: dict[str, list], numbered: bool) -> str | None:
        """What a row is that is about nobody."""
        filled = [text for text in said if text]
        if not filled:
            return "blank"
        if section_rows.is_column_numbering(filled):
            return "heading"
        name = " ".join(said[place] for field in NAMES for place in self.columns.get(field, []) if said[place])
        if name and section_rows.is_group_title(name):
            return self._section(said)
        if numbered:
            return None
        again = [
            field
            for field, places in self.columns.items()
            for place in places
            if said[place] and field_of(said[place]) == field
        ]
        if len(again) > 1 or set(again) & {*NAMES}:
            return "heading"
        return self._beside(said, filled, found, name)

    def _beside(self, said: list[str], filled: list[str], found: dict[str, list], name: str) -> str | None:
        """The same for a row without a running number."""
        if any(section_rows.is_total(text) for text in filled) and not self._lives(found):
            return "total"
        if any(section_rows.is_signature(text) for text in filled) and len(found) < 3:
            self.signed = True
            return "signature"
        if self.signed and not self._lives(found) and len(found) < 3:
            return "signature"
        if self._titles(said, filled, found):
            return self._section(said)
        if len(filled) == 1 and (len(self.columns) > 1 or not found):
            return self._section(said)
        return None if name else "other"

    def _titles(self, said: list[str], filled: list[str], found: dict[str, list]) -> bool:
        """Whether a row is a title or section, whatever columns its text is spread over."""
        if self._lives(found):
            return False
        led = section_rows.is_numeral(filled[0]) and len(filled) > 1
        words = [text for text in filled if any(char.isalpha() for char in text) and not section_rows.is_numeral(text)]
        return (
            led
            or (len(words) < 3 and any(section_rows.is_group_title(text) for text in words))
            or (len(words) == 1 and section_rows.cell_named_in(words[0]) is not None)
        )

    def _lives(self, found: dict[str, list]) -> bool:
        """Whether somebody was born or belongs to a cell here: no sum does."""
        if found.keys() & {"cell", "home", "card", "citizen"} and found.keys() & {*NAMES}:
            return True
        try:
            born = [value for field in ("born", "male", "female") for value in found.get(field, ())]
            return any(cell_values.birth_date(value) for value in born if cell_values.is_ticked(value) is None)
        except Invalid:
            return False

    def _section(self, said: list[str]) -> str:
        self._title(said)
        return "section"

    def _title(self, said: list[str]) -> None:
        """A title or section that names a cell or a standing holds for all below it."""
        filled = [text for text in said if text and not section_rows.is_numeral(text)]
        text = section_rows.without_numeral(" ".join(filled))
        cell = next(
            (name for each in filled if (name := section_rows.cell_named_in(section_rows.without_numeral(each)))), None
        ) or section_rows.cell_named_in(text)
        if cell:
            self.cell, self.standing = cell, SectionMeaning()
        if (standing := section_rows.meaning_of(_without(text, cell))) is not None:
            self.standing = standing


def _without(text: str, cell: str | None) -> str:
    return text.replace(cell, " ") if cell else text


def _merged_down(sheet: WorkbookSheet) -> dict[tuple[int, int], int]:
    """Cells below the first one of a merged area, by row and column from 0, with the row of the first."""
    found: dict[tuple[int, int], int] = {}
    for top, left, bottom, right in sheet.marks.merged:
        if left == right and len(found) < len(sheet.rows) * 10:
            found |= {(at, left - 1): top - 1 for at in range(top, min(bottom, len(sheet.rows)))}
    return found
