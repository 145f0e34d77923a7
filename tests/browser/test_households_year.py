"""A year of a cell's households on a phone: from nobody in charge to full coverage by the proposal and back; a member
who moves away; the meeting's round; visits to a whole cluster; help; the evaluation; the yearly renewal.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from db.households import assignments, groups, household_board, named_households
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.kernel.scope import SYSTEM
from db.models import Assignment, Evaluation, HouseholdHelp, HouseholdNote, HouseholdReport, HouseholdVisit, Member
from tests.browser.cells import cell_id
from tests.browser.conftest import Hand
from tests.browser.measures import SMALL, WIDER
from tests.rows import rows

ACTIONS = "Việc cần ghi"
CLUSTERS = (17, 61, 63, 59)


@pytest.fixture
def clusters(register) -> list[str]:
    """The four clusters of the fifty-member cell: 200 households, nobody in charge."""
    return [groups.create(SYSTEM, cell_id(), f"Cụm {at}", count) for at, count in enumerate(CLUSTERS, 1)]


def load_board() -> household_board.Board:
    return household_board.load(SYSTEM, cell_id())


def member(name: str) -> Member:
    return next(row for row in rows(Member) if row.name == name)


def assert_fits_phone(hand: Hand) -> None:
    """Assert that nothing is wider than the phone and that every tap target is at least finger-high."""
    assert hand.page.evaluate(WIDER) <= 0
    assert hand.page.evaluate(SMALL) == []


def choose(hand: Hand, label: str, name: str) -> None:
    """Choose an option of a select box; filling one field counts as one tap."""
    hand.choose(hand.page.get_by_role("combobox", name=label).last, name)


def accept(hand: Hand) -> None:
    """Ask for a proposal, wait for it and accept all of it."""
    hand.tap(hand.button(re.compile("^Đề xuất")).last)
    whole = hand.button(re.compile("^Đồng ý cả"))
    expect(whole).to_be_visible(timeout=60_000)
    hand.rest()
    assert_fits_phone(hand)
    hand.tap(whole)
    expect(hand.page.get_by_text("Đã ghi phân công.")).to_be_visible()


def test_two_hundred_unassigned_households_are_covered_by_a_proposal_undone_and_covered_again_after_a_departure(
    register, somebody, clusters
):
    secretary = somebody("bithu")
    secretary.open("/households")
    expect(secretary.page.get_by_text("0/200")).to_be_visible()
    secretary.tap(secretary.page.get_by_role("link", name="Xem đề xuất phân công"))
    accept(secretary)
    assert secretary.touches == 3
    assert load_board().cover == Cover(200, 200)
    assert max(load.households for load in load_board().loads) <= load_board().most

    secretary.open("/history")
    row = (
        secretary.page.locator("[class*=st-key-history_]").filter(has_text="Phân công phụ trách hộ theo đề xuất").first
    )
    secretary.tap(row.get_by_role("button", name="Hoàn tác"))
    secretary.tap(secretary.button("Đồng ý"))
    expect(row.get_by_text("đã hoàn tác")).to_be_visible()
    assert load_board().cover == Cover(200, 0)
    assert rows(Assignment) == []
    assert len(load_board().lines) == len(clusters), "the groups of the proposal go with it"

    secretary.open("/household-proposal")
    secretary.tap(secretary.button(re.compile("^Đồng ý cả")))
    expect(secretary.page.get_by_text("Đã ghi phân công.")).to_be_visible()
    register.set_clock("2026-11-25T09:00:00+07:00")
    who = max(load_board().loads, key=lambda load: load.households)
    secretary.open(f"/member?member={who.who.code}")
    secretary.tap(secretary.pill(ACTIONS, "Đi vắng"))
    secretary.tap(secretary.button("Ghi đi vắng"))
    today = load_board()
    bare = [line for line in today.lines if line.uncovered and line.since]
    assert today.cover == Cover(200, 200 - who.households)
    assert {line.name for line in bare} == {line.name for line in who.lines}
    assert {line.since for line in bare} == {date(2026, 11, 25)}
    secretary.open("/households?households_view=bare")
    for line in bare:
        row = secretary.page.locator(".st-key-rows_households_places a").filter(has_text=line.name)
        expect(row).to_contain_text("từ ngày 25/11/2026")
    secretary.tap(secretary.page.get_by_role("link", name="Xem đề xuất phân công"))
    accept(secretary)
    assert load_board().cover == Cover(200, 200)


def test_the_round_two_exceptions_seventeen_visits_and_help_take_few_taps(register, somebody, clusters):
    unit, since = cell_id(), date(2026, 1, 1)
    an, binh = member("Nguyễn Văn An"), member("Trần Thị Bình")
    home = named_households.create(SYSTEM, clusters[0], "Hộ bà M.", "Ngõ 3", since)
    assignments.assign(SYSTEM, unit, [an.code], AssignmentTargets(groups=[clusters[0]]), since)
    assignments.assign(SYSTEM, unit, [binh.code], AssignmentTargets(groups=[clusters[1]]), since)
    secretary = somebody("bithu")
    secretary.open("/record?type=regular&period=202611")
    page = secretary.page
    secretary.tap(page.get_by_text("Phụ trách hộ: tất cả đã báo cáo, không có việc mới"))
    for place, news, name in (
        ("Hộ bà M.", "Giúp làm hồ sơ vay vốn", "Trần Thị Bình"),
        ("Cụm 2", "Đèn đường hỏng", "Nguyễn Văn An"),
    ):
        secretary.tap(secretary.pill("Có việc mới ở", place))
        secretary.enter(page.get_by_label(re.compile(": việc mới$")).last, news)
        choose(secretary, "Người tiếp tục theo dõi", name)
    assert secretary.touches == 7
    assert_fits_phone(secretary)
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(page.get_by_test_id("stCode")).to_contain_text("Đèn đường hỏng")
    assert {row.text for row in rows(HouseholdNote)} == {"Giúp làm hồ sơ vay vốn", "Đèn đường hỏng"}
    assert {row.member_id: row.reported for row in rows(HouseholdReport)} == {an.id: True, binh.id: True}

    secretary.open("/households")
    secretary.touches = 0
    secretary.tap(page.get_by_role("link", name="Ghi thăm hộ"))
    secretary.tap(secretary.pill("Đã thăm", "Cụm 1"))
    secretary.tap(secretary.button("Ghi lần thăm"))
    assert secretary.touches == 3
    assert_fits_phone(secretary)
    expect(page.get_by_text("Cụm 1").last).to_be_visible()
    assert len(rows(HouseholdVisit)) == 1
    assert load_board().visits.month.covered == 17

    secretary.open(f"/household?household={home}")
    secretary.touches = 0
    secretary.tap(secretary.pill(ACTIONS, "Ghi việc giúp đỡ"))
    secretary.tap(secretary.pill("Giúp việc gì", "Chăm nom"))
    secretary.tap(secretary.button("Lưu việc giúp đỡ"))
    assert secretary.touches == 3
    assert_fits_phone(secretary)
    expect(page.get_by_text("Chăm nom, giúp việc nhà").first).to_be_visible()
    assert [row.kind for row in rows(HouseholdHelp)] == ["care"]


def test_the_year_is_evaluated_and_renewed_on_a_phone(register, somebody, clusters):
    unit, since = cell_id(), date(2026, 1, 1)
    an, binh = member("Nguyễn Văn An"), member("Trần Thị Bình")
    assignments.assign(SYSTEM, unit, [an.code], AssignmentTargets(groups=clusters[:2]), since)
    assignments.assign(SYSTEM, unit, [binh.code], AssignmentTargets(groups=clusters[2:]), since)
    secretary = somebody("bithu")
    page = secretary.page
    secretary.open("/evaluations")
    secretary.tap(secretary.pill("Chi bộ đề nghị", "Hoàn thành tốt nhiệm vụ"))
    assert_fits_phone(secretary)
    secretary.tap(secretary.button("Lưu đánh giá, xếp loại"))
    expect(page.get_by_text("Đã lưu đánh giá, xếp loại.")).to_be_visible()
    assert secretary.touches == 2
    assert {row.proposed for row in rows(Evaluation)} == {"good"}
    assert len(rows(Evaluation)) == 45, "the five exempt only where chosen"

    register.set_clock("2027-01-05T09:00:00+07:00")
    secretary = somebody("bithu")  # stays signed in for thirty days
    secretary.open("/households")
    secretary.tap(secretary.pill(ACTIONS, "Rà soát hằng năm"))
    secretary.tap(secretary.pill("Chạm vào phân công thay đổi", "Cụm 4"))
    assert_fits_phone(secretary)
    choose(secretary, "ai nhận thay", "Lê Văn Cường")
    secretary.tap(secretary.button("Xác nhận cho năm"))
    assert secretary.touches == 4
    expect(secretary.page.get_by_text("Đã rà soát phân công.")).to_be_visible()
    held = {
        line.name: [carer.name for carer in line.assignees]
        for line in household_board.load(SYSTEM, unit, date(2027, 1, 5)).lines
    }
    assert held == {
        "Cụm 1": ["Nguyễn Văn An"],
        "Cụm 2": ["Nguyễn Văn An"],
        "Cụm 3": ["Trần Thị Bình"],
        "Cụm 4": ["Lê Văn Cường"],
    }
