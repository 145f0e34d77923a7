"""The pages of one group and of one household: handed over, classified, helped, closed; another cell's page shows
nothing.
"""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from sqlmodel import select

from db.households import assignments, named_households
from db.households.assignments import AssignmentTargets
from db.households.named_households import RatingInput
from db.kernel.session import reading
from db.models import Assignment, Draft, DraftValue, Household, HouseholdClass, HouseholdHelp
from tests.household_screens import BOARD, GROUP, HOME, cluster_with_home, deed, touch
from tests.pages import button, links, said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def codes(world) -> dict[str, str]:
    """A cluster, a group in it that is looked after, and a named household that is not."""
    return cluster_with_home(world)


@pytest.mark.parametrize(("page", "what"), [(GROUP, "cluster"), (HOME, "home")])
def test_the_address_of_another_cell_shows_nothing(world, codes, page, what):
    app = shown(world.neighbour, page, household=codes[what])
    assert not {"M.", "Cụm 1"} & set(said(app).split())
    assert app.error
    assert shown(world.secretary, page, household="nowhere").error


@pytest.mark.parametrize("page", [GROUP, HOME])
def test_a_refused_page_leads_back(world, page):
    for query in ({}, {"household": "zzz"}):
        refused = shown(world.secretary, page, **query)
        assert links(refused, "households") == ["Tất cả các hộ"]
        assert len(refused.title) == len(refused.error) == 1


def test_a_group_is_handed_over_on_its_own_page(world, codes):
    app = deed(shown(world.secretary, GROUP, household=codes["group"]), "hand")
    to = next(group for group in app.button_group if group.label.startswith("Giao cho ai"))
    to.set_value([code_of(world, "cuong")]).run()
    button(app, "Bàn giao").click().run()
    assert [(row.member_id, row.valid_to) for row in rows(Assignment)] == [
        (world.members["an"], date(2026, 11, 21)),
        (world.members["cuong"], None),
    ]
    text = said(shown(world.secretary, GROUP, household=codes["group"]))
    assert "Phụ trách: **Lê Văn Cường**" in text
    assert "Nguyễn Văn An · 01/11/2026 – 21/11/2026 · Bàn giao cho đồng chí khác" in text


def test_a_refusal_keeps_what_was_typed(world, codes):
    app = deed(shown(world.secretary, GROUP, household=codes["cluster"]), "count")
    app.number_input[0].set_value(5)
    button(app, "Ghi số hộ").click().run()
    assert app.error[0].value.startswith("Cụm 1 có 5 hộ, nhưng bên trong sẽ là 10 hộ")
    assert app.number_input[0].value == 5


def test_a_household_is_classified_and_closed_on_its_page(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "rate")
    next(box for box in app.selectbox if box.label == "Xếp loại hộ").set_value("near_poor")
    button(app, "Ghi xếp loại").click().run()
    assert "2026: Hộ cận nghèo" in said(shown(world.secretary, HOME, household=codes["home"]))
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "close")
    app.date_input[0].set_value(date(2026, 11, 21))
    button(app, "Thôi theo dõi riêng hộ này").click().run()
    assert rows(Household)[0].valid_to == date(2026, 11, 21)
    assert "Thôi theo dõi từ ngày 21/11/2026" in said(shown(world.secretary, HOME, household=codes["home"]))


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_a_households_petition_is_written_down_from_its_page(world, codes, role):
    page = shown(world.viewers[role], HOME, household=codes["home"])
    (link,) = [each.proto for each in page.get("page_link") if each.proto.page == "petitions"]
    query = dict(parse_qsl(link.query_string))
    opened = shown(world.viewers[role], "pages/households/petitions.py", **query)
    chosen = [box.value for box in opened.selectbox if (box.key or "").endswith("_household")]
    assert chosen == [codes["home"]]


