"""What workbook readers do not report about a sheet:
hidden rows and columns, cells that are merged, struck out or without a value, dates of which only the month or the year
is displayed, and legacy typefaces. This is read from
the parts themselves, in the child process and after the upload check.
"""

import io
import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from components.files import cell_comments, legacy_encodings, struck_runs
from components.files.struck_runs import StruckRuns

PIECE = 1 << 18
MOST_MERGED = 20_000
MOST_COLUMNS = 100
MOST_VALUELESS = 2_000
LONGEST_ERROR = 14  # the length of #GETTING_DATA
MONTH_FORMAT = "17"  # built in: mmm-yy
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
FUNCTION = re.compile(r"[A-Z]*\(?")


class SheetMarks(NamedTuple):
    """Marks of one sheet, all counted from 1: hidden rows and columns, merged areas as first and last row and column,
    cells in legacy typefaces, cells struck out, and cells that show an error or a formula that was never computed, with
    only as much of it as reveals nothing about anybody; cells whose number format displays only month and year, or only
    the year, of a date; cells with a comment, each with its name.
    """

    rows: list[int]
    columns: list[int]
    merged: list[list[int]]
    fonts: list[list]
    struck: Sequence[list[int]] = ()
    valueless: Sequence[list] = ()
    dayless: Sequence[list] = ()
    commented: Sequence[list] = ()


