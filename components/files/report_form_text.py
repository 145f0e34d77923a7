"""Placeholders in the texts of a superior's form, for any file format: found, and filled in place.

A form's parts are edited as XML, so that the rest of the file stays as its owner made it. Programs split a line into
pieces anywhere; a value looks like the piece in which its placeholder begins.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from db.vietnamese import fold

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
WITH_SIGN = re.compile(r"\{\{([^{}]*)\}\}(?=(\s*%)?)")  # a form that prints the per cent sign itself gets it only once
BRACES = re.compile(r"\{\{[^{}]*\}\}|\{+[^{}]{1,80}\}+|\{\{|\}\}")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BOOK = "xl/workbook.xml"  # the part of a workbook that lists its sheets
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PACKED_AT = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that equal content gives equal files
EACH_UNIT = "units"  # before a colon: the row is repeated for each unit below
LISTS = {EACH_UNIT: EACH_UNIT, "tung don vi": EACH_UNIT, "don vi": EACH_UNIT}


class FormValue(NamedTuple):
    """A figure as it is put into a form: its printed form, a number (a share in per cent), the exact share, a date."""

    text: str
    number: float | int | None = None
    share: float | None = None
    day: date | None = None


Values = Mapping[str, FormValue]  # by the keys of placeholders


class FormPlaceholder(NamedTuple):
    """A placeholder as it is written in a form, and its place in words."""

    name: str
    place: str
    braces: bool = True  # whether it has two braces on each side


class FormLine(NamedTuple):
    """The pieces of a line of text, and its place in words."""

    pieces: list[Any]
    place: str

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(piece.text or "" for piece in self.pieces)


def field_key(name: str) -> str:
    """Return the key of a placeholder, regardless of accents, capitals and spaces."""
    listed, colon, own = name.partition(":")
    if not colon:
        return fold(name)
    return f"{LISTS.get(fold(listed), fold(listed))}:{fold(own)}"


def placeholder_names(text: str) -> list[str]:
    """Return the placeholders of a line."""
    return PLACEHOLDER.findall(text)


def find_placeholders(text: str, place: str) -> Iterator[FormPlaceholder]:
    """Yield the placeholders of a line with its place, including those with broken braces."""
    for found in BRACES.findall(text):
        if PLACEHOLDER.fullmatch(found):
            yield FormPlaceholder(found[2:-2].strip(), place)
        elif "{{" in found or "}}" in found or fold(found):
            yield FormPlaceholder(found, place, braces=False)


def fill_text(text: str, values: Values) -> str:
    """Return a line with its values; unknown placeholders stay as they are."""
    return WITH_SIGN.sub(lambda found: _value(found, values), text)


def _value(found: re.Match[str], values: Values) -> str:
    value = values.get(field_key(found[1]))
    if value is None:
        return found[0]
    text = UNPRINTABLE.sub("", value.text).replace("\r", "")
    return text.removesuffix("%").rstrip() if found[2] and value.share is not None else text


def fill_line(line: FormLine, values: Values) -> None:
    """Put the values into a line, each into the piece in which its placeholder begins."""
    if "{{" not in line.text:
        return
    join_placeholder_pieces(line)
    for piece in line.pieces:
        if "{{" in (piece.text or ""):
            # the per cent sign may begin the next piece
            after = line.text[line.text.index(piece.text) + len(piece.text) :]
            whole = fill_text(piece.text + after, values) if after.lstrip().startswith("%") else ""
            piece.text = whole.removesuffix(after) if whole else fill_text(piece.text, values)
            piece.set(SPACE, "preserve")


def join_placeholder_pieces(line: FormLine) -> None:
    """Move the text of a placeholder into the piece in which it begins."""
    text = line.text
    owner = [place for place, piece in enumerate(line.pieces) for _letter in piece.text or ""]
    for found in PLACEHOLDER.finditer(text):
        owner[found.start() : found.end()] = [owner[found.start()]] * (found.end() - found.start())
    for place, piece in enumerate(line.pieces):
        own = "".join(letter for letter, whose in zip(text, owner, strict=True) if whose == place)
        if own != (piece.text or ""):
            piece.text = own
            piece.set(SPACE, "preserve")


def lines_with_braces(root: Any, paragraph: str, text: str, place: Callable[[Any], str]) -> Iterator[FormLine]:
    """Yield the lines of a part that contain a brace: paragraphs by their tag, with their own pieces of text."""
    for element in root.iter(paragraph):
        pieces = [piece for piece in element.iter(text) if next(piece.iterancestors(paragraph)) is element]
        if any("{" in (piece.text or "") or "}" in (piece.text or "") for piece in pieces):
            yield FormLine(pieces, place(element))


def read_parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name, in their order. The file must have passed the upload check."""
    with ZipFile(io.BytesIO(data)) as package:
        return {part.filename: package.read(part) for part in package.infolist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return a file made of these parts."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name, PACKED_AT), content, ZIP_DEFLATED)
    return target.getvalue()


def parse_xml(content: bytes) -> Any:
    """Parse a part as XML, without fetching or expanding anything."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def to_xml_bytes(root: Any) -> bytes:
    """Return a part as it is written to a file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
