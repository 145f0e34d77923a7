"""Titles and sections of lists: whose cell they name, who is no member, who is there no more."""

import pytest

from tests.list_cases import CELL, OTHER, names, see

HEADS = ["STT", "Họ và tên", "Ngày sinh"]
KHAI, MO = [1.0, "Lê Văn Khải", "01/05/1958"], [2.0, "Trần Thị Mơ", "20/10/1962"]


@pytest.mark.parametrize(
    "behind",
    [
        " NHIỆM KỲ 2025-2030", " dự đại hội đại biểu", " được miễn công tác và sinh hoạt", " tham gia sinh hoạt",
        " đề nghị tặng Huy hiệu 40 năm tuổi Đảng", " quản lý", ": 25 đ/c", " (25 đồng chí)", " - Bí thư: đ/c Lê Ba",
        " 25 đảng viên", " nộp đảng phí quý IV", " tính đến hết năm 2026",
    ],
)  # fmt: skip
def test_the_purpose_of_a_list_is_not_part_of_the_cell_named_in_its_title(behind):
    for title in (f"DANH SÁCH ĐẢNG VIÊN {CELL}{behind}", f"I. {CELL}{behind}"):
        assert [row.cell for row in see([title], HEADS, KHAI).rows] == [CELL]
        assert [row.cell for row in see([OTHER], HEADS, [title], KHAI).rows] == [CELL]


@pytest.mark.parametrize("cell", ["Chi bộ Ban Quản lý chợ", "Chi bộ Quản lý thị trường", "Chi bộ Hội Nông dân"])
def test_a_cell_whose_name_contains_such_a_word_keeps_it(cell):
    assert [row.cell for row in see([cell], HEADS, KHAI).rows] == [cell]


