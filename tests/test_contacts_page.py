"""The page of contact members: from a pasted list to a place in a cell, and what each role sees."""

from datetime import timedelta

import pytest
from sqlmodel import select

from components.contacts import pasted_letter_people
from db.calendar import clock
from db.contacts import introductions, objections, placements, receiving
from db.contacts.cell_suggestions import suggest_cell
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState as State, Member, Membership, MembershipKind
from db.people.profiles import MemberInput
from tests.contact_pages import choose, field
from tests.pages import app, button, links, press, said, shown
from tests.rows import rows

pytest_plugins = ["tests.contact_pages"]
PAGE = "pages/contacts/contacts.py"
pytestmark = pytest.mark.usefixtures("november")


def test_a_workplace_pastes_names_and_unreadable_lines_stay(world):
    test = choose(shown(world.workplace, PAGE), "paste")
    field(test, "selectbox", "_commune").select_index(0).run()
    text = "Hồ Thị Mai; 03/02/1988; thôn Đồng Bào\nLý Thị Ba; 31/02/1990\nCao Văn Tư, nam, miễn giới thiệu"
    field(test, "text_area", "_text").set_value(text).run()
    assert "Đã bỏ 1 dòng thuộc diện miễn giới thiệu" in said(test)
    press(test, "Giới thiệu 1 đồng chí")
    (member,) = rows(Member, name="Hồ Thị Mai")
    assert [row.state for row in rows(Introduction, member_id=member.id)] == [State.INTRODUCED]
    assert "Hồ Thị Mai" in said(test)
    again = choose(shown(world.workplace, PAGE), "paste")
    assert field(again, "text_area", "_text").value == "Lý Thị Ba; 31/02/1990"


def test_a_form_introduces_one_person_and_keeps_what_was_typed_if_refused(world):
    test = choose(shown(world.commune, PAGE), "one")
    field(test, "text_input", "_name").set_value("Hồ Thị Mai")
    press(test, "Giới thiệu")
    assert "Hãy chọn nơi công tác hoặc nhập tên" in said(test)
    assert field(test, "text_input", "_name").value == "Hồ Thị Mai"
    box = field(test, "selectbox", "_workplace")
    box.select_index(box.options.index("Bệnh viện huyện An Bình")).run()
    press(test, "Giới thiệu")
    (member,) = rows(Member, name="Hồ Thị Mai")
    assert rows(Introduction, member_id=member.id)[0].state == State.RECEIVED


def test_the_commune_receives_all_and_places_them_by_address_in_two_taps(world, sent):
    test = press(shown(world.commune, PAGE), "Tiếp nhận 3 đồng chí")
    press(test, "Giới thiệu 2 đồng chí theo địa chỉ")
    cells = {
        key: {row.member_id for row in rows(Membership, unit_id=world.units[key]) if row.arrival == "introduced"}
        for key in ("dong_bao", "ben_da")
    }
    names = {key: [rows(Member, id=one)[0].name for one in ids] for key, ids in cells.items()}
    assert names == {"dong_bao": ["Hồ Thị Mai"], "ben_da": ["Lý Thị Ba"]}
    assert "1 đồng chí chờ giới thiệu về chi bộ" in said(test)


def test_nobody_is_placed_in_a_cell_unseen(world, sent):
    test = press(shown(world.commune, PAGE), "Tiếp nhận 3 đồng chí")
    press(test, "Giới thiệu 2 đồng chí theo địa chỉ")
    assert field(test, "toggle", "_place_all").value is False
    assert button(test, "Giới thiệu 0 đồng chí về chi bộ").disabled
    assert "Hãy chọn ít nhất một đồng chí." in said(test)
    assert any("Cao Văn Tư" in option for group in test.button_group for option in group.options)


def test_no_button_of_the_desk_can_be_pressed_with_nobody_chosen(world, sent):
    test = shown(world.commune, PAGE)
    assert not button(test, "Tiếp nhận 3 đồng chí").disabled
    assert "Hãy chọn ít nhất một đồng chí." not in said(test)
    field(test, "toggle", "_receive_all").set_value(False).run()
    assert button(test, "Tiếp nhận 0 đồng chí").disabled
    assert "Hãy chọn ít nhất một đồng chí." in said(test)
    assert button(choose(shown(world.commune, PAGE), "end"), "Kết thúc giới thiệu").disabled


