"""A fingerprint of everything saved beneath a sheet, so that a save can tell whether it changed."""

import hashlib

from db.kernel.plain_rows import PlainRow
from db.meetings.household_round import SavedRound
from db.meetings.meeting_refs import OtherMeeting
from db.meetings.roster import RosterPerson
from db.meetings.sheet import SavedAttendance
from db.meetings.sittings import SittingInput


def fingerprint_of_saved(
    meeting: PlainRow | None,
    people: list[RosterPerson],
    saved: dict[int, SavedAttendance],
    guests: list[PlainRow],
    others: list[OtherMeeting],
    parts: list[SittingInput],
    round_: SavedRound,
) -> str:
    """A fingerprint that changes whenever anything saved about a meeting does."""
    row = tuple(meeting) if meeting else None
    called = [(person.member_id, person.expectation.value) for person in people]
    stands = (
        row,
        called,
        sorted(saved.items()),
        [(guest.name, guest.position, guest.from_above) for guest in guests],
        others,
        [part.id for part in parts],
        (sorted(round_.reported.items()), round_.notes),
    )
    return hashlib.sha256(repr(stands).encode()).hexdigest()
