"""Lists of members as they are really kept: where the people stand between titles, sections, totals and signatures.

What a list says of ethnicity and religion is not read; card and citizen numbers leave here as keyed hashes.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from components.files import values
from components.files.headings import SILENT, Head, field_of, find
from components.files.reading import Sheet
from db import checks, secret
from db.faults import Invalid
from db.imports.naming import CELL
from db.imports.rows import Row
from db.names import fold

TOTAL = re.compile("(tong )?(cong|so dang vien)( .*)?|tong( .*)?")
SUM = re.compile(r"\W*(tổng|tong|cộng|cong|số|so)\b")
SIGNED = re.compile("t m .*|tm .*|nguoi lap.*|ky .*|.* ky ghi ro.*|bi thu.*|xac nhan.*|thu truong.*|noi nhan.*|.* ngay .* thang .* nam( .*)?")
PLACE = re.compile(r"\(?\d{1,2}\)?")  # the row that numbers the columns
SECTION = re.compile("([ivx]+|[a-d]|[0-9]+)[ .)]")
GONE = re.compile(".*(da chuyen|chuyen (sinh hoat )?di|da mat|tu tran|qua doi|xoa ten|khai tru|ra khoi dang|da nghi|thoi sinh hoat).*")


class Seen(NamedTuple):
    """What was found in a workbook: the sheet, its people, headings that were not understood or left out, and other rows by kind."""

    sheet: str
    rows: list[Row]
    unknown: list[str]
    dropped: list[str]
    skipped: dict[str, list[int]]


def see(sheets: list[Sheet], keep_numbers: bool = False) -> Seen:
    """The people of the sheet that lists most about them. Raises Invalid where no sheet has headings, or nobody stands below them."""
    heads = [(head, sheet) for sheet in sheets if not sheet.hidden and (head := find(sheet.rows))]
    if not heads:
        raise Invalid("import_no_headings")
    head, sheet = max(heads, key=lambda pair: (pair[0].worth, len(pair[1].rows)))
    found = _Reader(head, _titled(sheet, head), keep_numbers)
    for number, cells in enumerate(sheet.rows[head.below :], head.below + 1):
        found.take(number, cells)
    if not found.rows:
        raise Invalid("import_nobody")
    return Seen(sheet.name, found.rows, head.unknown, head.dropped, found.skipped)


class _Reader:
    """Goes down a list and remembers under which cell's heading it is."""

    def __init__(self, head: Head, cell: str | None, keep_numbers: bool) -> None:
        self.columns = {field: place for field, place in head.columns.items() if field not in SILENT}
        self.index, self.readers = head.columns.get("index"), _readers(keep_numbers)
        self.rows: list[Row] = []
        self.skipped: dict[str, list[int]] = {}
        self.cell = cell

    def take(self, number: int, cells: list) -> None:
        """One row of the sheet: a person, or something else."""
        said = [values.text(value) for value in cells]
        found = {field: cells[place] for field, place in self.columns.items() if said[place]}
        if kind := self._other(said, found):
            self.skipped.setdefault(kind, []).append(number)
        else:
            self.rows.append(self._person(number, found))

    def _other(self, said: list[str], found: dict) -> str | None:
        """What a row is that is about nobody."""
        filled = [text for text in said if text]
        if not filled:
            return "blank"
        if len(filled) > 2 and all(PLACE.fullmatch(text) for text in filled):
            return "heading"
        if found and self.index is not None and said[self.index].rstrip(".").isdigit():
            return None
        if any(field_of(said[place]) == field for field, place in self.columns.items()):
            return "heading"
        return self._beside(filled, found)

    def _beside(self, said: list[str], found: dict) -> str | None:
        """The same for a row without a running number."""
        folded = [fold(text) for text in said]
        if any(_sums(text) for text in said) and not self._lives(found):
            return "total"
        if any(SIGNED.fullmatch(text) for text in folded) and len(found) < 3:
            return "signature"
        if len(said) == 1 and (len(self.columns) > 1 or not found):
            return self._section(said[0])
        return None if found.keys() & {"name", "family", "given"} else "other"

    def _lives(self, found: dict) -> bool:
        """Whether somebody was born or belongs to a cell here: no sum does."""
        if found.keys() & {"cell", "home", "card", "citizen"}:
            return True
        try:
            return bool(values.born(found.get("born")))
        except Invalid:
            return False

    def _section(self, said: str) -> str:
        """A heading within the list; one that names a cell holds for all below it."""
        name = SECTION.sub("", said, count=1).strip() if SECTION.match(said.lower()) else said
        if CELL.match(fold(name)):
            self.cell = name
        return "section"

    def _person(self, number: int, cells: dict) -> Row:
        """A person, as far as he can be read; a fault keeps what was typed."""
        if "mien gioi thieu" in fold(values.text(cells.get("exempt"))):
            return Row(number, fault="import_exempt")
        known, fault = {}, None
        for field, value in self._split(cells).items():
            if field in self.readers:
                try:
                    known[field] = self.readers[field](value)
                except Invalid as refusal:
                    fault = fault or refusal
        try:
            checks.life(known)
        except Invalid as refusal:
            fault = fault or refusal
        if self.cell and "cell" not in self.columns:
            known.setdefault("cell", self.cell)
        known |= _states(cells)
        if fault is None:
            return Row(number, **known)
        return Row(number, **known, fault=fault.code, values=fault.values, said=_said(self._split(cells), known))

    def _split(self, cells: dict) -> dict:
        """Names out of two columns, and births out of a column for men and one for women, as one."""
        found = {"name": None} | cells
        if "given" in self.columns:
            found["name"] = f"{values.text(cells.get('family'))} {values.text(cells.get('given'))}".strip()
        for field in ("male", "female"):
            if field in cells:
                found |= {"sex": field}
                if fold(values.text(cells[field])) not in ("x", "1", "v", "co"):
                    found["born"] = cells[field]
        return found


