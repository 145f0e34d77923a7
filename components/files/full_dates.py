"""Full dates in cells of a list, past or future: the date of a letter, the date an answer is due."""

from datetime import date

from components.files import cell_values, raw_dates
from db.calendar import partial_dates
from db.errors import Invalid


def to_iso_date(value) -> str | None:
    """Return the date of a cell as yyyy-mm-dd, or None. Raises Invalid for a partial date, or one that
    is years ahead.
    """
    said = cell_values.to_text(value)
    if not any(char.isdigit() for char in said):
        return None
    try:
        kept = cell_values.to_partial_date(value)
    except Invalid as refusal:
        if refusal.code == "date_too_far":
            raise
        found = raw_dates.find_dates(said, range(2000, date.max.year))
        kept = found[0] if len(found) == 1 else None
    exact = partial_dates.exact_day(kept)
    if exact is None:
        raise Invalid("date_unreadable", typed=said[:80])
    return exact.isoformat()
