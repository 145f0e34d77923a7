"""Names pasted on a meeting's sheet: whom they mean, and which of them still mark nobody."""

import hashlib
from typing import NamedTuple

from db.meetings import name_matcher, sheet
from db.meetings.name_matcher import NameMatch
from db.meetings.sheet import EntryMode, MeetingSheet
from db.models import Expectation
from db.vietnamese import fold

PASTED = "pasted"  # the field of the pasted text


class PastedNames(NamedTuple):
    """The lines of a pasted text: names that are certain and not marked yet, doubtful ones, of which nobody has said
    who is meant or someone has, and exempt people, who are never absent.
    """

    matches: list[NameMatch]
    unmarked: list[NameMatch]
    doubtful: list[NameMatch]
    exempt: list[NameMatch]


def read(now: MeetingSheet) -> PastedNames:
    """The names pasted on a sheet."""
    text = now.texts.get(PASTED)
    matches = name_matcher.match_names(text, now.people) if text else []
    marked, exempt = set(now.people_to_enter), _never_absent(now)
    sure = [match for match in matches if match.sure and match.sure not in marked]
    return PastedNames(
        matches,
        [match for match in sure if match.sure not in exempt],
        [match for match in matches if match.sure is None],
        [match for match in sure if match.sure in exempt],
    )


def list_open(now: MeetingSheet) -> list[str]:
    """Lines that name somebody of the list, but of which it is not marked or not known who that is."""
    found, marked = read(now), {*now.people_to_enter, *_never_absent(now)}
    asked = [
        match
        for match in found.doubtful
        if now.meant_by_line(field_of(match)) is None
        and match.candidates
        and not any(person.member_id in marked for person in match.candidates)
    ]
    return [match.line for match in found.matches if match in found.unmarked or match in asked]


def field_of(match: NameMatch) -> str:
    """The field of the draft that says who a doubtful line means."""
    again = f" {match.nth}" if match.nth > 1 else ""
    return sheet.NAMED + hashlib.sha256(f"{fold(match.line)}{again}".encode()).hexdigest()[:20]


def _never_absent(now: MeetingSheet) -> set[int]:
    if now.mode == EntryMode.PRESENT:
        return set()
    return {person.member_id for person in now.people if person.expectation == Expectation.EXEMPT}
