"""Helpers for tests of undo: a dump of all data, the latest action, and an undo of it."""

from sqlalchemy import func, select

from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import Batch, Expectation, Meeting, MeetingState, Outcome
from db.models.meetings import MeetingAudience
from tests import people
from tests.db.places import stored

Row = tuple[str, int]


def dump() -> dict[Row, dict]:
    """Every row of every table except history, bypassing every guard."""
    return {(name, row.id): row._asdict() for name, rows in stored(("batch", "change")).items() for row in rows}


def last_batch() -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.max(Batch.id)))


def undone(viewer: Viewer, batch_id: int, reason: str | None = None) -> int:
    undo.undo(viewer, batch_id, reason)
    return last_batch()


def meeting_to_attend(world: people.World) -> tuple[int, dict]:
    with writing(world.secretary, "meet") as session:
        new = {"type": "regular", "audience": MeetingAudience.OWN, "period": 202611, "state": MeetingState.HELD}
        meeting_id = bulk.insert(session, Meeting, [{"unit_id": world.secretary.unit_id, **new}])[0]
    person = {"unit_id": world.secretary.unit_id, "member_id": world.members["an"], "kind": "own"}
    return meeting_id, {
        "meeting_id": meeting_id,
        "period": 202611,
        "expectation": Expectation.EXPECTED,
        "outcome": Outcome.PRESENT,
        **person,
    }
