"""The rows of a list as cells and offices keep it in practice:
titles, two-row headings, sections, totals, and one fault of every kind.
"""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from random import Random

from db.demo.district_state import Cell, District, seeded_random
from db.demo.person_generator import RESIDENTS, exported_row
from db.models import MembershipKind

PEOPLE = 5000
SECTION = 50  # people per total row
Row = list


def generate_rows(district: District, headings: list[str]) -> Iterator[Row]:
    """Yield all rows of the sheet; its columns include "Dân tộc" and "Tôn giáo", which the register must not store."""
    random = seeded_random("faulty file")
    yield ["ĐẢNG BỘ " + district.name.upper()]
    yield [f"DANH SÁCH ĐẢNG VIÊN (đến ngày {district.today:%d/%m/%Y})"]
    yield []
    yield [*headings[:4], "Ngày, tháng, năm", None, "Chi bộ", None, headings[8], "Dân tộc", "Tôn giáo", "Ghi chú"]
    yield [None, None, None, None, "Sinh", "Kết nạp", "Đang sinh hoạt", "Nơi cư trú"]
    cells = [cell for cell in district.communes[0].cells if cell.own]
    for number in range(1, PEOPLE + 1):
        if number % SECTION == 1:
            cell = cells[number // SECTION % len(cells)]
            yield ["I. Chi ủy" if number % (2 * SECTION) == 1 else "II. Đảng viên"]
        yield _row(random, number, cell, district.today)
        if number % SECTION == 0:
            yield [None, f"Cộng: {SECTION} đồng chí"]
            yield []
    yield [None, None, None, None, None, None, "T/M ĐẢNG ỦY"]
    yield [None, "NGƯỜI LẬP BIỂU", None, None, None, None, "BÍ THƯ"]
    yield [None, None, None, None, None, None, "(Ký, ghi rõ họ tên)"]


def _row(random: Random, number: int, cell: Cell, today: date) -> Row:
    name, card, citizen, born, admitted = exported_row(random, RESIDENTS, today)
    row = [number, name, card, citizen, born, admitted, cell.name, cell.name, "Đang sinh hoạt", "Kinh", "Không", None]
    if number % 4 == 0:
        FAULTS[number // 4 % len(FAULTS)](random, row, cell)
    return row


def _known(random: Random, row: Row, cell: Cell) -> None:
    """Put in somebody who is probably in the register."""
    person = random.choice(cell.people_of(MembershipKind.OWN))
    row[1], row[2], row[3], row[4] = person.name.upper(), None, None, person.born


def _other_spelling(random: Random, row: Row, cell: Cell) -> None:
    """Write the name with its tone mark on the other vowel, and in decomposed letters."""
    row[1] = unicodedata.normalize("NFD", random.choice(["TRẦN THỊ THUỶ", "TRẦN THỊ THỦY", "LÊ VĂN HOÀ"]))


def _set(place: int, make: Callable[[Random, Row], object]) -> Callable[[Random, Row, Cell], None]:
    """Return a fault that puts another value into one column."""

    def fault(random: Random, row: Row, _: Cell) -> None:
        row[place] = make(random, row)

    return fault


def _serial(_: Random, row: Row) -> int:
    """Return the date as an Excel serial."""
    return (datetime.strptime(row[4], "%d/%m/%Y") - datetime(1899, 12, 30)).days


FAULTS = [
    _known,
    _other_spelling,
    _set(1, lambda random, row: None),
    _set(1, lambda random, row: f"  {row[1].title()}  "),
    _set(1, lambda random, row: "=1+1"),
    _set(2, lambda random, row: int(row[2])),
    _set(2, lambda random, row: row[2][:5]),
    _set(3, lambda random, row: row[3] + "99"),
    _set(4, _serial),
    _set(4, lambda random, row: datetime.strptime(row[4], "%d/%m/%Y")),
    _set(4, lambda random, row: int(row[4][-4:])),
    _set(4, lambda random, row: row[4][3:]),
    _set(4, lambda random, row: row[4].replace("/", "-")),
    _set(4, lambda random, row: "ngày {} tháng {} năm {}".format(*row[4].split("/"))),
    _set(4, lambda random, row: f"31/02/{row[4][-4:]}"),
    _set(4, lambda random, row: "12/12/2062"),
    _set(4, lambda random, row: "không rõ"),
    _set(5, lambda random, row: f"01/01/{int(row[4][-4:]) - 3}"),
    _set(5, lambda random, row: None),
    _set(6, lambda random, row: "Chi bộ thôn Không Có"),
    _set(6, lambda random, row: row[6].replace("Chi bộ", "CB").replace("tổ dân phố", "TDP")),
    _set(6, lambda random, row: None),
    _set(7, lambda random, row: "Chi bộ tổ dân phố số 99"),
    _set(8, lambda random, row: "Đã chuyển sinh hoạt"),
]
