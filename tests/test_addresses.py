"""What somebody writes into an address by hand: a page says what it always says, and goes on being there."""

import pytest

from components.widgets import filters
from db.models import Membership
from tests.pages import field, said, shown
from tests.rows import rows

NEW, HISTORY = "pages/people/arrival.py", "pages/administration/history.py"
NO_NUMBERS = ["²", "٣", "9" * 30, "-1", " 7", "1e9", "½", "x"]
ASKED = [
    (HISTORY, "before"),
    (NEW, "guest"),
    ("pages/people/members.py", "members_page"),
    ("pages/administration/accounts.py", "accounts_page"),
]
pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_ours_is_none(text):
    assert filters.parse_int(text) is None


def test_a_number_is_one_as_far_as_it_goes():
    assert [filters.parse_int(text) for text in ("0", "007", "1000000000", "1000000001", "")] == [
        0,
        7,
        10**9,
        None,
        None,
    ]
    assert filters.parse_int("100000", filters.MAX_PAGES) is None


@pytest.mark.parametrize(("page", "name"), ASKED)
def test_a_page_is_shown_whatever_stands_for_a_number_in_its_address(world, page, name):
    for text in NO_NUMBERS:
        assert said(shown(world.commune, page, **{name: text}))


@pytest.mark.parametrize("typed", ["²", "x", "0", "12a"])
def test_a_number_on_the_list_that_is_none_is_refused_and_the_page_can_be_opened_again(world, typed):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    field(app.selectbox, "arrival").set_value("listed").run()
    field(app.text_input, "number").set_value(typed).run()
    app = shown(world.secretary, NEW)
    app.button(key="arrival_save").click().run()
    assert "1 đến 9999" in app.error[0].value
    assert field(app.text_input, "number").value == typed
    assert len(rows(Membership)) == len(world.members)
