"""The headings of one kind of list: all the ways they are written, which field each means, and what they tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from components.files import legacy_encodings
from db.vietnamese import fold

BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?|[*]")
EXPLAINED = re.compile(
    r"[(\[{:;*]|\s[-–]\s|,? (viết|ghi|theo|bằng|dạng) |\s*[,/] *(ngày|năm) (chính thức|công nhận)", re.I
)
BOTH_DAYS = re.compile(  # one column for both: only what stands before the date of full membership is its heading
    r"(.*\b(?:đảng|dang|kết nạp|ket nap|dự bị|du bi|db)\b.*?)\s*(?:[/,;&+]|\b(?:và|va)\b)\s*"
    r"(?:ngày|ngay|năm|nam)?\s*(?:công nhận\s*)?(?:chính thức|chinh thuc|ct)\s*\)?",
    re.IGNORECASE,
)
NOT_STORED = ("index", "reason")  # recognised, but nothing in them is stored


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What headings mean in the lists of one kind.

    `patterns` match the folded heading of each field, the more specific ones first. `names` are the fields whose
    columns say what a row is about; one of the sets in `whole` is required. `telling` are the fields that identify a
    row of headings; at least two are needed. `mapped` are those that a column may be set to by hand. `titles` are the
    headings of our own template, `other_titles` what the other fields are called. `spanning` are fields that may be
    spread over several columns, with the separator that joins them. `dropped` are fields that are not even read, `days`
    those that hold dates. `in_words` says what short headings mean where the cells below hold words, not numbers.
    """

    patterns: dict[str, str]
    names: tuple[str, ...]
    whole: tuple[frozenset[str], ...]
    telling: tuple[str, ...]
    mapped: tuple[str, ...]
    titles: dict[str, str]
    other_titles: dict[str, str] = field(default_factory=dict)
    spanning: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    in_words: dict[str, str] = field(default_factory=dict)

    def field_of(self, heading: str) -> str | None:
        """Return the field that a heading means, however it is accented, punctuated, explained in brackets, or typed in
        a legacy encoding.
        """
        return _field(self, heading)

    def candidate_fields(self, texts: list[str]) -> Iterator[str]:
        """Yield the fields that the texts of one heading mean, the most specific text first."""
        yield from filter(None, map(self.field_of, texts))

    def title_of(self, name: str) -> str:
        """Return what a field is called in these lists."""
        return self.titles.get(name) or self.other_titles.get(name, name)


@lru_cache(4096)
def _field(vocabulary: Vocabulary, heading: str) -> str | None:
    for said in _plain(heading):
        folded, year = fold(said), said.lower().rstrip().endswith("năm")  # unaccented, "năm" (year) reads "nam" (male)
        found = (
            name
            for name, pattern in vocabulary.patterns.items()
            if re.fullmatch(pattern, folded) and not (year and name == "male")
        )
        if folded and (name := next(found, None)):
            return name
    return None


def _plain(heading: str) -> Iterator[str]:
    """Yield a heading as it is, without its explanations, and converted from legacy encodings."""
    if both := BOTH_DAYS.fullmatch(heading):
        yield both[1]
    yield heading
    yield BRACKETS.sub(" ", heading)
    yield EXPLAINED.split(heading)[0]
    if not heading.isascii():
        yield from (
            BRACKETS.sub(" ", convert(heading)) for convert in (legacy_encodings.from_tcvn3, legacy_encodings.from_vni)
        )
