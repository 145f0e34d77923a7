"""The hand that the other tests use: a page counts as settled once everything a tap triggers has been drawn."""

from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import DESK, PHONE, signed_in


def test_a_tap_ends_when_everything_it_loads_has_been_drawn(somebody):
    """Otherwise the next tap would land on something that has moved."""
    officer = somebody("xa", DESK)
    officer.open("/")
    late = []

    def come_late(route) -> None:
        late.append(route.request.url)
        officer.page.wait_for_timeout(1_000)
        route.continue_()

    officer.page.route("**/*.js", come_late)
    officer.tap(officer.page.get_by_role("link", name="chi bộ chưa nhận xét xong"))
    assert "còn 110/110 đồng chí" in officer.page.get_by_test_id("stMain").inner_text()
    assert officer.page.get_by_test_id("stSkeleton").count() == 0
    assert late


def test_a_reused_window_knows_nothing_of_its_previous_user(windows, register):
    page = windows.opened(PHONE, has_touch=True)
    signed_in(page.context, register.url, "bithu", people.PASSWORD)
    page.goto(f"{register.url}/static/none")
    page.evaluate("() => { localStorage.setItem('left', '1'); sessionStorage.setItem('left', '1') }")
    page.set_viewport_size(DESK)
    page.route("**/*", lambda route: route.abort())
    page.emulate_media(media="print", color_scheme="dark")
    windows.leave(page, register.url)
    assert windows.opened(PHONE, has_touch=True) is page
    assert page.viewport_size == PHONE
    assert page.context.cookies() == []
    page.goto(f"{register.url}/me")
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()
    assert page.evaluate("[localStorage.left, sessionStorage.left].join()") == ","
    assert page.evaluate("history.length") == 2
    assert not page.evaluate("matchMedia('print').matches || matchMedia('(prefers-color-scheme: dark)').matches")
    windows.leave(page, register.url)


def test_a_window_with_a_faked_clock_is_not_reused(windows, register):
    page = windows.opened(PHONE, has_touch=True)
    page.goto(f"{register.url}/me")
    page.clock.install()
    windows.leave(page, register.url)
    assert page.is_closed()