@pytest.mark.parametrize(
    "title",
    [
        *(["DANH SÁCH QUẦN CHÚNG ƯU TÚ"], ["II", "Quần chúng ưu tú"], [None, "Đối tượng Đảng"], ["B. CẢM TÌNH ĐẢNG"]),
        *(["III", "Đoàn viên ưu tú"], [2.0, "Nguồn phát triển Đảng"], ["Danh sách chủ hộ được phân công"]),
    ],
)
def test_people_below_a_title_for_non_members_are_not_imported(title):
    seen = see([CELL], HEADS, KHAI, title, MO, ["IV", "Đảng viên dự bị"], [3.0, "Đỗ Đình Ước", "1999"])
    assert [(row.name, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", None),
        ("Trần Thị Mơ", "import_not_members"),
        ("Đỗ Đình Ước", None),
    ]


def test_members_who_are_also_something_else_are_members():
    for title in ("Đảng viên là đoàn viên", "Đảng viên là hội viên Cựu chiến binh", "Đảng viên và quần chúng"):
        assert [row.fault for row in see([CELL], HEADS, ["II", title], KHAI).rows] == [None]


def test_a_list_below_one_of_former_members_is_not_about_former_members():
    seen = see(
        [CELL], HEADS, ["DANH SÁCH ĐẢNG VIÊN CHUYỂN ĐI"], HEADS, KHAI, ["DANH SÁCH CẤP ỦY CHI BỘ"], HEADS, MO,
    )  # fmt: skip
    assert [bool(row.gone) for row in seen.rows] == [True, False]


@pytest.mark.parametrize("first", [["I", "Thôn Đồng Bào"], ["Thôn Đồng Bào"], [None, "THÔN ĐỒNG BÀO"]])
def test_sections_named_after_villages_name_the_cells_if_no_title_does(first):
    second = ["II", "Tổ dân phố số 9"] if len(first) > 1 and first[0] else ["Tổ dân phố số 9"]
    seen = see(["ĐẢNG BỘ XÃ AN BÌNH"], HEADS, first, KHAI, second, MO)
    assert [row.cell.lower() for row in seen.rows] == ["thôn đồng bào", "tổ dân phố số 9"]


def test_a_village_is_a_cell_beside_sections_of_cells_and_a_part_below_them():
    beside = see(["ĐẢNG BỘ XÃ"], HEADS, ["I", CELL], KHAI, ["II", "Thôn Đông"], MO)
    assert [row.cell for row in beside.rows] == [CELL, "Thôn Đông"]
    below = see(["ĐẢNG BỘ XÃ"], HEADS, ["I", CELL], ["1", "Xóm Trên"], KHAI, ["2", "Xóm Dưới"], MO)
    assert [row.cell for row in below.rows] == [CELL, CELL]
    titled = see([CELL], HEADS, ["I", "Xóm Trên"], KHAI, ["II", "Xóm Dưới"], MO)
    assert [row.cell for row in titled.rows] == [CELL, CELL]
    named = see(HEADS, ["I", "Xóm Trên"], KHAI, ["II", "Xóm Dưới"], MO, name="Thôn Đồng Bào")
    assert [row.cell for row in named.rows] == ["Thôn Đồng Bào"] * 2


@pytest.mark.parametrize("heading", ["Trạng thái", "Ghi chú", "Tình trạng"])
@pytest.mark.parametrize(
    "said",
    [
        *("Đã nghỉ hưu", "Đã chuyển chính thức", "Chuyển từ dự bị sang chính thức", "Đã mất thẻ", "Chồng đã mất"),
        *("Chuẩn bị chuyển đi", "Xin chuyển đi", "Đã nộp hồ sơ chuyển đi", "Đang làm thủ tục chuyển đi"),
        *("Đã chuyển sinh hoạt về chi bộ ta", "Đang chờ xóa tên", "Mất sức", "Đã chuyển công tác", "Chuyển đến 2020"),
    ],
)
def test_members_who_retired_will_leave_or_have_arrived_stay_and_the_remark_is_noted(heading, said):
    (row,) = see([*HEADS, heading, "Chi bộ"], [*KHAI, said, CELL]).rows
    assert (row.gone, row.probationary) == (None, False)
    assert [note[:2] for note in row.noted] == [["left_out", "remarks" if heading == "Ghi chú" else "state"]]


@pytest.mark.parametrize("heading", ["Trạng thái", "Ghi chú"])
@pytest.mark.parametrize(
    "said",
    [
        *("Đã mất", "Mất 2025", "Chuyển SHĐ đi xã khác", "Đã chuyển SH Đảng đi Hà Nội", "Xin ra khỏi Đảng"),
        *("Từ trần", "Đã chuyển sang chi bộ TDP 9", "Bị xóa tên", "Thôi sinh hoạt"),
    ],
)
def test_a_member_who_died_or_moved_away_has_left(heading, said):
    (row,) = see([*HEADS, heading, "Chi bộ"], [*KHAI, said, CELL]).rows
    assert bool(row.gone)


@pytest.mark.parametrize(("title", "gone"), [
    ("Đảng viên đã nghỉ hưu", False), ("Đảng viên chuẩn bị chuyển đi", False), ("Đảng viên từ trần trong năm", True),
    ("Đảng viên đã chuyển chính thức trong năm", False), ("Đảng viên chuyển sinh hoạt đi", True),
])  # fmt: skip
def test_a_section_of_the_retired_or_about_to_leave_is_about_members(title, gone):
    assert [bool(row.gone) for row in see([CELL], HEADS, ["II", title], KHAI).rows] == [gone]


@pytest.mark.parametrize("said", ["QĐ 213", "ĐV theo QĐ 213-QĐ/TW", "Đảng viên 213", "Sinh hoạt theo Quy định 213"])
def test_a_remark_naming_the_regulation_makes_a_contact_member(said):
    (row,) = see([*HEADS, "Ghi chú", "Chi bộ"], [*KHAI, said, CELL]).rows
    assert row.kind == "contact"


def test_an_office_beside_a_name_is_not_a_signature():
    heads = ["Họ và tên", "Chức vụ", "Điện thoại"]
    seen = see([CELL], heads, ["Lê Văn Khải", "Bí thư", None], ["Trần Thị Mơ", "Đảng viên", None])
    assert names(seen) == ["Lê Văn Khải", "Trần Thị Mơ"]


def test_who_signs_is_nobody_whatever_columns_the_names_fall_into():
    heads = ["STT", "Họ và tên", "Số CCCD", "Chức vụ", "Chi bộ"]
    person = [1.0, "Lê Văn Khải", "099058000001", "Nông dân", CELL]
    two = [[None, "NGƯỜI LẬP BIỂU", None, "T/M CHI ỦY"], [None, "Nguyễn Văn Lập", "Trần Văn Thư"]]
    three = [[None, "Người lập", "Phó Bí thư", None, "Bí thư"], [None, "Lý Văn Lập", "Lê Thị Ký", None, "Trần Văn Thư"]]
    for signed in (two, three):
        assert names(see(heads, person, *signed)) == ["Lê Văn Khải"]


@pytest.mark.parametrize("heading", ["Số CCCD", "Số thẻ đảng", "Chi bộ nơi cư trú"])
def test_a_sum_in_a_column_of_numbers_is_nobody(heading):
    seen = see([CELL], ["STT", "Họ và tên", heading], [1.0, "Lê Văn Khải", None], [None, "Cộng", "4"])
    assert names(seen) == ["Lê Văn Khải"]


@pytest.mark.parametrize("section", [["II", "Đảng viên dự bị"], ["B", "CHI BỘ 3: 4 Đ/C"]])
def test_a_section_spread_over_names_and_numbers_is_one(section):
    seen = see([CELL], ["Họ và tên", "Số thẻ đảng", "Ngày sinh"], section, ["Lê Văn Khải", "06123401", "1958"])
    (row,) = seen.rows
    assert row.probationary or row.cell == "CHI BỘ 3"


@pytest.mark.parametrize("post", ["Chi ủy viên", "Cấp ủy viên", "Bí thư", "Đảng viên thường", "Thủ trưởng cơ quan"])
def test_who_has_a_post_that_sounds_like_a_section_or_a_signature_is_a_person(post):
    apart = see(
        [CELL], ["Họ và tên", "Ngày sinh", None, None, "Chức vụ"], [None, "Ngày", "Tháng", "Năm", None],
        ["Lê Văn Khải", 1.0, 5.0, 1958.0, post],
    )  # fmt: skip
    alone = see([CELL], ["Họ và tên", "Ngày sinh", "Chức vụ"], ["Lê Văn Khải", None, post])
    assert names(apart) == names(alone) == ["Lê Văn Khải"]


def test_the_first_person_below_headings_that_come_again_is_in_no_heading():
    heads = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Tuổi Đảng"]
    seen = see([CELL], heads, ["1.", "Lê Văn Khải", "1958-05-01", "Nam", 40.0], heads,
               ["2.", "Trần Thị Mơ", "1962-10-20", "Nữ", 30.0])  # fmt: skip
    assert [(row.name, row.sex) for row in seen.rows] == [("Lê Văn Khải", "male"), ("Trần Thị Mơ", "female")]


def test_a_cell_is_of_the_sheet_only_if_nothing_else_names_it():
    assert [row.cell_of_sheet for row in see(HEADS, KHAI, name="Sheet1").rows] == [True]
    assert [row.cell_of_sheet for row in see(HEADS, KHAI, name="CB Đông").rows] == [False]
    assert [row.cell_of_sheet for row in see([CELL], HEADS, KHAI, name="Sheet1").rows] == [False]
    both = see(HEADS, KHAI, ["II", CELL], MO, name="Sheet1")
    assert [(row.cell, row.cell_of_sheet) for row in both.rows] == [("Sheet1", True), (CELL, False)]


TU = [3.0, "Đỗ Văn Tư", "1960"]


@pytest.mark.parametrize(
    ("men", "women"),
    [
        *((["NAM"], ["NỮ"]), (["I", "Nam"], ["II", "Nữ"]), (["I. Nam"], ["II. Nữ"])),
        *(([None, "NAM: 1 đồng chí"], [None, "NỮ: 1 đồng chí"]), ([None, "Nam (1)"], [None, "Nữ (1)"])),
        *((["Đảng viên nam"], ["Đảng viên nữ"]), (["A", "Các đồng chí nam giới"], ["B", "Các đồng chí nữ giới"])),
        *((["* Nam:"], ["* Nữ:"]), (["- Nam"], ["- Nữ"])),
        (["DANH SÁCH ĐẢNG VIÊN NAM"], ["DANH SÁCH ĐẢNG VIÊN NỮ"]),
    ],
)
def test_sections_for_men_and_women_say_the_sex_of_their_people(men, women):
    below = see([CELL], HEADS, men, KHAI, women, MO)
    above = see([CELL], men, HEADS, KHAI, women, HEADS, MO)
    assert [row.sex for seen in (below, above) for row in seen.rows] == ["male", "female"] * 2


@pytest.mark.parametrize(
    "after",
    [[None, "Cộng: 2"], ["Đảng viên dự bị"], ["III", "Đảng viên dự bị"], ["II", OTHER], ["DANH SÁCH CẤP ỦY CHI BỘ"]],
)
def test_a_section_for_women_ends_with_a_total_or_the_next_section(after):
    seen = see([CELL], HEADS, ["I", "Nam"], KHAI, ["II", "Nữ"], MO, after, TU)
    assert [row.sex for row in seen.rows] == ["male", "female", None]


def test_sections_for_men_and_women_stand_within_others_and_hold_others():
    within = see(
        [CELL], HEADS, ["A", "Đảng viên dự bị"], ["1", "Đảng viên nam"], KHAI, ["2", "Đảng viên nữ"], MO,
        ["B", "Đảng viên chính thức"], TU,
    )  # fmt: skip
    assert [(row.sex, row.probationary) for row in within.rows] == [("male", True), ("female", True), (None, False)]
    around = see([CELL], HEADS, ["I", "Nam"], ["1", "Chính thức"], KHAI, ["2", "Dự bị"], TU, ["II", "Nữ"], MO)
    assert [row.sex for row in around.rows] == ["male", "male", "female"]


@pytest.mark.parametrize(
    "rows",
    [
        ([CELL], HEADS, ["Nam: 1"], ["Nữ: 1"], KHAI, MO),
        ([CELL], HEADS, ["- Nam: 1"], ["- Nữ: 1"], KHAI, MO),
        ([CELL], ["1. Nam: 1"], ["2. Nữ: 1"], HEADS, KHAI, MO),
        ([CELL], HEADS, ["Nữ: 1"], KHAI, MO),
        ([CELL], HEADS, ["I", "Chi bộ thôn Nam"], KHAI, ["II", "Thôn Nữ"], MO),
        ([CELL], HEADS, ["Năm"], KHAI, ["Nữ"], MO),
    ],
)
def test_counts_of_men_and_women_and_places_say_nobodys_sex(rows):
    assert [row.sex for row in see(*rows).rows] == [None, None]


def test_the_title_of_a_list_of_women_says_their_sex_and_a_row_of_its_own_comes_first():
    assert [row.sex for row in see(["DANH SÁCH ĐẢNG VIÊN NỮ"], [CELL], HEADS, MO).rows] == ["female"]
    (row,) = see(["DANH SÁCH ĐẢNG VIÊN NỮ"], [CELL], [*HEADS, "Giới tính"], [*KHAI, "Nam"]).rows
    assert (row.sex, row.noted) == ("male", [["left_out", "sex", "DANH SÁCH ĐẢNG VIÊN NỮ", ""]])


@pytest.mark.parametrize(
    "title", ["Miễn sinh hoạt", "+ Miễn sinh hoạt:", "II. MIỄN CÔNG TÁC, SINH HOẠT", "Được miễn SH"]
)
def test_people_exempt_from_meetings_are_a_section_of_their_own(title):
    heads, na, ba = ["STT", "Họ và tên", "Năm sinh"], [1.0, "Đỗ Na", "1995"], [2.0, "Đỗ Ba", "1940"]
    seen = see([CELL], heads, ["*", "Đảng viên dự bị"], na, [None, title], ba)
    assert [(row.name, row.probationary) for row in seen.rows] == [("Đỗ Na", True), ("Đỗ Ba", False)]
    assert [note[:2] for note in seen.rows[1].noted] == [["left_out", "exempt"]]
