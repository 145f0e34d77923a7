"""Numbers of a signed sheet as people type them: "3 17, 22-24", in any separation."""

import re
from typing import NamedTuple

WORD = re.compile(r"[0-9]+\s*[-–—]\s*[0-9]+|[0-9]+|[^0-9\s,;:./+&|\-–—]+")
AND = {"và", "với", "and"}
LARGEST, WIDEST = 9999, 500  # a number of a sheet, and how many a range may hold


class Read(NamedTuple):
    """The numbers in the order they were typed, and what could not be read as one."""

    numbers: list[int]
    odd: list[str]


def read(text: str) -> Read:
    """What a box of numbers says."""
    found: dict[int, None] = {}
    odd: list[str] = []
    for word in WORD.findall(text):
        meant = _meant(word)
        found.update(dict.fromkeys(meant))
        if not meant and word.lower() not in AND:
            odd.append(word)
    return Read(list(found), odd)


def _meant(word: str) -> range:
    """The numbers a word stands for: one, those of a range with both its ends, or none."""
    ends = [int(end) for end in re.findall(r"[0-9]+", word)]
    if not ends or max(ends) > LARGEST or not 0 <= ends[-1] - ends[0] < WIDEST:
        return range(0)
    return range(ends[0], ends[-1] + 1)
