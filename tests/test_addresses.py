"""Anything may be typed into an address by hand: a page shows what it always shows and does not break."""

import pytest

from components.widgets import filters
from db.models import Membership, Unit
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
def test_text_that_is_not_one_of_our_numbers_is_none(text):
    assert filters.parse_int(text) is None


def test_a_number_is_accepted_up_to_the_limit():
    assert [filters.parse_int(text) for text in ("0", "007", "1000000000", "1000000001", "")] == [
        0,
        7,
        10**9,
        None,
        None,
    ]
    assert filters.parse_int("100000", filters.MAX_PAGES) is None


@pytest.mark.parametrize(("page", "name"), ASKED)
def test_a_page_opens_whatever_its_address_has_for_a_number(world, page, name):
    for text in NO_NUMBERS:
        assert said(shown(world.commune, page, **{name: text}))


@pytest.mark.parametrize("typed", ["²", "x", "0", "12a"])
def test_an_invalid_roster_number_is_refused_and_the_page_can_be_opened_again(world, typed):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    field(app.selectbox, "arrival").set_value("listed").run()
    field(app.text_input, "number").set_value(typed).run()
    app = shown(world.secretary, NEW)
    app.button(key="arrival_save").click().run()
    assert "1 đến 9999" in app.error[0].value
    assert field(app.text_input, "number").value == typed
    assert len(rows(Membership)) == len(world.members)


STRANGE = "Không có đơn vị này trong phạm vi theo dõi của đồng chí."
NARROWED = [
    ("pages/figures/charts.py", "charts"),
    ("pages/figures/papers.py", "pack"),
    ("pages/figures/periods.py", "periods"),
    ("pages/figures/exports.py", "exports"),
]


@pytest.mark.parametrize(("page", "noun"), NARROWED)
def test_a_unit_out_of_reach_in_an_address_is_reported_and_nothing_of_it_shown(world, page, noun):
    codes = {key: next(row.code for row in rows(Unit) if row.id == unit) for key, unit in world.units.items()}
    view = {"papers_view": "meeting"} if noun == "pack" else {}

    def says_out_of_reach(viewer, **address) -> bool:
        return STRANGE in [each.value for each in shown(viewer, page, **view, **address).info]

    for address in ({"area": codes["tay_son"]}, {"cell": codes["nui_doi"]}, {"cell": "không có"}):
        assert says_out_of_reach(world.commune, **{f"{noun}_{name}": code for name, code in address.items()}), address
    assert says_out_of_reach(world.district, **{f"{noun}_area": "zzzzzzzzzzzz"})
    own = {f"{noun}_area": codes["dong_ha"], f"{noun}_cell": codes["dong_bao"]}
    assert not any(says_out_of_reach(viewer, **own) for viewer in (world.district, world.commune))
    assert not says_out_of_reach(world.commune)


OPENED = [
    ("pages/people/book_checks.py", "commune", "checks_cell", {}),
    ("pages/people/book_checks.py", "commune", "checks_within", {}),
    ("pages/people/book_checks.py", "secretary", "checks_cell", {}),
    ("pages/people/book_checks.py", "secretary", "checks_within", {}),
    ("pages/households/households.py", "commune", "households_cell", {}),
    ("pages/households/visits.py", "secretary", "visits_cell", {}),
    ("pages/people/directory.py", "secretary", "directory_cell", {}),
    ("pages/people/difficulties.py", "commune", "difficulties_within", {"difficulties_view": "counts"}),
]


@pytest.mark.parametrize(("page", "who", "name", "view"), OPENED)
def test_opening_a_unit_out_of_reach_by_address_is_reported(world, page, who, name, view):
    codes = {key: next(row.code for row in rows(Unit) if row.id == unit) for key, unit in world.units.items()}

    def says_out_of_reach(code: str) -> bool:
        return STRANGE in [each.value for each in shown(world.viewers[who], page, **view, **{name: code}).info]

    assert says_out_of_reach(codes["nui_doi"])
    assert says_out_of_reach("zzzzzzzzzzzz")
    assert not says_out_of_reach(codes["dong_bao"])


def test_a_secretary_is_told_about_another_cells_address_but_not_about_his_own(world):
    codes = [next(row.code for row in rows(Unit) if row.id == world.units[key]) for key in ("nui_doi", "dong_bao")]
    found = [shown(world.secretary, "pages/figures/charts.py", charts_cell=code).info for code in codes]
    assert [STRANGE in [each.value for each in infos] for infos in found] == [True, False]