def test_a_workplace_withdraws_the_letter_that_it_chose(world, sent):
    test = choose(shown(world.workplace, PAGE), "withdraw")
    assert button(test, "Rút lại").disabled
    people = next(each for each in test.button_group if "_people_" in (each.key or ""))
    people.set_value(str(sent[1])).run()
    press(test, "Rút lại")
    states = {row.id: row.state for row in rows(Introduction) if row.id in sent}
    assert states == dict.fromkeys(sent, State.INTRODUCED) | {sent[1]: State.ENDED}


def test_a_clash_is_shown_at_the_top_and_answered_there(world):
    letter = Letter(world.units["dong_ha"], None, "Công ty An Bình")
    introductions.introduce(world.commune, letter, [IntroducedPerson(MemberInput("Phạm Thị Dung", born="1985"))])
    test = shown(world.commune, PAGE)
    assert "1 giấy giới thiệu cần xem" in said(test)
    field(test, "radio", "_who").set_value("another").run()
    press(test, "Tiếp nhận")
    assert "1 giấy giới thiệu cần xem" not in said(test)
    assert len(rows(Member, name="Phạm Thị Dung")) == 2


def test_a_clash_is_gone_once_the_person_in_the_register_is_corrected(world):
    letter = Letter(world.units["dong_ha"], None, "Công ty An Bình")
    introductions.introduce(world.commune, letter, [IntroducedPerson(MemberInput("Phạm Thị Dung", born="1985"))])
    assert "1 giấy giới thiệu cần xem" in said(shown(world.commune, PAGE))
    with writing(SYSTEM, "test") as session:
        session.get_one(Member, world.members["dung"]).born = "1979"
    assert "1 giấy giới thiệu cần xem" not in said(shown(world.commune, PAGE))


def test_a_cells_objection_is_the_first_thing_the_commune_sees(world, sent):
    receiving.receive(world.commune, sent)
    placements.place_in_cells(world.commune, dict.fromkeys(sent, world.units["dong_bao"]), clock.today())
    test = choose(shown(world.secretary, PAGE), "object")
    people = next(each for each in test.button_group if "_people_" in (each.key or ""))
    people.set_value(str(rows(Introduction, id=sent[0])[0].membership_id)).run()
    press(test, "Gửi đảng ủy nơi cư trú")
    assert "1 đề nghị đã gửi đảng ủy nơi cư trú" in said(test)
    test = shown(world.commune, PAGE)
    assert "Sai địa bàn, đề nghị chuyển" in said(test)
    press(test, "Giữ nguyên")
    assert rows(Introduction, id=sent[0])[0].objection is None
    objections.object_to_placement(world.secretary, rows(Introduction, id=sent[0])[0].membership_id, "wrong_area")
    test = shown(world.commune, PAGE)
    field(test, "selectbox", "_cell").select_index(0).run()
    press(test, "Chuyển")
    assert rows(Membership, id=rows(Introduction, id=sent[0])[0].membership_id)[0].unit_id == world.units["ben_da"]


def test_the_commune_ends_an_introduction_and_says_why(world, sent):
    test = choose(shown(world.commune, PAGE), "end")
    people = next(each for each in test.button_group if "_people_" in (each.key or ""))
    people.set_value(str(sent[0])).run()
    press(test, "Kết thúc giới thiệu")
    assert "Hãy ghi lý do" in said(test)
    assert rows(Introduction, id=sent[0])[0].state == State.INTRODUCED
    field(test, "selectbox", "_reason").set_value("moved").run()
    press(test, "Kết thúc giới thiệu")
    row = rows(Introduction, id=sent[0])[0]
    assert (row.state, row.end_reason, row.ended_on) == (State.ENDED, "moved", clock.today())


def test_the_commune_moves_a_member_to_another_cell_from_a_day_on(world, sent):
    receiving.receive(world.commune, sent)
    placements.place_in_cells(
        world.commune, dict.fromkeys(sent, world.units["dong_bao"]), clock.today() - timedelta(days=60)
    )
    test = choose(shown(world.commune, PAGE), "move")
    people = next(each for each in test.button_group if "_people_" in (each.key or ""))
    people.set_value(str(sent[0])).run()
    press(test, "Chuyển")
    assert "Hãy chọn chi bộ" in said(test)
    cell = field(test, "selectbox", "_cell")
    cell.select_index(cell.options.index("Chi bộ thôn Bến Đá")).run()
    field(test, "selectbox", "_reason").set_value("moved").run()
    press(test, "Chuyển")
    stays = rows(Membership, member_id=rows(Introduction, id=sent[0])[0].member_id)
    assert {(stay.unit_id, stay.valid_to) for stay in stays} == {
        (world.units["dong_bao"], clock.today() - timedelta(days=1)),
        (world.units["ben_da"], None),
    }


