"""The demonstration: everything its guide mentions is there, and its figures match its rows."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import config
from db.assessments import assessment_progress
from db.calendar import clock
from db.calendar.months import add_months, month_of, months_of_period, period_of
from db.demo.district_plan import BOOK, CROWDED, LARGE, PAPER
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.meetings import due_meetings
from db.models import Expectation, GroupKind, GroupRole, MeetingState, MembershipKind, Outcome, UnitKind
from db.models.meetings import MeetingAudience
from db.settings import settings
from db.units import units
from tests.demo import Rows, demo_database, holds

OWN, CONTACT, TEMPORARY = MembershipKind.OWN, MembershipKind.CONTACT, MembershipKind.TEMPORARY
CALLED = {MeetingAudience.OWN: {OWN, TEMPORARY}, MeetingAudience.CONTACT: {CONTACT}}
SUMS = ("expected", "present", "excused", "unexcused", "unknown", "exempt", "extra", "spoke")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return Rows(demo_database(tmp_path_factory.mktemp("demo")))


@pytest.fixture
def live(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration as the register sees it."""
    demo_database(data_dir)
    monkeypatch.setenv("REGISTER_DEMO", "1")


def test_the_first_township_has_15_cells_with_780_contact_members(demo: Rows):
    cells = _cells_of(demo, "Thị trấn Đông Bình", UnitKind.CELL)
    assert len(cells) == 15
    assert sum(len(demo.here(cell, CONTACT)) for cell in cells) == 780


def test_the_second_township_has_cells_and_no_contact_members_yet(demo: Rows):
    cells = _cells_of(demo, "Thị trấn Lĩnh Sơn", UnitKind.CELL)
    assert len(cells) == 12
    assert not any(demo.here(cell, CONTACT) for cell in cells)
    assert sum(not demo.here(cell, OWN) for cell in cells) == 4


def test_28_of_30_communes_have_an_agency_cell_with_473_members_in_all(demo: Rows):
    agencies = [unit.id for unit in demo.unit if unit.kind == UnitKind.AGENCY_CELL]
    parents = {version.unit_id: version.parent_id for version in demo.unit_version}
    assert (len(agencies), len({parents[cell] for cell in agencies})) == (28, 28)
    assert sum(len(demo.here(cell, OWN)) for cell in agencies) == 473
    assert sum(unit.level == "commune" for unit in demo.unit) == 30


@pytest.mark.parametrize(
    ("name", "own", "exempt", "contact"),
    [(BOOK, 50, 5, 110), (LARGE, 115, 28, 45), (CROWDED, 41, 6, 200), (PAPER, 50, 7, 40)],
)
def test_the_cells_mentioned_in_the_guide_have_exactly_their_members(
    demo: Rows, name: str, own: int, exempt: int, contact: int
):
    cell = demo.named(name)
    for day in (demo.today, _latest(demo)):
        assert len(demo.here(cell, OWN, day)) == own
        assert len(demo.here(cell, OWN, day) & demo.exempt(cell, day)) == exempt
    assert len(demo.here(cell, CONTACT)) == contact


def test_the_book_has_two_namesakes_and_one_name_in_two_spellings(demo: Rows):
    names = {member.id: member.name for member in demo.member}
    found = Counter(names[member_id] for member_id in demo.here(demo.named(BOOK), OWN))
    assert found["Nguyễn Văn Hùng"] == 2
    assert {name.split()[-1] for name in found} >= {"Thủy", "Thuỷ"}


