"""Separate columns for men and women: birth dates in them, or ticks, whatever the sign."""

from collections.abc import Sequence
from typing import NamedTuple

from components.files import cell_values

SEXES = ("male", "female")


class SexColumns(NamedTuple):
    """What they say: the sex, the date of birth if one of them holds it, and by field what is left out."""

    sex: str | None
    born: object
    left: list[tuple[str, object]]


def read_sex_columns(cells: dict) -> SexColumns:
    """Return what the columns "Nam" and "Nữ" of a row say, given its cells by field."""
    said, left, born = {}, [], cells.get("born")
    for field in SEXES:
        value = cells.get(field)
        ticked = cell_values.is_ticked(value) if value is not None else False
        if ticked is False:
            continue
        said[field] = value
        if ticked is None and born is not None and cell_values.to_text(born) != cell_values.to_text(value):
            left.append((field, value))
        elif ticked is None:
            born = value
    if len(said) > 1:
        left.append(("sex", " · ".join(map(cell_values.to_text, said.values()))))
    return SexColumns(next(iter(said)) if len(said) == 1 else None, born, left)


def sex_of_the_unticked(columns: dict[str, list[int]], below: Sequence[Sequence]) -> str | None:
    """Return the sex that an empty cell means, if a column "Nữ" or "Nam" stands alone and holds only ticks."""
    told = [field for field in (*SEXES, "sex") if field in columns]
    if len(told) != 1 or told == ["sex"]:
        return None
    values = (row[place] for place in columns[told[0]] for row in below)
    ticks = [cell_values.is_ticked(value) for value in values if cell_values.to_text(value)]
    ticked = ticks.count(True) > ticks.count(None)  # a total below is no tick
    return {"male": "female", "female": "male"}[told[0]] if ticked else None
