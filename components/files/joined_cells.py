"""Cells of one field that is spread over several columns, joined into one: names by a space, dates by slashes."""

import re
from datetime import date, datetime

from components.files import cell_values
from db.calendar import clock

BOTH = ("admitted", "official")  # which some lists write in one column
DAYS = ("born", *BOTH)


def lacks_month(parts: list) -> bool:
    """Return whether day, month and year are in separate cells and the month is missing; only the year of such a date
    is known.
    """
    return len(parts) == 3 and [bool(cell_values.to_text(part)) for part in parts] == [True, False, True]


def _with_year(day, year) -> list:
    """Return a date and its year from a second column as the parts to join: the year once, if both say the same.

    Excel takes a day and month without a year for one of this year, in which no member is born or was admitted.
    """
    said = cell_values.to_text(year)
    if isinstance(day, datetime | date) and day.year >= clock.today().year and said.isdigit() and said != str(day.year):
        return [f"{day:%d/%m}", year]
    return [day] if said in re.findall(r"\d{4}", cell_values.to_text(day)) else [day, year]


def join_cells(cells: dict[str, list]) -> dict:
    """Join each field's cells: names by a space, dates by slashes, family and given name into the full name."""
    found: dict = {"name": None}
    for field, parts in cells.items():
        filled = [part for part in parts if cell_values.to_text(part)]
        if field in DAYS and lacks_month(parts):
            filled = filled[-1:]
        if field in DAYS and len(parts) == 2 == len(filled):
            filled = _with_year(*filled)
        if len(filled) == 1:
            found[field] = filled[0]
        elif filled:
            found[field] = ("/" if field in DAYS else " ").join(map(cell_values.to_text, filled))
    if "family" in found or "given" in found:
        found["name"] = (
            " ".join(filter(None, (cell_values.to_text(found.get("family")), cell_values.to_text(found.get("given")))))
            or found["name"]
        )
    return found
