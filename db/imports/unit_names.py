"""Unit names in a list: the unit that each means, by answer, by memory of an earlier list, or exactly as written."""

import re
from collections import Counter
from difflib import get_close_matches
from typing import NamedTuple

from sqlmodel import Session

from db.imports.import_answers import NEW, NOT_OURS, OUTSIDE, UNIT, ImportAnswers, unit_part
from db.imports.person_rows import PersonRow
from db.imports.register_snapshot import KnownUnit, RegisterSnapshot
from db.kernel.session_context import context_of
from db.models import UnitKind
from db.models.units import CELLS
from db.settings import settings
from db.vietnamese import fold, is_unaccented, unit_key_with_accents, unit_words

REMEMBERED = "unit_names"
FOREIGN = "foreign"
CELL = re.compile("(chi bo|cb) .")
SHORT = {"cb": "chi bo", "tdp": "to dan pho", "kp": "khu pho", "kdc": "khu dan cu", "tt": "thi tran", "p": "phuong"}
ALIKE, SHOWN = 0.6, 5


class UnitMeaning(NamedTuple):
    """The meaning of a name: a unit, a new one below an area, a place outside, not ours, or another unit's."""

    kind: str
    unit_id: int | None = None
    area_id: int | None = None
    name: str = ""


class UnitNameInList(NamedTuple):
    """A name as first written, its rows, its meaning if known, its certain meaning, and its possible ones."""

    part: str  # part of the draft of answers
    texts: tuple[str, ...]
    rows: int
    own: bool  # it occurs only as somebody's own cell: nobody lives there
    meaning: UnitMeaning | None
    likely: int | None
    proposals: list[int]
    homeless: bool = False  # a row names no other cell than this one
    of_sheet: bool = False  # only a sheet's name: another file may have one like it and mean something else


def read_unit_names(
    session: Session, known: RegisterSnapshot, rows: list[PersonRow], answers: ImportAnswers
) -> dict[str, UnitNameInList]:
    """Every name in the list by its words with their accents, in order of appearance."""
    counts: Counter = Counter()
    homeless = {unit_words(row.cell) for row in rows if row.cell and not row.home}
    own = {row.cell for row in rows} - {row.home for row in rows}
    for row in rows:
        counts.update({row.cell, row.home} - {None})
    texts: dict[str, list[str]] = {}
    for text in dict.fromkeys(text for row in rows for text in (row.cell, row.home) if text):
        texts.setdefault(unit_words(text), []).append(text)
    of_sheets = {unit_words(row.place) for row in rows if row.cell_of_sheet}
    of_sheets -= {unit_words(text) for row in rows if not row.cell_of_sheet for text in (row.cell, row.home) if text}
    remembered = settings.value_for_unit(session, REMEMBERED, context_of(session).viewer.unit_id)
    in_history = {words: said for words, said in remembered.items() if words not in of_sheets}
    reading = _Reading(known, answers, in_history, [written[0] for written in texts.values()])
    return {
        words: reading.name(
            words, written, sum(counts[text] for text in written), not own.isdisjoint(written)
        )._replace(of_sheet=words in of_sheets, homeless=words in homeless)
        for words, written in texts.items()
    }


def encode_meaning(known: RegisterSnapshot, meaning: UnitMeaning) -> str | None:
    """A meaning in the form in which it is remembered; None for what the register says itself."""
    if meaning.kind == UNIT:
        return f"{UNIT}:{known.places[meaning.unit_id].code}"
    return meaning.kind if meaning.kind in (OUTSIDE, NOT_OURS) else None


