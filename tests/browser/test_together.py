"""Two people at the same sheet: both people's marks are kept, and they are asked only where they disagree about the
same person.
"""

from playwright.sync_api import expect

RECORD = "/record?type=regular&period=202611"


def test_two_phones_mark_different_people_and_both_marks_are_saved_once_seen(register, somebody):
    secretary, helper = somebody("bithu"), somebody("nhaplieu")
    secretary.open(RECORD)
    helper.open(RECORD)
    for hand, typed, name in (
        (secretary, "tran thi binh", "Trần Thị Bình"),
        (helper, "nguyen van an", "1 · Nguyễn Văn An"),
    ):
        hand.fill(hand.page.get_by_label("Tìm tên"), typed)
        hand.tap(hand.pill("Chạm vào tên người vắng", name))
    expect(helper.page.get_by_text("2 vắng")).to_be_visible()
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(secretary.page.get_by_role("alert").filter(has_text="Chưa lưu")).to_be_visible()
    expect(secretary.page.get_by_text("2 vắng")).to_be_visible()
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(secretary.page.get_by_test_id("stCode")).to_contain_text("Có mặt: 43/45. Vắng: 2")


def test_a_sheet_whose_draft_another_user_discarded_saves_nothing_unseen(register, somebody):
    secretary, helper = somebody("bithu"), somebody("nhaplieu")
    secretary.open(RECORD)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người vắng"), "4 5 6")
    expect(secretary.page.get_by_text("3 vắng")).to_be_visible()
    helper.open(RECORD)
    helper.tap(helper.pill("Ghi thêm nếu cần", "Bỏ bản nháp"))
    helper.tap(helper.button("Bỏ bản nháp").last)
    expect(helper.page.get_by_text("45/45")).to_be_visible()
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(secretary.page.get_by_role("alert").filter(has_text="Chưa lưu")).to_be_visible()
    expect(secretary.page.get_by_text("45/45")).to_be_visible()
    secretary.tap(secretary.button("Ghi lại những gì tôi đã thấy"))
    expect(secretary.page.get_by_text("3 vắng")).to_be_visible()
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(secretary.page.get_by_test_id("stCode")).to_contain_text("Có mặt: 42/45. Vắng: 3")


def test_two_users_who_disagree_about_one_person_are_asked(register, somebody):
    secretary, helper = somebody("bithu"), somebody("nhaplieu")
    secretary.open(RECORD)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người vắng"), "4 5")
    helper.open(RECORD)
    secretary.tap(secretary.pill("Trong đó, chạm vào đồng chí vắng không lý do", "5 ·"))
    helper.tap(helper.pill("Cả 2 đồng chí vắng", "Có lý do"))
    expect(helper.page.get_by_text("hai người ghi khác nhau")).to_be_visible()
    helper.tap(helper.button("Lưu cuộc họp"))
    expect(helper.page.get_by_role("alert").filter(has_text="khác nhau")).to_be_visible()
    helper.tap(helper.pill("hai người ghi khác nhau", "không lý do"))
    helper.tap(helper.button("Lưu cuộc họp"))
    expect(helper.page.get_by_test_id("stCode")).to_contain_text("Vắng: 2 (có lý do 1, không lý do 1)")


def test_a_stale_page_does_not_overwrite_what_another_user_saved(register, somebody):
    secretary, helper = somebody("bithu"), somebody("nhaplieu")
    secretary.open(RECORD)
    helper.open(RECORD)
    secretary.fill(secretary.page.get_by_label("Số thứ tự người vắng"), "4 5 6")
    secretary.tap(secretary.button("Lưu cuộc họp"))
    helper.fill(helper.page.get_by_label("Tìm tên"), "tran thi binh")
    helper.tap(helper.pill("Chạm vào tên người vắng", "Trần Thị Bình"))
    expect(helper.page.get_by_text("4 vắng").first).to_be_visible()
    helper.tap(helper.button("Lưu cuộc họp"))
    expect(helper.page.get_by_test_id("stCode")).to_contain_text("Có mặt: 41/45. Vắng: 4")
