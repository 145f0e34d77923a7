"""Headings in the wordings of offices: what they mean, and which kind of list they make."""

import pytest

from components.files import list_formats
from components.files.introduction_headings import INTRODUCTION_HEADINGS
from components.files.member_headings import MEMBER_HEADINGS
from components.files.workbook_reader import WorkbookSheet
from tests.list_cases import CELL, see


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("S T T", "index"), ("GT", "sex"), ("CB", "cell"), ("Loại ĐV", "standing"), ("Số thẻ ĐV/CCCD", "card"),
        ("Số thẻ đảng viên", "card"), ("Số thẻ CCCD", "citizen"), ("Thẻ căn cước", "citizen"),
        ("Cơ quan, đơn vị đang công tác", "workplace"), ("Đơn vị công tác", "workplace"), ("Cán bộ", None),
    ],
)  # fmt: skip
def test_a_heading_means_its_field(heading, field):
    assert MEMBER_HEADINGS.field_of(heading) == field
    if field != "cell":
        assert INTRODUCTION_HEADINGS.field_of(heading) == field


@pytest.mark.parametrize("below", [True, False])
def test_the_cell_is_taken_from_its_own_column_beside_that_of_the_committee(below):
    heads = (
        [["STT", "Họ và tên", "Ngày sinh", "Tổ chức đảng", None], [None, None, None, "Đảng bộ", "Chi bộ"]]
        if below
        else [["STT", "Họ và tên", "Ngày sinh", "Đảng bộ", "Chi bộ"]]
    )
    seen = see(*heads, [1.0, "Lê Văn Khải", "1958", "Xã An Bình", "Thôn Đông"])
    assert [(row.name, row.cell) for row in seen.rows] == [("Lê Văn Khải", "Thôn Đông")]
    assert seen.twice == [["Đảng bộ", "Chi bộ"]]


def kind_of(title: str) -> str:
    heads = ["STT", "Họ và tên", "Ngày sinh", "Cơ quan công tác", "Số giấy giới thiệu"]
    rows = [[title, *[None] * 4], heads, [1.0, "Lê Văn Khải", "1958", "Sở Tư pháp", "12/GT"]]
    return list_formats.recognise([WorkbookSheet("Sheet", False, rows)], {}).code


def test_a_list_of_contact_members_of_a_village_is_one_of_members_and_a_workplace_s_one_of_introductions():
    assert kind_of("DANH SÁCH ĐẢNG VIÊN GIỮ MỐI LIÊN HỆ NƠI CƯ TRÚ - CHI BỘ THÔN ĐÔNG") == "members"
    assert kind_of(CELL) == "members"
    for title in ("CHI BỘ TRƯỜNG THPT AN BÌNH", "Kính gửi: Chi bộ thôn Đông", "DANH SÁCH GIỚI THIỆU"):
        assert kind_of(title) == "introductions"
