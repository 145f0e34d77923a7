"""Superior's forms in Excel: placeholders in cells, heads, feet, text boxes, charts and comments, and their filling.

A cell of nothing but one placeholder becomes a number, so that the form's own formulas count with it; any other is
text, which never is a formula. The file is not written anew by a library: pictures, lists to choose from, widths,
print areas, text boxes and charts stay as they were.
"""

import posixpath
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from components.files import form_text
from components.files.form_text import DRAWING, PLACEHOLDER, SHEET, FormValue, Line, Values, Written
from components.i18n import _

SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
DRAWN = re.compile(r"xl/(drawings|charts|diagrams)/[^/]*\.xml")
COMMENTS = re.compile(r"xl/(comments[^/]*|comments/[^/]*)\.xml")
STRINGS, BOOK, CHAIN = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/calcChain.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_HEAD = 255  # letters that Excel takes as a page's head
PERCENT_FORMATS = {9, 10}  # of Excel's own


def scan(parts: dict[str, bytes]) -> Iterator[Written]:
    """All placeholders with where they stand; one within a formula, too."""
    owners, strings = _owners(parts), _strings(parts)
    for name in filter(SHEETS.fullmatch, parts):
        sheet, root = owners.get(name, ""), form_text.parse(parts[name])
        for cell in root.iter(f"{SHEET}c"):
            place = _("sheet {sheet}, cell {cell}", sheet=sheet, cell=cell.get("r", ""))
            formula = cell.findtext(f"{SHEET}f") or ""
            if "{{" in formula:
                yield Written(formula, place, braces=False)
            elif cell.find(f"{SHEET}f") is None:
                yield from form_text.written("".join(piece.text or "" for piece in _pieces(cell, strings)), place)
        for head in _heads(root):
            yield from form_text.written(head.text or "", _("sheet {sheet}, page header or footer", sheet=sheet))
    for name, line in _outside_lines(parts, owners):
        del name
        yield from form_text.written(line.text, line.place)


def fill(data: bytes, values: Values) -> bytes:
    """The form with its values."""
    parts = form_text.read_parts(data)
    strings, percents = _strings(parts), _percent_styles(parts)
    for name in list(filter(SHEETS.fullmatch, parts)):
        root = form_text.parse(parts[name])
        for cell in root.iter(f"{SHEET}c"):
            if cell.find(f"{SHEET}f") is not None:
                _forget_result(cell)
            else:
                _fill_cell(cell, strings, values, int(cell.get("s", 0)) in percents)
        for head in _heads(root):
            head.text = _head(head.text or "", values)
        parts[name] = form_text.serialise(root)
    for name in list(parts):
        if DRAWN.fullmatch(name) or COMMENTS.fullmatch(name):
            root = form_text.parse(parts[name])
            found = list(_lines_of(name, root, ""))
            for line in found:
                form_text.fill_line(line, values)
            if found:
                parts[name] = form_text.serialise(root)
    _empty_strings(parts)
    _recount_on_opening(parts)
    return form_text.write_parts(parts)


def sheet_names(parts: dict[str, bytes]) -> list[str]:
    """What the sheets are called."""
    return [sheet.get("name", "") for sheet in form_text.parse(parts[BOOK]).iter(f"{SHEET}sheet")]


def protected_sheets(parts: dict[str, bytes]) -> list[str]:
    """The sheets that are protected."""
    owners = _owners(parts)
    return [owners.get(name, "") for name in filter(SHEETS.fullmatch, parts) if b"<sheetProtection" in parts[name]]


def _strings(parts: dict[str, bytes]) -> list[Any]:
    return list(form_text.parse(parts[STRINGS]).iter(f"{SHEET}si")) if STRINGS in parts else []


def _pieces(cell: Any, strings: list[Any]) -> list[Any]:
    """The pieces of a cell's text; none for a number."""
    kind, kept = cell.get("t"), cell.find(f"{SHEET}v")
    if kind == "s" and kept is not None and int(kept.text or -1) < len(strings):
        return _texts(strings[int(kept.text)])
    if kind == "inlineStr" and cell.find(f"{SHEET}is") is not None:
        return _texts(cell.find(f"{SHEET}is"))
    return [kept] if kind == "str" and kept is not None else []


def _texts(held: Any) -> list[Any]:
    return [text for text in held.iter(f"{SHEET}t") if text.getparent().tag != f"{SHEET}rPh"]


def _fill_cell(cell: Any, strings: list[Any], values: Values, percent: bool) -> None:
    pieces = _pieces(cell, strings)
    text = "".join(piece.text or "" for piece in pieces)
    if "{{" not in text:
        return
    alone = PLACEHOLDER.fullmatch(text.strip())
    value = values.get(form_text.field_key(alone[1])) if alone else None
    held = deepcopy(strings[int(cell.findtext(f"{SHEET}v"))]) if cell.get("t") == "s" else cell.find(f"{SHEET}is")
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is not None and value.number is not None:
        etree.SubElement(cell, f"{SHEET}v").text = repr(_number(value, percent))
    elif value is not None and not value.text:
        return  # a blank cell counts as nothing
    else:
        cell.set("t", "inlineStr")
        if held is None:
            held = etree.Element(f"{SHEET}is")
            etree.SubElement(held, f"{SHEET}t").text = text
        held.tag = f"{SHEET}is"
        cell.append(held)
        form_text.fill_line(Line(_texts(held), ""), values)


