"""The screen of who has reported: a sign for each month, what is behind it, and a text to send."""

import pytest

from db.figures import reporting
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.units import units
from tests.pages import pick_option, said, shown

states = reporting.report_states_by_period
PAGE = "pages/figures/reporting.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def meeting(world) -> str:
    """The code of a cell's November meeting, saved on the 22nd."""
    return meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))


@pytest.fixture
def reported(world, meeting):
    return world


def code_of(world, unit: str) -> str:
    """The public code of a unit."""
    return units.one(world.district, world.units[unit]).code


def rows_of(test) -> dict[str, str]:
    """The rows that open something: their text and the address they open."""
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


def test_a_district_opens_a_commune_then_a_cell_then_its_month(reported):
    test = shown(reported.district, PAGE)
    assert ":small[:red[1/2]]" in row(test, "Xã Đông Hà")
    assert "Đồng Bào" not in "".join(rows_of(test))
    query = dict(part.split("=") for part in rows_of(test)[row(test, "Xã Đông Hà")].partition("?")[2].split("&"))
    test = shown(reported.district, PAGE, **query)
    query = dict(part.split("=") for part in rows_of(test)[row(test, "Đồng Bào")].partition("?")[2].split("&"))
    test = shown(reported.district, PAGE, **query)
    assert "Xã Đông Hà › Chi bộ thôn Đồng Bào" in [each.value for each in test.subheader]
    assert rows_of(test)[row(test, "11/2026")].startswith("charts?")


def test_a_commune_opens_a_months_sheet_saved_or_to_be_entered_on_the_cells_behalf(reported, meeting):
    code = next(
        address for label, address in rows_of(shown(reported.commune, PAGE)).items() if "Đồng Bào" in label
    ).partition("reporting_cell=")[2]
    test = shown(reported.commune, PAGE, reporting_cell=code)
    assert rows_of(test)[row(test, "11/2026")] == f"record?meeting={meeting}"
    assert rows_of(test)[row(test, "10/2026")] == f"record?unit={code}&type=regular&period=202610"


def test_the_reminder_is_in_vietnamese_and_names_only_those_who_have_not_reported(reported):
    test = shown(reported.commune, PAGE)
    assert texts(test) == [
        "Đến ngày 22/11/2026, còn 1 chi bộ chưa báo cáo cuộc họp tháng 11/2026:\n"
        "- Chi bộ thôn Bến Đá\n"
        "Đề nghị các đồng chí ghi vào sổ; nếu không họp, xin ghi rõ lý do."
    ]
    one = pick_option(test, "reporting_one", "Chi bộ thôn Bến Đá")
    assert texts(one)[1].startswith("Kính gửi các đồng chí Chi bộ thôn Bến Đá")


def test_another_communes_cell_in_the_address_shows_nothing_of_it(reported):
    code = next(
        address for label, address in rows_of(shown(reported.district, PAGE)).items() if "Tây Sơn" in label
    ).partition("reporting_area=")[2]
    assert "Núi Đôi" not in said(shown(reported.commune, PAGE, reporting_area=code))


def test_the_kind_of_report_is_chosen_and_is_a_code_in_the_address(reported):
    test = shown(reported.district, PAGE, reporting_kind="halves", reporting_half="202607")
    assert "Kỳ II/2026: chưa đến hạn, hạn là ngày 03/12/2026" in said(test)
    assert texts(test) == []
    test = shown(reported.commune, PAGE, reporting_kind="halves")
    assert "Kỳ I/2026: 0/1 chi bộ đã báo cáo (0 %)" in said(test)
    assert row(test, "Bến Đá").endswith(":small[×]")  # it has no contact members
    assert "× chi bộ không có đảng viên giữ mối liên hệ phải mời họp" in said(test)
    assert "còn 1 chi bộ chưa báo cáo cuộc họp đảng viên giữ mối liên hệ nơi cư trú kỳ I/2026:" in texts(test)[0]
    query = dict(part.split("=") for part in rows_of(test)[row(test, "Đồng Bào")].partition("?")[2].split("&"))
    assert (query["reporting_kind"], query["reporting_half"]) == ("halves", "202601")
    behind = rows_of(shown(reported.commune, PAGE, **query))
    assert behind[next(label for label in behind if "Kỳ I/2026" in label)].endswith(
        "type=contact_periodic&period=202601"
    )


def test_a_years_assessments_open_the_list_for_the_commune_and_counts_for_the_district(reported):
    code = code_of(reported, "dong_bao")
    query = {"reporting_kind": "assessments", "reporting_cell": code}
    behind = rows_of(shown(reported.commune, PAGE, **query))
    assert behind[next(label for label in behind if "Năm 2025" in label)] == f"assessments?unit={code}&year=2025"
    assert {address.partition("?")[0] for address in rows_of(shown(reported.district, PAGE, **query)).values()} == {
        "contacts", "reporting",
    }  # fmt: skip


def test_a_secretary_sees_his_own_cell_and_no_other(reported):
    other = code_of(reported, "ben_da")
    for query in ({}, {"reporting_cell": other}, {"reporting_kind": "rounds", "reporting_area": other}):
        test = shown(reported.secretary, PAGE, **query)
        assert "Bến Đá" not in said(test) + "".join(rows_of(test))
        assert any("11/2026" in label for label in rows_of(test))
    assert "Không có đơn vị này trong phạm vi theo dõi của đồng chí." in said(test)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"reporting_kind": "words"}, "Không có loại báo cáo này"),
        ({"reporting_until": "202612"}, "Tháng 12/2026 chưa bắt đầu"),
        ({"reporting_kind": "halves", "reporting_half": "203007"}, "Kỳ II/2030 chưa bắt đầu"),
        ({"reporting_until": "202613"}, "Không có kỳ như vậy"),
        ({"reporting_kind": "halves", "reporting_half": "202602"}, "Không có kỳ như vậy"),
        ({"reporting_until": "²"}, "Không có kỳ như vậy"),
        ({"reporting_until": "193002"}, "Ở đây chọn được từ"),
        ({"reporting_area": "abc"}, "Không có đơn vị này"),
        ({"reporting_cell": "'; drop"}, "Không có đơn vị này"),
    ],
)
def test_an_impossible_request_in_an_address_is_explained(reported, query, sentence):
    assert sentence in said(shown(reported.commune, PAGE, **query))


def test_a_unit_of_another_commune_is_reported_as_out_of_reach(reported):
    for param in ("reporting_area", "reporting_cell"):
        test = shown(reported.commune, PAGE, **{param: code_of(reported, "nui_doi")})
        assert "Không có đơn vị này trong phạm vi theo dõi của đồng chí." in said(test)
        assert "Núi Đôi" not in said(test) + "".join(rows_of(test))


def test_after_another_cell_saves_only_its_month_is_read_again(reported, monkeypatch):
    asked = []
    monkeypatch.setattr(
        reporting, "report_states_by_period", lambda viewer, wanted: (asked.append(wanted), states(viewer, wanted))[1]
    )
    assert "1/3 chi bộ" in said(shown(reported.district, PAGE))
    meeting_record.save(reported.secretary, MeetingRef(reported.units["dong_bao"], "regular", 202609))
    assert "1/3 chi bộ" in said(shown(reported.district, PAGE))
    assert "1/3 chi bộ" in said(shown(reported.district, PAGE))
    assert [(wanted.since, wanted.until) for wanted in asked] == [(202606, 202611), (202609, 202609)]