class _Reading:
    """Reads one name after another."""

    def __init__(
        self, known: RegisterSnapshot, answers: ImportAnswers, remembered: dict[str, str], texts: list[str]
    ) -> None:
        self.known, self.answers, self.in_history = known, answers, remembered
        self.fullest = {simplify_name(fold(text)): text for text in sorted(texts, key=len)}
        self.codes = {place.code: place for place in known.places.values()}
        area = self.codes.get(answers.commune or "")
        fit = [place for place in known.places.values() if place.near and place.kind in (*CELLS, UnitKind.WORKPLACE)]
        self.fit = [
            place for place in fit if area is None or place.kind == UnitKind.WORKPLACE or place.parent_id == area.id
        ]
        self.plain: dict[str, list[KnownUnit]] = {}
        for place in self.fit:
            self.plain.setdefault(simplify_name(place.folded), []).append(place)

    def name(self, words: str, texts: list[str], rows: int, own: bool) -> UnitNameInList:
        """One name: answers win over exact spelling, and that over memory."""
        part, folded = unit_part(words), fold(words)
        meaning = (
            self._decoded(self.answers.units.get(part), texts[0])
            or self._written(texts[0])
            or self._decoded(self.in_history.get(words) or self._without_accents(texts[0]), texts[0])
        )
        return UnitNameInList(
            part, tuple(texts), rows, own, meaning, self._likely(folded), [] if meaning else self._alike(folded)
        )

    def _without_accents(self, text: str) -> str | None:
        """What an earlier version remembered, without accents, unless that unit's own name has others."""
        said = self.in_history.get(fold(text))
        place = self.codes.get((said or "").removeprefix(f"{UNIT}:"))
        return None if place and has_other_accents(place.name, text) else said

    def _decoded(self, said: str | None, text: str) -> UnitMeaning | None:
        kind, _, code = (said or "").partition(":")
        place = self.codes.get(code)
        if kind in (OUTSIDE, NOT_OURS):
            return UnitMeaning(kind)
        if kind == UNIT and place and place.near and place.kind != UnitKind.AREA:
            return UnitMeaning(UNIT, place.id, place.parent_id)
        return self._new(place, text) if kind == NEW and place and place.kind == UnitKind.AREA else None

    def _new(self, area: KnownUnit, text: str) -> UnitMeaning:
        """A cell to create, under its fullest name in the list; an existing one is not created again."""
        plain = simplify_name(fold(text))
        fullest = self.fullest.get(plain, text)
        there = [
            place
            for place in self.known.places.values()
            if place.parent_id == area.id
            and place.kind in CELLS
            and simplify_name(place.folded) == plain
            and not has_other_accents(place.name, text)
        ]
        return (
            UnitMeaning(UNIT, there[0].id, area.id)
            if there
            else UnitMeaning(NEW, area_id=area.id, name=text if has_other_accents(fullest, text) else fullest)
        )

    def _written(self, text: str) -> UnitMeaning | None:
        """The unit with exactly this name, with its accents; a name that only another unit's has means that one."""
        same = [place for place in self.fit if is_named(place.name, text)] or [
            place for place in self.fit if is_named(self._full(place), text)
        ]
        if len(same) == 1:
            return UnitMeaning(UNIT, same[0].id, same[0].parent_id)
        others = [place for place in self.known.places.values() if not place.near and place.kind in CELLS]
        theirs = any(is_named(name, text) for place in others for name in (place.name, self._full(place)))
        return UnitMeaning(FOREIGN) if theirs and not same else None

    def _full(self, place: KnownUnit) -> str:
        """A unit with its parent, as our own lists name cells."""
        above = self.known.places.get(place.parent_id)
        return f"{place.name} {above.name}" if above else place.name

    def _likely(self, folded: str) -> int | None:
        """The only unit with this name apart from words that lists leave out."""
        same = self.plain.get(simplify_name(folded), [])
        return same[0].id if len(same) == 1 else None

    def _alike(self, folded: str) -> list[int]:
        """Units with a similar name; a different number means a different unit."""
        plain = simplify_name(folded)
        close = [
            key
            for key in get_close_matches(plain, list(self.plain), SHOWN * 3, ALIKE)
            if _numbers(key) == _numbers(plain)
        ]
        return [place.id for key in close for place in self.plain[key]][:SHOWN]


def simplify_name(folded: str) -> str:
    """A folded name without words that lists leave out or abbreviate: "cb tdp 3" is "chi bo to dan pho so 3"."""
    words = " ".join(SHORT.get(word, word) for word in re.sub(r"(?<=[a-z])(?=\d)", " ", folded).split()).split()
    return " ".join(str(int(word)) if word.isdigit() else word for word in words if word not in ("so", "chi", "bo"))


def is_named(name: str, text: str) -> bool:
    """Whether a unit of this name is written so in a list: with its accents, unless the list writes none."""
    if is_unaccented(text):
        return fold(name) == fold(text)
    return unit_key_with_accents(name) == unit_key_with_accents(text)


def has_other_accents(name: str, text: str) -> bool:
    """Whether a list writes a word of a unit's name with other accents, as Đồng for Đông."""
    spelled: dict[str, set[str]] = {}
    for word in unit_words(name).split():
        spelled.setdefault(fold(word), set()).add(unit_key_with_accents(word))
    written = [word for word in unit_words(text).split() if not is_unaccented(word)]
    return any(
        unit_key_with_accents(word) not in spelled.get(fold(word), {unit_key_with_accents(word)}) for word in written
    )


def told_apart_by_accents(name: str, other: str) -> bool:
    """Whether two names of units are written with different accents, as Đồng and Đông, and not one of them without."""
    return has_other_accents(name, other) and has_other_accents(other, name)


def _numbers(plain: str) -> list[str]:
    return re.findall("[0-9]+", plain)
