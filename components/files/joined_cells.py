"""Cells of one field that is spread over several columns, joined into one: names by a space, dates by slashes."""

from components.files import cell_values

BOTH = ("admitted", "official")  # which some lists write in one column
DAYS = ("born", *BOTH)


def lacks_month(parts: list) -> bool:
    """Return whether day, month and year are in separate cells and the month is missing; only the year of such a date
    is known.
    """
    return len(parts) == 3 and [bool(cell_values.to_text(part)) for part in parts] == [True, False, True]


def join_cells(cells: dict[str, list]) -> dict:
    """Join each field's cells: names by a space, dates by slashes, family and given name into the full name."""
    found: dict = {"name": None}
    for field, parts in cells.items():
        filled = [part for part in parts if cell_values.to_text(part)]
        if field in DAYS and lacks_month(parts):
            filled = filled[-1:]
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
