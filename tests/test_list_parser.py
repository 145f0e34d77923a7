"""Member lists as they are really laid out, and what is read from each."""

import json
from datetime import date, datetime

import pytest

from components.files import list_parser, member_states
from components.files.member_headings import MEMBER_HEADINGS
from components.files.workbook_reader import WorkbookSheet
from db import identity_number_key
from db.errors import Invalid

HEADS = [
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
AN = [
    1.0,
    "NGUYỄN VĂN AN",
    "099057000001",
    "099057000001",
    "02/03/1957",
    "03/02/1980",
    "Chi bộ thôn Đông",
    "Chi bộ thôn Đông",
    "Đang sinh hoạt",
]


def see(*rows: list, name: str = "Sheet1") -> list_parser.ParsedList:
    width = max(map(len, rows))
    return list_parser.parse([WorkbookSheet(name, False, [[*row, *[None] * (width - len(row))] for row in rows])])


def read_row(**cells):
    """The row read from these cells; headings are keywords with _ for a space."""
    return see(
        ["STT", "Họ và tên", *(name.replace("_", " ") for name in cells)],
        [1.0, cells.pop("name", "Nguyễn Văn An"), *cells.values()],
    ).rows[0]


def test_the_official_export_is_read():
    (row,) = see(HEADS, AN).rows
    assert (row.number, row.name, row.born, row.admitted) == (2, "Nguyễn Văn An", "1957-03-02", "1980-02-03")
    assert (row.cell, row.home, row.fault) == ("Chi bộ thôn Đông", "Chi bộ thôn Đông", None)


def test_numbers_leave_only_as_a_keyed_hash_and_four_digits():
    seen = see(HEADS, AN)
    assert (seen.rows[0].citizen.hash, seen.rows[0].citizen.last4, seen.rows[0].citizen.whole) == (
        identity_number_key.hash_number("099057000001"),
        "0001",
        None,
    )
    assert "099057000001" not in str(seen)


def test_ethnicity_and_religion_never_leave():
    seen = see([*HEADS, "Dân tộc", "Tôn giáo"], [*AN, "Cờ Lao", "Cao Đài"])
    assert seen.dropped == ["Dân tộc", "Tôn giáo"]
    assert "Cờ Lao" not in str(seen)
    assert "Cao Đài" not in str(seen)


def test_ethnicity_and_religion_of_a_faulty_row_never_leave_either():
    seen = see([*HEADS, "Dân tộc", "Tôn giáo"], [*AN[:4], "31/02/1957", *AN[5:], "Cờ Lao", "Cao Đài"])
    assert seen.rows[0].fault == "date_unreadable"
    assert "Cờ Lao" not in str(seen) + json.dumps(seen.rows[0].said)
    assert "099057000001" not in str(seen)


def test_titles_two_rows_of_headings_sections_totals_and_signatures_are_told_from_people():
    seen = see(
        ["ĐẢNG BỘ XÃ ĐÔNG HÀ"],
        ["DANH SÁCH ĐẢNG VIÊN (đến ngày 21/11/2026)"],
        [],
        ["STT", "Họ và tên", "Ngày, tháng, năm", None, "Chi bộ", None, "Ghi chú"],
        [None, None, "Sinh", "Kết nạp", "Đang sinh hoạt", "Nơi cư trú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I. Chi ủy"],
        [1.0, "Nguyễn Văn An", "1957", "1980", "Chi bộ A", "Chi bộ B"],
        [None, "Cộng: 1 đồng chí"],
        ["STT", "Họ và tên", "Sinh", "Kết nạp"],
        [2.0, "Trần Thị Bình", "1964", "1990", "Chi bộ A", "Chi bộ A"],
        [None, None, None, None, "T/M ĐẢNG ỦY"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "BÍ THƯ"],
        [None, None, None, None, "(Ký, ghi rõ họ tên)"],
    )
    assert [(row.number, row.name, row.born, row.cell, row.home) for row in seen.rows] == [
        (8, "Nguyễn Văn An", "1957", "Chi bộ A", "Chi bộ B"),
        (11, "Trần Thị Bình", "1964", "Chi bộ A", "Chi bộ A"),
    ]
    assert seen.unknown == []
    assert {kind: len(rows) for kind, rows in seen.skipped.items()} == {
        "heading": 2,
        "section": 1,
        "total": 1,
        "signature": 3,
    }


def test_names_in_two_columns_and_births_by_sex_are_read():
    seen = see(
        ["TT", "Họ đệm", "Tên", "Năm sinh", None],
        [None, None, None, "Nam", "Nữ"],
        ["1", "Nguyễn Văn", "An", 1957.0, None],
        ["2", "Trần Thị", "Bình", None, 1964.0],
    )
    assert [(row.name, row.sex, row.born) for row in seen.rows] == [
        ("Nguyễn Văn An", "male", "1957"),
        ("Trần Thị Bình", "female", "1964"),
    ]


def test_the_first_person_is_not_a_second_row_of_headings():
    seen = see(
        ["STT", "Họ tên", "Giới tính", "Năm sinh"],
        [1.0, "Nguyễn Văn An", "Nam", 1957.0],
        [2.0, "Trần Thị Bình", "Nữ", 1964.0],
    )
    assert [(row.name, row.sex) for row in seen.rows] == [("Nguyễn Văn An", "male"), ("Trần Thị Bình", "female")]


def test_a_list_without_a_cell_column_is_about_the_cell_in_its_title_or_section():
    seen = see(
        ["CHI BỘ THÔN ĐÔNG"],
        ["STT", "Họ tên", "Năm sinh"],
        [1.0, "Nguyễn Văn An", 1957.0],
        ["Chi bộ thôn Đoài"],
        [2.0, "Trần Thị Bình", 1964.0],
    )
    assert [row.cell for row in seen.rows] == ["CHI BỘ THÔN ĐÔNG", "Chi bộ thôn Đoài"]
    assert (
        see(["STT", "Họ tên", "Năm sinh"], [1.0, "Nguyễn Văn An", 1957.0], name="Thôn Đông").rows[0].cell == "Thôn Đông"
    )


def test_hidden_and_unrelated_sheets_are_left_alone():
    other = WorkbookSheet("Check", False, [["Rows", 1.0]])
    hidden = WorkbookSheet("x", True, [HEADS, [1.0, "Người Ẩn", *AN[2:]]])
    assert [row.name for row in list_parser.parse([other, hidden, WorkbookSheet("y", False, [HEADS, AN])]).rows] == [
        "Nguyễn Văn An"
    ]


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


def test_nothing_is_kept_about_people_exempt_from_introduction():
    row = see(["STT", "Họ và tên", "Năm sinh", "Diện miễn"], [1.0, "Nguyễn Văn An", 1957.0, "miễn giới thiệu"]).rows[0]
    assert (row.name, row.born, row.said) == ("", None, {})


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "Trần :red[x] *y*"])
def test_names_stay_the_text_they_are(name):
    assert see(["STT", "Họ tên", "Năm sinh"], [1.0, name, 1957.0]).rows[0].name == name


