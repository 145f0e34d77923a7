"""Whole days in cells of a list, to come or past: when a letter was written, until when an answer is wanted."""

from datetime import date

from components.files import cell_values, day_texts
from db.calendar import partial_dates
from db.errors import Invalid


def to_iso_day(value) -> str | None:
    """The day that a cell says, as yyyy-mm-dd, or none. Raises Invalid for what is no whole day, or years ahead."""
    said = cell_values.to_text(value)
    if not any(char.isdigit() for char in said):
        return None
    try:
        kept = cell_values.to_partial_date(value)
    except Invalid as refusal:
        if refusal.code == "date_too_far":
            raise
        found = day_texts.find_days(said, range(2000, date.max.year))
        kept = found[0] if len(found) == 1 else None
    exact = partial_dates.exact_day(kept)
    if exact is None:
        raise Invalid("date_unreadable", typed=said[:80])
    return exact.isoformat()