def _sums(said: str) -> bool:
    """Whether a text is that of a sum: with its tones, Tổng is one and Tống is a family's name."""
    return bool(TOTAL.fullmatch(fold(said)) and SUM.match(said.lower()))


def _titled(sheet: Sheet, head: Head) -> str | None:
    """The cell that a list without a column for it is about: named above it, else called like the sheet."""
    if head.columns.keys() & {"cell", "home"}:
        return None
    above = [text for row in sheet.rows[: head.below] for value in row if CELL.match(fold(text := values.text(value))) and field_of(text) is None]
    return above[-1] if above else sheet.name


def _readers(keep_numbers: bool) -> dict[str, Callable]:
    digest = secret.hasher()
    return {
        "name": values.name,
        "sex": values.sex,
        "born": values.born,
        "admitted": values.past,
        "official": values.past,
        "card": values.number(checks.CARD, keep_numbers, digest),
        "citizen": values.number(checks.CITIZEN, keep_numbers, digest),
        "phone": values.phone,
        **{field: values.line(200) for field in ("cell", "home", "address", "workplace", "position")},
    }


def _states(cells: dict) -> dict:
    """What a list says of somebody besides his data."""
    return _stated(values.text(cells.get("state")), values.text(cells.get("standing")))


@lru_cache
def _stated(state: str, standing: str) -> dict:
    found = {"probationary": True} if "du bi" in fold(f"{state} {standing}") else {}
    return found | ({"gone": state[:60]} if GONE.fullmatch(fold(state)) else {})


def _said(cells: dict, known: dict) -> dict[str, str]:
    """What was typed in a faulty row, numbers sealed."""
    plain = {field: values.text(value)[:200] for field, value in cells.items() if field not in ("card", "citizen", "male", "female", "family", "given")}
    return plain | {field: values.sealed(known[field]) for field in ("card", "citizen") if known.get(field)}
