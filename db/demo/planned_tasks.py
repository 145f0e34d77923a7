"""Planned tasks of the demonstration's cells for the year and its quarters, and their outcome."""

from datetime import date
from random import Random

from db.calendar.months import last_day_of_period, month_of, period_of
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Cell, District, seeded_random
from db.demo.word_lists import load_words
from db.models import Task, UnitKind
from db.settings import settings

YEAR, QUARTER = 12, 3


def fill(filler: BulkFiller, district: District, cell: Cell) -> None:
    """Add one task for the year and one for each quarter that has begun, all for the whole cell."""
    if cell.kind != UnitKind.CELL or not cell.people or not cell.stands_on(district.today):
        return
    random, today = seeded_random("planned_tasks", cell.id), district.today
    kinds = random.sample(settings.shipped_value("task_kinds"), 5)
    year = today.year * 100 + 1
    plans = [(year, YEAR), *((year + 3 * quarter, QUARTER) for quarter in range(4))]
    for kind, (period, months) in zip(kinds, plans, strict=True):
        if period > period_of(month_of(today), months):
            return
        due = last_day_of_period(period, months)
        filler.add(
            Task,
            unit_id=cell.id,
            text=kind["vi"],
            kind=kind["key"],
            plan_period=period,
            plan_months=months,
            due=due,
            **(_outcome(random, due) if due < today else {}),
        )


def _outcome(random: Random, due: date) -> dict:
    done = random.random() < 0.85
    return {
        "done": done,
        "closed_on": due,
        "result": None if done else random.choice(load_words()["minutes"]["unfinished"]),
    }
