"""Days of somebody's life that can hardly be: years that Excel shows as days of 1905, people over 110, admissions of children."""

from datetime import date

from components.files import values
from db import clock, partial
from db.checks import EARLIEST
from db.faults import Invalid
from db.imports.seeing import DAY, YEAR, Choices

OLDEST, YOUNGEST = 110, 18


def settle(known: dict, choices: Choices, noted: list[list[str]]) -> Invalid | None:
    """Put days right as it was answered, noting it; what is not answered yet, as a question about the row."""
    for field in ("born", "admitted", "official"):
        typed = known.get(field)
        if not typed or not doubtful(field, known):
            continue
        year = values.serial(typed)
        answer = choices.years if year else choices.early
        if answer is None:
            if year:
                return Invalid("import_year", field=field, typed=partial.shown(typed), year=str(year))
            return Invalid("import_early", field=field, typed=partial.shown(typed))
        if answer != DAY:
            known[field] = str(year) if answer == YEAR else None
            noted.append(["read_as" if known[field] else "left_out", field, partial.shown(typed), known[field] or ""])
    return None


def doubtful(field: str, known: dict) -> bool:
    """Whether a day makes somebody too old, or admitted too young or before there was a Party."""
    typed, today = known[field], clock.today()
    if field == "born":
        return partial.last(typed) < _years(today, -OLDEST)
    born = known.get("born")
    return partial.last(typed) < EARLIEST or bool(born and partial.last(typed) < _years(partial.first(born), YOUNGEST))


def _years(day: date, count: int) -> date:
    return date(day.year + count, day.month, 1 if (day.month, day.day) == (2, 29) else day.day)
