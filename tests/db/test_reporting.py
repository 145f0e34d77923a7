"""Who has reported: what is known of each cell and month, and nothing of what is only typed."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given, strategies as st

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.figures import reporting
from db.figures.cell_reports import ReportQuery
from db.figures.cells_met import CellState
from db.figures.report_kinds import ReportKind
from db.figures.report_states import ReportState, states_of_period
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings, meetings_not_held, sheet, totals_record
from db.meetings.meetings import MeetingRef
from db.models import Assignment, AssignmentDecision, CellGroup, GroupKind, MeetingState
from db.settings import settings
from tests.db import histories
from tests.db.attendance_recount import LATELY, Recount, anybody, asked
from tests.db.histories import MONTHS
from tests.db.random_worlds import WORLDS
from tests.db.typed_totals import FIFTY, type_in as type_totals

OF = {
    ReportState.IN_TIME: CellState.HELD,
    ReportState.LATE: CellState.HELD,
    ReportState.TOTALS: CellState.HELD,
    ReportState.POSTPONED: CellState.POSTPONED,
    ReportState.NOT_HELD: CellState.NOT_HELD,
    ReportState.SILENT: CellState.UNRECORDED,
    ReportState.NOT_DUE: CellState.NOT_DUE,
}


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_the_grid_equals_a_recount_of_every_cell(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    recount = Recount(history, viewer, unit_id)
    parts = reporting.list_parts(viewer, ReportQuery(ReportKind.MONTHS, MONTHS[0], MONTHS[-1], unit_id))
    for month in MONTHS:
        counted = Counter()
        for state, count in states_of_period(parts, month).items():
            counted[OF[state]] += count
        assert counted == Counter(recount.states(month))
        sums = [part.reported_and_expected([month]) for part in parts]
        assert sum(owed - made for made, owed in sums) == counted[CellState.UNRECORDED]
        silent = reporting.list_silent_cells(viewer, ReportKind.MONTHS, month, unit_id)
        assert len(silent) == len({cell.id for cell in silent}) == counted[CellState.UNRECORDED]


@pytest.fixture
def world_on(world, set_clock):
    def day(text: str):
        set_clock(text)
        return world

    return day


def regular(world, month: int) -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], "regular", month)


def type_in(world) -> None:
    """An absentee in November is typed but not saved."""
    place = meetings.load(world.secretary, regular(world, 202611)).place
    values = {DraftField(sheet.draft_part(world.members["an"]), "outcome"): "excused"}
    drafts.save_values(world.secretary, place, values, {}, close=sheet.CLOSE)


def states_of_cell(viewer, name: str = "Chi bộ thôn Đồng Bào", since: int = 202609, until: int = 202611) -> list:
    commune = reporting.list_parts(viewer, ReportQuery(ReportKind.MONTHS, since, until))
    cell = next(part for part in commune if part.name == name)
    return [cell.state(month) for month in range(since, until + 1)]


def test_a_meeting_is_in_time_until_the_allowed_days_after_the_planned_day_have_passed(world_on):
    meeting_record.save(world_on("2026-10-08").secretary, regular(world_on("2026-10-08"), 202610))
    meeting_record.save(world_on("2026-11-09").secretary, regular(world_on("2026-11-09"), 202611))
    world = world_on("2026-11-22")
    assert states_of_cell(world.commune) == [ReportState.SILENT, ReportState.IN_TIME, ReportState.LATE]
    settings.set_value(world.district, world.units["an_binh"], "report_days", 6, settings.EARLIEST)
    assert states_of_cell(world.commune) == [ReportState.SILENT, ReportState.IN_TIME, ReportState.IN_TIME]


def test_a_later_correction_does_not_make_a_meeting_late(world_on):
    world = world_on("2026-11-04")
    meeting_record.save(world.secretary, regular(world, 202611))
    type_in(world_on("2026-11-22"))
    meeting_record.save(world.secretary, regular(world, 202611))
    assert states_of_cell(world.commune)[-1] == ReportState.IN_TIME


def test_postponed_and_not_held_count_as_reported_and_future_meetings_are_in_no_denominator(world_on):
    world = world_on("2026-11-02")
    meetings_not_held.declare_not_held(world.secretary, regular(world, 202609), MeetingState.NOT_HELD, "Lũ lụt")
    meetings_not_held.declare_not_held(
        world.secretary, regular(world, 202610), MeetingState.POSTPONED, "Lũ lụt", date(2026, 11, 5)
    )
    assert states_of_cell(world.commune) == [ReportState.NOT_HELD, ReportState.POSTPONED, ReportState.NOT_DUE]
    cells = reporting.list_parts(world.commune, ReportQuery(ReportKind.MONTHS, 202609, 202611))
    assert [sum(part.reported_and_expected([month])[1] for part in cells) for month in (202610, 202611)] == [2, 0]
    assert [sum(part.reported_and_expected([month])[0] for part in cells) for month in (202610, 202611)] == [1, 0]


def test_viewers_who_read_no_drafts_only_learn_that_something_is_being_typed(world_on):
    world = world_on("2026-11-22")
    type_in(world)
    assert drafts.list_visible(world.district, "meeting") == []
    november = ReportQuery(ReportKind.MONTHS, 202611, 202611)
    assert [part.periods[202611] for part in reporting.list_parts(world.district, november)] == [
        Counter({ReportState.TYPED: 1, ReportState.SILENT: 1}),
        Counter({ReportState.SILENT: 1}),
    ]
    assert states_of_cell(world.commune)[-1] == ReportState.TYPED
    assert {cell.name for cell in reporting.list_silent_cells(world.district, ReportKind.MONTHS, 202611)} == {
        "Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào", "Chi bộ thôn Núi Đôi",
    }  # fmt: skip


def test_a_cell_opens_to_its_months_with_the_meeting_that_represents_each(world_on):
    world = world_on("2026-11-04")
    code = meeting_record.save(world.secretary, regular(world, 202611))
    found = reporting.list_periods(
        world.district, ReportQuery(ReportKind.MONTHS, 202610, 202611, world.units["dong_bao"])
    )
    assert found == [(202611, ReportState.IN_TIME, code), (202610, ReportState.SILENT, None)]


def test_a_meeting_without_names_is_marked_so_until_there_is_one_with_names(world_on):
    world = world_on("2026-11-22")
    type_totals(world, 202610, FIFTY)
    totals_record.save(world.secretary, world.units["dong_bao"], 2026)
    assert states_of_cell(world.commune)[1] == ReportState.TOTALS


def test_of_several_meetings_in_a_month_the_one_held_represents_it(world_on):
    world = world_on("2026-11-04")
    meetings_not_held.declare_not_held(world.secretary, regular(world, 202611), MeetingState.NOT_HELD, "Lũ lụt")
    thematic = MeetingRef(world.units["dong_bao"], "thematic", 202611, day=date(2026, 11, 2))
    code = meeting_record.save(world.secretary, thematic)
    found = reporting.list_periods(
        world.commune, ReportQuery(ReportKind.MONTHS, 202611, 202611, world.units["dong_bao"])
    )
    assert found == [(202611, ReportState.IN_TIME, code)]


def test_a_cell_that_resolved_not_to_assign_owes_no_report_on_households(world_on):
    world = world_on("2026-11-22")
    cell = world.units["dong_bao"]
    wanted = ReportQuery(ReportKind.ROUNDS, 202610, 202611, cell)
    with writing(SYSTEM, "test") as session:
        group = CellGroup(unit_id=cell, kind=GroupKind.HOUSEHOLDS, name="Cụm 1")
        session.add(group)
        session.flush()
        session.add(Assignment(unit_id=cell, member_id=world.members["an"], group_id=group.id))
    assert [row.state for row in reporting.list_periods(world.commune, wanted)] == [ReportState.SILENT] * 2
    with writing(SYSTEM, "test") as session:
        session.add(AssignmentDecision(unit_id=cell, assigns=False, valid_from=date(2026, 11, 1), paper="NQ 1"))
    states = [row.state for row in reporting.list_periods(world.commune, wanted)]
    assert states == [ReportState.NOT_EXPECTED, ReportState.SILENT]