def test_home_leads_the_commune_to_pending_work(world, sent):
    assert "3 giấy giới thiệu chờ tiếp nhận" in " ".join(links(app(world.commune), "contacts"))
    receiving.receive(world.commune, sent)
    assert "3 đồng chí chờ giới thiệu về chi bộ" in " ".join(links(app(world.commune), "contacts"))


def test_a_workplace_sees_its_people_with_their_state_and_whose_turn_it_is(world, sent):
    told = said(shown(world.workplace, PAGE))
    assert "Hồ Thị Mai" in told
    assert "chờ đảng ủy nơi cư trú" in told
    with writing(SYSTEM, "away") as session:
        for row in session.exec(select(Introduction).where(Introduction.id.in_(sent))):
            row.workplace_id = None
    assert "Hồ Thị Mai" not in said(shown(world.workplace, PAGE))


def test_filters_are_codes_in_the_address(world, sent):
    told = said(shown(world.commune, PAGE, contacts_state="placed"))
    listed = shown(world.commune, PAGE, contacts_state="placed")
    assert [label for label in links(listed, "member") if "Phạm Thị Dung" in label]
    assert not [label for label in links(listed, "member") if "Hồ Thị Mai" in label]
    assert told


@pytest.mark.parametrize(
    ("line", "name", "born", "address", "phone"),
    [
        (
            "1. Đ/c NGUYỄN VĂN AN; 20/06/1985; nam; thôn Đồng Bào; 0912 345 678",
            "Nguyễn Văn An",
            "1985-06-20",
            "thôn Đồng Bào",
            "0912 345 678",
        ),
        ("Lê Văn Cường 1975 thôn Bến Đá", "Lê Văn Cường", "1975", "thôn Bến Đá", None),
        ("Phạm Dung\t03/1988\tngõ 3, thôn Đông\t0905111222", "Phạm Dung", "1988-03", "ngõ 3, thôn Đông", "0905111222"),
        ("2) Trần Thị Bình, sinh năm 1990, nữ, số 12 Trần Phú", "Trần Thị Bình", "1990", "số 12 Trần Phú", None),
        ("Vũ Thị Lan", "Vũ Thị Lan", None, None, None),
    ],
)
def test_a_pasted_line_is_parsed_whatever_the_separators(line, name, born, address, phone):
    (read,) = pasted_letter_people.read_lines(line)
    data = read.person.data
    assert (data.name, data.born, data.address, data.phone) == (name, born, address, phone)


@pytest.mark.parametrize(
    ("address", "cell"),
    [
        ("Ngõ 3, TDP số 8, phường Đông", 8),
        ("Số 5 tổ dân phố 18", None),
        ("thôn Đồng Bào", 1),
        ("Đồng Bào, xã Đông Hà", 1),
        ("xã Đông Hà", None),
        (None, None),
    ],
)
def test_a_cell_is_suggested_only_if_the_address_names_one(address, cell):
    cells = {1: "Chi bộ thôn Đồng Bào", 8: "Chi bộ tổ dân phố số 8", 9: "Chi bộ tổ dân phố số 9"}
    assert suggest_cell(address, cells) == cell


def test_a_workplace_reads_the_same_word_for_a_state_on_home_and_in_the_list(world, sent):
    receiving.receive(world.commune, sent[:2], {}, "received")
    placements.place_in_cells(world.commune, {sent[0]: world.units["ben_da"]}, clock.today(), "placed")
    home, listed = said(shown(world.workplace, "pages/home/home.py")), said(shown(world.workplace, PAGE))
    for words in ("đã gửi giấy", "đã tiếp nhận", "đã giới thiệu về chi bộ"):
        assert words in home
        assert words in listed


def test_the_summary_ends_with_a_row_of_totals(world):
    with writing(SYSTEM, "one more") as session:
        session.add(member := Member(name="Hồ Thị Mai", sort_key="m", search_key="ho thi mai"))
        session.flush()
        stay = {"unit_id": world.units["ben_da"], "kind": MembershipKind.CONTACT, "roster_number": 9}
        session.add(Membership(member_id=member.id, **stay))
    told = said(shown(world.commune, PAGE, view="summary"))
    assert "| Cộng | 2 |" in told
    assert "**Cộng**" in "\n".join(str(each) for each in links(shown(world.district, PAGE, view="summary"), "contacts"))
    assert "Cộng" not in said(shown(world.other_commune, PAGE, view="summary"))  # it has one cell only
