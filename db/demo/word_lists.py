"""The words of the demonstration: names as given in the north, places, sentences."""

import tomllib
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from db.models import Sex

OLD = 1962  # people born earlier were named differently
OTHER_SPELLING = 0.35


@cache
def load_words() -> dict[str, Any]:
    """Return all words from the file beside this one."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def random_name(random: Random, sex: Sex, born: int) -> str:
    """Return a full name that is plausible for this sex and year of birth."""
    group = sex.value + ("_old" if born < OLD else "")
    parts = [
        weighted_choice(random, load_words()[part] if part == "family" else load_words()[part][group])
        for part in ("family", "middle", "given")
    ]
    return _spelt(random, " ".join(parts))


def weighted_choice(random: Random, listed: str) -> str:
    """Choose one from a list written as "Nguyễn 36, Trần 11"."""
    return _drawing(listed)(random)


def _spelt(random: Random, full: str) -> str:
    first, last = full.rsplit(" ", 1)
    other = load_words()["spelling"].get(last)
    return f"{first} {other}" if other and random.random() < OTHER_SPELLING else full


@cache
def _drawing(listed: str) -> Callable[[Random], str]:
    pairs = [entry.strip().rsplit(" ", 1) for entry in listed.split(",")]
    drawn, sums = [word for word, _ in pairs], list(accumulate(float(weight) for _, weight in pairs))
    return lambda random: random.choices(drawn, cum_weights=sums)[0]
