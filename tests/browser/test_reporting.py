"""Who has reported, in a real browser: the district officer before the briefing, on a desktop and on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK

SELECTED = "(box) => { getSelection().selectAllChildren(box); return getSelection().toString() }"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_silent_cells_and_a_text_for_each_commune_take_two_taps(register, somebody):
    district = somebody("huyen", DESK)
    district.open("/")
    district.tap(district.page.get_by_role("link", name="Sao chép lời nhắc"))
    main = district.page.get_by_test_id("stMain")
    expect(main).to_contain_text("Tháng 11/2026: 0/3 chi bộ đã báo cáo (0 %)")
    texts = main.get_by_test_id("stCode")
    expect(texts).to_have_count(2)
    first = texts.first
    district.touches += 1  # a long press selects all of it, where no button copies
    told = first.locator("code").evaluate(SELECTED)
    assert district.touches == 2
    assert "chi bộ chưa báo cáo cuộc họp tháng 11/2026:" in told
    assert "- Chi bộ thôn Bến Đá" in told
    assert "Núi Đôi" not in told  # belongs to another commune
    district.tap(main.get_by_role("link", name="Xã Đông Hà"))
    district.tap(main.get_by_role("link", name="Chi bộ thôn Bến Đá"))
    expect(main).to_contain_text("Xã Đông Hà › Chi bộ thôn Bến Đá")
    district.reload()
    expect(main).to_contain_text("Xã Đông Hà › Chi bộ thôn Bến Đá")


def test_the_kind_of_report_is_chosen_with_one_tap_and_no_table_is_wider_than_a_phone(register, somebody):
    commune = somebody("xa")
    commune.open("/reporting")
    main = commune.page.get_by_test_id("stMain")
    for label, sentence in (
        ("Họp giữ mối liên hệ kỳ I, kỳ II", "Kỳ I/2026: 0/1 chi bộ đã báo cáo"),
        ("Báo cáo hộ phụ trách", "Tháng 11/2026"),
        ("Nhận xét cuối năm", "Năm 2025"),
    ):
        commune.tap(main.get_by_role("radio", name=label).or_(main.get_by_role("button", name=label)).first)
        expect(main).to_contain_text(sentence)
        assert commune.page.evaluate(WIDER) <= 0
    assert "reporting_kind=assessments" in commune.page.url
