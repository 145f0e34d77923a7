"""The hand of the other tests: a page rests when all that a touch brings stands on it."""

from tests.browser.conftest import DESK


def test_a_touch_ends_when_what_the_page_loads_for_it_is_drawn(somebody):
    """Or else the next touch meets what moved away under it."""
    officer = somebody("xa", DESK)
    officer.open("/")

    def come_late(route) -> None:
        officer.page.wait_for_timeout(1_000)
        route.continue_()

    officer.page.route("**/*.js", come_late)
    officer.tap(officer.page.get_by_role("link", name="chi bộ chưa nhận xét xong"))
    assert "còn 110/110 đồng chí" in officer.page.get_by_test_id("stMain").inner_text()
    assert officer.page.get_by_test_id("stSkeleton").count() == 0
