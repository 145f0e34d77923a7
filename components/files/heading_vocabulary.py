"""The headings of one kind of list: in all the ways they are written, which field each means, and what they tell."""

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
NOT_STORED = ("index", "reason")  # known, and nothing to be kept


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What headings mean in the lists of one kind.

    `patterns` are what the folded heading of a field looks like, the more telling first; `names` the fields whose
    column says what a row is about, one set of them (`whole`) being needed; `telling` the fields by which a row of
    headings is known, two at least; `mapped` those that a column may be said to mean; `titles` how our own template
    writes them, `other_titles` what else they are called here; `spanning` what may be spread over columns, with what
    joins it; `dropped` what is not even read; `days` in which days may stand; `in_words` what short headings mean where
    words stand below them and no numbers.
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
        """Which field a heading means, however it is accented, punctuated, explained in brackets, or typed for an old
        typeface.
        """
        return _field(self, heading)

    def candidate_fields(self, texts: list[str]) -> Iterator[str]:
        """The fields that the texts of one heading mean, the most telling text first."""
        yield from filter(None, map(self.field_of, texts))

    def title_of(self, name: str) -> str:
        """What a field is called in these lists."""
        return self.titles.get(name) or self.other_titles.get(name, name)


@lru_cache(4096)
def _field(vocabulary: Vocabulary, heading: str) -> str | None:
    for said in _plain(heading):
        folded, year = fold(said), said.lower().rstrip().endswith("năm")  # without its marks a year is a man
        found = (
            name
            for name, pattern in vocabulary.patterns.items()
            if re.fullmatch(pattern, folded) and not (year and name == "male")
        )
        if folded and (name := next(found, None)):
            return name
    return None


def _plain(heading: str) -> Iterator[str]:
    """A heading as it stands, without what explains it, and out of old typefaces."""
    yield heading
    yield BRACKETS.sub(" ", heading)
    yield EXPLAINED.split(heading)[0]
    if not heading.isascii():
        yield from (
            BRACKETS.sub(" ", convert(heading)) for convert in (legacy_encodings.from_tcvn3, legacy_encodings.from_vni)
        )
