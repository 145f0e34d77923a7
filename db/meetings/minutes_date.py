"""The date of the minutes on which a commune's entry for a cell rests."""

from datetime import date

from db.calendar import clock
from db.errors import Invalid


def clean_date(dated: date | None, held_on: date | None) -> date | None:
    """The date as it is stored. Raises Invalid for minutes dated in the future or before their meeting."""
    if dated and dated > clock.today():
        raise Invalid("minutes_to_come", day=dated)
    if dated and held_on and dated < held_on:
        raise Invalid("minutes_before_meeting", day=dated, start=held_on)
    return dated
