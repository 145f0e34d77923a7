"""Visits: every count equals a recount one by one; impossible visits are refused; notes stay in the cell."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.calendar.months import months_before
from db.errors import NotAllowed
from db.figures import coverage
from db.history import undo
from db.households import assignments, groups, household_board, household_notes, named_households, visits
from db.households.assignments import AssignmentTargets
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import tasks
from db.models import (
    Batch,
    CellGroup,
    Household,
    HouseholdNote,
    HouseholdReport,
    HouseholdVisit,
    Meeting,
    MeetingAudience,
    MeetingState,
    MembershipKind,
    Setting,
    Task,
)
from tests import people
from tests.db import neighbours
from tests.db.neighbours import TODAY, Street
from tests.db.told import refused_with
from tests.rows import code_of, rows

STREETS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def home(world, cluster) -> str:
    """A named household in the cluster."""
    return named_households.create(world.secretary, cluster, "Hộ bà M.", "Thôn Đồng Bào", NOVEMBER)


def visit(world, *places: str, day: date | None = TODAY, viewer=None, **rest) -> int:
    return visits.record(
        viewer or world.secretary,
        world.units["dong_bao"],
        VisitInput(places, day, **rest),
        reason=rest.pop("reason", None),
    )


def board_of(world, day: date = TODAY):
    return household_board.load(world.secretary, world.units["dong_bao"], day)


class Round:
    """Random visits and reports on a street of households, to be recounted one by one."""

    def __init__(self, street: Street, cells: list[int], random: Random) -> None:
        self.street, self.cells = street, cells
        self.months = {unit_id: random.randint(1, 3) for unit_id in cells}
        self.visits: list[tuple[int, str, int, int | None, date]] = []
        self.reports: list[tuple[int, int, bool, date]] = []
        with writing(SYSTEM, "visits") as session:
            for unit_id in cells:
                chosen = {"unit_id": unit_id, "valid_from": NOVEMBER, "value": str(self.months[unit_id])}
                bulk.insert(session, Setting, [chosen | {"name": name} for name in ("visit_months", "report_months")])
                self._visit(session, unit_id, random)
                self._report(session, unit_id, random)

    def _visit(self, session, unit_id: int, random: Random) -> None:
        homes = [home for home in self.street.homes if home.unit_id == unit_id]
        places = [("household_id", home.id, None) for home in homes if home.id]
        for group_id in {group_id for home in homes for group_id in home.group_ids}:
            inside = sum(group_id in home.group_ids for home in homes)
            places += [("group_id", group_id, None), ("group_id", group_id, random.randint(1, inside))]
        for column, target, part in random.sample(places, random.randint(0, len(places))):
            day = TODAY - timedelta(days=random.randint(0, 120))
            self.visits.append((unit_id, column, target, part, day))
            row = {"unit_id": unit_id, column: target, "households": part, "visited_on": day, "period": 202611}
            bulk.insert(session, HouseholdVisit, [row])

    def _report(self, session, unit_id: int, random: Random) -> None:
        members = sorted({who for who, where, *_ in self.street.stays if where == unit_id})
        for number in range(random.randint(0, 4)):
            day = TODAY - timedelta(days=random.randint(0, 120))
            meeting = {"unit_id": unit_id, "area_id": None, "type": "regular", "audience": MeetingAudience.OWN}
            meeting |= {"period": 202601 + number, "state": MeetingState.HELD, "held_on": day, "planned_on": day}
            meeting_id = bulk.insert(session, Meeting, [meeting])[0]
            for who in random.sample(members, random.randint(1, len(members))):
                said = random.random() < 0.6
                self.reports.append((unit_id, who, said, day))
                row = {"unit_id": unit_id, "meeting_id": meeting_id, "member_id": who, "reported": said}
                bulk.insert(session, HouseholdReport, [row | {"reported_on": day}])

    def start(self, unit_id: int) -> date:
        return months_before(TODAY, self.months[unit_id])

    def visited(self, unit_id: int, since: date) -> int:
        """Households visited from a day on; a number visited in a group adds households not yet counted."""
        some = [row[1:4] for row in self.visits if row[0] == unit_id and row[4] >= since]
        targets = {(column, target) for column, target, part in some if part is None}
        homes = [home for home in self.street.homes if home.unit_id == unit_id]
        seen = {
            at
            for at, home in enumerate(homes)
            if targets & {("household_id", home.id), *(("group_id", group_id) for group_id in home.group_ids)}
        }
        inner = {home.group_ids[0] for home in homes if len(home.group_ids) > 1}
        for _, target, part in sorted(some, key=lambda row: row[1] not in inner):
            left = [at for at, home in enumerate(homes) if target in home.group_ids and at not in seen]
            seen |= set(left[: part or 0])
        return len(seen)

    def unvisited(self, unit_id: int) -> int:
        if not any(cell == unit_id and day <= self.start(unit_id) for cell, *_, day in self.visits):
            return 0
        every = sum(home.unit_id == unit_id for home in self.street.homes)
        return every - self.visited(unit_id, self.start(unit_id) + timedelta(days=1))

    def silent(self, unit_id: int) -> set[int]:
        start, held = self.start(unit_id), [row for row in self.reports if row[0] == unit_id]
        if not any(day <= start for *_, day in held):
            return set()
        heard = {who for _, who, said, day in held if said and day > start}
        since: dict[int, list[date]] = {}
        for who, where, _, _, span in self.street.charges:
            if where == unit_id and neighbours.holds(*span, TODAY):
                since.setdefault(who, []).append(span[0] or date.min)
        return {
            who
            for who, days in since.items()
            if min(days) <= start
            and who not in heard
            and self.street.here(who, unit_id, TODAY, (MembershipKind.OWN,))
            and self.street.free(who, unit_id, TODAY)
        }


@STREETS
@given(seed=st.integers(0, 10**9))
def test_the_counts_of_visits_and_reports_equal_a_recount(emptied, seed):
    emptied()
    world, random = people.world(), Random(seed)
    cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
    round_ = Round(neighbours.make(cells, random), cells, random)
    for cell in cells:
        shown = household_board.load(SYSTEM, cell, TODAY).visits
        assert shown.month.covered == round_.visited(cell, NOVEMBER)
        assert (shown.unvisited or 0) == round_.unvisited(cell)
        assert set(shown.silent) == round_.silent(cell)
        assert_sheets_agree_with_board(cell)
    for viewer in (world.district, SYSTEM):
        by_area = {part.unit_id: part.count for part in coverage.by_unit(viewer, world.units["an_binh"], TODAY)}
        for key, inside in {"dong_ha": cells[:2], "tay_son": cells[2:]}.items():
            count = by_area[world.units[key]]
            assert count.visited == sum(round_.visited(cell, NOVEMBER) for cell in inside)
            assert count.unvisited == sum(round_.unvisited(cell) for cell in inside)
            assert count.silent == sum(len(round_.silent(cell)) for cell in inside)


def assert_sheets_agree_with_board(cell: int) -> None:
    """Check that those in charge, what they look after and the last visits are the same as on the board."""
    charges, board = household_board.load_charges(SYSTEM, cell), household_board.load(SYSTEM, cell, TODAY)
    assert [(load.who, [line.code for line in load.lines], load.households) for load in charges.loads] == [
        (load.who, [line.code for line in load.lines], load.households) for load in board.loads if load.lines
    ]
    plain = [line._replace(answering=(), declined=False) for line in board.lines]
    assert charges.lines == plain
    assert charges.last_visits == {
        (bool(line.kind), line.id): board.visits.of_line(bool(line.kind), line.id).last for line in plain
    }


def test_a_whole_cluster_is_visited_at_once(world, cluster, home):
    assert visit(world, cluster) == 17
    shown = board_of(world)
    assert (shown.visits.month.covered, shown.visits.of_line(True, shown.find(cluster).id).last) == (17, TODAY)
    assert shown.visits.of_line(False, shown.find(home).id).last == TODAY, "all of it, and so the household in it"
    assert visit(world, home, day=TODAY - timedelta(days=1)) == 1
    assert board_of(world).visits.month.covered == 17, "a household visited twice counts once"


def test_visiting_part_of_a_group_is_recorded_as_a_number(world, cluster, home):
    assert visit(world, cluster, households=5) == 5
    assert visit(world, home) == 1
    shown = board_of(world)
    assert shown.visits.month.covered == 6
    assert visit(world, cluster, households=17, day=TODAY - timedelta(days=1)) == 17
    assert rows(HouseholdVisit)[-1].households is None, "all of them are all"


def test_an_impossible_visit_is_refused_with_its_reason(world, cluster, home):
    for code, places, rest in (
        ("day_to_come", [cluster], {"day": TODAY + timedelta(days=1)}),
        ("day_missing", [cluster], {"day": None}),
        ("visit_before_known", [home], {"day": NOVEMBER - timedelta(days=1)}),
        ("nothing_visited", [], {}),
        ("visited_too_many", [cluster], {"households": 18}),
        ("visited_too_many", [cluster], {"households": 0}),
        ("visit_several_places", [cluster, home], {"agreed": "Sửa mái nhà"}),
        ("visit_several_places", [cluster, home], {"households": 3}),
        ("visitor_left", [home], {"member": code_of(world, "hung"), "viewer": world.commune}),
    ):
        with refused_with(code):
            visit(world, *places, **rest)
    named_households.end(world.secretary, home, TODAY - timedelta(days=2), None)
    with refused_with("visit_after_end", day=TODAY - timedelta(days=2)):
        visit(world, home, day=TODAY - timedelta(days=1))
    assert rows(HouseholdVisit) == rows(HouseholdNote) == rows(Task) == []


def test_a_follow_up_cannot_be_given_to_a_member_of_another_cell(world, home):
    with refused_with("visitor_left"):
        visit(world, home, viewer=world.commune, agreed="Thăm lại", next=code_of(world, "hung"))
    assert rows(Task) == rows(HouseholdVisit) == []


def test_the_same_visit_is_recorded_once(world, cluster):
    visit(world, cluster)
    with refused_with("visit_recorded", name="Cụm 1", day=TODAY):
        visit(world, cluster, viewer=world.assistant)
    visit(world, cluster, member=code_of(world, "an"))
    assert len(rows(HouseholdVisit)) == 2


def test_long_unvisited_is_unknown_until_visits_have_been_recorded_for_long_enough(world, cluster, home):
    assert board_of(world).visits.unvisited is None, "no visit was ever recorded"
    visit(world, cluster)
    assert board_of(world).visits.unvisited is None, "the first was recorded since"
    assert board_of(world, date(2027, 2, 22)).visits.unvisited == 17
    assert board_of(world, date(2027, 2, 21)).visits.unvisited is None
    later = board_of(world, date(2027, 2, 22)).visits
    assert later.of_line(False, rows(Household)[0].id).unvisited == 1


def test_the_nearest_unit_defines_how_long_is_long(world, cluster):
    visit(world, cluster)
    for key, months in (("an_binh", 1), ("dong_bao", 12)):
        with writing(SYSTEM, "choose") as session:
            row = {"unit_id": world.units[key], "valid_from": NOVEMBER, "name": "visit_months", "value": str(months)}
            bulk.insert(session, Setting, [row])
        shown = board_of(world, date(2027, 2, 22)).visits
        assert (shown.visit_months, shown.unvisited) == (months, 17 if months == 1 else None)


def test_what_was_agreed_stays_in_the_cell_and_becomes_a_task(world, home):
    visit(world, home, member=code_of(world, "an"), agreed="Giúp làm hồ sơ vay vốn", next=code_of(world, "binh"))
    (task,) = rows(Task)
    assert (task.text, task.member_id, task.done) == ("Hộ bà M.", world.members["binh"], None)
    for viewer, text in (
        (world.secretary, "Giúp làm hồ sơ vay vốn"),
        (world.assistant, "Giúp làm hồ sơ vay vốn"),
        (world.commune, None),
    ):
        (line,) = visits.list_of_household(viewer, home)
        assert (line.day, line.by, line.agreed) == (TODAY, "Nguyễn Văn An", text)
    assert [line.next for line in household_notes.list_notes(world.secretary, home)] == ["Trần Thị Bình"]
    assert household_notes.list_notes(world.commune, home) == []
    with pytest.raises(NotAllowed):
        visits.list_of_household(world.district, home)
    assert visits.list_of_household(world.neighbour, home) == []


def test_the_commune_reads_what_it_entered_itself(world, home):
    visit(world, home, viewer=world.commune, agreed="Sửa mái nhà")
    assert [line.text for line in household_notes.list_notes(world.commune, home)] == ["Sửa mái nhà"]
    assert rows(Batch)[-1].on_behalf_of == world.units["dong_bao"]


def test_a_visit_is_deleted_with_its_consequences(world, home):
    visit(world, home, agreed="Sửa mái nhà", next=code_of(world, "binh"))
    visits.delete(world.commune, rows(HouseholdVisit)[0].id)
    assert rows(HouseholdVisit) == rows(HouseholdNote) == rows(Task) == []
    undo.undo(world.secretary, rows(Batch)[-1].id)
    assert len(rows(HouseholdVisit)) == len(rows(HouseholdNote)) == len(rows(Task)) == 1
    with pytest.raises(NotAllowed):
        visits.delete(world.neighbour, rows(HouseholdVisit)[0].id)


def test_a_closed_task_stays_when_its_visit_is_deleted(world, home):
    visit(world, home, agreed="Sửa mái nhà", next=code_of(world, "binh"))
    tasks.close(world.secretary, rows(Task)[0].id, True, None)
    visits.delete(world.secretary, rows(HouseholdVisit)[0].id)
    assert [row.done for row in rows(Task)] == [True]


def test_two_parts_of_a_group_on_one_day_are_two_visits(world, cluster):
    assert [visit(world, cluster, households=count) for count in (3, 5)] == [3, 5]


def test_only_the_cell_and_its_commune_record_visits(world, home):
    for viewer in (world.neighbour, world.other_commune, world.district, world.admin, world.workplace):
        with pytest.raises(NotAllowed):
            visit(world, home, viewer=viewer)
    assert rows(HouseholdVisit) == []


def test_members_who_have_not_reported_for_long_are_shown_once_rounds_are_recorded(world, cluster):
    unit, an = world.units["dong_bao"], code_of(world, "an")
    assignments.assign(world.secretary, unit, [an], AssignmentTargets(groups=[cluster]), date(2026, 6, 1))
    assert set(board_of(world).visits.silent) == set(), "no round was ever recorded"
    meeting = {"unit_id": unit, "area_id": None, "type": "regular", "audience": MeetingAudience.OWN, "period": 202607}
    meeting |= {"state": MeetingState.HELD, "held_on": date(2026, 7, 3), "planned_on": date(2026, 7, 3)}
    with writing(SYSTEM, "round") as session:
        meeting_id = bulk.insert(session, Meeting, [meeting])[0]
        row = {"unit_id": unit, "meeting_id": meeting_id, "member_id": world.members["an"], "reported": True}
        bulk.insert(session, HouseholdReport, [row | {"reported_on": date(2026, 7, 3)}])
    shown = board_of(world).visits
    assert (set(shown.silent), shown.reports) == ({world.members["an"]}, {world.members["an"]: date(2026, 7, 3)})
    assert set(board_of(world, date(2026, 10, 2)).visits.silent) == set()
    assert board_of(world, date(2026, 7, 2)).visits.reports == {}, "what was reported later"
    assert rows(CellGroup)[0].code == cluster


@pytest.mark.parametrize("visited", ["home", "cluster"])
def test_a_household_cannot_be_closed_before_its_last_visit(world, cluster, home, visited):
    code, day = {"home": home, "cluster": cluster}[visited], date(2026, 11, 20)
    visit(world, code, day=day)
    if visited == "cluster":
        named_households.end(world.secretary, home, date(2026, 11, 2), "other")
        close = lambda last: groups.end(world.secretary, code, last)  # noqa: E731
    else:
        close = lambda last: named_households.end(world.secretary, code, last, "other")  # noqa: E731
    with refused_with("visited_later"):
        close(date(2026, 11, 19))
    close(day)
    assert len(rows(HouseholdVisit)) == 1


def test_a_deleted_visit_that_was_recorded_again_is_not_restored(world, home):
    visit(world, home, member=code_of(world, "an"))
    visits.delete(world.secretary, rows(HouseholdVisit)[0].id)
    cancelled = rows(Batch)[-1].id
    visit(world, home, member=code_of(world, "an"))
    with refused_with("visit_recorded"):
        undo.undo(world.secretary, cancelled)
    assert len(rows(HouseholdVisit)) == 1


def test_a_visit_is_measured_against_the_households_on_its_day(world):
    group = groups.create(world.secretary, world.units["dong_bao"], "Cụm mới", 17, since=date(2026, 1, 1))
    groups.set_household_count(world.secretary, group, 19, date(2026, 11, 1))
    assert visit(world, group, day=date(2026, 10, 15)) == 17
    with refused_with("visited_too_many", name="Cụm mới", most=17):
        visit(world, group, day=date(2026, 10, 16), households=18)
    assert visit(world, group, day=date(2026, 11, 2), households=18) == 18
