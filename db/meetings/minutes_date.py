"""The date of the minutes: what a commune enters on a cell's behalf rests on a paper of a day."""

from datetime import date

from db.calendar import clock
from db.errors import Invalid


def clean_date(dated: date | None, held_on: date | None) -> date | None:
    """The date as it is kept. Raises Invalid for minutes of a day to come, or dated before their meeting."""
    if dated and dated > clock.today():
        raise Invalid("minutes_to_come", day=dated)
    if dated and held_on and dated < held_on:
        raise Invalid("minutes_before_meeting", day=dated, start=held_on)
    return dated
