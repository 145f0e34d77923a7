"""Contact members' figures: each equals a row-by-row recount of a random year."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.contacts import contact_list, never_came_or_in_several_cells
from db.contacts.contact_list import ContactFilter
from db.figures import assessment_results, contact_months, contact_step_counts, contact_summary
from db.figures.contact_months import ContactMonth
from db.figures.contact_step_counts import StepCounts
from db.figures.figures import FigureQuery
from db.kernel.audience import Audience
from db.models import Assessment, Campaign, Expectation, IntroductionState, MembershipKind, Outcome, Unit
from db.year_entries import campaigns, entry_list, members_without_entries, year_record_counts
from db.year_entries.entry_list import EntryFilter
from tests.db.contact_recount import (
    OF_COMMUNE,
    REPORTING,
    Register,
    first_place,
    half_year,
    holds,
    in_month,
    in_year,
    recorded,
    summed,
)
from tests.db.contact_years import CELLS, TODAY, YEAR
from tests.rows import given_marks, rows

RANDOM = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
pytestmark = pytest.mark.usefixtures("november", "bare")


@pytest.fixture
def bare(emptied, database) -> None:
    """An empty register for each of several random ones."""


@given(seed=st.integers(0, 10**6))
@RANDOM
def test_every_figure_of_a_random_year_equals_a_recount(emptied, seed):
    register = Register(emptied, seed)
    _states_open_to_as_many(register)
    _never_came_are_those_expected_since_placed(register)
    _in_two_cells_are_those_on_both_lists(register)
    _months_count_people_once_in_a_commune(register)
    _steps_of_months_add_up_to_the_people_behind_them(register)
    _summary_adds_up(register)
    _records_are_counted_from_meetings_and_entries(register)
    _campaigns_add_up(register)
    _unnoted_are_those_without_a_record(register)
    _results_count_marks(register)


def _states_open_to_as_many(register: Register) -> None:
    world, letters = register.world, register.letters
    sights = {
        "district": letters,
        "commune": [row for row in letters if row.commune_id == world.units["dong_ha"]],
        "workplace": [row for row in letters if row.workplace_id == world.units["hospital"]],
    }
    for who, seen in sights.items():
        counts = contact_list.count_by_state(world.viewers[who])
        assert counts.states == Counter(row.state for row in seen)
        assert counts.objections == (0 if who == "workplace" else sum(row.objection is not None for row in seen))
        for state in IntroductionState:
            assert contact_list.search(world.viewers[who], ContactFilter(state)).total == counts.states[state]


def _never_came_are_those_expected_since_placed(register: Register) -> None:
    expected = Counter()
    for letter in register.letters:
        (stay,) = [row for row in register.stays if row.id == letter.membership_id] or [None]
        if letter.state != IntroductionState.PLACED or not holds(stay, TODAY):
            continue
        cell = register.keys[stay.unit_id]
        since = letter.placed_on or date.min
        mine = [
            row
            for meeting, row in register.met(cell)
            if row.member_id == letter.member_id and since <= meeting.held_on <= TODAY
        ]
        missed = sum(row.expectation == Expectation.EXPECTED for row in mine)
        if missed and not any(row.outcome == Outcome.PRESENT for row in mine) and cell in OF_COMMUNE:
            expected[register.codes[letter.member_id], missed] += 1
    found = never_came_or_in_several_cells.list_never_came(register.world.commune)
    assert Counter((row.code, row.expected) for row in found) == expected


def _in_two_cells_are_those_on_both_lists(register: Register) -> None:
    for day in (TODAY, date(YEAR, 6, 30), date(YEAR, 7, 1)):
        lists = Counter(register.codes[member_id] for cell in REPORTING for member_id in register.here(cell, day))
        found = never_came_or_in_several_cells.list_in_several_cells(register.world.district, day)
        assert {row.code: len(row.cells) for row in found} == {code: n for code, n in lists.items() if n > 1}


def _months_count_people_once_in_a_commune(register: Register) -> None:
    practice = {stay.id for stay in register.stays if stay.unit_id == register.unit("practice")}
    letters = [row for row in register.letters if row.membership_id not in practice]
    months = []
    for month in range(1, 12):
        at = YEAR * 100 + month
        steps = [
            {(row.member_id, row.commune_id) for row in letters if in_month(day(row), at)}
            for day in (lambda row: row.sent_on, lambda row: row.received_on, lambda row: first_place(register, row)[0])
        ]
        pairs = [
            (meeting, row) for cell in REPORTING for meeting, row in register.met(cell) if in_month(meeting.held_on, at)
        ]
        months.append(ContactMonth(at, *map(len, steps), *half_year(pairs)))
    assert contact_months.by_month(register.world.district, YEAR) == months


def _steps_of_months_add_up_to_the_people_behind_them(register: Register) -> None:
    world, since = register.world, YEAR * 100 + 1
    practice = register.unit("practice")
    stays = {stay.id: stay.unit_id for stay in register.stays}
    letters = [row for row in register.letters if stays.get(row.membership_id) != practice]
    assessed = [row for row in rows(Assessment) if row.unit_id != practice]
    for viewer, unit_id, cells in (
        (world.district, None, REPORTING),
        (world.commune, None, OF_COMMUNE),
        (world.district, world.units["tay_son"], ["nui_doi"]),
        (world.district, world.units["dong_bao"], ["dong_bao"]),
    ):
        wanted = FigureQuery(since, YEAR * 100 + 11, unit_id=unit_id)
        of_cell = unit_id in {register.unit(cell) for cell in cells}
        communes = {world.units[CELLS[cell]] for cell in cells}
        inside = [
            row
            for row in letters
            if row.commune_id in communes and (not of_cell or first_place(register, row)[1] == unit_id)
        ]
        for point in contact_step_counts.by_month(viewer, wanted):
            at = point.period
            people = {
                "introduced": {(row.member_id, row.commune_id) for row in inside if in_month(row.sent_on, at)},
                "placed": {
                    (row.member_id, row.commune_id) for row in inside if in_month(first_place(register, row)[0], at)
                },
                "assessed": {
                    (row.member_id, row.unit_id)
                    for row in assessed
                    if in_month(row.assessed_on, at) and row.unit_id in {register.unit(cell) for cell in cells}
                },
            }
            counts = StepCounts(**{kind: len(found) for kind, found in people.items()})
            assert point.counts == counts
            parts = contact_step_counts.by_unit(viewer, wanted, at)
            assert contact_step_counts.total(part.count for part in parts) == counts
            for part in parts:
                behind = contact_step_counts.list_people(viewer, wanted, at, part.unit_id)
                told = Counter(person.kind for person in behind)
                reads = viewer.reads(Audience.ASSESSMENTS)
                assert told == Counter(part.count._replace(assessed=part.count.assessed * reads)._asdict()) + Counter()


def _summary_adds_up(register: Register) -> None:
    expected = {register.unit(cell): summed(register, cell) for cell in REPORTING if register.here(cell)}
    world = register.world
    assert {unit.unit_id: unit.counts for unit in contact_summary.list_cells(world.district)} == expected
    together = contact_summary.total(list(expected.values()))
    assert contact_summary.total([unit.counts for unit in contact_summary.by_unit(world.district)]) == together
    own = {unit.unit_id: unit.counts for unit in contact_summary.by_unit(world.commune)}
    assert own == {unit_id: counts for unit_id, counts in expected.items() if register.keys[unit_id] in OF_COMMUNE}
    opened = contact_summary.by_unit(world.district, unit_id=world.units["dong_ha"])
    assert {unit.unit_id: unit.counts for unit in opened} == own


def _records_are_counted_from_meetings_and_entries(register: Register) -> None:
    for cell in REPORTING:
        code = rows(Unit, id=register.unit(cell))[0].code
        viewer = register.world.commune if CELLS[cell] == "dong_ha" else register.world.other_commune
        found = {
            row.member_id: row for row in year_record_counts.list_records(viewer, code, YEAR, MembershipKind.CONTACT)
        }
        assert found.keys() == in_year(register, cell)
        assert {member_id for member_id, row in found.items() if row.here} == register.here(cell)
        for member_id, record in found.items():
            told = recorded(register, cell, member_id)
            assert vars(told) == {name: getattr(record, name) for name in vars(told)}
            assert record.is_empty == (not any((told.attended, told.spoke, told.entries)))


def _campaigns_add_up(register: Register) -> None:
    for cell in REPORTING:
        viewer = register.world.commune if CELLS[cell] == "dong_ha" else register.world.other_commune
        expected = {}
        for row in rows(Campaign, unit_id=register.unit(cell)):
            if row.year == YEAR or (row.ended_on is None or row.ended_on.year >= YEAR):
                mine = [entry for entry in register.entries if entry.campaign_id == row.id]
                given = [entry.amount for entry in mine if entry.amount is not None]
                about = any(entry.approximate for entry in mine if entry.amount is not None)
                told = (row.total, row.approximate) if row.total is not None else (sum(given) if given else None, about)
                expected[row.code] = (len({entry.member_id for entry in mine}), sum(given) if given else None, told)
        found = campaigns.list_for_year(viewer, register.unit(cell), YEAR)
        assert {line.code: (line.people, line.given, line.sum) for line in found} == expected
        _lines_hold_every_entry(register, viewer, cell)


def _lines_hold_every_entry(register: Register, viewer, cell: str) -> None:
    mine = [row for row in register.entries if row.unit_id == register.unit(cell) and row.happened_on.year == YEAR]
    lines = entry_list.list_for_unit(viewer, register.unit(cell), EntryFilter(YEAR))
    assert sorted(each for line in lines for each in line.ids) == sorted(row.id for row in mine)
    given: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        given[line.kind] += (line.amount or 0) * len(line.ids)
    assert given["money"] == sum(row.amount or 0 for row in mine)


def _unnoted_are_those_without_a_record(register: Register) -> None:
    expected = {}
    for cell in [cell for cell in CELLS if CELLS[cell] == "dong_ha"]:
        code = rows(Unit, id=register.unit(cell))[0].code
        listed = [row for row in year_record_counts.list_records(register.world.commune, code, YEAR) if row.here]
        bare = [row.kind == MembershipKind.CONTACT for row in listed if row.is_empty and not row.exempt]
        if bare:
            expected[register.unit(cell)] = (bare.count(True), bare.count(False))
    found = members_without_entries.list_cells(register.world.commune)
    assert {line.cell.id: (line.contact, line.own) for line in found} == expected


def _results_count_marks(register: Register) -> None:
    marks = Counter((row.unit_id, row.item, row.mark) for row in given_marks(year=YEAR) if row.unit_id in register.keys)
    found = assessment_results.list_cells(register.world.district, YEAR)
    told = {(unit.unit_id, *key): count for unit in found.units for key, count in unit.counts.items() if count}
    practice = register.unit("practice")
    assert told == {key: count for key, count in marks.items() if key[0] != practice}
