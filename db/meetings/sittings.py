"""Sittings: several rooms or times of one meeting. Attending any of them counts as present once; all are stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.kernel.plain_rows import PlainRow
from db.meetings.sheet import MEETING
from db.models import Meeting, Sitting
from db.vietnamese import clean

MOST = 9


class SittingInput(NamedTuple):
    """One sitting, typed values over saved ones."""

    number: int
    held_on: date | None = None
    starts_at: str | None = None
    place: str | None = None
    id: int | None = None


def draft_part(number: int) -> str:
    """The draft part of a sitting."""
    return f"s{number}"


def compose(standing: Sequence[PlainRow], typed: Mapping[DraftField, str | None]) -> list[SittingInput]:
    """The sittings of a meeting in order; empty if it has only one."""
    told = typed.get(DraftField(MEETING, "sittings"))
    count = int(told) if told else len(standing)
    saved = {row.number: row for row in standing}
    return [_compose(number, saved.get(number), typed) for number in range(1, count + 1)] if count > 1 else []


def attended_sitting_numbers(first: int | None, later: str | None) -> frozenset[int]:
    """The numbers of the sittings stored in a row of attendance."""
    return frozenset((first, *map(int, (later or "").split()))) if first else frozenset()


def attendance_columns(came: Collection[int], ids: Mapping[int, int]) -> dict[str, int | str | None]:
    """The sitting columns of a row of attendance, as far as these sittings exist."""
    numbers = sorted(set(came) & ids.keys())
    later = " ".join(map(str, numbers[1:]))
    return {"sitting_id": ids[numbers[0]] if numbers else None, "later_sittings": later or None}


def write_sittings(session: Session, meeting: Meeting, sittings: list[SittingInput]) -> dict[int, int]:
    """Save the sittings of a meeting; returns their ids by number. Raises Invalid for a day in the future."""
    rows = [_row(session, meeting, sitting) for sitting in sittings]
    session.flush()
    return {row.number: row.id or 0 for row in rows}


def delete_others(session: Session, standing: Sequence[PlainRow], kept: Mapping[int, int]) -> None:
    """Delete sittings that a meeting no longer has, once nobody is recorded in them."""
    for row in standing:
        if row.number not in kept:
            session.delete(session.get_one(Sitting, row.id))


def _compose(number: int, row: PlainRow | None, typed: Mapping[DraftField, str | None]) -> SittingInput:
    def told(name: str) -> str | None:
        return typed.get(DraftField(draft_part(number), name))

    day, starts, place = told("held_on"), told("starts_at"), told("place")
    return SittingInput(
        number,
        clock.parse_day(day) if day is not None else row and row.held_on,
        (starts or None) if starts is not None else row and row.starts_at,
        (clean(place)[:200] or None) if place is not None else row and row.place,
        row.id if row else None,
    )


def _row(session: Session, meeting: Meeting, sitting: SittingInput) -> Sitting:
    if sitting.held_on and sitting.held_on > clock.today():
        raise Invalid("day_to_come", day=sitting.held_on)
    row = (
        session.get_one(Sitting, sitting.id)
        if sitting.id
        else Sitting(meeting_id=meeting.id, unit_id=meeting.unit_id, number=sitting.number)
    )
    row.held_on, row.starts_at, row.place = sitting.held_on, sitting.starts_at, sitting.place
    session.add(row)
    return row
