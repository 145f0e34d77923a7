"""Cells with a comment: what it says is not read, since it may say anything, but that there is one is said."""

import posixpath
import re
from xml.parsers import expat
from zipfile import ZipFile

MOST = 2_000
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def commented_cells(book: ZipFile, parts: dict[str, str], sheet: str) -> list[list]:
    """Return the row, the column and the name of each cell of a sheet that has a comment; `parts` are the names of the
    workbook's parts by their names in lower case.
    """
    folder, name = posixpath.split(sheet)
    related = parts.get(f"{folder}/_rels/{name}.rels".lower())
    targets = [
        given.get("Target", "")
        for given in (_elements(book, related, "Relationship") if related else [])
        if given.get("Type", "").endswith("/comments")
    ]
    found = [
        parts.get(posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/").lower()) for target in targets
    ]
    cells = [given.get("ref", "") for part in filter(None, found) for given in _elements(book, part, "comment")]
    places = [place for cell in cells[:MOST] if (place := PLACE.fullmatch(cell))]
    return [[int(place[2]), _column(place[1]), place[0]] for place in places]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _elements(book: ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of a kind in a part."""
    found: list[dict[str, str]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == wanted and len(found) < MOST:
            found.append(given)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(book.read(part), True)
    return found
