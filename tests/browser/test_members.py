"""Members on a phone and on a desktop: found, opened, noted, received; drafts survive a server restart; nothing is
wider than the screen.
"""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from db import vietnamese
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Member, Membership
from tests.browser.conftest import DESK
from tests.browser.measures import SMALL, WIDER

LONG = "Nguyễn Hoàng Phương Thảo Quỳnh Như Trường"


def stay_of(name: str) -> Membership:
    with reading(SYSTEM) as session:
        return session.exec(
            select(Membership).join(Member, Member.id == Membership.member_id).where(Member.name == name)
        ).first()


def code_of(name: str) -> str:
    with reading(SYSTEM) as session:
        return session.exec(select(Member.code).where(Member.name == name)).one()


def rename(old: str, new: str) -> None:
    with writing(SYSTEM, "test") as session:
        member = session.exec(select(Member).where(Member.name == old)).one()
        bulk.update(
            session,
            Member,
            [
                {
                    "id": member.id,
                    "name": new,
                    "sort_key": vietnamese.person_sort_key(new),
                    "search_key": vietnamese.fold(new),
                }
            ],
        )


def row(hand, name: str):
    return hand.page.locator("[class*=st-key-rows_members] a").filter(has_text=name).first


def test_a_member_is_found_without_accents_opened_and_noted_as_left_in_six_taps(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/members")
    secretary.fill(secretary.page.get_by_label("Tìm theo tên"), "binh tran")
    assert "binh" not in secretary.page.url
    secretary.tap(row(secretary, "Trần Thị Bình"))
    secretary.tap(secretary.pill("Việc cần ghi", "Rời chi bộ"))
    secretary.tap(secretary.page.get_by_label("Lý do"))
    secretary.tap(secretary.page.get_by_role("option", name="Chuyển sinh hoạt đi"))
    secretary.tap(secretary.button("Ghi rời chi bộ"))
    assert secretary.touches == 6
    stay = stay_of("Trần Thị Bình")
    assert (stay.valid_to, stay.departure) == (date(2026, 11, 22), "transferred")
    expect(secretary.page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_contain_text(
        "đến 22/11/2026"
    )


def test_filters_are_kept_in_the_address_and_survive_a_reload_and_opening_a_member(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/members")
    secretary.tap(secretary.page.get_by_role("radio", name="liên hệ nơi cư trú"))
    expect(row(secretary, "Nguyễn Văn An")).to_have_count(0)
    assert "members_kind" in secretary.page.url
    secretary.reload()
    expect(row(secretary, "Nguyễn Văn An")).to_have_count(0)
    secretary.tap(row(secretary, "Phạm Thị Dung"))
    secretary.tap(secretary.page.get_by_role("link", name="Tất cả đảng viên"))
    expect(row(secretary, "Nguyễn Văn An")).to_have_count(0)
    secretary.tap(secretary.page.get_by_role("button", name="Page 2"))
    assert "members_page=2" in secretary.page.url


def test_a_half_typed_newcomer_survives_a_killed_server_and_a_closed_tab(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/arrival")
    secretary.enter(secretary.page.get_by_label("Họ và tên"), "Hoàng Thị Mai")
    secretary.enter(secretary.page.get_by_label("Ngày sinh"), "4/1970")
    secretary.page.close()
    register.kill()
    register.start()
    again = somebody("bithu")
    again.open("/arrival")
    expect(again.page.get_by_label("Họ và tên")).to_have_value("Hoàng Thị Mai")
    expect(again.page.get_by_label("Ngày sinh")).to_have_value("4/1970")
    again.tap(again.page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first)
    again.page.keyboard.type("01112026")
    again.page.keyboard.press("Tab")
    again.rest()
    again.tap(again.button("Đưa vào danh sách"))
    expect(again.page.get_by_role("heading", name="Hoàng Thị Mai")).to_be_visible()
    assert stay_of("Hoàng Thị Mai").roster_number == 51


def test_discarding_a_draft_leaves_an_empty_form(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/arrival")
    secretary.enter(secretary.page.get_by_label("Họ và tên"), "Hoàng Thị Mai")
    secretary.tap(secretary.button("Bỏ bản nháp"))
    expect(secretary.button("Bỏ bản nháp")).to_have_count(0, timeout=15_000)
    secretary.rest()
    expect(secretary.page.get_by_label("Họ và tên")).to_have_value("")
    secretary.reload()
    expect(secretary.page.get_by_label("Họ và tên")).to_have_value("")


def test_a_backdated_exemption_raises_a_question_at_the_saved_meeting(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="tháng 11/2026").first)
    secretary.tap(secretary.button("Lưu cuộc họp"))
    secretary.open(f"/member?member={code_of('Trần Thị Bình')}")
    secretary.tap(secretary.pill("Việc cần ghi", "Miễn"))
    day = secretary.page.get_by_test_id("stDateInput").filter(has_text="Từ").first.get_by_role("spinbutton").first
    secretary.tap(day)
    secretary.page.keyboard.type("01112026")
    secretary.tap(secretary.button("Ghi miễn công tác, sinh hoạt"))
    expect(secretary.page.get_by_text("lẽ ra được miễn")).to_be_visible()
    expect(secretary.button("Ghi miễn công tác, sinh hoạt")).to_have_count(0)
    expect(secretary.page.get_by_text("✓", exact=True).first).to_be_visible()
    secretary.tap(secretary.button("Giữ nguyên"))
    expect(secretary.page.get_by_text("lẽ ra được miễn")).to_have_count(0)


def test_a_hostile_name_is_shown_as_text_on_every_screen(register, somebody):
    name = "<script>document.title='x'</script> **a**"
    rename("Trần Thị Bình", f"{name} :red[b]")
    secretary = somebody("bithu")
    secretary.open("/members")
    secretary.fill(secretary.page.get_by_label("Tìm theo tên"), "<script> red")
    expect(row(secretary, name)).to_be_visible()
    secretary.tap(row(secretary, name))
    expect(secretary.page.get_by_role("heading", name=name)).to_be_visible()
    assert secretary.page.title() != "x"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone_and_every_tap_target_is_finger_sized(register, somebody, scheme):
    rename("Trần Thị Bình", LONG)
    secretary = somebody("bithu", color_scheme=scheme)
    for address in ("/members", f"/member?member={code_of(LONG)}", "/arrival"):
        secretary.open(address)
        assert secretary.page.evaluate(WIDER) <= 0
        assert secretary.page.evaluate(SMALL) == []
    secretary.open(f"/member?member={code_of(LONG)}")
    for deed in ("Rời chi bộ", "Miễn", "Đi vắng", "Giữ chức vụ", "Số thứ tự", "Thông tin cá nhân", "Sửa ngày"):
        secretary.tap(secretary.pill("Việc cần ghi", deed))
        assert secretary.page.evaluate(WIDER) <= 0
        assert secretary.page.evaluate(SMALL) == []


def test_a_district_reads_its_list_in_columns_and_changes_nothing(register, somebody):
    officer = somebody("huyen", DESK)
    officer.open("/members")
    officer.fill(officer.page.get_by_label("Tìm theo tên"), "vu lan")
    boxes = [row(officer, "Vũ Thị Lan").locator("p > *").nth(at).bounding_box() for at in range(3)]
    assert boxes[0]["y"] == pytest.approx(boxes[2]["y"], abs=8)
    officer.tap(row(officer, "Vũ Thị Lan"))
    expect(officer.page.get_by_role("heading", name="Vũ Thị Lan")).to_be_visible()
    expect(officer.page.get_by_text("Việc cần ghi")).to_have_count(0)


def test_a_data_sheet_prints_without_menu_and_links(register, somebody):
    secretary = somebody("bithu")
    secretary.open(f"/member?member={code_of('Trần Thị Bình')}&sheet=1")
    secretary.page.emulate_media(media="print")
    expect(
        secretary.page.get_by_role("heading", name="Trần Thị Bình")
        .or_(secretary.page.get_by_text("Trần Thị Bình"))
        .first
    ).to_be_visible()
    expect(secretary.page.get_by_role("button", name="Trở lại")).to_be_hidden()
    expect(secretary.page.get_by_text("In bằng lệnh in")).to_be_hidden()
    expect(secretary.page.get_by_test_id("stSidebar")).to_be_hidden()


def test_a_person_is_erased_from_the_open_form_after_the_data_sheet_was_printed(register, somebody):
    stay, code = stay_of("Trần Thị Bình"), code_of("Trần Thị Bình")
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Membership, [{"id": stay.id, "valid_to": date(2026, 11, 10)}])
    keeper = somebody("quantri", DESK)
    keeper.open(f"/member?member={code}")
    keeper.tap(keeper.pill("Việc cần ghi", "Xóa toàn bộ dữ liệu"))
    keeper.tap(keeper.button("In phiếu thông tin trước khi xóa"))
    keeper.tap(keeper.button("Trở lại trang đảng viên"))
    keeper.fill(keeper.page.get_by_label("Gõ đủ họ tên để xác nhận"), "Trần Thị Bình")
    keeper.fill(keeper.page.get_by_label("Lý do"), "Đơn ngày 12/11/2026")
    keeper.tap(keeper.button("Xóa vĩnh viễn"))
    expect(keeper.page.get_by_role("heading", name="Đảng viên", exact=True)).to_be_visible()
    with reading(SYSTEM) as session:
        assert session.exec(select(Member).where(Member.code == code)).all() == []


def test_a_focused_field_scrolls_above_the_bar_with_the_save_button(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/arrival")
    box, bar = secretary.page.get_by_label("Hình thức tiếp nhận"), secretary.page.locator(".st-key-savebar")
    behind = "(box, top) => { const m = document.querySelector('[data-testid=stMain]'); m.scrollTop = 0; "
    behind += "m.scrollTop = box.getBoundingClientRect().top - top }"
    box.evaluate(behind, bar.bounding_box()["y"])
    box.focus()
    field, edge = box.bounding_box(), bar.bounding_box()["y"]
    assert field["y"] + field["height"] <= edge