def _number(value: FormValue, percent: bool) -> float | int:
    """A share is a share in a cell that is formatted as per cent, and so many per cent in any other."""
    found = value.share if percent and value.share is not None else value.number
    return found if found is not None else 0


def _percent_styles(parts: dict[str, bytes]) -> set[int]:
    """The styles that show per cent."""
    if "xl/styles.xml" not in parts:
        return set()
    root = form_text.parse(parts["xl/styles.xml"])
    formats = {each.get("numFmtId") for each in root.iter(f"{SHEET}numFmt") if "%" in each.get("formatCode", "")}
    shown = formats | {str(each) for each in PERCENT_FORMATS}
    styles = root.find(f"{SHEET}cellXfs")
    return {at for at, style in enumerate(styles if styles is not None else ()) if style.get("numFmtId") in shown}


def _forget_result(cell: Any) -> None:
    """Have a formula count anew: what it came to is of the empty form."""
    for kept in cell.findall(f"{SHEET}v"):
        cell.remove(kept)
    cell.attrib.pop("t", None)


def _heads(root: Any) -> list[Any]:
    return [line for held in root.iter(f"{SHEET}headerFooter") for line in held]


def _head(text: str, values: Values) -> str:
    """A page's head: an ampersand is written twice there, and what is too long for Excel is shortened."""
    for longest in range(MOST_HEAD, 0, -5):
        short = {key: FormValue(_shortened(value.text, longest).replace("&", "&&"), share=value.share)
                 for key, value in values.items()} if "{{" in text else {}  # fmt: skip
        if len(made := form_text.filled(text, short)) <= MOST_HEAD:
            return made
    return text


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _outside_lines(parts: dict[str, bytes], owners: dict[str, str]) -> Iterator[tuple[str, Line]]:
    """The lines in text boxes, charts and comments, with the part they are in."""
    for name in parts:
        if DRAWN.fullmatch(name) or COMMENTS.fullmatch(name):
            for line in _lines_of(name, form_text.parse(parts[name]), owners.get(name, "")):
                yield name, line


def _lines_of(name: str, root: Any, sheet: str) -> Iterator[Line]:
    box = _("sheet {sheet}, text box", sheet=sheet) if sheet else _("text box")
    note = _("sheet {sheet}, comment", sheet=sheet) if sheet else _("comment")
    if DRAWN.fullmatch(name):
        yield from form_text.lines(root, f"{DRAWING}p", f"{DRAWING}t", lambda _paragraph: box)
    else:
        yield from form_text.lines(root, f"{SHEET}text", f"{SHEET}t", lambda _paragraph: note)


def _empty_strings(parts: dict[str, bytes]) -> None:
    """No cell shows the texts with placeholders any more."""
    if STRINGS not in parts or b"{{" not in parts[STRINGS]:
        return
    root = form_text.parse(parts[STRINGS])
    for held in root.iter(f"{SHEET}si"):
        if "{{" in "".join(text.text or "" for text in _texts(held)):
            for child in list(held):
                held.remove(child)
            etree.SubElement(held, f"{SHEET}t")
    parts[STRINGS] = form_text.serialise(root)


def _recount_on_opening(parts: dict[str, bytes]) -> None:
    """Whoever opens the file sees formulas of the new figures."""
    root = form_text.parse(parts[BOOK])
    found = root.find(f"{SHEET}calcPr")
    if found is None:
        found = etree.Element(f"{SHEET}calcPr")
        before = ("definedNames", "externalReferences", "functionGroups", "sheets")
        above = next(each for each in (root.find(f"{SHEET}{name}") for name in before) if each is not None)
        above.addnext(found)
    found.set("fullCalcOnLoad", "1")
    parts[BOOK] = form_text.serialise(root)


def _owners(parts: dict[str, bytes]) -> dict[str, str]:
    """Which sheet each part belongs to, by its name."""
    relations = _targets(parts, BOOK)
    sheets = form_text.parse(parts[BOOK]).iter(f"{SHEET}sheet")
    found = {relations.get(sheet.get(RELATION), ""): sheet.get("name", "") for sheet in sheets}
    for name in [each for each in found if each in parts]:
        for part in _targets(parts, name).values():
            found.setdefault(part, found[name])
            for inner in _targets(parts, part).values():
                found.setdefault(inner, found[name])
    return found


def _targets(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """The parts that a part refers to, by the ids of its relations."""
    folder, file = posixpath.split(name)
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    return {
        each.get("Id"): posixpath.normpath(posixpath.join("/" + folder, each.get("Target", ""))).lstrip("/")
        for each in (form_text.parse(relations) if relations else ())
        if each.get("TargetMode") != "External"
    }
