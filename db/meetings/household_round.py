"""The round of household reports at a meeting: who in charge of households reported, and notes on households.

"All who came have reported, nothing new" is one field of the draft; exceptions are fields of a person, and notes on
households are parts of their own.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, select

from db.calendar.validity import valid_on
from db.drafts.drafts import DraftField
from db.households import household_queries
from db.households.household_queries import PlaceName
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.meetings.sheet import MEETING, SheetLine, draft_part
from db.models import (
    Assignment,
    CellGroup,
    Expectation,
    Household,
    HouseholdNote,
    HouseholdReport,
    Task,
)

ROUND = "round"  # a field of the meeting: whether the round is recorded
REPORTED = "reported"  # a field of a member in charge: whether the member reported
NOTE = "note"  # prefix of the part of a saved note, and the field with its text
NEW_NOTE = "newnote"  # prefix of the part of a new note
NEW_PART = re.compile(f"{NEW_NOTE}[0-9]{{1,4}}")
UNREAD = 50  # new notes from this number on are by users who do not read the cell's; they never mix


class RoundNote(NamedTuple):
    """A note on a household with typed changes: its draft part, the place by code and name, and
    the id of who follows up.
    """

    part: str
    place: str
    name: str
    text: str
    next: int | None

    @property
    def saved(self) -> bool:
        """Whether it is saved already, so that only its text may change."""
        return not self.part.startswith(NEW_NOTE)


class SavedRound(NamedTuple):
    """The saved round: who was in charge on the day, who reported or did not, and the notes."""

    in_charge: frozenset[int]
    reported: dict[int, bool]
    notes: list[RoundNote]


class HouseholdRound(NamedTuple):
    """The round with typed changes: whether it is recorded, and whether each expected member in charge reported.

    `complete`: the viewer sees all notes.
    """

    recorded: bool
    reported: dict[int, bool]
    notes: list[RoundNote]
    complete: bool

    @property
    def applies(self) -> bool:
        """Whether there is anybody to report, or anything reported."""
        return bool(self.reported or self.notes)


NOTHING = SavedRound(frozenset(), {}, [])


def load_in(session: Session, unit_id: int, meeting_id: int | None, day: date) -> SavedRound:
    """The saved round of a cell's meeting, or of one still to be recorded."""
    in_charge = frozenset(session.exec(_IN_CHARGE, params={"unit": unit_id, "day": day}))
    if meeting_id is None:
        return SavedRound(in_charge, {}, [])
    reported = dict(session.exec(_REPORTED, params={"meeting": meeting_id}).all())
    rows = session.exec(_NOTES, params={"meeting": meeting_id}).all()
    return SavedRound(
        in_charge,
        reported,
        [
            RoundNote(
                f"{NOTE}{row.id}",
                row.group_code or row.home_code or "",
                row.group or row.home or "",
                row.text,
                row.next,
            )
            for row in rows
        ],
    )


def compose(
    session: Session,
    saved: SavedRound,
    lines: Iterable[SheetLine],
    typed: Mapping[DraftField, str | None],
    came: Collection[int],
) -> HouseholdRound:
    """The round as typed over saved, and both over attendance. People who `came` as saved but are absent by now must be
    confirmed again as having reported.
    """
    told = typed.get(DraftField(MEETING, ROUND))
    reported = {
        line.person.member_id: _reported(line, saved, typed, line.person.member_id in came)
        for line in lines
        if line.person.member_id in saved.reported
        or (
            (told or not saved.reported)  # those put in charge since were not asked
            and line.person.member_id in saved.in_charge
            and line.person.expectation == Expectation.EXPECTED
        )
    }
    notes = [note._replace(text=_text(typed, note)) for note in saved.notes]
    recorded = told == "1" if told else bool(saved.reported)
    complete = context_of(session).viewer.reads(Audience.CELL)
    new = [note for note in new_notes(typed) if complete or _number(note.part) >= UNREAD]
    return HouseholdRound(recorded, reported, [*notes, *new], complete)


def list_places(viewer: Viewer, unit_id: int, day: date) -> list[PlaceName]:
    """The households and groups that a note on a cell's sheet may be about."""
    with reading(viewer) as session:
        return household_queries.list_places(session, unit_id, day)


def new_notes(typed: Mapping[DraftField, str | None]) -> list[RoundNote]:
    """New typed notes on households, in the order in which they were begun."""
    begun = {field.part for field, value in typed.items() if value and NEW_PART.fullmatch(field.part)}
    parts = sorted(begun, key=_number)
    return [
        RoundNote(
            part,
            typed.get(DraftField(part, "place")) or "",
            "",
            typed.get(DraftField(part, NOTE)) or "",
            int(typed.get(DraftField(part, "member")) or 0) or None,
        )
        for part in parts
    ]


def unused_note_part(shown: HouseholdRound) -> str:
    """The draft part for the next new note."""
    used = {note.part for note in shown.notes}
    first = 0 if shown.complete else UNREAD
    return next(f"{NEW_NOTE}{at}" for at in range(first, 10_000) if f"{NEW_NOTE}{at}" not in used)


def _number(part: str) -> int:
    return int(part.removeprefix(NEW_NOTE))


def _text(typed: Mapping[DraftField, str | None], note: RoundNote) -> str:
    told = typed.get(DraftField(note.part, NOTE))
    return note.text if told is None else told


def _reported(line: SheetLine, saved: SavedRound, typed: Mapping[DraftField, str | None], came: bool) -> bool:
    told = typed.get(DraftField(draft_part(line.person.member_id), REPORTED))
    if told or (came and not line.present):
        return told == "1"
    return saved.reported.get(line.person.member_id, line.present)


# Run on every input in a sheet; prepared once, since building them costs more than running them.
_IN_CHARGE = prepared_statement(
    select(Assignment.member_id)
    .where(Assignment.unit_id == bindparam("unit"), valid_on(Assignment, bindparam("day", type_=Date)))
    .distinct()
)
_REPORTED = prepared_statement(
    select(HouseholdReport.member_id, HouseholdReport.reported).where(
        HouseholdReport.meeting_id == bindparam("meeting"), HouseholdReport.member_id.is_not(None)
    )
)
_NOTES = prepared_statement(
    select(
        HouseholdNote.id,
        CellGroup.code.label("group_code"),
        CellGroup.name.label("group"),
        Household.code.label("home_code"),
        Household.name.label("home"),
        HouseholdNote.text,
        Task.member_id.label("next"),
    )
    .select_from(HouseholdNote)
    .outerjoin(CellGroup, CellGroup.id == HouseholdNote.group_id)
    .outerjoin(Household, Household.id == HouseholdNote.household_id)
    .outerjoin(Task, Task.id == HouseholdNote.task_id)
    .where(HouseholdNote.meeting_id == bindparam("meeting"))
    .order_by(HouseholdNote.id)
)
