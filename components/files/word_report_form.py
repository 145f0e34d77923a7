"""Word forms from superiors:
placeholders in the text, tables, headers, footers, text boxes and notes, and how they are filled.

A row or paragraph with `{{units: …}}` is repeated for each unit below.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from components.files import report_form_text
from components.files.report_form_text import DRAWING, EACH_UNIT, WORD, FormLine, FormPlaceholder, Values
from components.i18n import N_, _

PARAGRAPH, TEXT, ROW, CELL, TABLE, BODY, BOX = (
    f"{WORD}{name}" for name in ("p", "t", "tr", "tc", "tbl", "body", "txbxContent")
)
PLACES = (
    (re.compile(r"word/document\d*\.xml"), N_("in the text")),
    (re.compile(r"word/header\d*\.xml"), N_("page header")),
    (re.compile(r"word/footer\d*\.xml"), N_("page footer")),
    (re.compile(r"word/footnotes\.xml"), N_("footnote")),
    (re.compile(r"word/endnotes\.xml"), N_("endnote")),
    (re.compile(r"word/comments\.xml"), N_("comment")),
    (re.compile(r"word/(charts|diagrams)/[^/]*\.xml"), N_("chart or diagram")),
)


def scan_placeholders(parts: dict[str, bytes]) -> Iterator[FormPlaceholder]:
    """Yield all placeholders with their places."""
    for name, where in _text_parts(parts):
        for line in _lines(report_form_text.parse_xml(parts[name]), _(where)):
            yield from report_form_text.find_placeholders(line.text, line.place)


def fill_form(data: bytes, values: Values, below: Callable[[], Sequence[Values]]) -> bytes:
    """Return the form with its values. `below` is called for the values of each unit below if rows are
    repeated for them.
    """
    parts = report_form_text.read_parts(data)
    for name, _where in _text_parts(parts):
        root = report_form_text.parse_xml(parts[name])
        for block in _repeated(root):
            _repeat(block, values, below())
        for line in _lines(root, ""):
            report_form_text.fill_line(line, values)
        for line in root.iter(PARAGRAPH):  # the text of repeated rows is final, whatever it looks like
            line.attrib.pop(DONE, None)
        parts[name] = report_form_text.to_xml_bytes(root)
    return report_form_text.write_parts(parts)


DONE = "done"


def _text_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for name in parts:
        where = next((words for pattern, words in PLACES if pattern.fullmatch(name)), None)
        if where and (b"{" in parts[name] or b"}" in parts[name]):
            yield name, where


def _lines(root: Any, where: str) -> Iterator[FormLine]:
    yield from (
        line
        for line in report_form_text.lines_with_braces(
            root, PARAGRAPH, TEXT, lambda paragraph: _place(paragraph, where)
        )
        if DONE not in next(line.pieces[0].iterancestors(PARAGRAPH)).attrib
    )
    yield from report_form_text.lines_with_braces(root, f"{DRAWING}p", f"{DRAWING}t", lambda _paragraph: where)


def _place(paragraph: Any, where: str) -> str:
    """Describe the place of a paragraph: the text box, the cell of a table, or its number among the paragraphs."""
    if next(paragraph.iterancestors(BOX), None) is not None:
        return _("text box")
    cell = next(paragraph.iterancestors(CELL), None)
    if cell is not None:
        row = next(cell.iterancestors(ROW))
        table = next(row.iterancestors(TABLE))
        at = _("table {table}, row {row}, column {column}", table=_number(table), row=_number(row),
               column=_number(cell))  # fmt: skip
        return at if where == _("in the text") else f"{where}, {at}"
    return _("paragraph {number}", number=_number(paragraph)) if paragraph.getparent().tag == BODY else where


def _number(element: Any) -> int:
    return sum(1 for _before in element.itersiblings(element.tag, preceding=True)) + 1


def _repeated(root: Any) -> list[Any]:
    """Return the rows, and the paragraphs outside tables, that are repeated for each unit below."""
    found: list[Any] = []
    for line in _lines(root, ""):
        if any(
            report_form_text.field_key(name).startswith(f"{EACH_UNIT}:")
            for name in report_form_text.placeholder_names(line.text)
        ):
            paragraph = next(line.pieces[0].iterancestors(PARAGRAPH))
            block = next(paragraph.iterancestors(ROW), paragraph)
            if block not in found:
                found.append(block)
    return found


def _repeat(block: Any, values: Values, below: Sequence[Values]) -> None:
    for each in below:
        copied = deepcopy(block)
        block.addprevious(copied)
        for line in _lines(copied, ""):
            report_form_text.fill_line(line, {**values, **each})
        for paragraph in copied.iter(PARAGRAPH):
            paragraph.set(DONE, "")
    around = block.getparent()
    if not below and block.tag == ROW and len(around.findall(ROW)) == 1:
        for line in _lines(block, ""):  # a table needs at least one row
            for piece in line.pieces:
                piece.text = ""
        return
    around.remove(block)
