"""Undo: whatever was done is restored exactly or refused for a reason that can be named; and the undo can be undone."""

from datetime import date

from hypothesis import given, strategies as st
from sqlalchemy import select

from db.history import undo
from db.kernel import bulk, scope
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import (
    Account,
    AssignmentDecision,
    Attendance,
    CellGroup,
    Evaluation,
    MeetingScore,
    Member,
    Membership,
    Outcome,
    SubjectCount,
    UnitEvaluation,
)
from tests.db.places import here_and_there, tables
from tests.db.undo_story import SETTINGS, Story
from tests.db.undoing import Row, dump, last_batch, meeting_to_attend, undone


@SETTINGS
@given(st.data())
def test_any_action_is_restored_exactly_or_refused_for_a_reason(world, data):
    story = Story(world, data.draw)
    for _ in range(data.draw(st.integers(2, 9), label="deeds")):
        story.go_on()


@SETTINGS
@given(st.data())
def test_a_whole_story_is_undone_and_redone(world, data):
    story, start = Story(world, data.draw), dump()
    for _ in range(data.draw(st.integers(1, 5), label="deeds")):
        story.do()
    end, taken = dump(), []
    for batch_id in sorted(story.after, reverse=True):
        taken.append(undone(story.viewer, batch_id))
    assert dump() == start
    for batch_id in reversed(taken):
        undo.undo(story.viewer, batch_id)
    assert dump() == end


def test_a_row_of_every_table_is_undone_and_redone(world):
    """With every type of column, except that an old password never comes back."""
    start = dump()
    here, _ = here_and_there(world, world.secretary)
    free = {
        Attendance: {"member_id": world.members["binh"]},
        Account: {"password_hash": "secret"},
        SubjectCount: {"counted_on": date(2025, 12, 31)},
        AssignmentDecision: {"valid_from": date(2025, 12, 31)},
        Evaluation: {"year": 2025},
        UnitEvaluation: {"year": 2025},
        MeetingScore: {"year": 2025},
    }
    with writing(SYSTEM, "one of each", reason="its month is closed") as session:
        for table in filter(_remembered, tables()):
            row = here.row(table, **free.get(table, {}))
            here.ids[table] = bulk.insert(session, table, [row])[0]
    end, done = dump(), last_batch()
    taken = undone(SYSTEM, done, "its month is closed")
    assert len(start) < len(dump()) < len(end)
    undo.undo(SYSTEM, taken, "its month is closed")
    again = dump()
    account = ("account", here.ids[Account])
    assert again[account].pop("password_hash") == "" != end[account].pop("password_hash")
    assert again == end


def _remembered(table: type) -> bool:
    return scope.TABLE_RULES[table].in_history


def test_twenty_thousand_rows_are_undone(world, any_database):
    start, count = dump(), 20_000 if any_database == "sqlite" else 3_000
    with writing(SYSTEM, "import") as session:
        rows = [{"name": f"Nguyễn {at}", "sort_key": f"{at:05}", "search_key": f"nguyen {at}"} for at in range(count)]
        made = bulk.insert(session, Member, rows)
        bulk.insert(
            session,
            Membership,
            [{"member_id": row_id, "unit_id": world.units["ben_da"], "kind": "own"} for row_id in made],
        )
        bulk.update(session, Member, [{"id": row_id, "address": f"Ngõ {row_id % 7}"} for row_id in made])
    done = last_batch()
    assert undo_and_redo(world.admin, done) == start


def undo_and_redo(viewer: Viewer, batch_id: int) -> dict[Row, dict]:
    """Returns the data in between; afterwards everything is as before."""
    before = dump()
    taken = undone(viewer, batch_id)
    between = dump()
    undo.undo(viewer, taken)
    assert dump() == before
    return between


def test_rows_keep_their_ids_and_no_other_row_gets_them(world):
    with writing(world.secretary, "group") as session:
        first = bulk.insert(session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "1"}])[
            0
        ]
    taken = undone(world.secretary, last_batch())
    with writing(world.secretary, "group") as session:
        second = bulk.insert(
            session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "2"}]
        )[0]
    undo.undo(world.secretary, taken)
    with reading(world.secretary) as session:
        assert dict(session.execute(select(CellGroup.id, CellGroup.name)).all()) == {first: "1", second: "2"}
    assert second > first


def test_nested_groups_are_undone_and_redone_together(world):
    """A table that refers to itself, with more rows than fit into one statement."""
    with writing(world.secretary, "groups") as session:
        parents = bulk.insert(
            session,
            CellGroup,
            [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "x"} for _ in range(700)],
        )
        bulk.insert(
            session,
            CellGroup,
            [
                {"unit_id": world.secretary.unit_id, "kind": "households", "name": "x", "parent_id": one}
                for one in parents
            ],
        )
    between = undo_and_redo(world.secretary, last_batch())
    assert not [row for row in between if row[0] == "cell_group"]


def test_a_replaced_attendance_is_undone(world):
    """One row per person and meeting: the new one must go before the old one comes back."""
    meeting_id, row = meeting_to_attend(world)
    with writing(world.secretary, "attend") as session:
        first = bulk.insert(session, Attendance, [row])[0]
    with writing(world.secretary, "replace") as session:
        bulk.delete(session, Attendance, [first])
        bulk.insert(session, Attendance, [row | {"outcome": Outcome.EXCUSED}])
    between = undo_and_redo(world.secretary, last_batch())
    assert between["attendance", first]["outcome"] == Outcome.PRESENT
    assert meeting_id


def test_undo_and_redo_alternate_a_thousand_times(world):
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["an"]).phone = "1"
    batch_id = last_batch()
    for _ in range(40):
        batch_id = undone(world.secretary, batch_id)
    with reading(world.secretary) as session:
        assert session.get(Member, world.members["an"]).phone == "1"
