"""A meeting as its cell records it: what is typed on its sheet and what was saved, with a recount of it."""

from collections import Counter

from sqlmodel import select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.models import (
    Attendance,
    Batch,
    Expectation,
    Meeting,
    MembershipKind,
    Tally,
)


def call_of(world, type_: str = "regular", period: int = 202611) -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], type_, period)


def type_in(viewer: Viewer, call: MeetingRef, values: dict, seen: dict | None = None) -> None:
    drafts.save_values(
        viewer,
        meetings.load(viewer, call).place,
        {DraftField(*field): value for field, value in values.items()},
        seen or {},
    )


def rows_of(code: str) -> list[Attendance]:
    with reading(SYSTEM) as session:
        meeting_id = session.exec(select(Meeting.id).where(Meeting.code == code)).one()
        return list(session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id)))


def tallies_of(code: str) -> list[Tally]:
    with reading(SYSTEM) as session:
        meeting_id = session.exec(select(Meeting.id).where(Meeting.code == code)).one()
        return list(session.exec(select(Tally).where(Tally.meeting_id == meeting_id)))


def recount(rows: list[Attendance], kind: MembershipKind) -> dict[str, int]:
    """The sums of one kind of person, counted row by row."""
    sums = Counter(expected=0, present=0, excused=0, unexcused=0, unknown=0, exempt=0, extra=0, spoke=0)
    for row in rows:
        if row.kind != kind:
            continue
        sums["spoke"] += row.spoke
        if row.expectation == Expectation.EXPECTED:
            sums["expected"] += 1
            sums[row.outcome.value] += 1
        else:
            sums[row.expectation.value] += 1
    return dict(sums)


def assert_recounted(code: str) -> None:
    rows = rows_of(code)
    tallies = tallies_of(code)
    assert {tally.kind for tally in tallies} == {row.kind for row in rows}
    for tally in tallies:
        assert {name: getattr(tally, name) for name in recount(rows, tally.kind)} == recount(rows, tally.kind)


def last_batch() -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(Batch.id).order_by(Batch.id.desc())).first() or 0
