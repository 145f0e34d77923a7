"""References to a meeting, saved or still to be, and the place of its draft."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.calendar import clock
from db.drafts.drafts import DraftKey, UnfinishedDraft
from db.errors import NotAllowed
from db.kernel.plain_rows import PlainRow
from db.kernel.statements import prepared_statement, select_plain
from db.models import Meeting, MeetingState

DRAFT = "meeting"


class MeetingRef(NamedTuple):
    """A reference to a meeting: a saved one by its code, else by type and period.

    `day` is a proposal; for types with several meetings in a period it identifies the meeting.
    """

    unit_id: int
    type: str
    period: int
    code: str | None = None
    day: date | None = None


class OtherMeeting(NamedTuple):
    """Another meeting of the same type in the same period."""

    code: str
    held_on: date | None


class UnfinishedSheet(NamedTuple):
    """An unfinished sheet: of a saved meeting by its code, else by the day it was begun for, if chosen."""

    unit_id: int
    type: str
    period: int
    code: str | None
    day: date | None
    touched_at: datetime
    author: str


def find_saved(session: Session, ref: MeetingRef, planned: list[str]) -> PlainRow | None:
    """The saved meeting of a reference, read-only: of planned types that of the period, of others that of the day."""
    asked = {"unit": ref.unit_id, "period": ref.period}
    if ref.code:
        if meeting := session.exec(_CODED, params=asked | {"code": ref.code}).first():
            return meeting
        raise NotAllowed()
    if planned:
        return session.exec(_PLANNED, params=asked | {"types": planned}).first()
    return session.exec(_OF_DAY, params=asked | {"type": ref.type, "day": ref.day}).first() if ref.day else None


def list_others(session: Session, ref: MeetingRef, meeting: PlainRow | None) -> list[OtherMeeting]:
    """Other meetings of this type recorded in this period."""
    query = select(Meeting.code, Meeting.held_on).where(
        Meeting.unit_id == ref.unit_id, Meeting.period == ref.period, Meeting.type == ref.type
    )
    rows = session.exec(query.where(Meeting.state != MeetingState.CANCELLED).order_by(Meeting.held_on, Meeting.id))
    return [OtherMeeting(*row) for row in rows if meeting is None or row.code != meeting.code]


def draft_key(ref: MeetingRef, type_: str, meeting: PlainRow | None, planned: bool) -> DraftKey:
    """The place of the draft, shared by all who record this meeting."""
    which = meeting.code if meeting else ref.day.isoformat() if ref.day and not planned else ""
    return DraftKey(DRAFT, ref.unit_id, ":".join(filter(None, (type_, str(ref.period), which))))


def parse_draft(draft: UnfinishedDraft) -> UnfinishedSheet:
    """The meeting that a draft's key refers to."""
    type_, period, *which = draft.key.split(":")
    day = clock.parse_day(which[0]) if which else None
    return UnfinishedSheet(
        draft.unit_id,
        type_,
        int(period),
        which[0] if which and day is None else None,
        day,
        draft.touched_at,
        draft.author,
    )


_IN_PERIOD = select_plain(Meeting).where(
    Meeting.unit_id == bindparam("unit"), Meeting.period == bindparam("period"), Meeting.state != MeetingState.CANCELLED
)
_CODED = prepared_statement(_IN_PERIOD.where(Meeting.code == bindparam("code")))
_PLANNED = prepared_statement(
    _IN_PERIOD.where(Meeting.type.in_(bindparam("types", expanding=True))).order_by(Meeting.id)
)
_OF_DAY = prepared_statement(
    _IN_PERIOD.where(
        Meeting.type == bindparam("type"), func.coalesce(Meeting.held_on, Meeting.planned_on) == bindparam("day")
    ).order_by(Meeting.id)
)
