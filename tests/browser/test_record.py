"""Recording a meeting on a phone, with every tap counted; nothing is lost when the connection, the tab or the server
goes away.
"""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from db.kernel import unit_tree
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.models import MembershipKind, Role, Unit, UnitVersion
from tests.browser.measures import SMALL

NOVEMBER, SECOND_HALF = "regular:202611", "contact_periodic:202607"
ABSENT = "4 5 6 7 8 9 11 12"


@pytest.fixture
def cell() -> Viewer:
    """The secretary's view of what the server has saved."""
    with reading(SYSTEM) as session:
        unit = session.exec(select(UnitVersion.unit_id).where(UnitVersion.name == "Chi bộ thôn Đồng Bào")).one()
        return Viewer(1, Role.SECRETARY, unit, unit_tree.units_in_reach(session, unit))


def tally(cell: Viewer, key: str, kind: MembershipKind = MembershipKind.OWN) -> dict:
    type_, period = key.split(":")
    opened = meetings.load(cell, MeetingRef(cell.unit_id, type_, int(period)))
    return {**opened.sheet.tallies()[kind], "saved": opened.meeting is not None and not opened.typed.values}


def test_a_meeting_by_numbers_takes_five_taps(register, somebody, cell):
    secretary = somebody("bithu")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="tháng 11/2026").first)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người vắng"), ABSENT)
    secretary.tap(secretary.pill("Cả 8 đồng chí vắng", "Có lý do"))
    secretary.tap(secretary.pill("Trong đó, chạm vào đồng chí vắng không lý do", "5 ·"))
    secretary.tap(secretary.button("Lưu cuộc họp"))
    assert secretary.touches == 5
    saved = {
        "expected": 45,
        "present": 37,
        "excused": 7,
        "unexcused": 1,
        "unknown": 0,
        "exempt": 5,
        "extra": 0,
        "spoke": 0,
        "saved": True,
    }
    assert tally(cell, NOVEMBER) == saved
    expect(secretary.page.get_by_test_id("stCode")).to_contain_text("Có mặt: 37/45")


def test_a_meeting_by_names_takes_four_taps_and_two_per_name(register, somebody, cell):
    secretary = somebody("bithu")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="tháng 11/2026").first)
    for typed, name in (("tran thi binh", "Trần Thị Bình"), ("an nguyen van", "1 · Nguyễn Văn An")):
        secretary.fill(secretary.page.get_by_label("Tìm tên"), typed)
        secretary.tap(secretary.pill("Chạm vào tên người vắng", name))
    secretary.tap(secretary.pill("Cả 2 đồng chí vắng", "Có lý do"))
    secretary.tap(secretary.pill("Trong đó, chạm vào đồng chí vắng không lý do", "2 ·"))
    secretary.tap(secretary.button("Lưu cuộc họp"))
    assert secretary.touches == 4 + 2 * 2
    assert {**tally(cell, NOVEMBER)}.items() >= {"present": 43, "excused": 1, "unexcused": 1, "saved": True}.items()


def test_a_contact_meeting_of_61_in_three_groups_takes_at_most_13_taps(register, somebody, cell):
    secretary = somebody("bithu")
    register.set_clock("2026-12-05T19:00:00+07:00")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="kỳ II năm 2026").first)
    for group, numbers in (("Tổ 1", "1-20"), ("Tổ 2", "38-58"), ("Tổ 3", "75-94")):
        secretary.fill(secretary.page.get_by_label(f"Số thứ tự người có mặt: {group}"), numbers)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người đã phát biểu"), "1 5 40 41 80 90")
    secretary.tap(secretary.pill("Cả 49 đồng chí vắng", "Có lý do"))
    secretary.tap(secretary.button("Lưu cuộc họp"))
    assert secretary.touches <= 13
    saved = tally(cell, SECOND_HALF, MembershipKind.CONTACT)
    assert saved.items() >= {"expected": 110, "present": 61, "excused": 49, "spoke": 6, "saved": True}.items()


def test_after_a_closed_tab_and_a_killed_server_one_tap_finds_the_draft_again(register, somebody, cell):
    secretary = somebody("bithu")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="tháng 11/2026").first)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người vắng"), ABSENT)
    secretary.page.close()
    register.kill()
    register.start()
    next_morning = somebody("bithu")
    next_morning.open("/")
    next_morning.tap(next_morning.page.get_by_role("link", name="Đang ghi dở").first)
    expect(next_morning.page.get_by_label("Số thứ tự người vắng")).to_have_value(ABSENT)
    assert next_morning.touches == 1
    expect(next_morning.page.get_by_text("8 vắng")).to_be_visible()
    next_morning.tap(next_morning.button("Lưu cuộc họp"))
    assert tally(cell, NOVEMBER).items() >= {"present": 37, "unknown": 8, "saved": True}.items()


def test_postponing_takes_five_taps(register, somebody, cell):
    secretary = somebody("bithu")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="tháng 11/2026").first)
    secretary.tap(secretary.pill("Ghi thêm nếu cần", "Không họp hoặc hoãn họp"))
    secretary.fill(secretary.page.get_by_label("Lý do"), "Lũ lụt")
    day = secretary.page.get_by_test_id("stDateInput").filter(has_text="Hoãn đến ngày").get_by_role("spinbutton").first
    day.click()
    secretary.page.keyboard.type("27112026")
    secretary.touches += 1
    secretary.rest()
    secretary.tap(secretary.button("Lưu: hoãn họp"))
    assert secretary.touches == 5
    expect(secretary.page.get_by_text("Hoãn đến ngày 27/11/2026")).to_be_visible()


def test_every_tap_target_is_44_pixels_and_nothing_scrolls_sideways(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/record?type=regular&period=202611")
    secretary.page.get_by_text("Hiện cả danh sách").click()
    secretary.rest()
    small = secretary.page.evaluate(SMALL)
    assert small == []
    assert secretary.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_the_address_of_another_cell_shows_and_changes_nothing(register, somebody):
    with reading(SYSTEM) as session:
        other = session.exec(
            select(Unit.code)
            .join(UnitVersion, UnitVersion.unit_id == Unit.id)
            .where(UnitVersion.name == "Chi bộ thôn Núi Đôi")
        ).one()
    secretary = somebody("bithu")
    secretary.open(f"/record?unit={other}&type=regular&period=202611")
    assert "Vũ Thị Lan" not in secretary.page.content()
    expect(secretary.page.get_by_role("alert").first).to_be_visible()
    expect(secretary.button("Lưu cuộc họp")).to_have_count(0)
