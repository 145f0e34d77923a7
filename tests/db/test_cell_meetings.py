"""Meetings of each cell over several months equal a recount of every person in random districts."""

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import given, strategies as st

from db.figures import cell_meetings, drill_down, figures
from db.figures.cell_meetings import CellMeetings
from db.figures.cells_met import CellState
from db.figures.figures import AttendanceCounts, FigureQuery
from tests.db import histories
from tests.db.attendance_recount import LATELY, OWN, Recount, anybody, asked
from tests.db.histories import MONTHS
from tests.db.random_worlds import WORLDS


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_a_cells_meetings_over_several_months_equal_a_recount(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    first, last = sorted(random.choices(range(len(MONTHS)), k=2))
    months = MONTHS[first : last + 1]
    wanted = FigureQuery(months[0], months[-1], OWN, unit_id)
    recount = Recount(history, viewer, unit_id)
    cells = cell_meetings.list_cells(viewer, wanted)
    parts = drill_down.list_parts(viewer, wanted, None)
    assert figures.total(cell.count.counts for cell in cells) == figures.total(part.counts for part in parts)
    for cell in cells:
        assert cell.count.counts == recount.counts(OWN, set(months), cell.unit_id)
    states = sum((Counter(recount.states(month)) for month in months), Counter())
    assert sum(cell.count.silent for cell in cells) == states[CellState.UNRECORDED]
    assert sum(cell.count.unheld for cell in cells) == states[CellState.POSTPONED] + states[CellState.NOT_HELD]


def test_a_rate_equal_to_the_aim_is_not_above_it_and_without_anybody_called_there_is_no_rate():
    def at(present: int, expected: int) -> CellMeetings:
        return CellMeetings(0, 0, AttendanceCounts(present=present, expected=expected))

    assert at(17, 20).is_below(85)
    assert not at(18, 20).is_below(85)
    assert not at(0, 0).is_below(85)
    assert not at(1, 20).is_below(None)
