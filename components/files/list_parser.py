"""The content of a workbook that holds some kind of list:
its sheets, their headings and columns, and the rows below.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from components.files import list_sheet, side_by_side_lists, unlistable_sheets
from components.files.list_format import ListFormat
from components.files.list_sheet import ListSheet, ParsedSheet
from components.files.member_lists import MEMBER_LISTS
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.imports.list_rows import ListRow
from db.imports.read_options import ReadOptions


class ParsedList(NamedTuple):
    """What was found in a workbook: its sheets, entries, headings that were not understood, left out or repeated, and
    other rows by kind.
    """

    sheets: list[ParsedSheet]
    rows: list[ListRow]
    unknown: list[str]
    dropped: list[str]
    twice: list[list[str]]
    skipped: dict[str, list[int]]
    texts: dict[int, str]  # the texts of skipped rows
    hidden: list[int]  # entries; includes those struck out
    converted: list[list]  # row, column, original text, converted text
    others: list[str]  # sheets without entries
    beside: Sequence[str] = ()  # names on rows that are hidden or struck out, and on sheets that are not taken
    exchanged: Sequence[list] = ()  # dates that may have the month first; same form as `converted`
    wrapped: Sequence[list] = ()  # names on two rows: both rows, original text, joined text


def parse(
    sheets: list[WorkbookSheet], choices: ReadOptions | None = None, kind: ListFormat = MEMBER_LISTS
) -> ParsedList:
    """Return the entries of a workbook, sheet by sheet.

    Raises Invalid if no sheet can be a list, or nothing follows below its headings.
    """
    choices = choices or ReadOptions()
    sheets, stated = kind.convert(sheets)
    sheets = side_by_side_lists.split_side_by_side(sheets, kind.vocabulary)
    looks = [ListSheet(at, sheet, choices, kind) for at, sheet in enumerate(sheets) if _filled(sheet)]
    usable = _usable(looks, choices)
    fuller = any(look.taken and look.entries and not look.only_names for look in usable)
    for look in usable:
        look.beside_fuller = fuller and look.only_names
    taken = [look for look in usable if look.taken]
    return ParsedList(
        [look.as_parsed_sheet() for look in usable],
        [replace(row, **stated.get(row.number, {})) for look in taken for row in look.rows],
        list_sheet.unique_texts(text for look in taken for text in look.unknown_headings()),
        list_sheet.unique_texts(text for look in taken for head in look.walk.heads for text in head.dropped.values()),
        [pair for look in taken for pair in look.repeated_columns()],
        _by_kind(taken),
        {number: text for look in taken for number, text in look.walk.texts.items()},
        [number for look in taken for number in look.walk.hidden],
        [
            [look.number(row + 1), place, before, after]
            for look in taken
            for (row, place), (before, after) in look.legacy_texts()
        ],
        [sheet.name for at, sheet in enumerate(sheets) if _filled(sheet) and at not in {look.at for look in usable}],
        list_sheet.unique_texts(name for look in usable for name in look.names_not_taken()),
        [day for look in taken for day in look.exchanged_days()],
        [name for look in taken for name in look.names_on_two_rows()],
    )


def _usable(looks: list[ListSheet], choices: ReadOptions) -> list[ListSheet]:
    """Return the sheets that may be a list."""
    if looks and choices.is_default and not any(look.head for look in looks):
        unlistable_sheets.refuse([look.sheet for look in looks], looks[0].kind)
    if choices.kind is None and not any(look.head or _mappable(look.sheet) for look in looks):
        raise Invalid("import_no_headings")
    usable = [look for look in looks if look.entries or (look.head is None and _mappable(look.sheet)) or look.said]
    if not usable and choices.is_default:
        raise Invalid("import_nobody")
    return [look for look in usable if look.entries or look.said] if any(look.entries for look in looks) else usable


def _filled(sheet: WorkbookSheet) -> bool:
    return any(value is not None for row in sheet.rows for value in row)


def _mappable(sheet: WorkbookSheet) -> bool:
    """Return whether this may be a list whose headings only its author understands."""
    return sum(sum(value is not None for value in row) > 1 for row in sheet.rows) > 1


def _by_kind(looks: list[ListSheet]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for look in looks:
        for kind, numbers in look.walk.skipped.items():
            found.setdefault(kind, []).extend(numbers)
    return found
