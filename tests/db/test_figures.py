"""Figures equal a recount by hand in random districts with a past, for each role; and every figure opens to parts that
add up to it.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import given, strategies as st

from db import config
from db.errors import NotAllowed
from db.exports import meeting_export
from db.figures import attendance_aims, cells_met, drill_down, figures
from db.figures.cells_met import CellCounts, CellState
from db.figures.figures import AttendanceCounts, FigureQuery
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Meeting, MeetingState, MembershipKind, Rule, Tally
from db.settings import settings as choices
from tests import people, sent_statements
from tests.db import histories
from tests.db.attendance_recount import CONTACT, LATELY, OWN, Recount, anybody, asked
from tests.db.histories import MONTHS
from tests.db.random_worlds import WORLDS


def _half(month: int) -> set[int]:
    return {month // 100 * 100 + (1 if month % 100 < 7 else 7) + more for more in range(6)}


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_attendance_equals_a_recount_of_every_person(emptied: Callable[[], None], seed: int):
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    recount = Recount(history, viewer, unit_id)
    for month, counts in figures.attendance_by_period(viewer, FigureQuery(MONTHS[0], MONTHS[-1], OWN, unit_id)):
        assert counts == recount.counts(OWN, {month})
    for half, counts in figures.attendance_by_period(viewer, FigureQuery(MONTHS[0], MONTHS[-1], CONTACT, unit_id)):
        assert counts == recount.counts(CONTACT, _half(half))


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_cells_that_met_equal_a_recount_of_every_cell(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    recount = Recount(history, viewer, unit_id)
    for month, cells in cells_met.by_month(viewer, FigureQuery(MONTHS[0], MONTHS[-1], OWN, unit_id)):
        counted = Counter(recount.states(month))
        assert cells == CellCounts(*(counted[state] for state in CellState))


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_every_figure_opens_to_parts_and_meetings_that_add_up_to_it(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer, audience = anybody(history, random), random.choice([OWN, CONTACT])
    wanted = FigureQuery(MONTHS[0], MONTHS[-1], audience, asked(history, viewer, random))
    cells = {point.period: point.cells for point in cells_met.by_month(viewer, wanted)}
    for period, counts in figures.attendance_by_period(viewer, wanted):
        _opens(
            viewer,
            FigureQuery(period, period, audience, wanted.unit_id),
            period,
            counts,
            cells.get(period) if audience == OWN else None,
        )


def _opens(
    viewer: Viewer, wanted: FigureQuery, period: int, counts: AttendanceCounts, cells: CellCounts | None
) -> None:
    parts = drill_down.list_parts(viewer, wanted, period)
    assert figures.total([part.counts for part in parts]) == counts
    if cells is not None:
        assert CellCounts(*map(sum, zip(*(part.cells for part in parts), strict=True)) if parts else ()) == cells
    for part in parts:
        if part.is_cell:
            rows = drill_down.list_meetings(viewer, wanted, period, part.unit_id)
            assert figures.total([row.counts for row in rows]) == part.counts
            assert all(row.state == MeetingState.HELD for row in rows if row.counts.meetings)


def _held(world, cell: str, month: int, state: MeetingState = MeetingState.HELD, **tally) -> None:
    """A meeting of a cell in a month, reported as totals."""
    facts = {
        "unit_id": world.units[cell],
        "area_id": world.units[people.UNITS[cell][3]],
        "audience": OWN,
        "type": "regular",
        "period": month,
    }
    with writing(SYSTEM, "meet") as session:
        meeting_id = insert_rows(
            session,
            Meeting,
            [{**facts, "state": state, "named": False, "reason": "bão" if state != MeetingState.HELD else None}],
        )[0]
        if state == MeetingState.HELD:
            insert_rows(
                session,
                Tally,
                [{**facts, "meeting_id": meeting_id, "kind": MembershipKind.OWN, "named": False, **tally}],
            )


def test_a_district_opens_to_communes_to_cells_to_meetings(world):
    _held(world, "dong_bao", 202610, expected=20, present=17, excused=2, unknown=1, exempt=5)
    _held(world, "ben_da", 202610, state=MeetingState.NOT_HELD)
    wanted = FigureQuery(202601, 202610)
    assert figures.attendance_by_period(world.district, wanted)[-1].counts == AttendanceCounts(1, 1, 20, 17, 2, 0, 1, 5)
    dong_ha, tay_son = drill_down.list_parts(world.district, wanted, 202610)
    assert (dong_ha.name, dong_ha.counts.rate, dong_ha.cells) == ("Xã Đông Hà", 0.85, CellCounts(held=1, not_held=1))
    assert (tay_son.name, tay_son.counts.rate, tay_son.cells) == ("Xã Tây Sơn", None, CellCounts(unrecorded=1))
    inside = FigureQuery(202601, 202610, unit_id=world.units["dong_ha"])
    assert [(part.name, part.state) for part in drill_down.list_parts(world.district, inside, 202610)] == [
        ("Chi bộ thôn Bến Đá", CellState.NOT_HELD),
        ("Chi bộ thôn Đồng Bào", CellState.HELD),
    ]
    assert [row.reason for row in drill_down.list_meetings(world.district, inside, 202610, world.units["ben_da"])] == [
        "bão"
    ]
    assert figures.attendance_by_period(world.commune, wanted) == figures.attendance_by_period(world.district, inside)


def test_nobody_is_silent_before_the_register_begins_but_recorded_meetings_count(world, set_clock):
    set_clock("2026-11-22")
    choices.set_value(world.district, world.units["an_binh"], "first_month", 202610, choices.EARLIEST)
    _held(world, "dong_bao", 202608, expected=5, present=4, excused=1)
    found = dict(cells_met.by_month(world.district, FigureQuery(202607, 202611)))
    assert found == {
        202607: CellCounts(),
        202608: CellCounts(held=1),
        202609: CellCounts(),
        202610: CellCounts(unrecorded=3),
        202611: CellCounts(unrecorded=3),
    }
    assert figures.attendance_by_period(world.district, FigureQuery(202608, 202608))[0].counts.rate == 0.8


def _held_together(world) -> None:
    """A meeting in October that a commune held with two of its cells, four members of each."""
    area, cells = world.units["dong_ha"], [world.units["dong_bao"], world.units["ben_da"]]
    facts = {"area_id": area, "audience": OWN, "type": "regular", "period": 202610, "named": False}
    with writing(SYSTEM, "meet") as session:
        meeting_id = insert_rows(session, Meeting, [{**facts, "unit_id": area, "state": MeetingState.HELD}])[0]
        for cell in cells:
            insert_rows(
                session,
                Tally,
                [
                    {
                        **facts,
                        "meeting_id": meeting_id,
                        "unit_id": cell,
                        "kind": MembershipKind.OWN,
                        "expected": 4,
                        "present": 4,
                    }
                ],
            )


def test_a_joint_meeting_of_a_communes_cells_is_one_meeting(world):
    _held_together(world)
    _held(world, "nui_doi", 202610, expected=1, present=1)
    wanted = FigureQuery(202610, 202610)
    assert figures.attendance_by_period(world.district, wanted)[0].counts == AttendanceCounts(2, 2, 9, 9, 0, 0, 0, 0, 0)
    assert figures.attendance_by_period(world.commune, wanted)[0].counts[:3] == (1, 1, 8)
    for viewer in (world.district, world.commune):
        parts = drill_down.list_parts(viewer, wanted, 202610)
        sums = drill_down.sum_of_parts(viewer, wanted, 202610, parts)
        assert sums.counts == figures.attendance_by_period(viewer, wanted)[0].counts
        assert sums.counts.expected == sum(part.counts.expected for part in parts)
    assert sums.cells.held == 2
    assert (
        meeting_export.count_rows(world.district, wanted, named=False)
        == len(list(meeting_export.iterate_meetings(world.district, wanted)))
        == 3
    )


def test_a_month_without_a_meeting_has_no_rate(world):
    assert [
        point.counts.rate for point in figures.attendance_by_period(world.secretary, FigureQuery(202609, 202610))
    ] == [
        None,
        None,
    ]


def test_figures_are_not_for_workplaces_or_administrators(world):
    for viewer in (world.workplace, world.admin):
        with pytest.raises(NotAllowed):
            figures.attendance_by_period(viewer, FigureQuery(202601, 202610))


def test_each_month_is_measured_against_the_aim_on_its_last_day(world):
    with writing(SYSTEM, "rule") as session:
        own = {
            "unit_id": world.units["an_binh"],
            "name": attendance_aims.ATTENDANCE,
            "parameters": '{"above_percent": 88}',
            "citation": "NQ 5",
        }
        session.add(Rule(**own, valid_from=date(2026, 3, 10), valid_to=date(2026, 6, 15)))
    found = attendance_aims.aims_of_periods(world.commune, FigureQuery(201806, 202612))
    shown = {
        point: rule and rule.parameters["above_percent"]
        for point, rule in zip(FigureQuery(201806, 202612).periods, found, strict=True)
    }
    assert [shown[month] for month in (201806, 201807, 202509, 202510, 202602, 202603, 202605, 202606)] == [
        None,
        85,
        85,
        90,
        90,
        88,
        88,
        90,
    ]


def test_ten_years_are_summed_from_the_index_alone_and_joint_meetings_found_separately(database):
    world = people.world()
    _held(world, "dong_bao", 202610, expected=1, present=1)
    _held_together(world)
    with sent_statements.heard() as sent:
        figures.attendance_by_period(world.district, FigureQuery(201701, 202612))
    connection = sqlite3.connect(config.data_dir() / "register.db")
    plans = [
        row[3]
        for statement in sent
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * statement.count("?"))
        if "SEARCH tally" in row[3] or "SCAN tally" in row[3]
    ]
    sums = "SEARCH tally USING COVERING INDEX ix_tally_period (audience=? AND kind=? AND period>? AND period<?)"
    assert plans == [sums, sums, "SEARCH tally USING INDEX uq_tally_cell (meeting_id=?)"]
