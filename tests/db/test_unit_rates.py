"""Attendance of units over many months equals a recount; each unit opens to the meetings behind it."""

from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, Phase, example, given, settings, strategies as st

from db.calendar.months import last_day
from db.figures import drill_down, figures
from db.figures.figures import FigureQuery
from tests.db import histories
from tests.db.attendance_recount import LATELY, OWN, Recount, anybody, asked, cut
from tests.db.histories import MONTHS

WORLDS = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@WORLDS
@given(seed=st.integers(0, 10**9))
@example(seed=397)  # a commune merged into another one meanwhile
@example(seed=696_252)  # a cell that was first directly below the district, then below a commune
def test_units_equal_a_recount_and_their_meetings_add_up_to_them(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    viewer = anybody(history, random)
    since, until = sorted(random.choices(MONTHS, k=2))
    wanted = FigureQuery(since, until, OWN, asked(history, viewer, random))
    units = drill_down.list_parts(viewer, wanted, None)
    counted = Recount(history, viewer, wanted.unit_id).counts(OWN, set(wanted.periods))
    assert drill_down.sum_of_parts(viewer, wanted, None, units).counts == counted
    spans = [span for part in cut(wanted, random) for span in drill_down.count_spans(viewer, part)]
    assert drill_down.list_parts_of_spans(viewer, wanted, spans) == units
    for unit in units:
        if unit.is_cell:
            rows = drill_down.list_meetings(viewer, wanted, None, unit.unit_id)
            assert figures.total([row.counts for row in rows]) == unit.counts
        elif all(
            history.stood(unit.unit_id, last_day(month)) for month in wanted.periods
        ):  # otherwise it only has cells here
            inside = drill_down.list_parts(viewer, FigureQuery(since, until, OWN, unit.unit_id), None)
            assert figures.total([part.counts for part in inside]) == unit.counts
