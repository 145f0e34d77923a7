"""The page of entries: what happened, for whom, saved; by group; listed, counted, corrected and deleted."""

from datetime import date

import pytest

from components.markdown import escape_markdown
from components.widgets import person_finder
from db.calendar import clock
from db.models import Campaign, DraftValue, GroupKind, Unit, YearEntry
from db.people import group_actions, group_board
from db.people.group_actions import GroupInput
from db.periods import closing
from db.settings import settings
from db.year_entries import campaigns, entries
from db.year_entries.campaigns import CampaignInput
from db.year_entries.entries import EntryInput
from tests.pages import app, links, press, said, shown
from tests.rows import code_of, rows

PAGE, MEMBER = "pages/people/entries.py", "pages/people/member.py"
DAY = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("november")


def choose(test, ending: str, value):
    """Choose among pills or segments."""
    next(each for each in test.button_group if (each.key or "").endswith(ending)).set_value(value).run()
    assert not test.exception, test.exception
    return test


def type_in(test, ending: str, text: str):
    next(each for each in test.text_input if (each.key or "").endswith(ending)).set_value(text).run()
    assert not test.exception, test.exception
    return test


def lines(test, address: str) -> list[str]:
    """The text of each link, as it is read."""
    return [line.replace("\\", "") for line in links(test, address)]


def enter(world, kind: str, *people: str, **more) -> None:
    codes = [code_of(world, key) for key in people]
    entries.record(world.secretary, world.units["dong_bao"], [(EntryInput(kind, DAY, **more), codes)])


def test_an_entry_for_several_people_takes_three_taps(world):
    test = choose(shown(world.secretary, PAGE), "_kind", "help")
    type_in(test, "_numbers", "4")
    press(test, "Lưu")
    (row,) = rows(YearEntry)
    assert (row.kind, row.member_id, row.happened_on) == ("help", world.members["dung"], date(2026, 11, 22))
    assert not [each for each in test.text_input if each.value]  # the form is cleared


def test_own_members_have_their_own_list_of_numbers(world):
    test = choose(shown(world.secretary, PAGE), "_sheet", "party")
    choose(test, "_kind", "task")
    type_in(test, "_numbers", "1-2 9")
    assert "không có số 9" in test.warning[0].value
    press(test, "Lưu")
    assert [row.member_id for row in rows(YearEntry)] == [world.members["an"], world.members["binh"]]


def test_a_number_that_nobody_has_is_not_left_out_before_its_user_could_read_that(world):
    test = choose(shown(world.secretary, PAGE), "_sheet", "party")
    choose(test, "_kind", "task")
    next(each for each in test.text_input if each.key.endswith("_numbers")).set_value("1-2 9 x")
    press(test, "Lưu")  # typed and pressed at once
    assert "danh sách này không có số 9, x" in test.error[0].value
    assert not rows(YearEntry)
    press(test, "Lưu")
    assert len(rows(YearEntry)) == 2


def test_an_entry_from_a_members_own_page_takes_two_taps(world):
    unit = rows(Unit, id=world.units["dong_bao"])[0].code
    test = shown(world.secretary, PAGE, entries_cell=unit, member=code_of(world, "an"))
    press(choose(test, "_kind", "contacted"), "Lưu")
    assert [row.member_id for row in rows(YearEntry)] == [world.members["an"]]
    page = shown(world.secretary, MEMBER, member=code_of(world, "an"))
    assert "Đã gặp, đã liên hệ · 22/11/2026" in said(page)
    assert links(page, "entries") == ["Ghi nhận cho đồng chí này"]


def test_a_whole_list_takes_one_tap(world):
    test = choose(shown(world.secretary, PAGE), "_sheet", "party")
    choose(test, "_kind", "people_meeting")
    choose(test, "_groups", ["everybody"])
    press(test, "Lưu")
    assert len(rows(YearEntry)) == 3


def test_an_amount_is_repeated_as_it_was_understood(world):
    test = choose(shown(world.secretary, PAGE), "_kind", "money")
    type_in(test, "_numbers", "4")
    type_in(test, "_amount", "khoảng 1,5tr")
    assert "= khoảng 1.500.000 đồng" in said(test)
    press(test, "Lưu")
    assert [(row.amount, row.approximate) for row in rows(YearEntry)] == [(1_500_000, True)]


def test_a_doubtful_amount_is_asked_about_and_not_guessed(world):
    test = choose(shown(world.secretary, PAGE), "_kind", "money")
    type_in(test, "_numbers", "4")
    type_in(test, "_amount", "20")
    press(test, "Lưu")
    assert "hai cách" in test.error[0].value
    assert not rows(YearEntry)
    choose(test, "_amount_20", "20000")
    press(test, "Lưu")
    assert [row.amount for row in rows(YearEntry)] == [20_000]


