"""Where the headings of a list stand in a sheet, and which columns they name:
in one row or several, merged, repeated, or said by hand.
"""

import re
from typing import NamedTuple

from components.files.headings import DROPPED, NAMES, PEOPLE, SEARCHED, candidate_fields
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean, fold

ROWS = 3  # that headings take at most
# what may be spread over columns
SPANNING = {"name": " ", "family": " ", "given": " ", "born": "/", "admitted": "/", "official": "/"}
PARTS = {"ngay", "thang", "nam"}
# headings between family and given name
MIDDLE = {f"{before}{word}" for before in ("", "chu ", "ten ") for word in ("dem", "lot")}
LEAVE = "none"
NUMERAL = re.compile(r"\(?([IVX]+|[A-H])[.)]?")


class HeadingRow(NamedTuple):
    """Headings: the places of each field, those not known, left out on purpose or saying what another says, and the
    first row below.
    """

    columns: dict[str, list[int]]
    unknown: dict[int, str]
    dropped: dict[int, str]
    twice: dict[int, str]  # columns that say what another says, with the field
    texts: dict[int, str]
    top: int
    below: int

    @property
    def worth(self) -> int:
        return sum(field in self.columns for field in PEOPLE)

    @property
    def fit(self) -> bool:
        return self.worth > 1 and ("name" in self.columns or {"family", "given"} <= self.columns.keys())


ManualFields = dict[int, str]  # columns whose field was said by hand or is remembered


def find(
    sheet: WorkbookSheet, known: dict[str, str], said: ManualFields | None = None, row: int | None = None
) -> HeadingRow | None:
    """The headings of a sheet; none where nobody's name stands below.

    `known` are headings remembered, `said` columns said by hand, `row` where the headings are said to stand, 0 where
    there are none.
    """
    said = said or {}
    places = range(min(len(sheet.rows), SEARCHED)) if row is None else [row - 1] if 0 < row <= len(sheet.rows) else []
    found = [head for place in places for head in _at(sheet, place, known, said)]
    fit = [head for head in found if head.fit and (row is not None or _read(head) - said.keys())]
    return max(fit, key=_rank, default=None) or _unheaded(sheet, said, row or 0)


def _read(head: HeadingRow) -> set[int]:
    return {place for places in head.columns.values() for place in places}


def _unheaded(sheet: WorkbookSheet, said: ManualFields, below: int) -> HeadingRow | None:
    """Columns that were only said, of a list without headings that can be read."""
    columns: dict[str, list[int]] = {}
    for place, field in sorted(said.items()):
        if field != LEAVE and sheet.rows and place < len(sheet.rows[0]):
            columns.setdefault(field, []).append(place)
    head = HeadingRow(columns, {}, {}, {}, {}, below, below)
    return head if head.fit else None


def find_repeated(sheet: WorkbookSheet, place: int, known: dict[str, str], said: ManualFields) -> HeadingRow | None:
    """Headings that begin in a row further down, in whatever order of columns."""
    row = sheet.rows[place]
    if not any(isinstance(value, str) for value in row) or any(
        _counts(value) and not isinstance(value, str) for value in row
    ):
        return None
    if not any(field in NAMES for value in row for field in candidate_fields([_text(value)] if _text(value) else [])):
        return None
    return max((head for head in _at(sheet, place, known, said) if head.fit), key=_rank, default=None)


def merge_with_previous(head: HeadingRow, before: HeadingRow) -> HeadingRow:
    """Headings that stand there again: columns over which they say nothing mean what they meant before."""
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


def _rank(head: HeadingRow) -> tuple[int, int, int, int]:
    return head.worth, sum(map(len, head.columns.values())), -head.below, head.top


def _at(sheet: WorkbookSheet, place: int, known: dict[str, str], said: ManualFields) -> list[HeadingRow]:
    """The headings that begin in a row, of one row, two or three."""
    found = [_head(sheet, place, 1, known, said)]
    for count in range(2, ROWS + 1):
        if place + count > len(sheet.rows) or not _lower(sheet.rows[place + count - 1]):
            break
        head = _head(sheet, place, count, known, said)
        if not _someone(sheet, head):
            found.append(head)
    return found


def _lower(row: list) -> bool:
    """Whether a row may be a lower one of headings: several texts, no number, no numeral of a section."""
    filled = [value for value in row if _text(value)]
    return len(filled) > 1 and not any(_counts(value) or NUMERAL.fullmatch(_text(value)) for value in row)


