"""Rows written into a workbook as XML read back as they were given, whatever they hold; and many rows take little
memory.
"""

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import openpyxl
from hypothesis import example, given, settings, strategies as st

from components.files import excel_writer, streaming_workbook
from components.files.excel_writer import SheetColumn, SheetTable, ValueKind

COLUMNS = [
    SheetColumn("Họ và tên", width=28),
    SheetColumn("Từ ngày", ValueKind.DATE, 12),
    SheetColumn("Có mặt", ValueKind.NUMBER, adds=True),
    SheetColumn("Tỷ lệ", ValueKind.PERCENT),
    SheetColumn("Ghi chú"),
]
TOP = 4  # rows above the first: title, line, empty, headings
HOSTILE = "=cmd|' /C calc'!A0\x00\x0b\x1f\r\n\t<&>\"' ]]>\u2028\ufffe\U0001f600\U00020000"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    (" ", " a ", "\n", "=1+1", "+84", "@a", "-", "0012", "1e5", "<c/>", "&amp;", "_x0041_", HOSTILE)
)
NUMBERS = st.integers(-(10**12), 10**12)
ROWS = st.lists(
    st.tuples(
        TEXTS | st.none(),
        st.dates(date(1900, 3, 1), date(2100, 1, 1)) | st.none(),
        NUMBERS | st.none(),
        st.floats(allow_nan=False, allow_infinity=False, width=32) | st.none(),
        TEXTS,
    ),
    max_size=8,
)


def _written(rows) -> bytes:
    target = io.BytesIO()
    excel_writer.write_workbook(target, SheetTable("Danh sách", "DANH SÁCH", ["Xã Đông Hà"], COLUMNS, rows))
    return target.getvalue()


def _expected(value):
    cleaned = excel_writer.clean_value(value)
    return datetime(*value.timetuple()[:3]) if isinstance(value, date) else None if cleaned == "" else cleaned


@settings(max_examples=40, deadline=None)
@given(ROWS)
@example([(HOSTILE, date(2026, 11, 21), 3, 0.1, HOSTILE), ("", None, None, None, "")])
def test_rows_read_back_as_they_were_given(rows):
    book = openpyxl.load_workbook(io.BytesIO(_written(rows)))
    sheet = book.worksheets[0]
    read = list(sheet.iter_rows(min_row=TOP + 1, max_row=TOP + len(rows)))
    assert [[cell.value for cell in row] for row in read] == [[_expected(value) for value in row] for row in rows]
    texts = [cell for row in read for cell in (row[0], row[4]) if cell.value is not None]
    assert {cell.data_type for cell in texts} <= {"s"}
    assert all(cell.quotePrefix == cell.value.startswith(excel_writer.FORMULA) for cell in texts)
    assert {cell.number_format for row in read for cell in (row[1],)} <= {"dd/mm/yyyy"}
    assert sheet.cell(TOP + len(rows) + 1, 3).value == sum(row[2] or 0 for row in rows)
    assert sheet.auto_filter.ref == f"A{TOP}:E{TOP + len(rows)}"
    assert book.worksheets[-1]["B1"].value == len(rows)


def test_every_part_of_a_workbook_is_well_formed_and_there_once():
    with zipfile.ZipFile(io.BytesIO(_written([(HOSTILE, None, 1, 0.5, HOSTILE)] * 3))) as book:
        assert sorted(set(book.namelist())) == sorted(book.namelist())
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))


def test_many_rows_take_no_more_memory_than_few(monkeypatch):
    monkeypatch.setattr(excel_writer, "KNOWN", 500)
    monkeypatch.setattr(streaming_workbook, "KEPT", 500)
    monkeypatch.setattr(streaming_workbook, "BUFFER", 10_000)

    def most(count: int) -> int:
        rows = ((f"Người {at}", date(2026, 1, 1), at, at / 7, f"Ghi chú {at}") for at in range(count))
        tracemalloc.start()
        with open("/dev/null", "wb") as nowhere, io.BufferedWriter(nowhere.raw) as target:
            excel_writer.write_workbook(_Counting(target), SheetTable("A", "A", ["B"], COLUMNS, rows))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(6_000) < most(3_000) + (1 << 19)


class _Counting:
    """A write-only file that keeps nothing."""

    def __init__(self, target) -> None:
        self.target, self.at = target, 0

    def write(self, data) -> int:
        self.at += len(data)
        return self.target.write(data)

    def tell(self) -> int:
        return self.at

    def flush(self) -> None:
        self.target.flush()
