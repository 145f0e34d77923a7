"""The page for receiving a member: typed in pieces, kept as a draft, recognised from before."""

from datetime import date

import pytest
from sqlmodel import select

from db.accounts import own_account
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Draft,
    DraftValue,
    Grant,
    Member,
    Membership,
    Role,
)
from db.people import memberships
from tests.member_pages import NEW
from tests.pages import button, field, pick_option, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_newcomer_is_typed_in_pieces_kept_as_a_draft_and_added_to_the_list(world):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("HOÀNG THỊ MAI").run()
    field(app.text_input, "born").set_value("4/1970").run()
    again = shown(world.secretary, NEW)
    assert (field(again.text_input, "name").value, field(again.text_input, "born").value) == (
        "HOÀNG THỊ MAI",
        "4/1970",
    )
    button(again, "Viết lại là Hoàng Thị Mai").click().run()
    assert field(again.text_input, "name").value == "Hoàng Thị Mai"
    again.button(key="arrival_save").click().run()
    assert "ngày" in again.error[0].value
    field(again.selectbox, "arrival").set_value("listed").run()
    again.button(key="arrival_save").click().run()
    assert not again.exception
    mai = rows(Member, name="Hoàng Thị Mai")[0]
    assert mai.born == "1970-04"
    assert rows(Membership, member_id=mai.id)[0].roster_number == 4
    assert again.title[0].value == "Hoàng Thị Mai"
    assert field(shown(world.secretary, NEW).text_input, "name").value == ""


def test_a_draft_belongs_to_its_author_and_its_cell(world):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    assert field(shown(world.neighbour, NEW).text_input, "name").value == ""


@pytest.mark.parametrize(
    ("typist", "strangers"),
    [("commune", ("district", "admin", "neighbour", "workplace")), ("admin", ("district", "secretary", "workplace"))],
)
def test_a_newcomers_draft_is_read_only_by_those_who_receive_members_there(world, typist, strangers):
    typed = {"arrival_area": "Xã Đông Hà"} if typist == "admin" else {}
    app = shown(getattr(world, typist), NEW, arrival_cell="Chi bộ thôn Đồng Bào", **typed)
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    field(app.text_input, "phone").set_value("0912 345 678").run()
    again = shown(getattr(world, typist), NEW, arrival_cell="Chi bộ thôn Đồng Bào", **typed)
    assert field(again.text_input, "phone").value == "0912 345 678"
    for stranger in strangers:
        with reading(getattr(world, stranger)) as session:
            assert session.exec(select(DraftValue)).all() == []
            assert session.exec(select(Draft)).all() == []


def test_one_person_keeps_his_draft_in_either_of_his_roles(world):
    with writing(SYSTEM, "grant") as session:
        (grant_id,) = bulk.insert(
            session,
            Grant,
            [{"account_id": world.commune.account_id, "role": Role.ADMIN, "unit_id": world.units["an_binh"]}],
        )
    app = shown(world.commune, NEW, arrival_cell="Chi bộ thôn Đồng Bào")
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    own_account.switch_grant(world.commune, app.user["sid"], grant_id)
    app.query_params["arrival_area"], app.query_params["arrival_cell"] = "Xã Đông Hà", "Chi bộ thôn Đồng Bào"
    app.run()
    field(app.text_input, "phone").set_value("0912 345 678").run()
    assert not app.exception
    assert [(row.field, row.value) for row in rows(DraftValue)] == [
        ("name", "Hoàng Thị Mai"),
        ("phone", "0912 345 678"),
    ]


def test_a_person_like_one_in_the_register_is_asked_about(world):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("Nguyễn Văn An").run()
    field(app.text_input, "born").set_value("1957").run()
    field(app.date_input, "since").set_value(date(2026, 11, 1)).run()
    app.button(key="arrival_save").click().run()
    assert len(rows(Member, search_key="nguyen van an")) == 1
    assert "Nguyễn Văn An" in said(app)
    app.button(key="arrival_another").click().run()
    assert len(rows(Member, search_key="nguyen van an")) == 2


def test_a_returning_person_keeps_his_own_record(world):
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 6, 30)
    )
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("nguyen van an").run()
    field(app.date_input, "since").set_value(date(2026, 11, 1)).run()
    app.button(key="arrival_save").click().run()
    app.button(key="arrival_same_0").click().run()
    assert not app.exception
    assert [row.valid_from for row in rows(Membership, member_id=world.members["an"])] == [
        date(2020, 1, 1),
        date(2026, 11, 1),
    ]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [("name", "A", "hai chữ"), ("born", "31/2/1950", "31/2/1950"), ("number", "1", "Nguyễn Văn An")],
)
def test_invalid_values_are_explained_and_stay_typed(world, name, typed, said):
    app = shown(world.secretary, NEW)
    field(app.text_input, "name").set_value("Hoàng Thị Mai").run()
    field(app.date_input, "since").set_value(date(2026, 11, 1)).run()
    field(app.text_input, name).set_value(typed).run()
    app.button(key="arrival_save").click().run()
    assert said in app.error[0].value.replace("\\", "")
    assert field(app.text_input, name).value == typed
    assert len(rows(Member)) == len(world.members)


def test_those_above_choose_the_cell_first(world):
    for role in ("commune", "admin"):
        app = shown(getattr(world, role), NEW)
        assert len(app.text_input) == 0
        if role == "admin":
            pick_option(app, "arrival_area", "Xã Đông Hà")
        pick_option(app, "arrival_cell", "Chi bộ thôn Bến Đá")
        assert field(app.text_input, "name").value == ""


def test_a_forged_cell_in_the_address_receives_nobody(world):
    assert len(shown(world.commune, NEW, arrival_cell="Chi bộ thôn Núi Đôi").text_input) == 0
