"""The opening paragraph of the minutes: its numbers add up, whoever came."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from components.meetings.minutes_paragraph import opening_paragraph
from db.accounts import own_account
from db.meetings import meeting_record, sheet
from db.meetings.household_round import HouseholdRound, RoundNote
from db.meetings.meetings import MeetingRef
from db.meetings.roster import RosterPerson
from db.meetings.sheet import EntryMode, MeetingSheet, SheetLine
from db.models import Expectation, MembershipKind, Outcome
from tests.pages import shown

WAYS = [(Expectation.EXPECTED, outcome) for outcome in Outcome] + [
    (Expectation.EXEMPT, None),
    (Expectation.EXEMPT, Outcome.PRESENT),
]
SAID = {
    "all": r"Tổng số đảng viên của chi bộ: (\d+)",
    "called": r"Triệu tập: (\d+)",
    "exempt": r"Được miễn sinh hoạt: (\d+)",
    "extra": r"Được miễn nhưng vẫn dự: (\d+)",
    "came": r"Có mặt: (\d+)/",
    "of": r"Có mặt: \d+/(\d+)",
    "absent": r"Vắng: (\d+)",
}


NO_ROUND = HouseholdRound(False, {}, [], True)


def _paragraph(people: list[tuple[Expectation, Outcome | None]], round_: HouseholdRound = NO_ROUND) -> str:
    lines = [SheetLine(_person(place, expectation), outcome) for place, (expectation, outcome) in enumerate(people)]
    now = MeetingSheet(lines, EntryMode.ABSENT)
    opened = SimpleNamespace(sheet=now, day=date(2026, 11, 3), joint=False, sittings=[], round=round_)
    return opening_paragraph(opened, "Sinh hoạt thường kỳ")


def _person(number: int, expectation: Expectation) -> RosterPerson:
    return RosterPerson(
        number, number, "Nguyễn Văn An", "nguyen van an", None, MembershipKind.OWN, expectation, False, ""
    )


def _numbers(text: str) -> dict[str, int]:
    return {name: int(found.group(1)) if (found := re.search(pattern, text)) else 0 for name, pattern in SAID.items()}


@given(st.lists(st.sampled_from(WAYS), max_size=60))
def test_everybody_on_the_list_is_in_one_of_the_sums(people):
    told = _numbers(text := _paragraph(people))
    assert told["all"] == len(people) == told["called"] + told["exempt"] + told["extra"]
    assert told["called"] == told["of"] == told["came"] + told["absent"]
    reasons = re.search(r"Vắng: \d+ \((.*?)\)", text)
    assert sum(map(int, re.findall(r"\d+", reasons.group(1)))) == told["absent"] if reasons else told["absent"] == 0
    assert told["extra"] == people.count((Expectation.EXEMPT, Outcome.PRESENT))


def test_an_exempt_person_who_came_is_counted_separately():
    text = _paragraph(
        [(Expectation.EXPECTED, Outcome.PRESENT)] * 45
        + [(Expectation.EXEMPT, None)] * 4
        + [(Expectation.EXEMPT, Outcome.PRESENT)]
    )
    assert "Tổng số đảng viên của chi bộ: 50 đồng chí" in text
    assert "Triệu tập: 45. Được miễn sinh hoạt: 4. Được miễn nhưng vẫn dự: 1. Có mặt: 45/45. Vắng: 0." in text
    assert "vẫn dự" not in _paragraph([(Expectation.EXEMPT, None)])


@given(st.lists(st.sampled_from(WAYS), max_size=60))
def test_the_tally_counts_everybody_once(people):
    lines = [SheetLine(_person(place, expectation), outcome) for place, (expectation, outcome) in enumerate(people)]
    tallies = MeetingSheet(lines, EntryMode.ABSENT).tallies().values()
    assert sum(
        tally[name] for tally in tallies for name in sheet.SUMS if name in ("expected", "exempt", "extra")
    ) == len(people)


def test_the_round_of_reports_on_households_is_in_the_minutes():
    came = [(Expectation.EXPECTED, Outcome.PRESENT)] * 3
    assert "báo cáo" not in _paragraph(came)
    all_told = HouseholdRound(True, {0: True, 1: True}, [], True)
    assert _paragraph(came, all_told).endswith("Đảng viên phụ trách hộ đã báo cáo: 2/2. Không có việc mới.")
    hidden = _paragraph(came, all_told._replace(complete=False))
    assert hidden.endswith("đã báo cáo: 2/2."), "whoever does not see all that was said says nothing of it"
    note = RoundNote("note7", "abc", "Hộ bà M.", "Cần sửa mái nhà.", 2)
    text = _paragraph(came, HouseholdRound(True, {0: True, 1: False}, [note, note._replace(next=None)], True))
    assert "đã báo cáo: 1/2; chưa báo cáo: Nguyễn Văn An." in text
    assert "Hộ bà M.: Cần sửa mái nhà (đồng chí Nguyễn Văn An tiếp tục theo dõi); Hộ bà M.: Cần sửa mái nhà." in text


@pytest.mark.usefixtures("november")
def test_the_paragraph_is_vietnamese_whatever_the_screens_language(world):
    own_account.set_language(world.secretary, "en")
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    (told,) = shown(world.secretary, "pages/meetings/record.py", type="regular", period="202610").code
    assert told.value.startswith("Sinh hoạt thường kỳ ngày ")
