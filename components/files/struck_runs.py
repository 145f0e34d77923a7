"""Texts of which a part is struck out within its cell, as it is when somebody selects the words and strikes them."""

from xml.parsers import expat
from zipfile import ZipFile

PIECE = 1 << 18


class StruckRuns:
    """Hears one text after another, of the shared texts or of a cell, and tells whether any of it is struck out."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.crossed = self.found = False

    def begin(self) -> None:
        """A text begins."""
        self.within, self.found = [], False

    def take(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "r":
            self.crossed = False
        elif tag == "strike" and self.within[-2:] == ["r", "rPr"]:
            self.crossed = given.get("val") not in ("0", "false")
        self.within.append(tag)

    def hear(self, text: str) -> None:
        """Some text of the current element."""
        if self.crossed and self.within[-2:] == ["r", "t"] and text.strip():
            self.found = True

    def end(self) -> None:
        """An element ends."""
        if self.within and self.within.pop() == "r":
            self.crossed = False


def struck_shared_texts(book: ZipFile, part: str) -> set[int]:
    """Return which of a workbook's shared texts are struck out, in whole or in part, by their position."""
    runs, found, count = StruckRuns(), set(), -1

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal count
        name = tag.rpartition(":")[2]
        if name == "si":
            count += 1
            runs.begin()
        else:
            runs.take(name, given)

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] != "si":
            runs.end()
        elif runs.found:
            found.add(count)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, runs.hear
    with book.open(part) as source:
        while piece := source.read(PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return found