def test_a_household_that_begins_later_is_found_and_changed_before(world, codes):
    later = named_households.create(world.secretary, codes["cluster"], "Hộ ông N.", None, date(2026, 12, 15))
    assert [label for label in links(shown(world.secretary, BOARD), "household") if "15/12/2026" in label] == [
        r"**Hộ ông N\.** :small[15/12/2026]"
    ]
    one = shown(world.secretary, HOME, household=later)
    assert "15/12/2026" in one.caption[0].value
    deed(one, "data")
    next(field for field in one.text_input if field.value == "Hộ ông N.").set_value("Hộ ông Năm")
    button(one, "Lưu").click().run()
    assert not one.exception
    assert rows(Household, code=later)[0].name == "Hộ ông Năm"


def test_a_planned_closing_is_announced_before_it_comes(world, codes):
    named_households.end(world.secretary, codes["home"], date(2026, 12, 20), None)
    assert "đến 20/12/2026" in shown(world.secretary, HOME, household=codes["home"]).caption[0].value


def test_choosing_nothing_is_reported_as_such(world, codes):
    one = shown(world.secretary, HOME, household=codes["home"])
    deed(one, "move")
    button(one, "Chuyển").click().run()
    assert "cụm" in one.error[0].value


def test_help_is_recorded_on_a_households_page_in_three_taps_and_shown_on_its_card(world, codes):
    assignments.assign(
        world.secretary,
        world.units["dong_bao"],
        [code_of(world, "binh")],
        AssignmentTargets(households=[codes["home"]]),
        date(2026, 11, 1),
    )
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_kind", "care")
    assert [box.value for box in app.selectbox if box.label == "Đảng viên"] == [code_of(world, "binh")]
    button(app, "Lưu việc giúp đỡ").click().run()
    card = said(shown(world.secretary, HOME, household=codes["home"]))
    assert "22/11/2026** · Chăm nom, giúp việc nhà · Trần Thị Bình" in card
    assert "Chăm nom" not in said(shown(world.commune, HOME, household=codes["home"])), "the cell's own"


def test_half_typed_help_waits_for_the_cell_only_and_is_cleared_once_recorded(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_kind", "goods")
    touch(app, "_giver", "front")
    next(each for each in app.text_input if (each.key or "").endswith("_amount")).set_value("500 nghìn").run()
    for stranger in (world.commune, world.neighbour, world.district):
        with reading(stranger) as session:
            assert session.exec(select(DraftValue)).all() == []
    again = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    assert next(each for each in again.text_input if (each.key or "").endswith("_amount")).value == "500 nghìn"
    button(again, "Lưu việc giúp đỡ").click().run()
    assert [(row.kind, row.giver, row.amount) for row in rows(HouseholdHelp)] == [("goods", "front", 500_000)]
    assert rows(Draft) == []


def test_help_with_an_ambiguous_amount_is_asked_about_and_without_a_kind_refused(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "help")
    touch(app, "_giver", "front")
    button(app, "Lưu việc giúp đỡ").click().run()
    assert "chọn việc giúp đỡ" in app.error[0].value
    touch(app, "_kind", "goods")
    next(each for each in app.text_input if (each.key or "").endswith("_amount")).set_value("khoảng 500 nghìn").run()
    button(app, "Lưu việc giúp đỡ").click().run()
    assert [(row.amount, row.approximate, row.giver) for row in rows(HouseholdHelp)] == [(500_000, True, "front")]


def test_causes_are_tapped_and_mistakes_deleted(world, codes):
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "causes")
    touch(app, "_causes", ["capital", "spending"])
    assert "bệnh tật" in said(app), "what is not recorded stands beside the box"
    button(app, "Lưu nguyên nhân").click().run()
    assert "Thiếu vốn" in said(shown(world.secretary, HOME, household=codes["home"]))
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    app = deed(shown(world.secretary, HOME, household=codes["home"]), "mistake")
    next(box for box in app.selectbox if box.label == "Mục nào ghi nhầm").set_value(("class", 2025)).run()
    button(app, "Bỏ mục ghi nhầm này").click().run()
    assert [row.year for row in rows(HouseholdClass)] == [2026]


def test_a_class_without_a_paper_is_marked(world, codes):
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    assert "○ chưa có văn bản" in said(shown(world.secretary, HOME, household=codes["home"]))
