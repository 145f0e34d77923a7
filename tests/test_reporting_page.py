"""The screen of who has reported: a sign a month, what is behind it, and a text to send."""

import pytest

from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from tests.pages import pick_option, said, shown

PAGE = "pages/figures/reporting.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def meeting(world) -> str:
    """The code of November's meeting of a cell, saved on the 22nd."""
    return meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))


@pytest.fixture
def reported(world, meeting):
    return world


def rows_of(test) -> dict[str, str]:
    """The rows that open something: their words, and the address that they open."""
    return {link.proto.label: f"{link.proto.page}?{link.proto.query_string}" for link in test.get("page_link")}


def row(test, name: str) -> str:
    return next(label for label in rows_of(test) if name in label)


def texts(test) -> list[str]:
    return [each.value for each in test.code]


def test_a_commune_sees_a_sign_for_each_cell_and_month_and_how_many_have_reported(reported):
    test = shown(reported.commune, PAGE)
    assert "Tháng 11/2026: 1/2 chi bộ đã báo cáo (50 %)" in said(test)
    assert row(test, "Đồng Bào").endswith(":small[:orange[m]]")  # saved on the 22nd
    assert row(test, "Bến Đá").endswith(r":small[:red[\!]]")
    assert "✎ đang ghi" in said(test)
    assert "! chưa báo cáo" in said(test)


def test_a_district_opens_a_commune_then_a_cell_then_the_figures_of_its_month(reported):
    test = shown(reported.district, PAGE)
    assert ":small[:red[1/2]]" in row(test, "Xã Đông Hà")
    assert "Đồng Bào" not in "".join(rows_of(test))
    query = dict(part.split("=") for part in rows_of(test)[row(test, "Xã Đông Hà")].partition("?")[2].split("&"))
    test = shown(reported.district, PAGE, **query)
    query = dict(part.split("=") for part in rows_of(test)[row(test, "Đồng Bào")].partition("?")[2].split("&"))
    test = shown(reported.district, PAGE, **query)
    assert "Xã Đông Hà › Chi bộ thôn Đồng Bào" in [each.value for each in test.subheader]
    assert rows_of(test)[row(test, "11/2026")].startswith("charts?")


def test_a_commune_opens_the_sheet_of_a_month_saved_or_to_be_entered_on_the_cells_behalf(reported, meeting):
    code = next(
        address for label, address in rows_of(shown(reported.commune, PAGE)).items() if "Đồng Bào" in label
    ).partition("reporting_cell=")[2]
    test = shown(reported.commune, PAGE, reporting_cell=code)
    assert rows_of(test)[row(test, "11/2026")] == f"record?meeting={meeting}"
    assert rows_of(test)[row(test, "10/2026")] == f"record?unit={code}&type=regular&period=202610"


def test_the_reminder_names_those_who_have_not_reported_and_nobody_else_in_vietnamese(reported):
    test = shown(reported.commune, PAGE)
    assert texts(test) == [
        "Đến ngày 22/11/2026, còn 1 chi bộ chưa báo cáo cuộc họp tháng 11/2026:\n"
        "- Chi bộ thôn Bến Đá\n"
        "Đề nghị các đồng chí ghi vào sổ; nếu không họp, xin ghi rõ lý do."
    ]
    one = pick_option(test, f"reporting_one_{reported.units['dong_ha']}", "Chi bộ thôn Bến Đá")
    assert texts(one)[1].startswith("Kính gửi các đồng chí Chi bộ thôn Bến Đá")


def test_another_communes_cell_in_the_address_shows_nothing_of_it(reported):
    code = next(
        address for label, address in rows_of(shown(reported.district, PAGE)).items() if "Tây Sơn" in label
    ).partition("reporting_area=")[2]
    assert "Núi Đôi" not in said(shown(reported.commune, PAGE, reporting_area=code))
