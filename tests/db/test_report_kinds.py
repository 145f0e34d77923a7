"""Each kind of report equals a recount by hand in random districts, and cached answers are read
again after a change.
"""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, strategies as st

from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.report_kinds import ReportKind
from db.figures.report_states import OPEN, states_of_period
from tests.db import histories, report_recount
from tests.db.attendance_recount import LATELY, anybody, asked
from tests.db.random_worlds import WORLDS
from tests.db.report_recount import PERIODS, ReportRecount

DAYS = [LATELY, "2026-12-04T09:00:00", "2027-02-01T09:00:00"]


@pytest.mark.parametrize("kind", ReportKind)
@WORLDS
@given(seed=st.integers(0, 10**9))
def test_every_kind_of_report_equals_a_recount_of_every_cell(
    emptied: Callable[[], None], set_clock: Callable[[str], None], kind: ReportKind, seed: int
):
    emptied()
    random = Random(seed)
    set_clock(random.choice(DAYS))
    history = histories.make(random)
    report_recount.owe(history, random)
    viewer = anybody(history, random)
    unit_id = asked(history, viewer, random)
    recount, wanted = ReportRecount(history, viewer, unit_id), ReportQuery(kind, *PERIODS[kind], unit_id)
    parts = reporting.list_parts(viewer, wanted)
    for period in wanted.periods:
        counted = recount.counts(kind, period)
        assert states_of_period(parts, period) == counted
        silent = reporting.list_silent_cells(viewer, kind, period, unit_id)
        assert len(silent) == sum(counted[state] for state in OPEN)
        assert sum(owed - made for made, owed in (part.reported_and_expected([period]) for part in parts)) == len(
            silent
        )
    one = reporting.report_states_by_period(viewer, wanted._replace(since=wanted.until))[wanted.until].cells
    assert one == reporting.report_states_by_period(viewer, wanted)[wanted.until].cells
    assert report_kinds.periods_between(kind, wanted.since, wanted.until) == wanted.periods
