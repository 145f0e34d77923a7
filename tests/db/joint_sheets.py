"""The sheet of a commune's joint meeting, typed and saved."""

from datetime import date

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import Viewer
from db.meetings import meeting_record, meetings
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import MEETING, draft_part
from tests.db.recorded_meetings import recount, rows_of, tallies_of

HELD = date(2026, 11, 10)


def call_of(world, type_: str = "joint", period: int = 202611, day: date = HELD) -> MeetingRef:
    return MeetingRef(world.units["dong_ha"], type_, period, day=day)


def type_in(world, values: dict, call: MeetingRef | None = None, viewer: Viewer | None = None) -> None:
    viewer, call = viewer or world.commune, call or call_of(world)
    opened = meetings.load(viewer, call)
    fields = {DraftField(*field): value for field, value in values.items()}
    drafts.save_values(viewer, opened.place, fields, {field: opened.typed.values.get(field) for field in fields})


def call_cells(world, *cells: str, kinds: str = "own", **texts: str) -> None:
    ids = " ".join(str(world.units[cell]) for cell in cells)
    type_in(world, {(MEETING, name): value for name, value in ({"cells": ids, "kinds": kinds} | texts).items()})


def mark(world, *members: str, sitting: int | None = None) -> None:
    name, value = (f"in{sitting}", "1") if sitting else ("outcome", "present")
    type_in(world, {(draft_part(world.members[member]), name): value for member in members})


def assert_recounted(code: str) -> None:
    """Assert that each tally of a cell and kind equals a count of its people, and that everybody is in exactly one."""
    people, tallies = rows_of(code), tallies_of(code)
    for tally in tallies:
        here = recount([row for row in people if row.unit_id == tally.unit_id], tally.kind)
        assert {name: getattr(tally, name) for name in here} == here
    assert {(row.unit_id, row.kind) for row in people} <= {(tally.unit_id, tally.kind) for tally in tallies}


def save(world, call: MeetingRef | None = None) -> str:
    return meeting_record.save(world.commune, call or call_of(world))
