"""Lists of random people in random layouts are read as they are meant, whatever stands around them."""

import io
from random import Random

import openpyxl
from hypothesis import given, settings as tried, strategies as some

from components.files import list_formats, list_parser, staging_redaction, workbook_reader
from components.files.list_parser import ParsedList
from components.files.workbook_reader import WorkbookSheet
from tests.random_lists import RandomList


@given(some.integers(0, 1 << 32))
@tried(max_examples=60, deadline=None)
def test_a_random_list_is_read_as_it_is_meant(seed):
    made = RandomList(Random(seed))
    assert_read(made, seen_of(made.sheets))


def test_headings_of_a_page_that_begins_at_once_do_not_hide_the_people_above():
    made = RandomList(Random(9_100_402))
    assert_read(made, seen_of(made.sheets))


def test_columns_for_men_and_women_are_read_below_headings_that_are_repeated_at_once():
    for seed in (741, 8198):
        made = RandomList(Random(seed))
        assert_read(made, seen_of(made.sheets))


def test_a_random_list_is_read_so_out_of_its_file_too():
    made = RandomList(Random(360))
    assert_read(made, seen_of(workbook_reader.read_sheets(as_file(made.sheets))))


def assert_read(made: RandomList, seen: ParsedList) -> None:
    assert made.read(seen.rows) == made.expected()
    assert [row for row in seen.rows if row.fault] == []


def seen_of(sheets: list[WorkbookSheet]) -> ParsedList:
    """Return what a staged list of these sheets holds."""
    sheets = [staging_redaction.redact(sheet, {}, False) for sheet in sheets]
    kind = list_formats.recognise(sheets, {})
    assert kind.code == "members"
    return list_parser.parse(sheets, kind=kind)


def as_file(sheets: list[WorkbookSheet]) -> bytes:
    """Return the sheets as an Excel workbook."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for row in sheet.rows:
            made.append(row)
        for top, left, bottom, right in sheet.marks.merged:
            made.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(target)
    return target.getvalue()
