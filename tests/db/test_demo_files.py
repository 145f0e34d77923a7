"""The sample files: one that imports cleanly, and one with every fault found in real lists."""

import unicodedata
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from db.demo.sample_files import CLEAN, FAULTY, HEADINGS
from tests.demo import Rows, demo_database, demo_files

NAME, CARD, CITIZEN, BORN, ADMITTED, CELL, HOME, STATE = range(1, 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_files(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def faulty(folder: Path) -> list[tuple]:
    """The rows of the second file that describe a person."""
    return [row for row in _sheet(folder / FAULTY).iter_rows(values_only=True) if isinstance(row[0], int)]


def test_the_clean_file_lists_300_people_of_the_second_township(folder: Path):
    rows = list(_sheet(folder / CLEAN).iter_rows(values_only=True))
    assert list(rows[0]) == HEADINGS
    people = rows[1:]
    assert [row[0] for row in people] == list(range(1, 301))
    assert all(row[NAME] == row[NAME].upper() and len(row[NAME].split()) >= 2 for row in people)
    assert all(len(row[CITIZEN]) == 12 and row[CITIZEN].startswith("099") for row in people)
    assert all(
        datetime.strptime(row[BORN], "%d/%m/%Y") < datetime.strptime(row[ADMITTED], "%d/%m/%Y") for row in people
    )
    assert len({row[CITIZEN] for row in people}) == 300


def test_the_clean_file_names_cells_that_are_in_the_register(folder: Path, tmp_path: Path):
    demo = Rows(demo_database(tmp_path))
    township = demo.named("Thị trấn Lĩnh Sơn")
    cells = {row.name for row in demo.unit_version if row.parent_id == township}
    people = list(_sheet(folder / CLEAN).iter_rows(min_row=2, values_only=True))
    assert {row[HOME] for row in people} <= cells
    assert sum(row[CELL] == row[HOME] for row in people) == 180


def test_text_is_stored_as_text_in_both_files(folder: Path):
    for file in (CLEAN, FAULTY):
        cells = [cell for row in _sheet(folder / file).iter_rows() for cell in row if cell.value is not None]
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_second_file_has_5000_people_among_titles_sections_totals_and_signatures(folder: Path, faulty: list[tuple]):
    assert len(faulty) == 5000
    others = [row for row in _sheet(folder / FAULTY).iter_rows(values_only=True) if not isinstance(row[0], int)]
    said = " ".join(str(value) for row in others for value in row if value)
    for part in ("DANH SÁCH", "Dân tộc", "Tôn giáo", "Sinh", "I. Chi ủy", "II. Đảng viên", "Cộng: 50", "T/M ĐẢNG ỦY"):
        assert part in said


def test_the_second_file_has_a_fault_of_each_kind(faulty: list[tuple]):
    born = [row[BORN] for row in faulty]
    assert {type(value) for value in born} >= {str, int, datetime}
    assert any(isinstance(value, int) and value < 2100 for value in born)
    assert any(isinstance(value, int) and value > 10_000 for value in born)
    for written in ("31/02/", "12/12/2062", "ngày ", "không rõ"):
        assert any(isinstance(value, str) and written in value for value in born)
    assert any(row[NAME] is None for row in faulty)
    assert any(row[NAME] == "=1+1" for row in faulty)
    assert any(row[NAME] and row[NAME] != unicodedata.normalize("NFC", row[NAME]) for row in faulty)
    assert any(isinstance(row[CARD], int) for row in faulty)
    assert {"Chi bộ thôn Không Có", None} <= {row[CELL] for row in faulty}
    assert any(row[STATE] != "Đang sinh hoạt" for row in faulty)


def test_the_second_file_has_people_who_are_already_in_the_register(faulty: list[tuple], tmp_path: Path):
    known = {row.name.upper() for row in Rows(demo_database(tmp_path)).member}
    assert sum(row[NAME] in known and row[CARD] is None for row in faulty) > 40


def _sheet(file: Path) -> Worksheet:
    return openpyxl.load_workbook(file).active
