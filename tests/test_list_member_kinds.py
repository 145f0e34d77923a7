"""Kinds of members in lists: contact, probationary, gone or exempt, said by a column, a sheet's name or a remark."""

import pytest

from components.files import member_states
from tests.list_cases import AN, HEADS, read_row, see


def test_people_who_have_left_or_are_on_probation_are_noted():
    assert see(HEADS, [*AN[:8], "Đã chuyển sinh hoạt"]).rows[0].gone == "Đã chuyển sinh hoạt"
    assert see(HEADS, [*AN[:8], "Dự bị"]).rows[0].probationary


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


@pytest.mark.parametrize("heading", ["Loại", "Đối tượng", "Trạng thái", "Ghi chú"])
@pytest.mark.parametrize(
    "said",
    [
        "Quần chúng",
        "quần chúng ưu tú",
        "Cảm tình Đảng",
        "Đối tượng Đảng",
        "Chưa kết nạp",
        "Khách mời",
        "Nữ; quần chúng",
    ],
)
def test_nobody_whom_the_list_calls_no_member_becomes_one(heading, said):
    row = read_row(Ngày_sinh="1999", **{heading.replace(" ", "_"): said})
    assert (row.name, row.fault, row.values) == ("Nguyễn Văn An", "import_no_member", {"said": said})


@pytest.mark.parametrize(
    "said", ["Phụ trách quần chúng", "Hội viên CCB", "Đoàn viên", "Chủ hộ", "Đối tượng chính sách"]
)
def test_what_members_may_be_as_well_does_not_leave_them_out(said):
    assert read_row(Ngày_sinh="1999", Ghi_chú=said).fault is None


def test_guests_below_a_title_of_their_own_are_no_members():
    rows = see(["Chi bộ 1"], HEADS[:2], [1.0, "Lê Văn Khải"], [None, "Khách mời"], [1.0, "Trần Thị Mơ"]).rows
    assert [(row.name, row.fault) for row in rows] == [("Lê Văn Khải", None), ("Trần Thị Mơ", "import_not_members")]
