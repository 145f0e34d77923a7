"""Lists of meetings: those a unit recorded last, and sheets that lie half typed."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.drafts import drafts
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings import meeting_refs
from db.meetings.meeting_refs import DRAFT, UnfinishedSheet
from db.models import (
    Meeting,
    MeetingState,
    Tally,
)


class MeetingSummary(NamedTuple):
    """A saved meeting in a list, with the sums of its tallies."""

    code: str
    type: str
    period: int
    months: int
    state: MeetingState
    held_on: date | None
    named: bool
    expected: int
    present: int
    exempt: int


def list_latest(viewer: Viewer, unit_id: int, limit: int = 36) -> list[MeetingSummary]:
    """The latest meetings of a unit, those entered by mistake left out."""
    with reading(viewer) as session:
        meetings = session.exec(_LATEST, params={"unit": unit_id, "limit": limit}).all()
        sums = _sums(session, [meeting.id for meeting in meetings])
        return [MeetingSummary(*told, *sums.get(meeting_id, (0, 0, 0))) for meeting_id, *told in meetings]


def list_unfinished(viewer: Viewer) -> list[UnfinishedSheet]:
    """Sheets that lie half typed in the viewer's units, the latest first;
    those of a meeting that is no more are not among them.
    """
    found = [meeting_refs.parse_draft(draft) for draft in drafts.list_visible(viewer, DRAFT)]
    codes = {draft.code for draft in found if draft.code}
    with reading(viewer) as session:
        query = select(Meeting.code).where(Meeting.code.in_(codes), Meeting.state != MeetingState.CANCELLED)
        standing = set(session.exec(query)) if codes else set()
    return [draft for draft in found if draft.code is None or draft.code in standing]


def _when():
    """The day a meeting was held, or is known of it instead."""
    return func.coalesce(Meeting.held_on, Meeting.postponed_to, Meeting.planned_on)


def _sums(session: Session, meeting_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    sums: dict[int, tuple[int, int, int]] = {}
    for meeting_id, *counts in session.exec(_SUMS, params={"meetings": meeting_ids}):
        sums[meeting_id] = tuple(a + b for a, b in zip(sums.get(meeting_id, (0, 0, 0)), counts, strict=True))
    return sums


# Asked by the first page of every meeting: made once, since making them costs more than asking.
_LATEST = prepared_statement(
    select(Meeting.id, *(getattr(Meeting, name) for name in MeetingSummary._fields[:7]))
    .where(Meeting.unit_id == bindparam("unit"), Meeting.state != MeetingState.CANCELLED)
    .order_by(_when().desc(), Meeting.id.desc())
    .limit(bindparam("limit"))
)
_SUMS = prepared_statement(
    select(Tally.meeting_id, Tally.expected, Tally.present, Tally.exempt).where(
        Tally.meeting_id.in_(bindparam("meetings", expanding=True))
    )
)
