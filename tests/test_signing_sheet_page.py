"""The sheet to print: whose it is, by groups, with numbers that add up."""

import pytest

from components.meetings import roster_number_boxes
from db.accounts import own_account
from db.meetings.roster import RosterPerson
from db.meetings.sheet import SheetLine
from db.models import Expectation, MembershipKind
from db.units import units
from tests.pages import links, said, shown

PAGE, RECORD = "pages/meetings/signing_sheet.py", "pages/meetings/record.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_the_sheet_says_in_vietnamese_whose_it_is(world, role):
    viewer, code = world.viewers[role], units.by_id(world.secretary)[world.units["dong_bao"]].code
    own_account.set_language(viewer, "en")
    text = said(shown(viewer, PAGE, unit=code, type="regular", period="202611"))
    for words in (
        "ĐẢNG ỦY XÃ ĐÔNG HÀ",
        "**CHI BỘ THÔN ĐỒNG BÀO**",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "tháng 11/2026",
        "Người lập danh sách",
    ):
        assert words in text
    assert "Danh sách có 3 đồng chí · triệu tập 3, miễn 0" in text


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ({"type": "regular", "period": "202611"}, "03/11/2026"),
        ({"type": "contact_periodic", "period": "202607"}, "03/12/2026"),  # printed before the meeting
        ({"type": "contact_periodic", "period": "202607", "day": "2026-11-15"}, "15/11/2026"),
    ],
)
def test_a_sheet_printed_ahead_has_the_day_of_the_meeting(world, asked, day):
    assert f"/2026 · {day}" in said(shown(world.secretary, PAGE, **asked))


@pytest.mark.parametrize(
    ("today", "asked", "day"),
    [
        ("2026-11-30", {"type": "regular", "period": "202612"}, "03/12/2026"),
        ("2026-12-30", {"type": "contact_periodic", "period": "202701"}, "03/06/2027"),
    ],
)
def test_the_empty_sheet_of_the_next_period_is_printed_before_it_begins_but_not_recorded(
    world, set_clock, today, asked, day
):
    set_clock(today)
    assert f" · {day}" in said(shown(world.secretary, PAGE, **asked))
    assert any("Chưa đến" in error.value for error in shown(world.secretary, RECORD, **asked).error)
    assert any(link.proto.query_string.endswith(asked["period"]) for link in printing(shown(world.secretary, RECORD)))


@pytest.mark.parametrize("role", ["secretary", "commune"])
def test_a_meeting_to_come_is_refused_with_a_link_to_the_meetings_of_its_cell(world, role):
    code = units.by_id(world.secretary)[world.units["dong_bao"]].code
    test = shown(world.viewers[role], RECORD, unit=code, type="regular", period="202701")
    assert any("Chưa đến" in error.value for error in test.error)
    (back,) = [link for link in test.get("page_link") if link.proto.label == "Tất cả cuộc họp"]
    assert (back.proto.page, back.proto.query_string) == ("record", f"unit={code}")


@pytest.mark.parametrize(("period", "offered"), [("202612", 1), ("202701", 0)])
def test_a_meeting_refused_as_to_come_offers_its_list_if_that_can_be_printed(world, period, offered):
    page = shown(world.secretary, RECORD, type="regular", period=period)
    assert any("Chưa đến" in error.value for error in page.error)
    assert len(printing(page)) == offered
    for link in printing(page):
        assert f"period={period}" in link.proto.query_string


def test_the_sheet_of_a_period_further_ahead_is_refused(world, set_clock):
    set_clock("2026-11-30")
    assert shown(world.secretary, PAGE, type="regular", period="202701").error


def printing(page):
    return [link for link in page.get("page_link") if link.proto.page == "roster"]


def test_the_sheet_of_a_joint_meeting_is_headed_by_the_committee_that_holds_it(world):
    code = units.by_id(world.commune)[world.units["dong_ha"]].code
    text = said(shown(world.commune, PAGE, unit=code, type="joint", period="202611", day="2026-11-10"))
    assert "HUYỆN AN BÌNH  \n**ĐẢNG ỦY XÃ ĐÔNG HÀ**" in text


def test_groups_follow_their_numbers_and_people_in_none_come_last():
    names = ["Tổ 10", "", "Tổ 2", "Tổ 10"]
    lines = [
        SheetLine(RosterPerson(at, at, "A", "a", None, MembershipKind.CONTACT, Expectation.EXPECTED, False, name), None)
        for at, name in enumerate(names)
    ]
    assert {
        name: [line.person.number for line in inside]
        for name, inside in roster_number_boxes.lines_by_group(lines).items()
    } == {"Tổ 2": [2], "Tổ 10": [0, 3], "": [1]}
    assert list(roster_number_boxes.lines_by_group(lines)) == ["Tổ 2", "Tổ 10", ""]


def test_a_meeting_without_groups_has_no_headings(world):
    assert not shown(world.secretary, PAGE, type="regular", period="202611").subheader


@pytest.mark.parametrize(
    "asked",
    [
        {"type": "unknown", "period": "202611"},
        {"type": "regular", "period": "1"},
        {"type": "regular", "period": "x"},
        {},
    ],
)
def test_an_impossible_meeting_has_a_heading_a_sentence_and_a_way_on(world, asked):
    page = shown(world.secretary, PAGE, **asked)
    assert [title.value for title in page.title] == ["Danh sách để in"]
    assert page.error or page.caption[-1].value
    assert links(page, "record")


def test_the_heading_over_boxes_is_not_printed_without_them(world):
    chosen = [each for each in shown(world.secretary, RECORD).main if each.type == "flex_container"]
    (unprinted,) = [each for each in chosen if "-screen_" in each.proto.id]  # style.css prints no such block
    assert [each.value for each in unprinted.subheader] == ["Cuộc họp khác"]
    assert [each.key for each in (*unprinted.selectbox, *unprinted.date_input, *unprinted.button)] == [
        "record_other_type", "record_other_day", "record_other",
    ]  # fmt: skip
