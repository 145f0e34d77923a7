"""Parsing numbers of a signed sheet as people type them: "3 17, 22-24", with any separator;
ambiguous input is not guessed.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

DASH, TO = "[-‐‑‒–—−﹣－]", r"(?<![^\W\d_])(?:đến|tới|to)(?![^\W\d_])"  # either connects the ends of a range
JOIN = rf"(?:{DASH}+>?|\.\.+|…|~|→|>|{TO})"
COUNT = r"[0-9]+\s*(?:đ\s*[/.]?\s*c|đồng chí|đảng viên|người|mươi|h[0-9]*|giờ)(?![^\W\d_])"  # no number on the sheet
DATED = r"(?<![^\W\d_])(?:ngày|tháng|năm|nhóm|lúc|quý)\s*[0-9]+(?:\s*[/.-]\s*[0-9]+)*"  # nor are these
EXCEPT = rf"(?:[0-9]+\s*{JOIN}\s*[0-9]+\s*)?(?<![^\W\d_])trừ\s*[0-9]+(?:\s*[,+]?\s*[0-9]+)*"  # not guessed
WORD = re.compile(
    rf"{COUNT}|{DATED}|{EXCEPT}|(?:{DASH}|{TO}\s*)*[0-9]+(?:\s*{JOIN}\s*[0-9]+)*(?:{DASH}|\s*{TO})*|[^0-9\s,;:./+&|\-–—]+",
    re.IGNORECASE,
)
NUMBER, RANGE = (
    re.compile("[0-9]{1,9}"),
    re.compile(rf"([0-9]{{1,9}})\s*(?:{DASH}|{TO})\s*([0-9]{{1,9}})", re.IGNORECASE),
)
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")  # from a keyboard in full-width mode
AND = {"và", "với", "and"}
LARGEST, WIDEST = 9999, 500  # the largest number on a sheet, and the largest size of a range


class ParsedNumbers(NamedTuple):
    """The numbers in the order typed, and the text that could not be read."""

    numbers: list[int]
    unreadable: list[str]


def parse_numbers(text: str) -> ParsedNumbers:
    """The numbers in a box."""
    found: dict[int, None] = {}
    odd: list[str] = []
    for word in WORD.findall(normalize("NFC", text).translate(WIDE)):
        meant = _meant(word)
        found.update(dict.fromkeys(meant))
        if not meant and word.lower() not in AND:
            odd.append(word)
    return ParsedNumbers(list(found), odd)


def _meant(word: str) -> range:
    """Return the numbers that a word stands for: one, a range including both ends, or none."""
    if NUMBER.fullmatch(word):
        first = last = int(word)
    elif found := RANGE.fullmatch(word):
        first, last = int(found[1]), int(found[2])
    else:
        return range(0)
    return range(first, last + 1) if last <= LARGEST and 0 <= last - first < WIDEST else range(0)
