"""A sheet as it may be staged:
without ethnicity and religion, with numbers hashed, and without people exempt from introduction.
"""

import re

from components.files import cell_values, heading_rows, legacy_text_conversion, non_data_rows
from components.files.heading_rows import HeadingFinder, HeadingRow
from components.files.member_headings import MEMBER_HEADINGS, NAMES
from components.files.member_states import is_exempt_remark, says_exempt
from components.files.person_reader import NUMBERS
from components.files.workbook_reader import Cell, WorkbookSheet
from db import identity_number_key
from db.calendar import partial_dates
from db.errors import Invalid
from db.imports.person_rows import HashedNumber

LENGTHS = (8, 9, 12)
RUN = re.compile(r"(?<!\d)(?:\d{9}|\d{12})(?!\d)")
# fields that never hold a card number, whatever the value looks like
OPEN = ("phone", "index", "born", "admitted", "official", "male", "female", *NAMES)


class _Sealing:
    """Walks down a sheet from one row of headings to the next."""

    def __init__(self, sheet: WorkbookSheet, known: dict[str, str], keep: bool) -> None:
        self.sheet = legacy_text_conversion.convert_texts(
            sheet, legacy_text_conversion.find_legacy_texts(sheet)
        )  # only to recognise headings
        self.rows, self.keep_in_full, self.digest = sheet.rows, keep, identity_number_key.make_hasher()
        self.finder = HeadingFinder(self.sheet, MEMBER_HEADINGS, known)
        self.fields: dict[int, str] = {}
        self.dropped: set[int] = set()
        self.exempt = False  # as a section above says

    def go(self) -> list[list[Cell]]:
        """Return the rows as they may be staged."""
        head = self.finder.find()
        found, below = [], 0
        for at, row in enumerate(self.rows):
            if head and at >= head.below and (again := self.finder.find_repeated(at)):
                self._under(heading_rows.inherit_columns(again, head))
                below = again.below
            elif head and at == head.below:
                self._under(head)
            found.append(
                [
                    value if at < below and isinstance(value, str) else self._cell(place, value)
                    for place, value in enumerate(self._kept(row))
                ]
            )
        return found

    def _under(self, head: HeadingRow) -> None:
        self.fields = {place: field for field, places in head.columns.items() for place in places}
        self.dropped = set(head.dropped)

    def _kept(self, row: list[Cell]) -> list[Cell]:
        """Return a row; for somebody exempt from introduction, only the fact of the exemption."""
        filled = [cell_values.to_text(value) for value in row if value is not None and cell_values.to_text(value)]
        said = non_data_rows.parse_section_title(" ".join(filled)) if self.fields and 0 < len(filled) < 4 else None
        if said is not None and any(non_data_rows.is_group_title(text) for text in filled):
            self.exempt = said.exempt
        elif self.exempt and filled:
            return [non_data_rows.EXEMPT, *[None] * (len(row) - 1)]
        places = [
            place
            for place, value in enumerate(row)
            if isinstance(value, str) and "i" in value and self._exempt(place, value)
        ]
        return [non_data_rows.EXEMPT if place in places else None for place in range(len(row))] if places else row

    def _exempt(self, place: int, value: str) -> bool:
        return (
            says_exempt(value)
            if self.fields.get(place) == "exempt"
            else bool(self.fields) and self.fields.get(place, "remarks") == "remarks" and is_exempt_remark(value)
        )

    def _cell(self, place: int, value: Cell) -> Cell:
        field = self.fields.get(place)
        if value is None or place in self.dropped:
            return None
        if field in NUMBERS:
            return self._number(value, NUMBERS[field])
        if field in OPEN or not isinstance(value, str | float):
            return value
        return self._perhaps(value)

    def _number(self, value: Cell, lengths: tuple[int, ...]) -> Cell:
        """Seal a cell under a heading for numbers; a value that is no such number keeps only its last digits."""
        try:
            return cell_values.id_number_reader(lengths, self.keep_in_full, self.digest)(value)
        except Invalid:
            said = cell_values.to_text(value)
            found = cell_values.find_id_numbers(said, lengths)
            return self._sealed(said, found[0]) if found else cell_values.mask_digits(said)

    def _sealed(self, said: str, digits: str) -> str:
        """Return a text that has a number beside something else, with the number sealed."""
        number = cell_values.id_number_reader((len(digits),), self.keep_in_full, self.digest)(digits)
        return f"{cell_values.format_hashed_number(number)} {cell_values.mask_digits(said)}"[:200] if number else said

    def _perhaps(self, value: str | float) -> Cell:
        """Return a cell under any other heading, or none: a number of the same length as a card number
        is treated as one.
        """
        said = cell_values.to_text(value)
        plain = re.sub(r"[ .-]", "", said)
        if not (plain.isascii() and plain.isdigit() and len(plain) in LENGTHS):
            return RUN.sub(lambda run: cell_values.mask_digits(run[0]), value) if isinstance(value, str) else value
        if len(plain) == 8 and _day(said):
            return value
        return HashedNumber(self.digest(plain), plain[-4:], plain if self.keep_in_full else None)


def redact(sheet: WorkbookSheet, known: dict[str, str], keep_numbers: bool) -> WorkbookSheet:
    """Return the sheet as it may be staged, whatever kind of list it is: what must not be kept is never kept.

    `known` are headings that are remembered from earlier lists.
    """
    return sheet._replace(rows=_Sealing(sheet, known, keep_numbers).go())


def _day(said: str) -> bool:
    try:
        return bool(partial_dates.parse(said))
    except Invalid:
        return False
