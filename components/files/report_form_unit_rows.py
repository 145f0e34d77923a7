"""Rows of a superior's workbook with placeholders for each unit below: found, repeated and filled, sheet by sheet."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from components.files import report_form_cells, report_form_row_insertion, report_form_text
from components.files.report_form_cells import SHEETS
from components.files.report_form_row_insertion import Insertion
from components.files.report_form_styles import CellStyles
from components.files.report_form_text import EACH_UNIT, SHEET, FormPlaceholder, FormValue, Values
from components.i18n import _

CHAIN = "xl/calcChain.xml"
FILLED = "filled"  # marks a cell that is not filled again: it is text, whatever it looks like


def repeat_rows(
    parts: dict[str, bytes], values: Values, below: Callable[[], Sequence[Values]], styles: CellStyles
) -> None:
    """Repeat every row that asks for the units below, one copy per unit; if there are none, the row stays blank."""
    strings = report_form_cells.shared_strings(parts)
    owners = report_form_cells.sheet_names_by_part(parts)
    for name in list(filter(SHEETS.fullmatch, parts)):
        root = report_form_text.parse_xml(parts[name])
        rows = repeated_rows(root, strings)
        if not rows:
            continue
        report_form_row_insertion.write_out_shared_formulas(root)
        each = [{**values, **one} for one in below() or [_blank_row(root, strings)]]
        for number in reversed(rows):  # from the bottom up, so that the rows above keep their numbers meanwhile
            insertion = Insertion(owners.get(name, ""), number, len(each) - 1)
            report_form_row_insertion.insert_copies(root, insertion, partial(_fill_row, strings, styles, each))
            report_form_row_insertion.update_references(parts, insertion, owners)
        parts[name] = report_form_text.to_xml_bytes(root)
        _drop_chain(parts)


def _fill_row(strings: list[Any], styles: CellStyles, each: Sequence[Values], row: Any, place: int) -> None:
    for cell in row.iter(f"{SHEET}c"):
        if cell.find(f"{SHEET}f") is None:
            report_form_cells.fill_cell(cell, strings, each[place], styles)
            cell.set(FILLED, "")


def repeated_rows(root: Any, strings: list[Any]) -> list[int]:
    """Return the numbers of a sheet's rows that are repeated for each unit below."""
    found = []
    for row in root.iter(f"{SHEET}row"):
        texts = (report_form_cells.cell_text(cell, strings) for cell in row.iter(f"{SHEET}c"))
        if any(
            report_form_text.field_key(name).startswith(f"{EACH_UNIT}:")
            for text in texts
            for name in report_form_text.placeholder_names(text)
        ):
            found.append(int(row.get("r")))
    return found


def _blank_row(root: Any, strings: list[Any]) -> Values:
    texts = (report_form_cells.cell_text(cell, strings) for cell in root.iter(f"{SHEET}c"))
    keys = (report_form_text.field_key(name) for text in texts for name in report_form_text.placeholder_names(text))
    return {key: FormValue("") for key in keys if key.startswith(f"{EACH_UNIT}:")}


def _drop_chain(parts: dict[str, bytes]) -> None:
    """Drop the order in which Excel computed formulas; it creates a new one."""
    if parts.pop(CHAIN, None) is None:
        return
    for name, ending in (("[Content_Types].xml", "PartName"), ("xl/_rels/workbook.xml.rels", "Target")):
        root = report_form_text.parse_xml(parts[name])
        for each in [each for each in root if each.get(ending, "").endswith("calcChain.xml")]:
            root.remove(each)
        parts[name] = report_form_text.to_xml_bytes(root)


def sheet_that_cannot_grow(parts: dict[str, bytes]) -> str:
    """Return the name of a sheet that has both repeated rows and something that cannot move down; empty
    if there is none.
    """
    strings, owners = report_form_cells.shared_strings(parts), report_form_cells.sheet_names_by_part(parts)
    for name in filter(SHEETS.fullmatch, parts):
        root = report_form_text.parse_xml(parts[name])
        tables = any(owners.get(part) == owners.get(name) and part.startswith(("xl/tables/", "xl/pivotTables/"))
                     for part in parts)  # fmt: skip
        fixed = any(each.get("t") in ("array", "dataTable") for each in root.iter(f"{SHEET}f"))
        if (tables or fixed) and repeated_rows(root, strings):
            return owners.get(name, "")
    return ""


def misplaced_unit_fields(found: Iterable[FormPlaceholder]) -> list[FormPlaceholder]:
    """Return the placeholders for each unit below that were found where nothing can be repeated."""
    return [each for each in found if report_form_text.field_key(each.name).startswith(f"{EACH_UNIT}:")]


def list_formulas_of_first_unit(parts: dict[str, bytes]) -> list[str]:
    """Describe where formulas of other rows refer to one cell of a repeated row, and so to the first unit only."""
    strings, owners = report_form_cells.shared_strings(parts), report_form_cells.sheet_names_by_part(parts)
    roots = {name: report_form_text.parse_xml(parts[name]) for name in filter(SHEETS.fullmatch, parts)}
    repeated = {name: repeated_rows(root, strings) for name, root in roots.items()}
    insertions = [Insertion(owners.get(name, ""), row, 1) for name, rows in repeated.items() for row in rows]
    if not insertions:
        return []
    found = []
    for name, root in roots.items():
        sheet = owners.get(name, "")
        for row in root.iter(f"{SHEET}row"):
            for cell in row.iter(f"{SHEET}c") if int(row.get("r")) not in repeated[name] else ():
                text = cell.findtext(f"{SHEET}f") or ""
                if text and any(each.uses_first_row_only(text, sheet) for each in insertions):
                    found.append(_("sheet {sheet}, cell {cell}", sheet=sheet, cell=cell.get("r")))
    return found
