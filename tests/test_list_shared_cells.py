"""Cells of a list that hold for several rows, and what stands beside its columns: merged cells, ditto marks, remarks
without a heading, rows that only have their number yet.
"""

import pytest

from tests.list_cases import CELL, merged, names, read_row, see

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Chỗ ở hiện nay", "Số điện thoại", "Ghi chú"]
HUSBAND = [1.0, "Lê Văn Bảo", "1/1/1940", "Số 7 ngõ 2", "0912000111", None]
WIFE = [2.0, "Phạm Thị Mơ", "2/2/1944", None, None, None]


def test_an_address_merged_over_husband_and_wife_is_that_of_both():
    rows = [CELL], HEADS, HUSBAND, WIFE, [3.0, "Tạ Văn Ba", "1970", "Số 9", None, None]
    seen = see(*rows, marks=merged([3, 4, 4, 4], [3, 5, 4, 5]))
    assert [(row.address, row.phone) for row in seen.rows] == [
        ("Số 7 ngõ 2", "0912000111"),
        ("Số 7 ngõ 2", "0912000111"),
        ("Số 9", None),
    ]


def test_a_remark_merged_over_two_people_says_that_both_have_left():
    rows = [CELL], HEADS, [*HUSBAND[:5], "Đã chuyển sinh hoạt đi 6/2026"], WIFE
    assert [row.gone for row in see(*rows, marks=merged([3, 6, 4, 6])).rows] == ["Đã chuyển sinh hoạt đi 6/2026"] * 2


def test_cells_merged_over_the_two_rows_of_one_person_make_no_second_person():
    rows = [CELL], HEADS, HUSBAND, [None] * 6, [*WIFE[:3], "Xóm Trên", None, None]
    seen = see(*rows, marks=merged(*([3, at, 4, at] for at in range(1, 6))))
    assert (names(seen), seen.skipped) == (["Lê Văn Bảo", "Phạm Thị Mơ"], {"blank": [4]})


def test_a_ditto_mark_repeats_a_remark_and_a_date_of_admission():
    heads = ["STT", "Họ và tên", "Năm sinh", "Ngày vào Đảng", "Ghi chú"]
    seen = see(
        [CELL], heads, [1.0, "Lê Văn Bảo", "1950", "3/2/1980", "Đã từ trần"], [2.0, "Lê Thị Mơ", "1951", '"', "nt"]
    )
    assert [(row.admitted, row.gone) for row in seen.rows] == [("1980-02-03", "Đã từ trần")] * 2


@pytest.mark.parametrize("said", ["chuyển đi tháng 6", "ĐÃ MẤT", "Từ trần 12/3/2026", "cho ra khỏi Đảng"])
def test_a_remark_in_a_column_without_a_heading_says_that_somebody_has_left(said):
    rows = [CELL], HEADS[:3], [*HUSBAND[:3], None], [*WIFE[:3], said]
    seen = see(*rows)
    assert [row.gone for row in seen.rows] == [None, said]
    assert seen.unknown == ["(D)"]
    assert seen.rows[1].noted == [["read_as", "remarks", said, "Trạng thái"]]


def test_a_column_for_changes_is_read_for_departures_and_one_about_relatives_is_not():
    rows = [CELL], [*HEADS[:3], "Biến động trong năm", "Bố đẻ"], [*HUSBAND[:3], "Chuyển đi 1/7/2026", None]
    seen = see(*rows, [*WIFE[:3], "Chuyển đến 3/2026", "Mất năm 1975"])
    assert [row.gone for row in seen.rows] == ["Chuyển đi 1/7/2026", None]
    assert seen.unknown == ["Biến động trong năm", "Bố đẻ"]


@pytest.mark.parametrize("typed", ["09l2345678", "0912 34O 678 90", "9.12E+08"])
def test_a_telephone_number_with_a_letter_in_it_is_left_out_and_said(typed):
    row = read_row(Năm_sinh="1960", SĐT=typed)
    assert (row.phone, [note[:3] for note in row.noted]) == (None, [["left_out", "phone", typed]])


def test_rows_that_only_have_their_number_yet_are_neither_people_nor_titles():
    seen = see([CELL], HEADS, HUSBAND, *([float(number)] for number in range(2, 60)))
    assert (names(seen), seen.skipped.keys(), seen.texts) == (["Lê Văn Bảo"], {"blank"}, {})


@pytest.mark.parametrize(
    ("typed", "kind", "probationary"),
    [
        ("Lê Văn Khải (213)", "contact", False),
        ("Lê Văn Khải (ĐV dự bị)", None, True),
        ("Lê Văn Khải (BT)", None, False),
    ],
)
def test_a_status_in_brackets_beside_a_name_is_read(typed, kind, probationary):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.kind, row.probationary) == ("Lê Văn Khải", kind, probationary)


@pytest.mark.parametrize(
    ("remark", "gone"),
    [
        ("Chuyển sinh hoạt đảng chính thức đến chi bộ khác", True), ("Chuyển SH về địa phương khác", True),
        ("bị ra khỏi Đảng", True), ("Chuyển đến từ chi bộ khác", False), ("Chuyển SH đến 1/6/2026", False),
    ],
)  # fmt: skip
def test_a_remark_says_that_somebody_moved_to_another_cell_and_not_from_one(remark, gone):
    assert bool(read_row(Năm_sinh="1958", Ghi_chú=remark).gone) == gone


def test_a_value_merged_over_a_person_that_holds_for_one_only_is_said_to_be_left_out():
    rows = [CELL], HEADS, HUSBAND, [*WIFE[:2], None, *WIFE[3:]]
    seen = see(*rows, marks=merged([3, 3, 4, 3]))
    assert [(row.born, row.noted) for row in seen.rows] == [
        ("1940-01-01", []),
        (None, [["left_out", "born", "1/1/1940", ""]]),
    ]
