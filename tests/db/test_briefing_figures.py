"""The figures of papers for meetings equal a recount of every cell and person in random districts."""

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import given, strategies as st

from components.briefings.attendance_section import load_rows as ask_attendance
from components.briefings.attention_section import load_rows as ask_attention
from components.briefings.reporting_section import load_rows as ask_reporting
from components.briefings.section_declaration import BriefingQuery
from db.calendar.months import last_day
from db.figures.cells_met import CellState
from tests.db import histories
from tests.db.attendance_recount import LATELY, OWN, Recount, anybody, asked
from tests.db.histories import MONTHS
from tests.db.random_worlds import WORLDS


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_a_periods_figures_equal_a_recount_of_every_cell_and_person(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    first, last = sorted(random.choices(range(len(MONTHS)), k=2))
    period = MONTHS[first : last + 1]
    wanted = BriefingQuery(period[0], period[-1], len(period), last_day(period[-1]), unit_id, "kỳ")
    recount = Recount(history, viewer, unit_id)
    states = sum((Counter(recount.states(month)) for month in period), Counter())
    reports = ask_reporting(viewer, wanted)
    assert reports.expected == states.total() - states[CellState.NOT_DUE]
    assert reports.expected - reports.reported == states[CellState.UNRECORDED]
    assert ask_attendance(viewer, wanted).counts == recount.counts(OWN, set(period))
    found = ask_attention(viewer, wanted)
    assert len(found.cells) == found.silent + found.below - found.both
    for cell in found.cells:
        counts = recount.counts(OWN, set(period), cell.unit_id)
        assert cell.count.silent or counts.present * 100 <= found.aim * counts.expected
