"""Files to try the import with, in the layout of the official export:
one clean, one with everything that goes wrong in real ones.
"""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from db.demo import faulty_list
from db.demo.district_state import District, seeded_random
from db.demo.person_generator import RESIDENTS, WORKING, exported_row
from db.demo.word_lists import load_words

HEADINGS = [
    "STT",
    "Họ và tên",
    "Số thẻ Đảng viên",
    "Số CCCD",
    "Ngày sinh",
    "Ngày kết nạp",
    "Chi bộ đang sinh hoạt",
    "Chi bộ nơi cư trú",
    "Trạng thái",
]
WIDTHS = (6, 28, 16, 16, 14, 14, 36, 30, 16)
CLEAN_OF_WARD = "DS_DANGVIEN_phuong_Dong_Binh.xlsx"
CLEAN, FAULTY = "DS_DANGVIEN_thi_tran_Linh_Son.xlsx", "DS_DANGVIEN_5000_dong_co_loi.xlsx"
OWN, CONTACT = 180, 120


def write(folder: Path, district: District) -> list[Path]:
    """Write both files into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    clean = CLEAN_OF_WARD if district.has_cells_at_root else CLEAN
    return [
        _save(folder / clean, _clean(district)),
        _save(folder / FAULTY, faulty_list.generate_rows(district, HEADINGS)),
    ]


def _clean(district: District) -> Iterable[list]:
    """Yield own members for the second township's new cells, and people who work elsewhere and live in its older cells;
    in a ward, for its own cells.
    """
    random, township = seeded_random("clean file"), district.communes[0 if district.has_cells_at_root else 1]
    new = [cell.name for cell in township.cells if cell.founded]
    old = [
        cell.name
        for cell in township.cells
        if cell.own and (cell.contact == 0 or district.has_cells_at_root) and "số" in cell.name
    ]
    yield HEADINGS
    for number in range(1, OWN + CONTACT + 1):
        home = new[number % len(new)] if number <= OWN else random.choice(old)
        cell = home if number <= OWN else f"Chi bộ {random.choice(load_words()['work']['elsewhere'])}"
        yield [
            number,
            *exported_row(random, RESIDENTS if number <= OWN else WORKING, district.today),
            cell,
            home,
            "Đang sinh hoạt",
        ]


def _save(file: Path, rows: Iterable[list]) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "DS_DANGVIEN"
    for number, row in enumerate(rows, 1):
        _put(sheet, number, row)
    for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    book.save(file)
    return file


def _put(sheet: Worksheet, number: int, row: list) -> None:
    """Write a row; text stays text, whatever it begins with."""
    for place, value in enumerate(row, 1):
        if value is None:
            continue
        cell = sheet.cell(number, place, value)
        if isinstance(value, str):
            cell.data_type, cell.number_format = "s", "@"
        if number == 1:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