def test_the_book_has_its_groups_with_leaders_and_200_households_in_four_clusters(demo: Rows):
    book = demo.named(BOOK)
    groups = {group.id: group.kind for group in demo.cell_group if group.unit_id == book}
    counts = Counter(groups.values())
    assert (counts[GroupKind.CONTACT], counts[GroupKind.PARTY], counts[GroupKind.CLUSTER]) == (3, 4, 4)
    in_groups = [row for row in demo.group_member if row.group_id in groups and holds(row, demo.today)]
    leaders = Counter(groups[row.group_id] for row in in_groups if row.role == GroupRole.LEADER)
    assert (leaders[GroupKind.CONTACT], leaders[GroupKind.PARTY]) == (3, 4)
    led = [row for row in in_groups if groups[row.group_id] == GroupKind.CONTACT and row.role != GroupRole.IN_CHARGE]
    assert sorted(row.member_id for row in led) == sorted(demo.here(book, CONTACT))
    for kind in (GroupKind.CLUSTER, GroupKind.HOUSEHOLDS):
        assert sum(row.households for row in demo.household_count if groups.get(row.group_id) == kind) == 200
    assert len({row.household_id for row in demo.household_class if row.unit_id == book}) == 8


def test_a_cell_of_50_members_and_200_households_has_nobody_assigned_and_a_party_group_for_each_cluster(demo: Rows):
    paper = demo.named(PAPER)
    clusters = {row.id for row in demo.cell_group if row.unit_id == paper and row.kind == GroupKind.CLUSTER}
    assert sum(row.households for row in demo.household_count if row.group_id in clusters) == 200
    assert not [row for row in demo.assignment if row.unit_id == paper]
    answering = [row for row in demo.group_cluster if row.unit_id == paper]
    assert ({row.cluster_id for row in answering}, len({row.group_id for row in answering})) == (clusters, 4)


def test_the_hospital_introduced_forty_people_placed_in_twelve_communes(demo: Rows):
    theirs = [row for row in demo.introduction if row.workplace_id == demo.named("Bệnh viện Đa khoa Yên Lĩnh")]
    assert (len(theirs), len({row.commune_id for row in theirs})) == (40, 12)
    assert all(row.letter and row.received_on and row.placed_on and row.state == "placed" for row in theirs)
    memberships = {row.id: row for row in demo.membership}
    assert all(
        memberships[row.membership_id].kind == CONTACT and holds(memberships[row.membership_id], demo.today)
        for row in theirs
    )


def test_every_tally_equals_a_recount_of_rows(demo: Rows):
    counted: dict[tuple, Counter] = defaultdict(Counter)
    for row in demo.attendance:
        sums = counted[row.meeting_id, row.unit_id, row.kind]
        sums[row.expectation.value] += 1
        sums["spoke"] += row.spoke
        if row.expectation == Expectation.EXPECTED:
            sums[row.outcome.value] += 1
    named = {(row.meeting_id, row.unit_id, row.kind): row for row in demo.tally if row.named}
    assert counted.keys() == named.keys()
    assert [
        row
        for key, row in named.items()
        if [getattr(row, name) for name in SUMS] != [counted[key][name] for name in SUMS]
    ] == []
    assert len(named) > 2000


def test_a_tally_agrees_with_its_meeting(demo: Rows):
    meetings = {row.id: row for row in demo.meeting}
    for row in demo.tally:
        meeting = meetings[row.meeting_id]
        assert (row.period, row.months, row.type, row.audience, row.named) == (
            meeting.period,
            meeting.months,
            meeting.type,
            meeting.audience,
            meeting.named,
        )
        assert row.kind in CALLED[row.audience]
        assert meeting.state == MeetingState.HELD
    assert {row.id for row in demo.meeting if row.state == MeetingState.HELD} == {row.meeting_id for row in demo.tally}


def test_a_meetings_sheet_lists_who_belonged_to_the_cell_that_day_and_who_was_exempt(demo: Rows):
    sheets: dict[int, list] = defaultdict(list)
    for row in demo.attendance:
        sheets[row.meeting_id].append(row)
    belonging, excused = _by_unit(demo.membership), _by_unit(demo.exemption)
    areas = {unit.id for unit in demo.unit if unit.kind == UnitKind.AREA}
    for meeting in demo.meeting:
        if meeting.id in sheets and meeting.unit_id not in areas:
            called = CALLED[meeting.audience]
            here = {
                row.member_id: row.kind
                for row in belonging[meeting.unit_id]
                if row.kind in called and holds(row, meeting.held_on)
            }
            exempt = {row.member_id for row in excused[meeting.unit_id] if holds(row, meeting.held_on)}
            assert {row.member_id: row.kind for row in sheets[meeting.id]} == here
            assert {
                row.member_id for row in sheets[meeting.id] if row.expectation == Expectation.EXEMPT
            } == exempt & here.keys()


