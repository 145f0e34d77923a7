"""Past figures: whatever happens to random districts later, figures as of a day are what was noted on that day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings, strategies as st
from sqlalchemy import func, select

from components.briefings import section_registry
from components.briefings.section_declaration import BriefingKind, BriefingQuery
from db.calendar import clock
from db.calendar.months import last_day
from db.errors import Refused
from db.history import past_copy, undo
from db.history.closings_in_force import PastMoment
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import (
    Attendance,
    Batch,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Role,
    Tally,
    UnitVersion,
)
from tests.db import histories
from tests.db.attendance_recount import LATELY, asked, viewer_of
from tests.db.histories import MONTHS, History
from tests.db.random_worlds import WORLDS


def all_figures(viewer: Viewer, wanted: BriefingQuery) -> dict[str, Any]:
    """Every figure there is."""
    sections = [one for one in section_registry.sections_by_key().values() if BriefingKind.MEETING in one.kinds]
    found = {}
    for section in sections:
        rows = section.question(viewer, wanted)
        found |= {figure.code: figure.evaluate(rows) for figure in section.figures}
    return found


def change_something(history: History, random: Random) -> None:
    """One action on meetings, attendance or memberships: changed, deleted, added, moved."""
    table = random.choice([Meeting, Tally, Attendance, Membership, UnitVersion])
    with reading(SYSTEM) as session:
        ids = list(session.scalars(select(table.id).order_by(table.id)))
    some = random.sample(ids, min(len(ids), random.randint(1, 4)))
    # an action that the tables refuse is skipped
    with suppress(Refused), writing(SYSTEM, "change", reason="thử") as session:
        if table in (Attendance, Tally) and random.random() < 0.4:
            bulk.delete(session, table, some)
        elif table is Membership and random.random() < 0.5:
            member = random.choice(list(session.scalars(select(Member.id).order_by(Member.id))))
            bulk.insert(session, Membership, [{"member_id": member, "unit_id": random.choice(history.cells),
                        "kind": random.choice(list(MembershipKind)), "valid_from": clock.today()}])  # fmt: skip
        elif table is UnitVersion and random.random() < 0.5:
            bulk.update(session, table, [{"id": row, "name": f"Đơn vị {random.random()}"} for row in some])
        elif some:
            values = {
                Meeting: lambda: {"state": random.choice([MeetingState.CANCELLED, MeetingState.NOT_HELD])},
                Tally: lambda: {"present": random.randint(0, 9), "expected": random.randint(9, 19)},
                Attendance: lambda: {"outcome": random.choice(list(Outcome))},
                Membership: lambda: {"unit_id": random.choice(history.cells)},
                UnitVersion: lambda: {"valid_to": clock.today() - timedelta(days=random.randint(0, 60))},
            }[table]
            bulk.update(session, table, [{"id": row, **values()} for row in some])


def take_back_the_last() -> None:
    with suppress(Refused):  # what cannot be undone stays
        undo.undo(SYSTEM, _last(), "thử")


def _last() -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.max(Batch.id))) or 0


@settings(WORLDS, max_examples=4)
@given(seed=st.integers(0, 10**9))
def test_figures_as_of_an_earlier_day_equal_what_was_noted_then(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock(LATELY)
    emptied()
    history, random = histories.make(Random(seed)), Random(seed)
    role = random.choice([Role.DISTRICT, Role.COMMUNE])
    viewer = viewer_of(role, history.district if role == Role.DISTRICT else random.choice(history.communes))
    first, last = sorted(random.choices(range(len(MONTHS)), k=2))
    period = MONTHS[first : last + 1]
    day = min(last_day(period[-1]), clock.today())
    wanted = BriefingQuery(period[0], period[-1], len(period), day, asked(history, viewer, random), "kỳ")
    with writing(SYSTEM, "begin") as session:
        bulk.update(session, Member, [{"id": session.scalar(select(func.min(Member.id))), "name": "Một"}])
    notes = [(_last(), all_figures(viewer, wanted))]
    set_clock("2026-09-20T09:00:00")
    for _ in range(random.randint(2, 6)):
        change_something(history, random)
        if random.random() < 0.3:
            take_back_the_last()
        set_clock(LATELY)
        notes.append((_last(), all_figures(viewer, wanted)))
        set_clock("2026-09-20T09:00:00")
    set_clock("2026-11-20T09:00:00")
    batch_id, noted = random.choice(notes)
    now = all_figures(viewer, wanted)
    with past_copy.open_past_copy(PastMoment(batch_id, clock.now() - timedelta(days=66))) as past, past.reading_then():
        assert clock.today().isoformat() == "2026-09-15"
        assert all_figures(viewer, wanted) == noted
    assert all_figures(viewer, wanted) == now
