"""The gallery of all widgets in a real browser: taps hit what they aim at, nothing is wider than a phone, and only what
is meant to be read is printed.
"""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Hand
from tests.browser.measures import CONTRASTS
from tests.browser.register_server import ROOT
from tests.ports import free_port

PAGES = ("record", "list", "figures", "sheet", "others")
TOUCHED = (
    "button, a[href], summary, [role=tab], [role=radio], label[data-testid=stRadioOption], .stCheckbox "
    "label, [data-testid=stTextInputRootElement]"
)
LEFT_SMALL = "[data-testid=stMultiSelectTagsContainer] *, .stDataFrame *, .stMarkdown a, [data-testid=stToast] *"


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of a running gallery."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "tests.browser.gallery:app",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def phone(chromium: Browser, gallery: str) -> Iterator[Page]:
    """A phone with a touch screen."""
    context = chromium.new_context(base_url=gallery, viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def _open(page: Page, show: str) -> None:
    Hand(page, "").open(f"/?show={show}")
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)


def _wait(port: int) -> None:
    for _attempt in range(300):
        with socket.socket() as line:
            if not line.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.2)
    raise TimeoutError("the gallery does not start")


@pytest.mark.parametrize("show", PAGES)
def test_nothing_is_wider_than_a_phone(phone, show):
    _open(phone, show)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    assert phone.evaluate("document.querySelector('.stMainBlockContainer').scrollWidth") <= 390


@pytest.mark.parametrize("show", ["record", "list", "others"])
def test_taps_hit_what_they_aim_at(phone, show):
    _open(phone, show)
    small = phone.evaluate(
        """([touched, small]) => [...document.querySelectorAll(touched)]
            .filter(each => !each.matches(small)).map(each => {
            const box = each.getBoundingClientRect()
            return [each.innerText || each.dataset.testid || each.outerHTML.slice(0, 80),
                    Math.round(box.width), Math.round(box.height), box.left]
        }).filter(([, width, height, left]) => width && left >= 0 && (height < 44 || width < 44))""",
        [TOUCHED, LEFT_SMALL],
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("show", ["record", "others"])
def test_each_control_stands_out_from_what_is_around_it(phone, show, scheme):
    phone.emulate_media(color_scheme=scheme)
    try:
        _open(phone, show)
        found = phone.evaluate(CONTRASTS)
    finally:
        phone.emulate_media(color_scheme="light")
    assert len(found) > 4
    assert [control for control in found if control[1] < 3] == []


def test_our_font_and_style_sheet_are_applied(phone):
    _open(phone, "record")
    phone.evaluate("document.fonts.ready")
    assert (
        phone.evaluate(
            "[...document.fonts].filter(font => font.family.includes('Be Vietnam Pro') && font.status "
            "=== 'loaded').length"
        )
        == 2
    )
    assert phone.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Be Vietnam Pro"')
    assert phone.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--touch')").strip() == "44px"


def test_fifty_names_are_shown_in_full_in_two_columns(phone):
    _open(phone, "record")
    boxes = phone.evaluate(
        "[...document.querySelectorAll('[data-variant=pills]')].map(pill => [pill.offsetLeft, "
        "pill.scrollWidth - pill.clientWidth])"
    )
    assert len(boxes) == 50
    assert len({left for left, _over in boxes}) == 2
    assert {over for _left, over in boxes} == {0}


def test_the_count_and_the_save_button_are_always_within_reach(phone):
    _open(phone, "record")
    bar = phone.locator(".st-key-savebar")
    top = bar.bounding_box()
    assert (round(top["x"]), round(top["width"]), round(top["y"] + top["height"])) == (0, 390, 844)
    assert top["height"] < 140
    assert phone.locator(".st-key-savebar button").bounding_box()["width"] > 350
    phone.locator("h1").scroll_into_view_if_needed()
    phone.evaluate("document.querySelector('.stMain').scrollTo(0, 600)")
    assert round(bar.bounding_box()["y"]) == round(top["y"])


def test_print_shows_only_what_is_meant_to_be_read(phone):
    _open(phone, "sheet")
    phone.emulate_media(media="print", color_scheme="dark")
    try:
        shown = phone.evaluate(
            "[...document.querySelectorAll('.stButton, [data-testid=stHeader], "
            "[data-testid=stSidebar]')].filter(each => each.offsetHeight).length"
        )
        ink = phone.evaluate("getComputedStyle(document.querySelector('td')).color")
        pages = len(re.findall(rb"/Type\s*/Page\b", phone.pdf(prefer_css_page_size=True)))
    finally:
        phone.emulate_media(media="screen", color_scheme="light")
    assert (shown, ink, pages) == (0, "rgb(0, 0, 0)", 2)
