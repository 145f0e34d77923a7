"""The figures on tasks equal a recount of the tasks themselves, and are shown to those who read names."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.calendar.months import last_day_of_period, period_of
from db.errors import NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import task_progress
from db.models import Task
from tests import people, prepared
from tests.rows import rows

TODAY, YEARS = date(2026, 11, 22), (2025, 2026, 2027)
pytestmark = pytest.mark.usefixtures("november")
DAYS = st.just(TODAY) | st.dates(date(2025, 1, 1), date(2027, 12, 31))
PLANS = st.none() | st.tuples(st.integers(0, 35), st.sampled_from([1, 3, 12]))
TASKS = st.lists(
    st.tuples(
        st.sampled_from(["dong_bao", "ben_da", "nui_doi"]), PLANS, st.none() | DAYS, st.none() | st.booleans(), DAYS
    ),
    max_size=25,
)


def fill(world, drawn: list[tuple]) -> None:
    with writing(SYSTEM, "test") as session:
        for cell, plan, due, done, closed in drawn:
            period = months = None
            if plan:
                months = plan[1]
                period = period_of(202501 + plan[0] // 12 * 100 + plan[0] % 12, months)
                due = last_day_of_period(period, months)
            closed_on = closed if done is not None else None
            told = {"plan_period": period, "plan_months": months, "due": due, "done": done, "closed_on": closed_on}
            session.add(Task(unit_id=world.units[cell], text="việc", **told))


def recount(tasks: list[Task]) -> Counter:
    """How many tasks there are by year, cell, period and outcome."""
    found: Counter = Counter()
    for task in tasks:
        key = ((task.due or task.closed_on or TODAY).year, task.unit_id, task.plan_period, task.plan_months)
        found[*key, "total"] += 1
        found[*key, {True: "done", False: "not_done", None: "unreported"}[task.done]] += 1
        if task.done is None and task.due and task.due < TODAY:
            found[*key, "overdue"] += 1
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=TASKS)
def test_every_figure_equals_a_recount_of_the_tasks(database, drawn):
    world = prepared.filled(people.world)
    fill(world, drawn)
    expected = recount([task for task in rows(Task) if task.unit_id != world.units["nui_doi"]])
    names, told = ("total", "done", "not_done", "unreported", "overdue"), Counter()
    for year in YEARS:
        lines = task_progress.by_period(world.commune, year)
        for line in lines:
            told.update({(year, line.unit_id, line.period, line.months, name): getattr(line, name) for name in names})
        cells = task_progress.by_cell(world.commune, year)
        for name in names:
            assert sum(getattr(line, name) for line in lines) == sum(getattr(line, name) for line in cells.values())
        own = [line for line in lines if line.unit_id == world.units["dong_bao"]]
        assert task_progress.by_period(world.secretary, year, world.units["dong_bao"]) == own
    assert +told == +expected


@pytest.mark.parametrize("key", ["district", "workplace"])
def test_viewers_who_read_no_names_see_no_task_figures(world, key):
    with pytest.raises(NotAllowed):
        task_progress.by_period(world.viewers[key], 2026)
