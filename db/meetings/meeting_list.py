"""Lists of meetings: the latest of a unit, and unfinished sheets."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, or_
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
    """A saved meeting in a list with the sums of its tallies; a cell sees its own sums of a commune's meeting."""

    code: str
    type: str
    period: int
    months: int
    state: MeetingState
    held_on: date | None
    postponed_to: date | None
    named: bool
    unit_id: int
    expected: int
    present: int
    exempt: int


def list_latest(viewer: Viewer, unit_id: int, limit: int = 36) -> list[MeetingSummary]:
    """The latest meetings of a unit, or of its commune with its people, except those entered by mistake."""
    with reading(viewer) as session:
        meetings = session.exec(_LATEST, params={"unit": unit_id, "limit": limit}).all()
        sums = _sums(session, unit_id, [meeting.id for meeting in meetings])
        return [MeetingSummary(*told, *sums.get(meeting_id, (0, 0, 0))) for meeting_id, *told in meetings]


def list_unfinished(viewer: Viewer) -> list[UnfinishedSheet]:
    """Unfinished sheets of the viewer's units, latest first, except those of deleted meetings."""
    found = [meeting_refs.parse_draft(draft) for draft in drafts.list_visible(viewer, DRAFT)]
    codes = {draft.code for draft in found if draft.code}
    with reading(viewer) as session:
        query = select(Meeting.code).where(Meeting.code.in_(codes), Meeting.state != MeetingState.CANCELLED)
        standing = set(session.exec(query)) if codes else set()
    return [draft for draft in found if draft.code is None or draft.code in standing]


def _when():
    """The day a meeting was held, or the closest known day."""
    return func.coalesce(Meeting.held_on, Meeting.postponed_to, Meeting.planned_on)


def _sums(session: Session, unit_id: int, meeting_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    sums: dict[int, tuple[int, int, int]] = {}
    for meeting_id, *counts in session.exec(_SUMS, params={"unit": unit_id, "meetings": meeting_ids}):
        sums[meeting_id] = tuple(a + b for a, b in zip(sums.get(meeting_id, (0, 0, 0)), counts, strict=True))
    return sums


# Run by the first page of every meeting; prepared once, since building them costs more than running them.
_LATEST = prepared_statement(
    select(Meeting.id, *(getattr(Meeting, name) for name in MeetingSummary._fields[:9]))
    .where(
        or_(
            Meeting.unit_id == bindparam("unit"),
            Meeting.id.in_(select(Tally.meeting_id).where(Tally.unit_id == bindparam("unit"))),
        ),
        Meeting.state != MeetingState.CANCELLED,
    )
    .order_by(_when().desc(), Meeting.id.desc())
    .limit(bindparam("limit"))
)
_SUMS = prepared_statement(
    select(Tally.meeting_id, Tally.expected, Tally.present, Tally.exempt)
    .join(Meeting, Meeting.id == Tally.meeting_id)
    .where(
        Tally.meeting_id.in_(bindparam("meetings", expanding=True)),
        or_(Tally.unit_id == bindparam("unit"), Meeting.unit_id == bindparam("unit")),
    )
)
