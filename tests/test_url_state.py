"""Addresses carry codes: a link means the same in any language and after a renaming, and old links still work."""

import json

import pytest
from sqlmodel import select

from components.i18n import LANGUAGES
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import UnitVersion
from db.units import units
from db.vietnamese import fold
from tests import months
from tests.drawn_charts import rows_drawn
from tests.pages import pick_option, shown
from tests.people import speak

CHARTS, EXPORTS, MEMBERS = "pages/figures/charts.py", "pages/figures/exports.py", "pages/people/members.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def code(world, key: str) -> str:
    return units.by_id(SYSTEM)[world.units[key]].code


def choices(app) -> dict:
    """What is chosen in each box and button group of a page."""
    return {each.key: each.value for each in (*app.selectbox, *app.get("button_group")) if each.key}


def value_in_address(app, name: str) -> str | None:
    """The value in a page's address."""
    value = app.query_params.get(name)
    return value[-1] if isinstance(value, list) else value


# page, parameter, its code, and how addresses said it before they carried codes
SAID = [
    (CHARTS, "charts_which", "met", "Chi bộ đã họp", "Cells that met"),
    (CHARTS, "charts_since", "202603", "3/2026", "3/2026"),
    (CHARTS, "charts_month", "202610", "tháng 10/2026", "October 2026"),
    (EXPORTS, "exports_what", "meetings", "Cuộc họp kèm số liệu", "Meetings with figures"),
    (EXPORTS, "exports_kind", "contact", "đảng viên giữ mối liên hệ nơi cư trú", "contact member"),
    (MEMBERS, "members_kind", "contact", "liên hệ nơi cư trú", "contact"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "name", "code", "vietnamese", "english"), SAID)
def test_an_address_means_the_same_to_readers_of_either_language(year, language, page, name, code, vietnamese, english):
    speak(year.district, language)
    for said in (code, vietnamese, english):
        app = shown(year.district, page, **{name: said})
        assert str(choices(app)[name]) == value_in_address(app, name) == code


@pytest.mark.parametrize(
    "told",
    [
        {"charts_which": "met", "charts_since": "202601", "charts_month": "202609", "charts_versus": "year"},
        {"charts_which": "rates", "charts_since": "202603", "charts_until": "202610"},
        {"charts_which": "meeting_types", "charts_since": "202601"},
    ],
)
def test_a_filtered_chart_sent_by_its_address_opens_in_the_other_language(year, told):
    area = {} if "charts_versus" in told else {"charts_area": code(year, "dong_ha")}
    sent = shown(year.district, CHARTS, **told, **area)
    said = {name: value[-1] if isinstance(value, list) else value for name, value in sent.query_params.items()}
    assert said.items() >= {**told, **area}.items()
    speak(year.district, "en")
    opened = shown(year.district, CHARTS, **said)
    assert choices(opened) == choices(sent)
    assert (opened.title[0].value, sent.title[0].value) == ("Charts", "Biểu đồ")
    pictures = [[json.loads(one.proto.spec) for one in app.get("vega_lite_chart")] for app in (sent, opened)]
    assert [figures_in(spec) for spec in pictures[0]] == [figures_in(spec) for spec in pictures[1]]
    assert pictures[0][0]["title"]["text"] != pictures[1][0]["title"]["text"]


def figures_in(spec: dict) -> list:
    """The numbers a picture is drawn from."""
    return [[value for value in row.values() if isinstance(value, int | float)] for row in rows_drawn(spec)]


@pytest.mark.parametrize(("page", "noun"), [(CHARTS, "charts"), (EXPORTS, "exports"), (MEMBERS, "members")])
def test_a_unit_is_in_the_address_by_its_code_and_found_by_its_name(year, page, noun):
    for said in (code(year, "dong_ha"), "Xã Đông Hà"):
        app = shown(year.district, page, **{f"{noun}_area": said})
        assert app.caption[0].value.startswith("Xã Đông Hà · ")
        assert value_in_address(app, f"{noun}_area") == code(year, "dong_ha")


def test_a_link_survives_the_renaming_of_its_unit(year):
    link = {"members_cell": code(year, "dong_bao")}
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == year.units["dong_bao"])).one()
        version.name, version.search_key = "Chi bộ Một", fold("Chi bộ Một")
    assert shown(year.commune, MEMBERS, **link).caption[0].value.startswith("Chi bộ Một · ")


def test_choices_on_the_page_are_in_the_address_and_defaults_are_not(year):
    app = shown(year.district, CHARTS)
    assert not app.query_params
    pick_option(app, "charts_area", "Xã Đông Hà")
    assert list(app.query_params) == ["charts_area"]
    assert value_in_address(app, "charts_area") == code(year, "dong_ha")
    pick_option(app, "charts_since", "3/2026")
    assert value_in_address(app, "charts_since") == "202603"
    pick_option(app, "charts_since", "12/2025")
    assert "charts_since" not in app.query_params


def test_a_stale_address_does_not_take_back_a_choice(year):
    app = shown(year.district, CHARTS, charts_since="202603")
    app.selectbox(key="charts_since").set_value(202604).run()
    app.query_params["charts_since"] = "202603"  # as a browser with a slow connection keeps sending
    app.selectbox(key="charts_until").set_value(202610).run()
    assert (app.selectbox(key="charts_since").value, app.selectbox(key="charts_until").value) == (202604, 202610)
    app.query_params["charts_since"] = "202602"  # a link within the page
    assert app.run().selectbox(key="charts_since").value == 202602


def test_a_choice_survives_visiting_another_page_and_gives_way_to_a_link(year):
    app = shown(year.district, MEMBERS, members_kind="contact")
    app.query_params.clear()
    app.switch_page(CHARTS).run()
    app.switch_page(MEMBERS).run()
    assert value_in_address(app, "members_kind") == "contact"
    app.query_params.clear()
    app.switch_page(CHARTS).run()
    app.switch_page(MEMBERS)
    app.query_params["members_kind"] = "own"
    assert choices(app.run())["members_kind"] == "own"


def test_a_link_works_even_when_followed_again_after_another_choice(year):
    app = shown(year.district, CHARTS, charts_since="202603")
    app.selectbox(key="charts_since").set_value(202604).run()
    app.query_params.clear()
    app.switch_page(MEMBERS).run()
    app.switch_page(CHARTS)
    app.query_params["charts_since"] = "202603"
    assert app.run().selectbox(key="charts_since").value == 202603


@pytest.mark.parametrize("said", ["x", "Xã Không Có", "²", "' OR 1=1"])
@pytest.mark.parametrize("page", [CHARTS, EXPORTS, MEMBERS])
def test_an_address_with_unknown_values_is_treated_as_empty(year, page, said):
    names = [row[1] for row in SAID if row[0] == page] + [
        f"{page.split('/')[-1][:-3]}_{unit}" for unit in ("area", "cell")
    ]
    app = shown(year.district, page, **dict.fromkeys(names, said))
    assert choices(app) == choices(shown(year.district, page))


def test_a_choice_on_one_page_leaves_the_position_in_another_list_alone(year):
    app = shown(year.district, MEMBERS)
    app.session_state["members_page"] = 2
    app.switch_page(CHARTS).run()
    pick_option(app, "charts_area", "Xã Đông Hà")
    assert app.session_state["members_page"] == 2