def test_a_draft_is_there_when_the_page_is_opened_again(world):
    test = choose(shown(world.secretary, PAGE), "_kind", "help")
    type_in(test, "_numbers", "4")
    assert rows(DraftValue)
    again = shown(world.secretary, PAGE)
    assert next(each for each in again.text_input if each.key.endswith("_numbers")).value == "4"
    press(again, "Lưu")
    assert len(rows(YearEntry)) == 1
    assert not rows(DraftValue)


def test_choosing_nobody_is_reported_and_nothing_is_lost(world):
    test = choose(shown(world.secretary, PAGE), "_kind", "help")
    press(test, "Lưu")
    assert "chọn đảng viên" in test.error[0].value
    press(type_in(test, "_numbers", "4"), "Lưu")
    assert len(rows(YearEntry)) == 1


def test_a_day_in_a_closed_month_asks_for_the_reason(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    test = choose(shown(world.secretary, PAGE), "_kind", "help")
    type_in(test, "_numbers", "4")
    next(each for each in test.date_input if each.key.endswith("_day")).set_value(date(2026, 10, 3)).run()
    press(test, "Lưu")
    assert not rows(YearEntry)
    press(type_in(test, "_reason", "Phiếu nộp muộn"), "Lưu")
    assert [row.period for row in rows(YearEntry)] == [202610]


def test_a_groups_sheet_is_entered_at_once(world):
    people = [code_of(world, key) for key in ("an", "binh", "cuong")]
    wanted = GroupInput("Tổ đảng số 1", people, people[0])
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], date(2026, 11, 1))
    test = shown(world.secretary, PAGE, entries_view="sheet")
    box = next(each for each in test.selectbox if each.key.endswith("_group"))
    box.select_index(0).run()
    type_in(test, "_kind_people_meeting", "1-3")
    type_in(test, "_kind_help", "2")
    press(test, "Lưu phiếu")
    assert [(row.kind, row.member_id) for row in rows(YearEntry)] == [
        *(("people_meeting", world.members[key]) for key in ("an", "binh", "cuong")),
        ("help", world.members["binh"]),
    ]


def test_a_number_of_nobody_in_the_group_is_not_left_out_of_its_sheet_unsaid(world):
    people = [code_of(world, key) for key in ("an", "binh")]
    wanted = GroupInput("Tổ đảng số 1", people, people[0])
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], date(2026, 11, 1))
    test = shown(world.secretary, PAGE, entries_view="sheet")
    next(each for each in test.selectbox if each.key.endswith("_group")).select_index(0).run()
    next(each for each in test.text_input if each.key.endswith("_kind_help")).set_value("1 3")
    press(test, "Lưu phiếu")  # typed and pressed at once
    assert "danh sách này không có số 3" in test.error[0].value
    assert not rows(YearEntry)
    press(test, "Lưu phiếu")
    assert [row.member_id for row in rows(YearEntry)] == [world.members["an"]]


def test_a_cell_without_groups_says_so(world):
    assert "chưa chia tổ" in said(shown(world.secretary, PAGE, entries_view="sheet"))


def test_the_list_is_narrowed_by_codes_in_the_address(world):
    enter(world, "help", "dung")
    enter(world, "money", "an", "dung", amount=200_000)
    assert len(lines(shown(world.secretary, PAGE, entries_view="list"), "entries")) == 2
    (only,) = lines(shown(world.secretary, PAGE, entries_view="list", entries_kind="money"), "entries")
    assert "mỗi đồng chí 200.000 đồng" in only
    assert "Nguyễn Văn An, Phạm Thị Dung" in only


def test_an_opened_entry_can_be_corrected_and_deleted(world):
    enter(world, "money", "dung", amount=200_000)
    row = rows(YearEntry)[0]
    test = shown(world.secretary, PAGE, entries_view="list", entry=str(row.id))
    type_in(test, "_money", "300 nghìn")
    press(test, "Lưu ghi nhận đã sửa")
    assert rows(YearEntry)[0].amount == 300_000
    press(test, "Ghi nhầm: rút lại")
    press(test, "Đồng ý")
    assert not rows(YearEntry)


def test_a_correction_overwrites_nothing_that_another_device_corrected_unseen(world):
    enter(world, "money", "dung", amount=200_000)
    row = rows(YearEntry)[0]
    test = shown(world.secretary, PAGE, entries_view="list", entry=str(row.id))
    other = shown(world.secretary, PAGE, entries_view="list", entry=str(row.id))
    type_in(other, "_money", "250 nghìn")
    press(other, "Lưu ghi nhận đã sửa")
    type_in(test, "_money", "300 nghìn")
    press(test, "Lưu ghi nhận đã sửa")
    assert "Chưa lưu: sau khi đồng chí mở biểu này" in test.error[0].value
    assert rows(YearEntry)[0].amount == 250_000
    press(test, "Lưu ghi nhận đã sửa")
    assert rows(YearEntry)[0].amount == 300_000


