"""The check of uploaded workbooks and documents:
sizes, compression, macros, passwords and far-away cells, before any library reads them.

A workbook of a few kilobytes can claim a billion cells and crash a process that trusts it.
"""

import io
import zlib
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from db.errors import Invalid

MOST_BYTES = 10 << 20
MOST_UNPACKED = 200 << 20
MOST_PARTS = 500
MOST_RATIO = 200  # unpacked to packed size of a part that matters
SMALL = 1 << 20  # parts below this size may have any ratio
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 30_000, 100, 600_000
PASSWORD = "EncryptedPackage".encode("utf-16-le")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
PIECE = 1 << 18


class PackageKind(NamedTuple):
    """The kind of file that is expected: its main part, and its maximum size, packed and unpacked."""

    main: str
    most_bytes: int = MOST_BYTES
    most_unpacked: int = MOST_UNPACKED


WORKBOOK = PackageKind("xl/workbook.xml")
DOCUMENT = PackageKind("word/document.xml", 2 << 20, 16 << 20)


def check_upload(data: bytes, kind: PackageKind = WORKBOOK) -> None:
    """Raise Invalid, with a code for each reason why this is not a plain file of its kind and of reasonable size."""
    if len(data) > kind.most_bytes:
        raise Invalid("file_too_large", limit=kind.most_bytes >> 20)
    if data.startswith(OLD_EXCEL) and PASSWORD in data:
        raise Invalid("file_has_password")
    if data.startswith(OLD_EXCEL):
        raise Invalid("file_old_excel")
    try:
        with ZipFile(io.BytesIO(data)) as book:
            _check_parts(book.infolist(), kind)
            for part in book.infolist():
                _check_part(book, part)
    except (
        BadZipFile,
        expat.ExpatError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
    ) as broken:
        raise Invalid("file_unreadable") from broken


def _check_parts(parts: list[ZipInfo], kind: PackageKind) -> None:
    names = [part.filename.lower() for part in parts]
    if kind.main not in names:
        raise Invalid("file_not_excel")
    if any("vbaproject" in name or name.startswith(("xl/macrosheets", "xl/dialogsheets")) for name in names):
        raise Invalid("file_has_macros")
    if len(names) != len(set(names)):
        raise Invalid("file_unreadable")
    packed_too_well = any(
        part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > kind.most_unpacked or packed_too_well:
        raise Invalid("file_too_much")


def _check_part(book: ZipFile, part: ZipInfo) -> None:
    """Read a part to its end, which verifies its checksum, and parse it if it is XML."""
    name = part.filename.lower()
    with book.open(part) as source:
        if name.endswith((".xml", ".rels")):
            _walk(source, _Sheet() if name.startswith("xl/worksheets/") else _Other())
        else:
            while source.read(PIECE):
                pass


def _walk(source, handler: "_Other") -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler.start
    parser.StartDoctypeDeclHandler = _no_doctype
    while piece := source.read(PIECE):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _no_doctype(*_declaration) -> None:
    raise Invalid("file_unreadable")


class _Other:
    """Any part: it must be well formed, and must not declare macros."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if "macroEnabled" in attributes.get("ContentType", ""):
            raise Invalid("file_has_macros")


class _Sheet(_Other):
    """A sheet: where its cells really are, whatever it claims. Readers allocate memory up to the outermost ones."""

    def __init__(self) -> None:
        self.row = self.column = self.cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.cells += 1
            self._place(attributes.get("r"))
        if not (0 <= self.row <= MOST_ROWS and self.column <= MOST_COLUMNS and self.cells <= MOST_CELLS):
            raise Invalid("file_too_many_cells", rows=MOST_ROWS, columns=MOST_COLUMNS)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
            raise Invalid("file_unreadable")
        self.column = 0
        for letter in letters.upper():
            self.column = self.column * 26 + ord(letter) - 64
        self.row = max(self.row, int(reference[len(letters) :] or 0))