def test_decomposed_letters_are_composed():
    assert see(HEADS, [1.0, "LÊ THI\u0323 THUY\u0309", *AN[2:]]).rows[0].name == "Lê Thị Thuỷ"


def test_zeros_dropped_by_excel_are_restored():
    assert read_row(Số_CCCD=99057000001.0, Năm_sinh=1957.0).citizen.hash == identity_number_key.hash_number(
        "099057000001"
    )
    assert read_row(Số_thẻ_đảng=1234567.0, Năm_sinh=1957.0).card.hash == identity_number_key.hash_number("01234567")


def test_people_who_have_left_or_are_on_probation_are_noted():
    assert see(HEADS, [*AN[:8], "Đã chuyển sinh hoạt"]).rows[0].gone == "Đã chuyển sinh hoạt"
    assert see(HEADS, [*AN[:8], "Dự bị"]).rows[0].probationary


@pytest.mark.parametrize("rows", [[["a"], ["c"]], [[]], [["Họ và tên"]]])
def test_a_sheet_without_headings_is_refused(rows):
    with pytest.raises(Invalid, match="import_no_headings"):
        see(*rows)


def test_headings_alone_are_refused():
    with pytest.raises(Invalid, match="import_nobody"):
        see(HEADS)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("HỌ VÀ TÊN", "name"), ("Họ, tên đảng viên", "name"), ("Ngày, tháng, năm sinh", "born"), ("Ngay sinh", "born"),
        ("Nam, nữ", "sex"), ("Nam", "male"),
        ("Ngày vào Đảng", "admitted"), ("Ngày kết nạp", "admitted"), ("Ngày chính thức", "official"),
        ("Số thẻ đảng viên", "card"), ("Số định danh", "citizen"),
        ("Chi bộ nơi công tác", "cell"), ("Chi bộ nơi cư trú", "home"), ("Nơi cư trú", "address"),
        ("Chỗ ở hiện nay", "address"), ("Cơ quan", "workplace"),
        ("Đơn vị công tác", "workplace"), ("SĐT", "phone"), ("Tình trạng", "state"), ("Dân tộc", "ethnicity"),
        ("Tôn giáo", "religion"), ("Quê quán", None), ("Số thẻ ĐV", "card"), ("Sinh hoạt tại", "cell"),
        ("Đang sinh hoạt tại chi bộ", "cell"), ("Thuộc chi bộ", "cell"), ("NTNS", "born"), ("N.Sinh", "born"),
        ("Vào Đảng ngày", "admitted"), ("CMT", "citizen"), ("Giới", "sex"),
    ],
)  # fmt: skip
def test_headings_are_recognised_in_their_usual_variants(heading, field):
    assert MEMBER_HEADINGS.field_of(heading) == field


