"""The list of members: who sees whom there, how people are found, and that hostile input stays text."""

import unicodedata
from dataclasses import replace

import pytest
from sqlmodel import select

from components import menu
from components.markdown import escape_markdown
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Account,
    Member,
    Membership,
    MembershipKind,
    Role,
    UnitVersion,
)
from db.people import profiles
from db.vietnamese import fold, person_sort_key
from tests.member_pages import LIST, ONE, READERS, links
from tests.pages import said, shown
from tests.rows import code_of

pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("role", READERS)
def test_every_allowed_role_opens_the_list_and_one_member(world, role):
    viewer = getattr(world, role)
    assert any("Nguyễn Văn An" in label for label in links(shown(viewer, LIST)))
    one = shown(viewer, ONE, member=code_of(world, "an"))
    assert one.title[0].value == "Nguyễn Văn An"
    assert "Chi bộ thôn Đồng Bào" in one.caption[0].value


def test_own_members_and_contact_members_of_a_cell_are_two_lists(world):
    cell = shown(world.secretary, LIST)
    assert [each.value for each in cell.subheader] == [
        "Đảng viên của chi bộ (3)",
        "Đảng viên giữ mối liên hệ nơi cư trú (1)",
    ]
    assert "Phạm Thị Dung" in links(cell)[-1]
    assert not shown(world.commune, LIST).subheader


def test_a_workplace_has_no_such_pages_and_only_those_who_keep_lists_receive_members():
    assert not any(Role.WORKPLACE in menu.roles_of(address) for address in ("/members", "/member", "/arrival"))
    assert menu.roles_of("/arrival") == {Role.SECRETARY, Role.COMMUNE, Role.ADMIN}


def test_a_member_found_by_expertise_is_listed_with_it(world):
    code = code_of(world, "cuong")
    seen = profiles.load(world.secretary, code).facts
    profiles.correct(world.secretary, code, seen, replace(seen, expertise=("building",)))
    for viewer in (world.secretary, world.commune, world.district):
        app = shown(viewer, LIST)
        assert "chuyên môn" not in " ".join(links(app))
        app.text_input(key="members_search").set_value("xay dung").run()
        (row,) = links(app)
        assert "Lê Văn Cường" in row
        assert f":small[{escape_markdown('chuyên môn: Xây dựng, thiết kế')}]" in row


@pytest.mark.parametrize("role", ["assistant", "district"])
def test_viewers_who_may_only_look_have_no_actions(world, role):
    viewer = getattr(world, role)
    assert not any(element.proto.page == "arrival" for element in shown(viewer, LIST).get("page_link"))
    one = shown(viewer, ONE, member=code_of(world, "an"))
    assert [group.key for group in one.button_group if group.key] == []


@pytest.mark.parametrize("code", ["", "zzzzzzzzzzzz", "' OR 1=1 --", "../../etc", "<script>"])
def test_an_address_that_names_nobody_shows_nobody(world, code):
    assert "Nguyễn" not in said(shown(world.neighbour, ONE, member=code))


def test_a_member_of_another_cell_cannot_be_opened_by_code(world):
    for stranger in ("neighbour", "other_commune"):
        assert "Nguyễn Văn An" not in said(shown(getattr(world, stranger), ONE, member=code_of(world, "an")))


def test_another_cells_unit_in_the_address_shows_none_of_its_members(world):
    for forged in ("Chi bộ thôn Núi Đôi", "Xã Tây Sơn", str(world.units["nui_doi"]), "<b>"):
        found = links(shown(world.commune, LIST, members_cell=forged, members_area=forged))
        assert not any("Vũ Thị Lan" in label or "Đỗ Minh Quân" in label for label in found)


@pytest.mark.parametrize(
    "query",
    [
        {"members_page": "99"},
        {"members_page": "-1"},
        {"members_page": "x"},
        {"members_kind": "zzz"},
        {"members_on": "never"},
    ],
)
def test_a_forged_filter_breaks_nothing(world, query):
    shown(world.secretary, LIST, **query)


def test_a_search_ignores_accents_case_and_composition(world):
    for typed in ("BINH tr", "bình", unicodedata.normalize("NFD", "Bình")):
        app = shown(world.secretary, LIST)
        app.text_input(key="members_search").set_value(typed).run()
        assert [label.split("**")[1] for label in links(app)] == ["Trần Thị Bình"]
        assert "inh" not in str(app.query_params)
    app.text_input(key="members_search").set_value("x" * 300).run()
    assert links(app) == []
    assert "Không có ai khớp" in said(app)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '=cmd|" /C calc"!A0',
        "**Đậm** :red[đỏ] [x](javascript:1) $a$ `b`",
        "Ng" + "uyễn" * 29,
    ],
)
def test_a_hostile_or_endless_name_is_shown_as_typed(world, name):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["an"], "name": name, "sort_key": person_sort_key(name), "search_key": fold(name)}],
        )
    assert any(f"**{escape_markdown(name)}**" in label for label in links(shown(world.secretary, LIST)))
    one = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert one.title[0].value == escape_markdown(name)
    for special in "<*[`$:":
        assert one.title[0].value.count(special) == one.title[0].value.count(f"\\{special}")


def test_a_hostile_name_of_a_unit_is_text_too(world):
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["dong_bao"])).one()
        version.name = "**Chi bộ** <b>"
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert escape_markdown("**Chi bộ** <b>") in app.caption[0].value
    assert "**Chi bộ** <b>" not in said(app)


def test_an_english_user_gets_english(world):
    with writing(SYSTEM, "test") as session:
        account = session.get_one(Account, world.secretary.account_id)
        account.language = "en"
    assert shown(world.secretary, LIST).title[0].value == "Members"


def test_a_cell_of_two_hundred_is_shown_in_pages(world):
    with writing(SYSTEM, "crowd") as session:
        names = [f"Nguyễn Thị {'Phương Thảo ' * (at % 3)}{at}" for at in range(200)]
        people = [{"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)} for name in names]
        stay = {"unit_id": world.units["dong_bao"], "kind": MembershipKind.OWN}
        bulk.insert(
            session, Membership, [{**stay, "member_id": row_id} for row_id in bulk.insert(session, Member, people)]
        )
    assert not [toggle for toggle in shown(world.neighbour, LIST).toggle if toggle.key == "members_whole"]
    app = shown(world.secretary, LIST)
    assert len(links(app)) == 50
    assert "204" in app.caption[0].value
    whole = app.toggle(key="members_whole").set_value(True).run()
    assert len(links(whole)) == len(set(links(whole))) == 204
    assert "Đảng viên" in whole.title[0].value
    assert len(links(shown(world.secretary, LIST, members_whole="true"))) == 204
    assert len(links(whole.toggle(key="members_whole").set_value(False).run())) == 50
    assert (
        len(links(shown(world.secretary, LIST, members_page="5")))
        == len(links(shown(world.secretary, LIST, members_page="99")))
        == 4
    )
