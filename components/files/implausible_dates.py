"""Dates in somebody's life that can hardly be right:
years that Excel shows as dates in 1905, people over 110, children admitted.
"""

from datetime import date

from components.files import cell_values
from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.imports.read_options import DAY, YEAR, ReadOptions
from db.kernel.validation import EARLIEST

OLDEST, YOUNGEST = 110, 18


def apply_answer(known: dict, choices: ReadOptions, noted: list[list[str]]) -> Invalid | None:
    """Correct dates as answered, with a note; what is not answered yet is returned as a question about the row."""
    for field in ("born", "admitted", "official"):
        typed = known.get(field)
        if not typed or not is_implausible(field, known):
            continue
        year = cell_values.excel_serial(typed)
        answer = choices.years if year else choices.early
        if answer is None:
            if year:
                return Invalid("import_year", field=field, typed=partial_dates.display(typed), year=str(year))
            return Invalid("import_early", field=field, typed=partial_dates.display(typed))
        if answer != DAY:
            known[field] = str(year) if answer == YEAR else None
            noted.append(
                ["read_as" if known[field] else "left_out", field, partial_dates.display(typed), known[field] or ""]
            )
    return None


def is_implausible(field: str, known: dict) -> bool:
    """Return whether a date makes somebody too old or too young, or admitted too young or before the Party existed."""
    typed, today = known[field], clock.today()
    if field == "born":
        young = partial_dates.earliest_day(typed) > _years(today, -YOUNGEST)
        return young or partial_dates.latest_day(typed) < _years(today, -OLDEST)
    born = known.get("born")
    return partial_dates.latest_day(typed) < EARLIEST or bool(
        born and partial_dates.latest_day(typed) < _years(partial_dates.earliest_day(born), YOUNGEST)
    )


def _years(day: date, count: int) -> date:
    return date(day.year + count, day.month, 1 if (day.month, day.day) == (2, 29) else day.day)
