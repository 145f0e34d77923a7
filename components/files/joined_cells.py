"""Cells of one field that stand in several columns, as one: names by a space, days by strokes."""

from components.files import cell_values

BOTH = ("admitted", "official")  # which some lists write into one column
DAYS = ("born", *BOTH)


def lacks_month(parts: list) -> bool:
    """Whether day, month and year stand apart and the month is missing: of such a day only the year is known."""
    return len(parts) == 3 and [bool(cell_values.to_text(part)) for part in parts] == [True, False, True]


def join_cells(cells: dict[str, list]) -> dict:
    """Each field's cells as one: names by a space, days by strokes, family and given name as the whole one."""
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