def _someone(sheet: WorkbookSheet, head: HeadingRow) -> bool:
    """Whether a lower row has a person's name under the heading for names."""
    below = [
        _text(sheet.rows[row][place])
        for field in NAMES
        for place in head.columns.get(field, [])
        for row in range(head.top + 1, head.below)
    ]
    return any(text and next(candidate_fields([text]), None) is None for text in below)


def _head(sheet: WorkbookSheet, place: int, count: int, known: dict[str, str], said: ManualFields) -> HeadingRow:
    headings = _stacked(sheet, place, count)
    columns: dict[str, list[int]] = {}
    unknown, dropped, twice, texts = {}, {}, {}, {}
    for at, candidates in enumerate(headings):
        field = (
            said.get(at)
            or next((known[fold(text)] for text in candidates if fold(text) in known), None)
            or next(candidate_fields(candidates), None)
        )
        if candidates:
            texts[at] = (
                candidates[0]
                if len(candidates) == 1
                else candidates[-2]
                if count > 1 and len(candidates) > 2
                else candidates[0]
            )
        if field in DROPPED:
            dropped[at] = candidates[-1]
        elif field == LEAVE or (field is None and not candidates):
            continue
        elif field is None:
            unknown[at] = candidates[0]
        elif field in columns and not (field == "name" and at in said):
            twice[at] = field
        else:
            columns.setdefault(field, []).append(at)
    _name_parts(columns, headings, twice)
    head = HeadingRow(columns, unknown, dropped, twice, texts, place, place + count)
    _spread(sheet, head, headings, set(said))
    return head


def _name_parts(columns: dict[str, list[int]], headings: list[list[str]], twice: dict[int, str]) -> None:
    """ "Tên" beside "Họ đệm" is the given name only; alone it is the whole one."""
    if "family" in columns and "name" in columns and "ten" in map(fold, headings[columns["name"][0]]):
        columns["given"] = columns.pop("name")
    beside = [at for at, field in twice.items() if field == "family" and MIDDLE.intersection(map(fold, headings[at]))]
    if beside and "ho" in map(fold, headings[columns["family"][0]]):
        columns["family"].append(beside[0])
        del twice[beside[0]]


def _spread(sheet: WorkbookSheet, head: HeadingRow, headings: list[list[str]], said: set[int]) -> None:
    """A heading merged over columns, or with nothing over those beside it: what stands in them belongs to it."""
    for field, places in head.columns.items():
        at = places[-1] + 1
        while (
            field in SPANNING
            and at < len(headings)
            and at not in said
            and not headings[at]
            and _belongs(sheet, head, places[0], at, field)
        ):
            places.append(at)
            at += 1
        while field in SPANNING and field not in NAMES and at < len(headings) and _part(head, headings[at], at, field):
            places.append(at)
            head.unknown.pop(at, None)
            head.twice.pop(at, None)
            at += 1


def _part(head: HeadingRow, texts: list[str], at: int, field: str) -> bool:
    """Whether a column holds the month or year of the day in the one before."""
    return (at in head.unknown or head.twice.get(at) == field) and not PARTS.isdisjoint(map(fold, texts))


def _belongs(sheet: WorkbookSheet, head: HeadingRow, first: int, at: int, field: str) -> bool:
    """Whether a column without a heading is a part of the one before: merged, or a word beside most names."""
    for top, left, bottom, right in sheet.marks.merged:
        if left - 1 <= first and at <= right - 1 and top <= head.below and bottom > head.top:
            return True
    if field not in NAMES:
        return False
    people = [row for row in sheet.rows[head.below :] if _text(row[first])]
    beside = [row for row in people if _text(row[at]) and not _counts(row[at])]
    return len(beside) * 2 > len(people) > 0


def _stacked(sheet: WorkbookSheet, place: int, count: int) -> list[list[str]]:
    """The texts of each column: all rows as one, then from below each with what stands over it, then each alone from
    below.
    """
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


def _counts(value) -> bool:
    """Whether a cell holds a number or a day, as rows of people do and headings do not."""
    return any(char.isdigit() for char in value) if isinstance(value, str) else value is not None


def _text(value) -> str:
    return clean(value) if isinstance(value, str) else ""