def test_the_books_last_planned_meeting_is_unrecorded_and_all_earlier_ones_are_recorded(demo: Rows):
    book, latest = demo.named(BOOK), month_of(_latest(demo))
    months = {row.period for row in demo.meeting if row.unit_id == book and row.audience == MeetingAudience.OWN}
    expected = months_of_period(add_months(latest, -24), 25)
    assert months == set(expected[:-1])
    reported = {row.unit_id for row in demo.tally if row.period == latest and row.audience == MeetingAudience.OWN}
    missing = {
        unit.id for unit in demo.unit if unit.kind in (UnitKind.CELL, UnitKind.AGENCY_CELL) and demo.here(unit.id, OWN)
    } - reported
    assert {book, demo.named(PAPER)} < missing
    assert len(missing) < len(reported) or demo.today - _latest(demo) < timedelta(days=8)


def test_the_book_has_one_meeting_due_and_no_contact_meeting_this_half_year(live):
    book = next(unit.id for unit in units.by_id(SYSTEM).values() if unit.name == BOOK)
    today = clock.today()
    assert [row.months for row in due_meetings.list_due(SYSTEM, book) if row.months == 1] == [1]
    with reading(SYSTEM) as session:
        assert settings.value_for_unit(session, "meeting_day", book) == 3
    demo = Rows(config.data_dir() / "demo.db")
    halves = {row.period for row in demo.meeting if row.unit_id == book and row.audience == MeetingAudience.CONTACT}
    assert period_of(month_of(today), 6) not in halves
    assert len(halves) >= 4


def test_attendance_is_realistic(demo: Rows):
    rates = {audience: _rate([row for row in demo.tally if row.audience == audience]) for audience in CALLED}
    assert 0.85 < rates[MeetingAudience.OWN] < 0.97
    assert 0.5 < rates[MeetingAudience.CONTACT] < 0.75
    assert {row.outcome for row in demo.attendance} == {*Outcome, None}


def test_one_paper_cell_has_totals_only_and_the_crowded_one_meets_in_two_sittings(demo: Rows):
    totals = [row for row in demo.meeting if not row.named]
    assert {row.unit_id for row in totals} == {demo.named(PAPER)}
    assert all(row.minutes_dated for row in totals)
    sittings = Counter(row.meeting_id for row in demo.sitting)
    assert set(sittings.values()) == {2}
    assert {row.unit_id for row in demo.sitting} == {demo.named(CROWDED)}


def _cells_of(demo: Rows, area: str, kind: UnitKind) -> list[int]:
    kinds, parent = {unit.id: unit.kind for unit in demo.unit}, demo.named(area)
    return [
        row.unit_id
        for row in demo.unit_version
        if row.parent_id == parent and kinds[row.unit_id] == kind and holds(row, demo.today)
    ]


def _latest(demo: Rows) -> date:
    first = demo.today.replace(day=1)
    return demo.today.replace(day=3) if demo.today.day >= 3 else (first - timedelta(days=1)).replace(day=3)


def _by_unit(rows: list) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _rate(tallies: list) -> float:
    return sum(row.present for row in tallies) / sum(row.expected for row in tallies)


def test_two_cells_have_assessed_their_contact_members_and_the_first_township_has_not_begun(live):
    today = clock.today()
    cells = assessment_progress.by_cell(SYSTEM, today.year if today.month >= 10 else today.year - 1)
    named = units.by_id(SYSTEM)
    first = [cell for cell in cells if named[cell.unit.parent_id].name == "Thị trấn Đông Bình"]
    assert len(first) == 15
    assert sum(cell.assessed for cell in first) == 0
    done = [cell for cell in cells if cell.assessed]
    assert len(done) == 2
    assert sum(cell.confirmed for cell in done) < sum(cell.agreed for cell in done)
