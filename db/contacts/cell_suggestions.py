"""Suggesting cells by address: the one whose place the address names. A person decides."""

import re
from collections.abc import Mapping
from functools import lru_cache

from db.vietnamese import fold

SHORT = {"tdp": "to dan pho", "kdc": "khu dan cu", "kp": "khu pho"}
CELL = re.compile(r"^(chi bo|cb) ")
PLACE = re.compile(r"^(thon|lang|ban|buon|ap|khom|xom|to dan pho|khu dan cu|khu pho|khu|khoi|to) ")


def suggest_cell(address: str | None, cells: Mapping[int, str]) -> int | None:
    """The id of the cell whose place an address names; None if it names none or several."""
    said = _plain(address)
    found: dict[int, int] = {}
    for unit_id, name in cells.items():
        longest = max((len(place) for place in _places(name) if _names(said, place)), default=0)
        if longest:
            found[unit_id] = longest
    best = [unit_id for unit_id, length in found.items() if length == max(found.values())]
    return best[0] if len(best) == 1 else None


@lru_cache(2_000)  # a commune's page compares the same addresses and cells again and again
def _plain(text: str | None) -> str:
    words = re.split(r"[^a-z0-9]+", fold(text))
    return " ".join(SHORT.get(word, word) for word in words if word and word != "so")


@lru_cache(2_000)
def _places(name: str) -> frozenset[str]:
    """A cell's place with its kind, and also without it if its own name is distinctive."""
    place = CELL.sub("", _plain(name))
    bare = PLACE.sub("", place)
    return frozenset({place, bare} if " " in bare else {place})


def _names(said: str, place: str) -> bool:
    return f" {place} " in f" {said} "