def read_marks(data: bytes) -> dict[str, SheetMarks]:
    """Return the marks of each sheet by its name."""
    with ZipFile(io.BytesIO(data)) as book:
        parts = {name.lower(): name for name in book.namelist()}
        listed, related, styles = _Book(), _Related(), _Styles()
        for name, handler in (
            ("xl/workbook.xml", listed),
            ("xl/_rels/workbook.xml.rels", related),
            ("xl/styles.xml", styles),
        ):
            if name in parts:
                _walk(book, parts[name], handler)
        shared = parts.get("xl/sharedstrings.xml")
        crossed = struck_runs.struck_shared_texts(book, shared) if shared else set()
        found = {}
        for name, relation in listed.sheets.items():
            target = related.targets.get(relation, "")
            part = parts.get(
                (target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")).lower()
            )
            if part:
                sheet = _Sheet(styles, crossed)
                _walk(book, part, sheet)
                found[name] = sheet.marks()._replace(commented=cell_comments.commented_cells(book, parts, part))
        return found


def _walk(book: ZipFile, part: str, handler: "_Handler") -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.hear
    parser.buffer_text = True
    with book.open(part) as source:
        while piece := source.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


class _Handler:
    def start(self, tag: str, given: dict[str, str]) -> None:
        self.take(tag.rpartition(":")[2], given)

    def take(self, tag: str, given: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        pass

    def hear(self, text: str) -> None:
        pass


class _Book(_Handler):
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets[given.get("name", "")] = next(
                (value for key, value in given.items() if key.rpartition(":")[2] == "id"), ""
            )


class _Related(_Handler):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            self.targets[given.get("Id", "")] = given.get("Target", "")


class _Styles(_Handler):
    """The fonts, and the cell styles that use them."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.fonts: list[str] = []
        self.crossing: set[int] = set()  # fonts that strike out
        self.used: list[int] = []
        self.formats: dict[str, str] = {MONTH_FORMAT: "mmm-yy"}
        self.formatted: list[str] = []

    def take(self, tag: str, given: dict[str, str]) -> None:
        above = self.within[-1] if self.within else ""
        self.within.append(tag)
        if tag == "numFmt" and above == "numFmts":
            self.formats[given.get("numFmtId", "")] = given.get("formatCode", "")
        if tag == "font" and above == "fonts":
            self.fonts.append("")
        elif tag == "name" and above == "font" and "fonts" in self.within:
            self.fonts[-1] = given.get("val", "")
        elif tag == "strike" and above == "font" and "fonts" in self.within and given.get("val") not in ("0", "false"):
            self.crossing.add(len(self.fonts) - 1)
        elif tag == "xf" and above == "cellXfs":
            self.used.append(int(given.get("fontId", 0)))
            self.formatted.append(given.get("numFmtId", ""))

    def end(self, tag: str) -> None:
        self.within.pop()

    def typefaces(self) -> dict[int, str]:
        """Return the styles whose font is a legacy one, with its encoding."""
        kinds = [
            legacy_encodings.encoding_of_font(self.fonts[font]) if font < len(self.fonts) else None
            for font in self.used
        ]
        return {style: kind.value for style, kind in enumerate(kinds) if kind}

    def dayless(self) -> dict[int, str]:
        """Return the styles that display only month and year ("month") or only the year ("year") of a date."""
        shown = {key: set(LITERAL.sub("", code.lower()).split(";")[0]) for key, code in self.formats.items()}
        parts = {key: "month" if "m" in letters else "year" for key, letters in shown.items() if "y" in letters - {"d"}}
        bare = {key: part for key, part in parts.items() if not shown[key] & {*"dhs"}}
        return {style: bare[key] for style, key in enumerate(self.formatted) if key in bare}

    def struck(self) -> set[int]:
        """Return the styles whose font strikes out."""
        return {style for style, font in enumerate(self.used) if font in self.crossing}


class _Sheet(_Handler):
    def __init__(self, styles: _Styles, crossed_texts: set[int]) -> None:
        self.crossed_texts, self.runs = crossed_texts, StruckRuns()
        self.old, self.crossed, self.row, self.column = styles.typefaces(), styles.struck(), 0, 0
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merged: list[list[int]] = []
        self.fonts: list[list] = []
        self.struck: list[list[int]] = []
        self.valueless: list[list] = []
        self.partly, self.dayless = styles.dayless(), list[list]()
        self.kind, self.within = "", ""  # the cell's type, and the part of it being read
        self.formula: str | None = None
        self.value = ""

    def marks(self) -> SheetMarks:
        """Return all marks found."""
        rows, columns = sorted(self.rows), sorted(self.columns)
        return SheetMarks(rows, columns, self.merged, self.fonts, self.struck, self.valueless, self.dayless)

    def take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self._cell(given)
        elif self.kind == "inlineStr":
            self.runs.take(tag, given)
        elif tag in ("f", "v"):
            self.within = tag
            if tag == "f":
                self.formula = ""
        elif tag == "row":
            self.row, self.column = int(given.get("r", self.row + 1)), 0
            if _hidden(given, "ht"):
                self.rows.add(self.row)
        elif tag == "col" and _hidden(given, "width"):
            self.columns |= set(range(int(given["min"]), min(int(given["max"]), MOST_COLUMNS) + 1))
        elif tag == "mergeCell" and len(self.merged) < MOST_MERGED:
            first, _, last = given.get("ref", "").partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self.merged.append([top, left, bottom, right])

    def _cell(self, given: dict[str, str]) -> None:
        self.column = _place(given["r"])[1] if "r" in given else self.column + 1
        self.kind, self.formula, self.value = given.get("t", ""), None, ""
        self.runs.begin()
        style = int(given.get("s", 0))
        if kind := self.old.get(style):
            self.fonts.append([self.row, self.column, kind])
        if part := self.partly.get(style):
            self.dayless.append([self.row, self.column, part])
        if style in self.crossed:
            self.struck.append([self.row, self.column])

    def hear(self, text: str) -> None:
        if self.kind == "inlineStr":
            self.runs.hear(text)
        elif self.within == "v":
            self.value += text
        elif self.within and self.formula is not None:
            self.formula += text

    def end(self, tag: str) -> None:
        self.within = ""
        if tag.rpartition(":")[2] != "c":
            self.runs.end()
            return
        if self.runs.found or (self.kind == "s" and self.value.isdigit() and int(self.value) in self.crossed_texts):
            self.struck.append([self.row, self.column])
        kind, self.kind = self.kind, ""
        if len(self.valueless) >= MOST_VALUELESS:
            return
        if kind == "e":
            self.valueless.append([self.row, self.column, self.value[:LONGEST_ERROR]])
        elif self.formula is not None and not self.value and kind != "str":  # a text may be empty
            name = FUNCTION.match(self.formula)
            self.valueless.append([self.row, self.column, f"={name[0] if name else ''}…"])


def _hidden(given: dict[str, str], size: str) -> bool:
    return given.get("hidden") in ("1", "true") or float(given.get(size, 1)) == 0


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of an address such as B12."""
    plain = reference.replace("$", "")
    letters = plain.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(plain[len(letters) :] or 0), column
