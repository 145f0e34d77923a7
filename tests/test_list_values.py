"""Values in member lists: dates, names, numbers and ticks as offices write them, and rows refused for them."""

from datetime import date, datetime

import pytest

from db import identity_number_key
from tests.list_cases import AN, HEADS, read_row, see


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("02/03/1957", "1957-03-02"), ("2-3-1957", "1957-03-02"), ("02.03.1957", "1957-03-02"),
        ("ngày 02 tháng 3 năm 1957", "1957-03-02"),
        (datetime(1957, 3, 2), "1957-03-02"), (date(1957, 3, 2), "1957-03-02"), (20881.0, "1957-03-02"),
        (1957.0, "1957"), ("1957", "1957"),
        ("3/1957", "1957-03"), (2031957.0, "1957-03-02"), ("02031957", "1957-03-02"), ("1957-03-02", "1957-03-02"),
    ],
)  # fmt: skip
def test_birth_dates_are_read_in_every_notation(typed, kept):
    assert read_row(Ngày_sinh=typed).born == kept


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Ngày_sinh": "12/25/1957"}, "import_day_order"),
        ({"Ngày_sinh": "13/25/1957"}, "date_unreadable"),
        ({"Ngày_sinh": "31/02/1957"}, "date_unreadable"),
        ({"Ngày_sinh": "12/12/2062"}, "date_too_far"),
        ({"Ngày_sinh": "2024"}, "born_too_late"),
        ({"Ngày_sinh": "1957", "Ngày_kết_nạp": "1950"}, "dates_reversed"),
        ({"Ngày_kết_nạp": "1/1/2027"}, "day_to_come"),
        ({"name": "A", "Năm_sinh": 1957.0}, "name_short"),
        ({"name": None, "Năm_sinh": 1957.0}, "name_short"),
        ({"name": "=1+1", "Năm_sinh": 1957.0}, "name_short"),
        ({"name": "Ă" * 300, "Năm_sinh": 1957.0}, "name_long"),
        ({"Diện_miễn": "Miễn giới thiệu", "Năm_sinh": 1957.0}, "import_exempt"),
    ],
)
def test_invalid_rows_are_refused_with_a_reason(cells, fault):
    name = cells.pop("name", "Nguyễn Văn An")
    seen = see(["STT", "Họ và tên", *(heading.replace("_", " ") for heading in cells)], [1.0, name, *cells.values()])
    assert seen.rows[0].fault == fault


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A", "Lê <script>alert(x)</script>", "Trần :red[x] *y*"])
def test_names_with_signs_stay_the_text_they_are_and_are_nobodys(name):
    (row,) = see(["STT", "Họ tên", "Năm sinh"], [1.0, name, 1957.0]).rows
    assert (row.fault, row.values["typed"], row.said["name"]) == ("import_name_letters", name, name)


def test_decomposed_letters_are_composed():
    assert see(HEADS, [1.0, "LÊ THI\u0323 THUY\u0309", *AN[2:]]).rows[0].name == "Lê Thị Thuỷ"


def test_zeros_dropped_by_excel_are_restored():
    assert read_row(Số_CCCD=99057000001.0, Năm_sinh=1957.0).citizen.hash == identity_number_key.hash_number(
        "099057000001"
    )
    assert read_row(Số_thẻ_đảng=1234567.0, Năm_sinh=1957.0).card.hash == identity_number_key.hash_number("01234567")


@pytest.mark.parametrize("headings", [("Ngày", "Tháng", "Năm sinh"), ("Ngày sinh", "Tháng sinh", "Năm sinh")])
@pytest.mark.parametrize(
    ("parts", "born", "left"),
    [
        ((2.0, 3.0, 1957.0), "1957-03-02", []),
        ((None, 3.0, 1957.0), "1957-03", []),
        ((None, None, 1957.0), "1957", []),
        ((2.0, None, 1957.0), "1957", [["left_out", "born", "2", ""]]),
    ],
)
def test_day_month_and_year_of_birth_can_be_in_three_columns(headings, parts, born, left):
    seen = see(["STT", "Họ và tên", *headings, "Chi bộ"], [1.0, "Lê Văn Khải", *parts, "Chi bộ A"])
    (row,) = seen.rows
    assert (row.born, row.noted, row.fault, seen.unknown, seen.twice) == (born, left, None, [], [])