@pytest.mark.parametrize("heading", ["Diện", "Diện đảng viên", "Đối tượng", "Loại hình đảng viên", "Loại"])
@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Giữ mối liên hệ nơi cư trú", "contact"), ("giữ mối quan hệ", "contact"), ("Theo QĐ 213", "contact"),
        ("Đảng viên nơi cư trú", "contact"), ("Sinh hoạt hai chiều", "contact"), ("Chính thức", None),
        ("Chuyển sinh hoạt về nơi cư trú", None), ("Đang công tác", None),
    ],
)  # fmt: skip
def test_a_column_for_the_kind_of_member_makes_contact_members(heading, told, kind):
    rows = [["Họ và tên", "Ngày sinh", heading, "Chi bộ"], ["Nguyễn Văn An", "02/03/1980", told, "Chi bộ TDP 1"]]
    (row,) = see(*rows).rows
    assert row.kind == kind
    (row,) = see(*(each[:3] for each in rows), name="Chi bộ TDP 1").rows
    assert (row.home, row.cell) == (("Chi bộ TDP 1", None) if kind else (None, "Chi bộ TDP 1"))


@pytest.mark.parametrize(
    ("name", "kind", "cell"),
    [
        ("ĐV 213 TDP1", "contact", "TDP1"), ("ĐV213 TDP1", "contact", "TDP1"), ("DV 213_TDP2", "contact", "TDP2"),
        ("DS ĐV 213 - Chi bộ TDP 1", "contact", "Chi bộ TDP 1"), ("213", "contact", "213"),
        ("ĐV theo QĐ 213 KP3", "contact", "KP3"), ("TDP 213", None, "TDP 213"), ("TDP1", None, "TDP1"),
        ("Chi bộ TDP 213", None, "Chi bộ TDP 213"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("titles", [[], ["DANH SÁCH ĐẢNG VIÊN"], ["ĐẢNG BỘ PHƯỜNG", "I. Đảng viên chính thức"]])
def test_a_sheets_name_gives_the_kind_of_member_and_the_cell(name, kind, cell, titles):
    (row,) = see(
        *([title] for title in titles), ["Họ và tên", "Ngày sinh"], ["Nguyễn Văn An", "02/03/1980"], name=name
    ).rows
    assert (row.kind, row.home or row.cell) == (kind, cell)


def test_a_sheets_name_says_who_has_left_is_exempt_or_on_probation():
    heads, an = ["Họ và tên", "Ngày sinh", "Chi bộ"], ["Nguyễn Văn An", "02/03/1980", "Chi bộ TDP 1"]
    assert see(heads, an, name="ĐV dự bị").rows[0].probationary
    assert see(heads, an, name="ĐV đã chuyển đi").rows[0].gone
    assert see(heads, an, name="ĐV miễn giới thiệu").rows[0].name == ""


@pytest.mark.parametrize("told", ["ĐV 213", "Đảng viên 213", "Giữ mối liên hệ nơi cư trú"])
@pytest.mark.parametrize("field", ["state", "standing"])
def test_a_column_that_says_contact_member_makes_one(field, told):
    texts = {"state": "", "standing": "", field: told}
    assert member_states.parse_state(**texts) == {"kind": "contact"}
    assert member_states.is_fully_read(field, told)


@pytest.mark.parametrize(
    ("remark", "known", "noted"),
    [
        ("Đã từ trần", {"gone": "Đã từ trần"}, [("read_as", "Đã từ trần")]),
        ("Đ/c đã mất ngày 3/2/2024", {"gone": "Đ/c đã mất ngày 3/2/2024"}, [("read_as", "Đ/c đã mất ngày 3/2/2024")]),
        ("Chuyển sinh hoạt đi", {"gone": "Chuyển sinh hoạt đi"}, [("read_as", "Chuyển sinh hoạt đi")]),
        ("Dự bị", {"probationary": True}, [("read_as", "Dự bị")]),
        ("ĐV dự bị; nghỉ hưu", {"probationary": True}, [("read_as", "ĐV dự bị"), ("left_out", "nghỉ hưu")]),
        ("Đảng viên 213", {"kind": "contact"}, [("read_as", "Đảng viên 213")]),
        ("Đã nghỉ hưu", {}, [("left_out", "Đã nghỉ hưu")]),
        ("mất thẻ đảng", {}, [("left_out", "mất thẻ đảng")]),
        ("Chồng đã mất", {}, [("left_out", "Chồng đã mất")]),
        ("Đã chuyển chính thức", {}, [("left_out", "Đã chuyển chính thức")]),
        ("Chuyển đến từ Chi bộ thôn Bắc", {}, [("left_out", "Chuyển đến từ Chi bộ thôn Bắc")]),
        ("Miễn sinh hoạt", {}, [("left_out", "Miễn sinh hoạt")]),
        ("đang sinh hoạt", {}, []),
    ],
)
def test_a_remark_is_used_like_a_column_of_its_own_or_noted_as_left_out(remark, known, noted):
    row = read_row(Ngày_sinh="1957", Chi_bộ="Chi bộ thôn Đông", Ghi_chú=remark)
    said = {field: getattr(row, field) for field in ("gone", "probationary", "kind")}
    assert said == {"gone": None, "probationary": False, "kind": None} | known
    assert [(code, typed) for code, field, typed, _ in row.noted if field == "remarks"] == noted


def test_a_remark_about_probation_gives_way_to_a_date_of_full_membership():
    row = read_row(Ngày_sinh="1957", Ngày_chính_thức="03/02/1981", Ghi_chú="Dự bị")
    assert (row.probationary, row.noted) == (False, [["left_out", "remarks", "Dự bị", ""]])


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
