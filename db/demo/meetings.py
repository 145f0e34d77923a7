"""Meetings of the demonstration:
the months in which each cell met, on which day, and the months with nothing recorded yet.
"""

from datetime import date, timedelta

from db.demo import planned_tasks, special_meetings
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT
from db.demo.district_plan import BOOK
from db.demo.district_state import CountProgress, District, ReportingHabit, first_of_month, seeded_random
from db.demo.minutes import MinutesWriter
from db.demo.word_lists import load_words
from db.models import MeetingState

THEMATIC = (2, 5, 8, 11)  # the middle month of each quarter
# latest meetings of which nothing is recorded
MISSING = {ReportingHabit.FORGETFUL: 1, ReportingHabit.PAPER: 1, ReportingHabit.SILENT: 3}
HELD, POSTPONED, NOT_HELD = MeetingState.HELD, MeetingState.POSTPONED, MeetingState.NOT_HELD


def fill(filler: BulkFiller, district: District, progress: CountProgress) -> None:
    """Add all meetings; `progress` is called with the number of cells done and in all."""
    cells = [one for cell in district.cells for one in (*cell.before, cell) if one.people]
    for done, cell in enumerate(cells):
        progress(done, len(cells))
        minutes = MinutesWriter(filler, district, cell)
        _fill_months(minutes)
        _fill_halves(minutes)
        minutes.add_open_tasks()
        filler.write()
    for cell in district.cells:
        planned_tasks.fill(filler, district, cell)
    special_meetings.fill(filler, district)


def _fill_months(minutes: MinutesWriter) -> None:
    cell = minutes.cell
    latest = cell.latest_meeting_day(minutes.district.today).replace(day=1)
    for back in range(minutes.district.months, MISSING.get(cell.habit, 0) - 1, -1):
        planned = cell.meeting_day_in(first_of_month(latest, -back))
        if planned >= minutes.district.first_day and cell.stands_on(planned):
            _month(minutes, planned, back)


def _month(minutes: MinutesWriter, planned: date, back: int) -> None:
    """Add a month's meeting; in the middle of a quarter also a thematic one, combined with it or separate."""
    cell, random, texts = minutes.cell, minutes.random, load_words()["minutes"]
    thematic = planned.month in THEMATIC
    together = thematic and seeded_random("thematic", cell.id).random() < 0.7
    type_, named = "regular_with_thematic" if together else "regular", cell.habit != ReportingHabit.PAPER
    fate = _fate(minutes, random.random(), back)
    if fate == NOT_HELD:
        minutes.add_not_held(type_, planned, random.choice(texts["not_held"]))
    elif fate == POSTPONED and back == 0:
        minutes.add_postponed(
            type_, planned, minutes.district.today + timedelta(days=4), random.choice(texts["postponed"])
        )
    else:
        minutes.add_own_meeting(
            type_, planned + timedelta(days=random.randint(2, 9) if fate == POSTPONED else 0), planned, named=named
        )
    if thematic and not together and random.random() < 0.8:
        minutes.add_own_meeting("thematic", planned + timedelta(days=14), None, named=named)


def _fate(minutes: MinutesWriter, fell: float, back: int) -> MeetingState:
    """Return what becomes of a month's meeting: a few are not held, a few postponed; for the cells with
    a story it is fixed.
    """
    cell = minutes.cell
    if cell.name == BOOK:
        return {13: NOT_HELD, 8: POSTPONED}.get(back, HELD)
    if back == 0:
        return POSTPONED if cell is minutes.district.cell_of_first_commune(special_meetings.PUT_OFF) else HELD
    return NOT_HELD if fell < 0.012 else POSTPONED if fell < 0.035 else HELD


def _fill_halves(minutes: MinutesWriter) -> None:
    """Add the half-yearly meetings with contact members, planned for the last month of each half-year; every fourth is
    held earlier, some never.
    """
    cell, random, today = minutes.cell, minutes.random, minutes.district.today
    this_half = first_of_month(today, -((today.month - 1) % 6))
    for back in range(minutes.district.months // 6, -1, -1):
        start = first_of_month(this_half, -6 * back)
        planned = cell.meeting_day_in(first_of_month(start, 5))
        held = planned + timedelta(days=random.randint(0, 14))
        if random.random() < 0.25:
            held = first_of_month(start, 4).replace(day=random.randint(12, 27))
        missed = random.random() < 0.06
        known = back > 0 if cell.name == BOOK else not missed
        if known and cell.people_of(CONTACT) and cell.stands_on(held):
            minutes.add_contact_meeting(start, held, planned)
