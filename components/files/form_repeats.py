"""Rows of a superior's workbook that ask for each unit below: found, repeated and filled, sheet by sheet."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from components.files import form_cells, form_rows, form_text
from components.files.form_cells import SHEETS
from components.files.form_rows import Insertion
from components.files.form_text import EACH_UNIT, SHEET, FormValue, Values

CHAIN = "xl/calcChain.xml"
FILLED = "filled"  # marks a cell whose value is not looked at again: it is text, whatever it looks like


def repeat_rows(parts: dict[str, bytes], values: Values, below: Callable[[], Sequence[Values]]) -> None:
    """Make a row of each unit below of every row that asks for them; where there is none, the row stays blank."""
    strings, percents = form_cells.strings_of(parts), form_cells.percent_styles(parts)
    owners = form_cells.owners_of(parts)
    for name in list(filter(SHEETS.fullmatch, parts)):
        root = form_text.parse(parts[name])
        rows = repeated_rows(root, strings)
        if not rows:
            continue
        form_rows.unshare(root)
        each = [{**values, **one} for one in below() or [_blank_row(root, strings)]]
        for number in reversed(rows):  # from below: what lies higher keeps its place meanwhile
            insertion = Insertion(owners.get(name, ""), number, len(each) - 1)
            form_rows.insert(root, insertion, partial(_fill_row, strings, percents, each))
            form_rows.follow(parts, insertion, owners)
        parts[name] = form_text.serialise(root)
        _drop_chain(parts)


def _fill_row(strings: list[Any], percents: set[int], each: Sequence[Values], row: Any, place: int) -> None:
    for cell in row.iter(f"{SHEET}c"):
        if cell.find(f"{SHEET}f") is None:
            form_cells.fill_cell(cell, strings, each[place], int(cell.get("s", 0)) in percents)
            cell.set(FILLED, "")


def repeated_rows(root: Any, strings: list[Any]) -> list[int]:
    """The numbers of a sheet's rows that are repeated for each unit below."""
    found = []
    for row in root.iter(f"{SHEET}row"):
        texts = (form_cells.text_of(cell, strings) for cell in row.iter(f"{SHEET}c"))
        if any(
            form_text.field_key(name).startswith(f"{EACH_UNIT}:") for text in texts for name in form_text.names(text)
        ):
            found.append(int(row.get("r")))
    return found


def _blank_row(root: Any, strings: list[Any]) -> Values:
    texts = (form_cells.text_of(cell, strings) for cell in root.iter(f"{SHEET}c"))
    keys = (form_text.field_key(name) for text in texts for name in form_text.names(text))
    return {key: FormValue("") for key in keys if key.startswith(f"{EACH_UNIT}:")}


def _drop_chain(parts: dict[str, bytes]) -> None:
    """The order in which Excel counted formulas: it makes a new one."""
    if parts.pop(CHAIN, None) is None:
        return
    for name, ending in (("[Content_Types].xml", "PartName"), ("xl/_rels/workbook.xml.rels", "Target")):
        root = form_text.parse(parts[name])
        for each in [each for each in root if each.get(ending, "").endswith("calcChain.xml")]:
            root.remove(each)
        parts[name] = form_text.serialise(root)


def unmovable(parts: dict[str, bytes]) -> str:
    """A sheet on which rows are repeated, and what cannot move down stands as well; empty for none."""
    strings, owners = form_cells.strings_of(parts), form_cells.owners_of(parts)
    for name in filter(SHEETS.fullmatch, parts):
        root = form_text.parse(parts[name])
        tables = any(owners.get(part) == owners.get(name) and part.startswith(("xl/tables/", "xl/pivotTables/"))
                     for part in parts)  # fmt: skip
        fixed = any(each.get("t") in ("array", "dataTable") for each in root.iter(f"{SHEET}f"))
        if (tables or fixed) and repeated_rows(root, strings):
            return owners.get(name, "")
    return ""