def test_an_entry_from_elsewhere_does_not_open(world):
    enter(world, "money", "dung", amount=200_000)
    row = rows(YearEntry)[0]
    test = shown(world.neighbour, PAGE, entries_view="list", entry=str(row.id))
    assert test.error
    assert "200" not in said(test)


def test_members_without_an_entry_come_first(world):
    enter(world, "help", "an")
    test = shown(world.secretary, PAGE, entries_view="people", entries_list="party")
    assert [each.value for each in test.subheader] == [
        "Chưa có ghi nhận: 2 đồng chí",
        "Đã có ghi nhận: 1 đồng chí",
    ]
    assert [line for line in lines(test, "member") if "giúp đỡ hộ dân" in line]


def test_a_campaign_shows_one_total_and_who_took_part(world):
    test = choose(shown(world.secretary, PAGE, entries_view="campaigns"), "_action", "begin")
    type_in(test, "_name", "Xây nhà cho cụ T.")
    type_in(test, "_total", "khoảng 20 triệu")
    press(test, "Mở đợt vận động")
    (row,) = rows(Campaign)
    enter(world, "money", "dung", campaign=row.code)
    (line,) = lines(shown(world.secretary, PAGE, entries_view="campaigns"), "entries")
    assert "khoảng 20.000.000 đồng" in line
    assert "1 đồng chí" in line
    (entry,) = lines(shown(world.secretary, PAGE, entries_view="list", entries_campaign=row.code), "entries")
    assert "Phạm Thị Dung" in entry


def test_a_campaigns_total_is_corrected(world):
    code = campaigns.create(world.secretary, world.units["dong_bao"], CampaignInput("Quỹ", 5_000_000))
    test = choose(shown(world.secretary, PAGE, entries_view="campaigns"), "_action", "correct")
    type_in(test, f"_total_{code}", "6 triệu")
    press(test, "Lưu")
    assert rows(Campaign)[0].total == 6_000_000


def test_the_commune_enters_with_the_date_of_the_cells_paper(world):
    unit = rows(Unit, id=world.units["dong_bao"])[0].code
    test = choose(shown(world.commune, PAGE, entries_cell=unit), "_kind", "help")
    type_in(test, "_numbers", "4")
    next(each for each in test.date_input if each.key.endswith("_minutes_dated")).set_value(DAY).run()
    press(test, "Lưu")
    assert rows(YearEntry)[0].minutes_dated == DAY


@pytest.mark.parametrize("role", ["assistant", "district", "admin"])
def test_viewers_who_read_no_entries_see_none_on_a_members_page(world, role):
    enter(world, "help", "an", note="Dọn nhà")
    page = shown(world.viewers[role], MEMBER, member=code_of(world, "an"))
    assert "Dọn nhà" not in said(page)
    assert not links(page, "entries")


def test_home_leads_to_members_without_an_entry_from_the_month_in_the_setting(world, set_clock):
    own, contact = "3 đảng viên của chi bộ chưa có ghi nhận", "1 đảng viên giữ mối liên hệ chưa có ghi nhận"
    for who in (world.secretary, world.commune):
        home = app(who)
        if who == world.commune:  # its cells, once they are asked for
            assert not links(home, "entries")
            home.session_state["unnoted_cells"] = True
            home.run()
        shown_links = " ".join(links(home, "entries"))
        assert own in shown_links
        assert contact in shown_links
    listed = shown(world.secretary, "pages/people/entries.py", entries_view="people", entries_list="contact")
    assert "Chưa có ghi nhận: 1" in said(listed)
    set_clock("2026-08-30")
    assert "ghi nhận trong năm nay" not in " ".join(links(app(world.secretary), "entries"))
    settings.set_value(world.secretary, world.units["dong_bao"], "unnoted_from", 8, clock.today())
    assert contact in " ".join(links(app(world.secretary), "entries"))


def test_a_group_s_name_is_text_where_it_is_touched(world):
    wanted = GroupInput("**Tổ** :material/home:", members=tuple(code_of(world, key) for key in ("dung",)))
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.CONTACT, [wanted], date(2026, 11, 1))
    box = next(each for each in shown(world.secretary, PAGE).button_group if (each.key or "").endswith("_groups"))
    assert next(each.content for each in box.proto.options) == escape_markdown("**Tổ** :material/home: (1)")


def test_a_note_beside_a_person_is_text(world):
    person = group_board.list_people(world.secretary, world.units["dong_bao"])[0]
    assert person_finder.person_label(person, False, "**Phường** 1").endswith(" · \\*\\*Phường\\*\\* 1")
