"""Files that people send instead of an Excel workbook, each with a sentence of its own on what to do."""

import io
from zipfile import BadZipFile, ZipFile

from db.errors import Invalid

PICTURES = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
PHOTO = b"ftyp"  # of a phone, after the length of its first part
MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<meta", "mime-version")
SEARCHED = 2_000  # bytes at the beginning


def refuse_other_kinds(data: bytes) -> None:
    """Raise Invalid, with a code for each kind, if a file is a document, a picture or a text rather than a workbook."""
    if data.startswith(PICTURES) or data[4:8] == PHOTO:
        raise Invalid("file_is_picture")
    if data.startswith(b"PK"):
        _refuse_packages(data)
    elif (text := _as_text(data[:SEARCHED])) is not None:
        if text.lstrip().lower().startswith(MARKUP):
            raise Invalid("file_is_web_page")
        raise Invalid("file_is_text")


def _refuse_packages(data: bytes) -> None:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            names = {name.lower() for name in package.namelist()}
    except (BadZipFile, ValueError, NotImplementedError):
        return  # the upload check says what is wrong with it
    if "word/document.xml" in names:
        raise Invalid("file_is_document")
    if {"content.xml", "mimetype"} <= names:
        raise Invalid("file_is_open_document")


def _as_text(data: bytes) -> str | None:
    """Return the beginning of a text file, in whatever encoding; None for anything else."""
    if not data.strip():
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    printable = all(byte >= 32 or byte in b"\t\r\n\f" for byte in data)
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1") if printable else None
