"""Names that stand on two rows of a list, wrapped by hand: asked about, joined, and told from people and titles."""

import pytest

from components.files import list_parser
from components.files.comment_request_lists import REQUEST_LISTS
from components.files.hidden_and_struck_cells import SheetMarks
from components.files.introduction_lists import INTRODUCTION_LISTS
from components.files.unit_lists import UNIT_LISTS
from components.files.workbook_reader import WorkbookSheet
from components.importing import staged_lists
from db.imports import import_run
from db.imports.list_plan import RowEffect
from db.imports.read_options import CONVERT, LEAVE, ReadOptions
from tests.list_cases import CELL, names, see
from tests.pages import shown
from tests.workbooks import workbook

HEADS = ["STT", "Họ và tên", "Ngày sinh"]
KHAI = [9.0, "Lê Văn Khải", "1958"]
JOINED = ReadOptions(wrapped=CONVERT)
PAGE = "pages/administration/imports.py"


def both(*rows: list, heads: list = HEADS, choices: ReadOptions | None = None):
    return see([CELL], heads, *rows, choices=choices)


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ([1.0, "Nguyễn Thị", "1962"], [None, "Hoa"], "Nguyễn Thị Hoa"),
        ([1.0, "Nguyễn Thị", "1962"], [None, "Kim Hoa"], "Nguyễn Thị Kim Hoa"),
        ([1.0, "Nguyễn", "1962"], [None, "Văn Minh"], "Nguyễn Văn Minh"),
        ([1.0, "NGUYỄN THỊ", "1962"], [None, "THANH HOA"], "Nguyễn Thị Thanh Hoa"),
        ([1.0, "Nguyễn Thị Thanh", "1962"], [None, "Hoa"], "Nguyễn Thị Thanh Hoa"),
        ([None, "Nguyễn Thị", None], [1.0, "Hoa", "1962"], "Nguyễn Thị Hoa"),
    ],
)
def test_a_name_on_two_rows_waits_for_an_answer_and_is_joined_only_then(upper, lower, whole):
    seen = both(upper, lower, KHAI)
    assert [(row.name, row.born, row.fault) for row in seen.rows] == [
        (whole, "1962", "import_wrapped"),
        ("Lê Văn Khải", "1958", None),
    ]
    assert seen.wrapped == [[3, 4, f"{upper[1]} / {lower[1]}", f"{upper[1]} {lower[1]}"]]
    seen = both(upper, lower, KHAI, choices=JOINED)
    assert [(row.name, row.fault) for row in seen.rows] == [(whole, None), ("Lê Văn Khải", None)]
    assert whole not in names(both(upper, lower, KHAI, choices=ReadOptions(wrapped=LEAVE)))


def test_a_middle_name_below_the_family_name_stays_before_the_given_name():
    heads = ["STT", "Họ đệm", "Tên", "Ngày sinh"]
    seen = both([1.0, "Tôn Nữ", "Xuân", "1962"], [None, "Thị Bích", None, None], heads=heads, choices=JOINED)
    assert names(seen) == ["Tôn Nữ Thị Bích Xuân"]


def test_an_address_wrapped_with_the_name_is_joined_too():
    heads = [*HEADS, "Chỗ ở hiện nay"]
    seen = both(
        [1.0, "Nguyễn Thị", "1962", "Số 12 đường"], [None, "Hoa", None, "Trần Phú"], heads=heads, choices=JOINED
    )
    assert [(row.name, row.address) for row in seen.rows] == [("Nguyễn Thị Hoa", "Số 12 đường Trần Phú")]


@pytest.mark.parametrize(
    "below",
    [
        [None, "Trần Thị Mơ"], [None, "Bí thư"], [None, "(tức Lành)"], [None, "Chi ủy"], [None, "NỮ"],
        [None, "Xóm Trên"], [None, "Tổ 9"], [None, "Cộng"], [None, "BÍ THƯ"], [None, "Đảng viên dự bị"],
        [2.0, "Hoa", "1960"], [None, "Hoa", "1960"], [None, None, "1960"], [None, "Chi bộ Nam Tiến"],
    ],
)  # fmt: skip
def test_a_row_that_is_a_person_a_title_or_a_remark_is_no_part_of_a_name(below):
    seen = both([1.0, "Lê Văn Bảo", "1955"], below, KHAI)
    assert seen.wrapped == []
    assert (seen.rows[0].name, seen.rows[0].fault) == ("Lê Văn Bảo", None)


def test_the_number_of_a_section_that_stands_in_the_column_of_names_is_no_part_of_one():
    heads = ["Họ và tên", "Chức vụ", "Ngày sinh"]
    seen = both(
        ["Lê Văn Khải", "Bí thư", "1958"], ["II", "Đảng viên dự bị", None], ["Lê Ba", None, "1999"], heads=heads
    )
    assert (seen.wrapped, [row.probationary for row in seen.rows]) == ([], [False, True])
    seen = both(["Lê Văn", "Bí thư", "1958"], ["Hoa", "Đảng viên dự bị", None], ["Lê Ba", None, "1999"], heads=heads)
    assert seen.wrapped == []


def test_a_name_is_not_joined_with_a_hidden_row_nor_across_headings_that_come_again():
    hidden = SheetMarks([4], [], [], [])
    seen = see([CELL], HEADS, [1.0, "Nguyễn Thị", "1962"], [None, "Hoa"], marks=hidden)
    assert seen.wrapped == both([1.0, "Nguyễn Thị", "1962"], HEADS, [2.0, "Lê Văn Bảo", "1955"]).wrapped == []


