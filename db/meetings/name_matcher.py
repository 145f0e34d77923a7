"""Matching names pasted from a chat with a roster: accents missing, word order swapped, forms of address in front."""

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

from db.meetings.roster import RosterPerson
from db.vietnamese import clean, fold, person_sort_key

ADDRESS = {"d", "dc", "dong", "chi", "anh", "ong", "ba", "co", "chu", "bac", "em", "a", "c", "b"}
APART = re.compile(r"[\n,;]|\s+(?:và|với)\s+(?=\S+\s+\S)")  # people
BRACKETED = re.compile(r"\s*\([^)]*\)?\s*$")  # a reason or a year after a name
MISTYPED = 0.75  # similarity from which two words count as alike: hoa and khoa, but not hoa and ha


class NameMatch(NamedTuple):
    """One pasted line and the people it may mean: one person if certain, several to choose from, or nobody. `nth`
    distinguishes lines that name two namesakes alike; `unaccented`: a certain match of a line without any diacritics.
    """

    line: str
    sure: int | None
    candidates: list[RosterPerson]
    nth: int = 1
    unaccented: bool = False


def same_given_name(words: set[str], person: RosterPerson) -> bool:
    """Whether the line contains the given name, which is enough where everybody knows everybody."""
    return person.search_key.split()[-1] in words


def nearly_same_name(words: set[str], person: RosterPerson) -> bool:
    """Whether a name occurs among other words, or matches except for one mistyped word."""
    own = set(person.search_key.split())
    if own <= words and len(own) > 1:
        return True
    said, meant = words - own, own - words
    return len(said) == len(meant) == 1 and words != said and SequenceMatcher(None, *said, *meant).ratio() >= MISTYPED


def match_names(
    text: str, roster: list[RosterPerson], near: Callable[[set[str], RosterPerson], bool] = same_given_name
) -> list[NameMatch]:
    """Return the people whom each line of a pasted list may mean.

    A full name that only one person has is certain; the user is asked about anything less, including a name with
    different diacritics: "Lê Van Lộc" need not be Lê Văn Lộc. A line without any diacritics may be certain and is then
    marked `unaccented`. If nobody has the whole name, those who are `near` are offered. A name occurring twice may mean
    two people, if there are as many.
    """
    lines = [line for raw in APART.split(text) if fold(line := re.sub(r"^\W*\d+\s*[.)/-]?\s*", "", clean(raw)))]
    found, times = [], Counter[str]()
    for line in lines:
        match = _match(line, roster, near)
        times[fold(line)] += 1
        if times[fold(line)] <= (1 if match.sure else max(1, len(match.candidates))):
            found.append(match._replace(nth=times[fold(line)]))
    return found


def _match(line: str, roster: list[RosterPerson], near: Callable[[set[str], RosterPerson], bool]) -> NameMatch:
    words = fold(line).split()
    for said in (words, _bare(words), _bare(fold(BRACKETED.sub("", line)).split())):
        whole = [person for person in roster if said and sorted(person.search_key.split()) == sorted(said)]
        if whole:
            sure = whole[0].member_id if len(whole) == 1 and diacritics_match(line, whole[0].name) else None
            return NameMatch(
                line, sure, whole, unaccented=bool(sure) and not has_all_words_with_diacritics(line, whole[0].name)
            )
    said = set(_bare(words)) or set(words)
    within = [person for person in roster if said <= set(person.search_key.split())]
    return NameMatch(line, None, within or [person for person in roster if near(said, person)])


def diacritics_match(line: str, name: str) -> bool:
    """Whether a line that contains this name writes it with the same diacritics, or with none at all."""
    return clean(line).isascii() or has_all_words_with_diacritics(line, name)


def has_all_words_with_diacritics(line: str, name: str) -> bool:
    """Whether every word of this name occurs in a line with its diacritics, in any order."""
    return not Counter(_words(name)) - Counter(_words(line))


def _words(text: str) -> list[str]:
    return person_sort_key(re.sub(r"[^\w\s]", " ", text)).split(",")


def _bare(words: list[str]) -> list[str]:
    """The line without leading forms of address: "chu Hung Lan" is "hung lan"."""
    while len(words) > 1 and words[0] in ADDRESS:
        words = words[1:]
    return words
