"""Signs beside names that a legend explains, and legends that are no title of the people below them."""

import pytest

from tests.list_cases import CELL, see

HEADS = ["STT", "Họ và tên", "Ngày sinh"]
PEOPLE = [1.0, "Đào Văn Khải", "1950"], [2.0, "Đào Thị Mơ (*)", "1/1/1999"], [3.0, "Đào Thị Ba *", "1/1/2000"]


@pytest.mark.parametrize(
    "legend",
    [
        "(*) Đảng viên dự bị", "Ghi chú: * là đảng viên dự bị", "Dấu (*): đảng viên dự bị", "(*): ĐV dự bị",
        "* Đảng viên dự bị",
    ],
)  # fmt: skip
def test_a_star_beside_a_name_means_what_the_legend_says(legend):
    for rows in ([[CELL], HEADS, *PEOPLE, [legend]], [[CELL], [legend], HEADS, *PEOPLE]):
        if rows[1][0] == "* Đảng viên dự bị":
            continue  # above a list, it is its title
        seen = see(*rows)
        assert [(row.name, row.probationary) for row in seen.rows] == [
            ("Đào Văn Khải", False),
            ("Đào Thị Mơ", True),
            ("Đào Thị Ba", True),
        ]


def test_two_stars_have_their_own_legend_and_one_without_a_legend_means_nothing():
    rows = [CELL], HEADS, *PEOPLE, [4.0, "Lê Văn Bảo (**)", "1980"], ["(**) Đảng viên 213"]
    assert [(row.kind, row.probationary) for row in see(*rows).rows] == [(None, False)] * 3 + [("contact", False)]


def test_a_section_with_a_star_as_its_bullet_is_a_section():
    seen = see([CELL], HEADS, PEOPLE[0], [None, "* Đảng viên dự bị"], [2.0, "Lê Văn Bảo", "1999"])
    assert [row.probationary for row in seen.rows] == [False, True]