def test_names_below_headings_in_another_order_are_joined_in_their_own_column():
    seen = both(
        [1.0, "Lê Văn Bảo", "1955"], ["STT", "Ngày sinh", "Họ và tên"], [2.0, "1962", "Nguyễn Thị"],
        [None, None, "Hoa"], choices=JOINED,
    )  # fmt: skip
    assert [(row.name, row.born) for row in seen.rows] == [("Lê Văn Bảo", "1955"), ("Nguyễn Thị Hoa", "1962")]


def test_the_page_asks_once_for_the_whole_list_and_imports_the_joined_names(world):
    rows = [[CELL], HEADS, [1, "Nguyễn Thị", "1962"], [None, "Hoa"], [2, "Trần Văn", "1960"], [None, "Minh"]]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*rows))
    staged = staged_lists.load(world.admin, code)
    plan = import_run.preview(world.admin, code, staged.rows)
    assert plan.counts[RowEffect.ASKED] == 2
    test = shown(world.admin, PAGE, file=code)
    texts = " ".join(text.value for text in test.markdown)
    assert "Nguyễn Thị / Hoa → **Nguyễn Thị Hoa**" in texts
    assert "Trần Văn / Minh → **Trần Văn Minh**" in texts
    test.button_group(key=f"import_wrapped_{code}").set_value(CONVERT).run()
    assert not test.exception
    rows = staged_lists.load(world.admin, code).rows
    assert [(row.name, row.fault) for row in rows] == [("Nguyễn Thị Hoa", None), ("Trần Văn Minh", None)]
    assert import_run.preview(world.admin, code, rows).counts[RowEffect.CREATED] == 2


def test_introductions_and_requests_are_asked_about_and_units_are_not():
    kinds = INTRODUCTION_LISTS, REQUEST_LISTS, UNIT_LISTS
    people = ["STT", "Họ và tên", "Ngày sinh"], [1.0, "Nguyễn Thị", "1962"], [None, "Hoa", None]
    of_units = ["STT", "Tên đơn vị", "Loại đơn vị"], [1.0, "Trường", "Nơi công tác"], [None, "Hoa", None]
    rows = [of_units if kind is UNIT_LISTS else people for kind in kinds]
    found = [
        list_parser.parse([WorkbookSheet("Sheet", False, list(map(list, each)))], kind=kind).wrapped
        for kind, each in zip(kinds, rows, strict=True)
    ]
    assert list(map(len, found)) == [1, 1, 0]


LINES = ["STT", "Họ và tên", "Năm sinh", "Chỗ ở hiện nay", "Chức vụ", "Ngày vào Đảng"]


def test_an_address_or_a_post_that_continues_below_without_the_name_is_asked_about_and_joined():
    rows = (
        [1.0, "Lê Văn Bảo", "1955", "Số nhà 12, ngõ 4,", "Nghỉ hưu", None],
        [None, None, None, "đường Trần Phú,", None, None],
        [None, None, None, "thôn Đồng Bào", None, None],
        [2.0, "Trần Thị Mơ", "1962", "Xóm Trên", "Giáo viên trường", None],
        [None, None, None, None, "Tiểu học An Bình", None],
    )
    seen = both(*rows, KHAI, heads=LINES)
    assert [row.fault for row in seen.rows] == ["import_wrapped", "import_wrapped", None]
    assert [line[:2] for line in seen.wrapped] == [[3, 4], [3, 5], [6, 7]]
    joined = both(*rows, KHAI, heads=LINES, choices=JOINED).rows
    assert [(row.address, row.position) for row in joined[:2]] == [
        ("Số nhà 12, ngõ 4, đường Trần Phú, thôn Đồng Bào", "Nghỉ hưu"),
        ("Xóm Trên", "Giáo viên trường Tiểu học An Bình"),
    ]
    left = both(*rows, KHAI, heads=LINES, choices=ReadOptions(wrapped=LEAVE))
    assert left.rows[0].address == "Số nhà 12, ngõ 4,"
    assert left.texts[4] == "đường Trần Phú,"


def test_the_date_of_full_membership_below_that_of_admission_is_joined_to_it():
    for below in ("3/2/1981", "(CT: 3/2/1981)", "ngày 3 tháng 2 năm 1981"):
        rows = [1.0, "Lê Văn Bảo", "1955", None, None, "3/2/1980"], [None, None, None, None, None, below]
        (row, _) = both(*rows, KHAI, heads=LINES, choices=JOINED).rows
        assert (row.admitted, row.official) == ("1980-02-03", "1981-02-03")


@pytest.mark.parametrize(
    "below",
    [
        [None, None, None, "Trang 2"], [None, None, None, None, "BÍ THƯ"], [None, None, None, "T/M CHI ỦY"],
        [None, None, None, "Tổng cộng: 2"], [None, None, None, None, None, "2 đồng chí"], [None, None, "1960"],
        [None, None, None, None, "Đảng viên dự bị"], [2.0, None, None, "Xóm Dưới"],
        [None, None, None, None, None, "An Bình, ngày 3/2/2026"],
    ],
)  # fmt: skip
def test_a_title_or_a_signature_in_a_column_of_texts_continues_nobody(below):
    upper = [1.0, "Lê Văn Bảo", "1955", "Xóm Trên", "Nông dân", "1980"]
    assert both(upper, below, KHAI, heads=LINES).wrapped == []


def test_an_address_on_three_rows_is_joined_below_a_name_on_two():
    rows = [1.0, "Nguyễn Thị", "1962", "Số 1"], [None, "Hoa", None, "đường Trần Phú"], [None, None, None, "thôn Đông"]
    heads = [*HEADS, "Chỗ ở hiện nay"]
    joined = both(*rows, KHAI, heads=heads, choices=JOINED).rows[0]
    assert (joined.name, joined.address) == ("Nguyễn Thị Hoa", "Số 1 đường Trần Phú thôn Đông")
