"""Rows of a sheet that are repeated for each unit below: room is made for them, and everything below moves down.

Formulas, merged cells, drop-down lists, conditional formats, print areas, pictures and charts follow their rows. A
range that contains the repeated row grows with it, and so does a reference to that row alone within a sum, so that a
sum below it covers all units.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator

from components.files import report_form_text
from components.files.report_form_text import BOOK, SHEET

AREA = re.compile(r"(\$?[A-Z]{1,3})?(\$?)(\d+)(?::(\$?[A-Z]{1,3})?(\$?)(\d+))?")
ROW, CELL, FORMULA = f"{SHEET}row", f"{SHEET}c", f"{SHEET}f"
SUMMING = {"SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "COUNTBLANK", "MEDIAN", "PRODUCT", "SUBTOTAL"}
FORMULAS = {"f", "formula", "formula1", "formula2"}
ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
NOTE_ROW = re.compile(rb"(<x:Row>)(\d+)(</x:Row>)")


class Insertion(NamedTuple):
    """A number of rows inserted right below a row of a sheet."""

    sheet: str
    row: int
    more: int

    def shifted_reference(self, reference: str, within: bool = False) -> str:
        """Return a cell or range as it is called afterwards; `within` the repeated row, a range of this row alone stays
        as it is.
        """
        found = AREA.fullmatch(reference)
        if not found:
            return reference
        first = int(found[3])
        start = first + self.more if first > self.row else first
        told = f"{found[1] or ''}{found[2]}{start}"
        if found[6] is None:
            return told
        last = int(found[6])
        own = within and first == last == self.row
        end = last + self.more if last >= self.row and not own else last
        return f"{told}:{found[4] or ''}{found[5]}{end}"

    def shifted_references(self, references: str) -> str:
        """Return several such references, separated by spaces."""
        return " ".join(map(self.shifted_reference, references.split()))

    def shifted_formula(self, text: str, sheet: str, within: bool = False) -> str:
        """Return a formula of a sheet as it reads afterwards."""
        told = []
        for token, summed in _tokens(text):
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                named, mark, reference = token.value.rpartition("!")
                if (_plain(named) if mark else sheet) == self.sheet:
                    if summed and not within and self.is_single_cell(reference):
                        reference = f"{reference}:{reference}"
                    told.append(f"{named}{mark}{self.shifted_reference(reference, within)}")
                    continue
            told.append(token.value)
        return "".join(told)

    def is_single_cell(self, reference: str) -> bool:
        """Return whether this is a single cell of the repeated row."""
        found = AREA.fullmatch(reference)
        return bool(self.more and found and found[1] and found[6] is None and int(found[3]) == self.row)

    def uses_first_row_only(self, text: str, sheet: str) -> bool:
        """Return whether a formula of another row refers to one cell of the repeated row, and so to the
        first unit only.
        """
        return any(
            token.type == Token.OPERAND
            and token.subtype == Token.RANGE
            and not summed
            and (_plain(token.value.rpartition("!")[0]) if "!" in token.value else sheet) == self.sheet
            and self.is_single_cell(token.value.rpartition("!")[2])
            for token, summed in _tokens(text)
        )


def _tokens(text: str) -> Iterator[tuple[Token, bool]]:
    """Yield the pieces of a formula, and for each whether it is by itself an argument of SUM or a similar function."""
    pieces = Tokenizer(f"={text}").items
    written = [token for token in pieces if token.type != Token.WSPACE]
    bounded = {id(token) for before, token, after in zip(written, written[1:], written[2:], strict=False)
               if _bounds(before) and _bounds(after)}  # fmt: skip
    around: list[bool] = []
    for token in pieces:
        if token.subtype == Token.OPEN:
            around.append(token.type == Token.FUNC and token.value.rstrip("(").upper() in SUMMING)
        elif token.subtype == Token.CLOSE:
            around.pop()
        yield token, bool(around and around[-1]) and id(token) in bounded


def _bounds(token: Token) -> bool:
    return token.type == Token.SEP or token.subtype in (Token.OPEN, Token.CLOSE)


def _plain(named: str) -> str:
    return named.strip("'").replace("''", "'")


def write_out_shared_formulas(root: Any) -> None:
    """Write out each formula that a sheet stores once for several cells."""
    masters = {}
    for cell in root.iter(CELL):
        formula = cell.find(FORMULA)
        if formula is None or formula.get("t") != "shared":
            continue
        if formula.text:
            masters[formula.get("si")] = (formula.text, cell.get("r"))
        else:
            text, origin = masters[formula.get("si")]
            formula.text = Translator(f"={text}", origin=origin).translate_formula(cell.get("r"))[1:]
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def insert_copies(root: Any, insertion: Insertion, fill: Callable[[Any, int], None]) -> None:
    """Repeat a row of a sheet; `fill` is called with each copy and its position."""
    _move(root, insertion)
    rows = {int(row.get("r")): row for row in root.iter(ROW)}
    pattern = rows[insertion.row]
    above, copies = pattern, [deepcopy(pattern) for _more in range(insertion.more)]
    for place, copied in enumerate(copies, 1):
        _renumber(copied, insertion.row + place)
        above.addnext(copied)
        above = copied
    merged = root.find(f"{SHEET}mergeCells")
    for each in list(merged) if merged is not None else ():
        found = AREA.fullmatch(each.get("ref"))
        if found and found[3] == found[6] == str(insertion.row):
            for place in range(1, insertion.more + 1):
                again, row = deepcopy(each), insertion.row + place
                again.set("ref", f"{found[1]}{row}:{found[4]}{row}")
                merged.append(again)
            merged.set("count", str(len(merged)))
    for place, row in enumerate([pattern, *copies]):
        fill(row, place)


def update_references(parts: dict[str, bytes], insertion: Insertion, owners: dict[str, str]) -> None:
    """Update the rest of the file: other sheets, defined names, charts, pictures and comments."""
    for name in parts:
        if name == BOOK or re.fullmatch(r"xl/charts/chart\d*\.xml", name):
            root = report_form_text.parse_xml(parts[name])
            for element in _named(root, {"f", "definedName"}):
                element.text = insertion.shifted_formula(element.text or "", "")
            parts[name] = report_form_text.to_xml_bytes(root)
        elif re.fullmatch(r"xl/worksheets/[^/]*\.xml", name) and owners.get(name) != insertion.sheet:
            root = report_form_text.parse_xml(parts[name])
            for element in _named(root, FORMULAS):
                element.text = insertion.shifted_formula(element.text or "", owners.get(name, ""))
            parts[name] = report_form_text.to_xml_bytes(root)
        elif owners.get(name) == insertion.sheet and name.endswith(".vml"):
            parts[name] = NOTE_ROW.sub(lambda found: found[1] + _lower(found[2], insertion) + found[3], parts[name])
        elif owners.get(name) == insertion.sheet and name.endswith(".xml") and "/worksheets/" not in name:
            root = report_form_text.parse_xml(parts[name])
            for anchor in root.iter(ANCHOR):
                anchor.text = _lower((anchor.text or "0").encode(), insertion).decode()
            for comment in root.iter(f"{SHEET}comment"):
                comment.set("ref", insertion.shifted_reference(comment.get("ref")))
            parts[name] = report_form_text.to_xml_bytes(root)


def _lower(row: bytes, insertion: Insertion) -> bytes:
    """Return a row number counted from 0, moved down if necessary."""
    return str(int(row) + (insertion.more if int(row) >= insertion.row else 0)).encode()


def _move(root: Any, insertion: Insertion) -> None:
    for row in root.iter(ROW):
        number, own = int(row.get("r")), int(row.get("r")) == insertion.row
        for formula in row.iter(FORMULA):
            formula.text = insertion.shifted_formula(formula.text or "", insertion.sheet, own)
        if number > insertion.row:
            for cell in row.iter(CELL):
                cell.set("r", insertion.shifted_reference(cell.get("r")))
            row.set("r", str(number + insertion.more))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in (ROW, CELL):
            continue
        for name in ("ref", "sqref"):
            if element.get(name):
                alone = (
                    element.tag == f"{SHEET}mergeCell"
                )  # cells merged within the row are merged in each of its copies
                element.set(
                    name, " ".join(insertion.shifted_reference(each, alone) for each in element.get(name).split())
                )
        local = element.tag.rpartition("}")[2]
        if (
            local == "brk"
            and int(element.get("id", 0)) >= insertion.row
            and element.getparent().tag.endswith("rowBreaks")
        ):
            element.set("id", str(int(element.get("id")) + insertion.more))
        elif local == "sqref":
            element.text = insertion.shifted_references(element.text or "")
        elif local in FORMULAS and element.getparent().tag != CELL:
            element.text = insertion.shifted_formula(element.text or "", insertion.sheet)


def _renumber(row: Any, number: int) -> None:
    """Give a copy of a row its new number, and make its formulas refer to it."""
    row.set("r", str(number))
    for cell in row.iter(CELL):
        place = cell.get("r")
        moved = re.sub(r"\d+", str(number), place)
        formula = cell.find(FORMULA)
        if formula is not None and formula.text:
            formula.text = Translator(f"={formula.text}", origin=place).translate_formula(moved)[1:]
        cell.set("r", moved)


def _named(root: Any, names: set[str]) -> Iterator[Any]:
    return (each for each in root.iter() if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in names)
