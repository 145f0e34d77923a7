"""A cell that a list names only in the first row of a group: asked once, and taken for the rows below on consent."""

import pytest

from components.importing import staged_lists
from db.imports.read_options import LEAVE, TAKE, ReadOptions
from tests.list_cases import CELL, OTHER, see
from tests.pages import said, shown
from tests.workbooks import workbook

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"]
KHAI, MO, BA, TU = (
    [1.0, "Lê Văn Khải", "1958", CELL],
    [2.0, "Trần Thị Mơ", "1962", None],
    [3.0, "Đỗ Văn Ba", "1950", OTHER],
    [4.0, "Lò Văn Tư", "1951", None],
)
TAKEN, LEFT = ReadOptions(cell_above=TAKE), ReadOptions(cell_above=LEAVE)


def test_rows_below_the_one_that_names_their_cell_are_asked_about_and_belong_to_it_on_consent():
    rows = HEADS, KHAI, MO, BA, TU
    assert [(row.cell, row.fault, row.values) for row in see(*rows).rows] == [
        (CELL, None, {}),
        (None, "import_cell_above", {"cell": CELL}),
        (OTHER, None, {}),
        (None, "import_cell_above", {"cell": OTHER}),
    ]
    taken = see(*rows, choices=TAKEN).rows
    assert [(row.cell, row.fault) for row in taken] == [(CELL, None), (CELL, None), (OTHER, None), (OTHER, None)]
    assert [row.noted for row in taken[:2]] == [[], [["as_above", "cell", "", CELL]]]
    assert [(row.cell, row.fault) for row in see(*rows, choices=LEFT).rows][1::2] == [(None, None)] * 2


def test_a_cell_of_residence_named_once_is_asked_about_too():
    heads = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ nơi cư trú"]
    assert see(heads, KHAI, MO).rows[1].values == {"cell": CELL}
    assert see(heads, KHAI, MO, choices=TAKEN).rows[1].home == CELL


@pytest.mark.parametrize(
    "rows",
    [
        [[CELL], HEADS, KHAI, MO],  # the title says it
        [HEADS, KHAI, ["II", "Chi bộ thôn Đông"], MO],  # so does a section
        [HEADS, MO, KHAI],  # nothing above
        [HEADS, KHAI, ["Danh sách khác"], ["STT", "Ngày sinh", "Họ và tên"], [1.0, "1962", "Trần Thị Mơ"]],
        [[*HEADS, "Chi bộ nơi cư trú"], [*KHAI, None], [*MO, OTHER]],
    ],
    ids=["title", "section", "first", "another table", "residence named"],
)
def test_nothing_is_asked_where_the_cell_is_named_or_none_stands_above(rows):
    assert "import_cell_above" not in [row.fault for row in see(*rows).rows]


def test_headings_repeated_on_the_next_page_end_no_group_and_a_person_who_is_not_kept_does():
    assert see(HEADS, KHAI, HEADS, MO).rows[1].values == {"cell": CELL}
    exempt = [3.0, "Miễn giới thiệu", None, None]
    assert [row.fault for row in see(HEADS, KHAI, exempt, MO).rows] == [None, "import_exempt", None]


def test_the_page_asks_once_and_says_by_row_what_was_taken_from_above(world):
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(HEADS, KHAI, MO, [3, "Lò Văn Tư", "1951", None]))
    test = shown(world.admin, "pages/administration/imports.py", file=code)
    assert f"Dòng 3, 4: {CELL}" in said(test)
    assert test.button(key=f"import_do_{code}").label == "Nhập 1 người"
    test.button_group(key=f"import_cell_above_{code}").set_value(TAKE).run()
    assert test.button(key=f"import_do_{code}").label == "Nhập 3 người"
    assert f"{CELL}, lấy theo dòng trên" in said(test)