def test_two_dates_in_three_columns_each_are_told_apart():
    heads = ["STT", "Họ và tên", "Ngày", "Tháng", "Năm sinh", "Ngày", "Tháng", "Năm vào Đảng", "Chi bộ"]
    (row,) = see(heads, [1.0, "Lê Văn Khải", 2.0, 3.0, 1957.0, 4.0, 5.0, 1980.0, "Chi bộ A"]).rows
    assert (row.born, row.admitted) == ("1957-03-02", "1980-05-04")


def test_a_year_beside_a_complete_date_that_says_the_same_adds_nothing():
    seen = see(
        ["STT", "Họ và tên", "Ngày sinh", "Năm sinh", "Chi bộ"], [1.0, "Lê Văn Khải", "02/03/1957", 1957.0, "Chi bộ A"]
    )
    assert (seen.rows[0].born, seen.twice) == ("1957-03-02", [])


@pytest.mark.parametrize(("heading", "ticked", "empty"), [("Nữ", "female", "male"), ("Nam", "male", "female")])
def test_if_one_sex_has_a_ticked_column_the_others_are_of_the_other_sex(heading, ticked, empty):
    seen = see(
        ["STT", "Họ và tên", "Năm sinh", heading, "Chi bộ"],
        [1.0, "Lê Văn Khải", 1957.0, None, "Chi bộ A"],
        [2.0, "Trần Thị Bình", 1964.0, "x", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", 1964.0, "X", "Chi bộ A"],
        [None, "Cộng", None, 2.0, None],
    )
    assert [row.sex for row in seen.rows] == [empty, ticked, ticked]


def test_an_empty_column_for_one_sex_says_nothing():
    heads = ["STT", "Họ và tên", "Năm sinh", "Nữ", "Chi bộ"]
    assert [row.sex for row in see(heads, [1.0, "Lê Văn Khải", 1957.0, None, "Chi bộ A"]).rows] == [None]


def test_a_phone_number_shortened_by_a_spreadsheet_is_left_out_and_noted():
    seen = see(["STT", "Họ và tên", "Năm sinh", "Điện thoại"], [1.0, "Nguyễn Văn An", 1957.0, "9.12346E+08"])
    assert [(row.phone, row.fault) for row in seen.rows] == [(None, None)]
    assert [note[:3] for note in seen.rows[0].noted] == [["left_out", "phone", "9.12346E+08"]]


@pytest.mark.parametrize(
    ("heading", "told", "kind"),
    [
        ("Loại cơ quan", "Quân đội, công an", "forces"),
        ("Loại hình đơn vị", "DN FDI", "foreign_enterprise"),
        ("Loại hình doanh nghiệp", "Công ty cổ phần Dệt may Hà Nội", "joint_stock"),
        ("Khối công tác", "Đơn vị sự nghiệp công lập", "public_service"),
        ("Loại hình", "Doanh nghiệp nhà nước", "state_enterprise"),
        ("Đơn vị công tác", "Công ty CP Giống cây trồng", "joint_stock"),
        ("Nơi công tác", "Trường THPT Đông Hà", None),
        ("Loại hình", "Dự bị", None),
    ],
)
def test_a_column_gives_the_kind_of_organisation_a_person_works_in(heading, told, kind):
    row = see(["STT", "Họ và tên", "Ngày sinh", heading], [1.0, "Nguyễn Văn An", "1957", told]).rows[0]
    assert (row.organisation, row.noted) == (kind, [])


def test_an_unknown_kind_of_organisation_is_left_out_and_noted():
    row = see(["STT", "Họ và tên", "Ngày sinh", "Loại cơ quan"], [1.0, "Nguyễn Văn An", "1957", "Hợp tác xã"]).rows[0]
    assert (row.organisation, row.noted) == (None, [["left_out", "organisation", "Hợp tác xã", ""]])
