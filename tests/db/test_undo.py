"""Undo: whatever was done, it is put back exactly or refused for a reason that can be named;
and the undo can be undone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select

from db.calendar import clock
from db.errors import Conflict, NotAllowed
from db.history import undo
from db.kernel import bulk, scope
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import ScopedSession, reading, writing
from db.kernel.session_context import context_of
from db.models import (
    Account,
    Assignment,
    AssignmentDecision,
    Attendance,
    Batch,
    CellGroup,
    Change,
    Document,
    Evaluation,
    Expectation,
    Grant,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    HouseholdPlace,
    Meeting,
    MeetingScore,
    MeetingState,
    Member,
    Membership,
    Outcome,
    SubjectCount,
    UnitEvaluation,
)  # fmt: skip
from db.models.meetings import MeetingAudience
from tests import people
from tests.db.places import here_and_there, references, stored, tables

Row = tuple[str, int]
TABLES = (CellGroup, Household, HouseholdPlace, Assignment, GroupMember)
SETTINGS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _dump() -> dict[Row, dict]:
    """Every row of every table but history, past every guard."""
    return {(name, row.id): row._asdict() for name, rows in stored(("batch", "change")).items() for row in rows}


def _last_batch() -> int:
    with reading(SYSTEM) as session:
        return session.scalar(select(func.max(Batch.id)))


def _undone(viewer: Viewer, batch_id: int, reason: str | None = None) -> int:
    undo.undo(viewer, batch_id, reason)
    return _last_batch()


class Story:
    """Actions and undoings in one cell, with a second book kept of which version each row is in."""

    def __init__(self, world: people.World, draw: Callable) -> None:
        self.viewer, self.member_id, self.draw = world.secretary, world.members["an"], draw
        self.versions: dict[Row, int] = defaultdict(int)  # 0: as it was before the story, or not there
        self.before: dict[int, dict[Row, int]] = {}  # by batch, the version of each row it touched
        self.after: dict[int, dict[Row, int]] = {}
        self.undoes: dict[int, int] = {}
        self.images: dict[int, dict[Row, dict]] = {}  # by batch, everything as it was before
        self.rows: dict[str, set[int]] = {table.__tablename__: set() for table in TABLES}

    def go_on(self) -> None:
        if self.after and self.draw(st.booleans()):
            self.take_back(self.draw(st.sampled_from(sorted(self.after))))
        else:
            self.do()

    def do(self) -> None:
        earlier = _dump()
        with writing(self.viewer, "do") as session:
            for _ in range(self.draw(st.integers(1, 4))):
                self._step(session)
            session.flush()
            batch_id = context_of(session).batch_id
        if batch_id:
            self._note(batch_id, earlier)

    def _step(self, session: ScopedSession) -> None:
        table, in_bulk = self.draw(st.sampled_from(TABLES)), self.draw(st.booleans())
        standing = session.scalars(
            select(table.id).where(table.id.in_(self.rows[table.__tablename__])).order_by(table.id)
        ).all()
        deed = self.draw(st.sampled_from(["insert", "insert", "update", "delete"]))
        if deed == "insert" or not standing:
            if values := self._values(session, table):
                self.rows[table.__tablename__].add(self._insert(session, table, values, in_bulk))
        elif deed == "update":
            self._update(session, table, self.draw(st.sampled_from(standing)), in_bulk)
        elif free := [
            row_id for row_id in standing if not list(_referring(_in(session), {(table.__tablename__, row_id)}))
        ]:
            self._delete(session, table, self.draw(st.sampled_from(free)), in_bulk)

    def _insert(self, session: ScopedSession, table: type, values: dict, in_bulk: bool) -> int:
        if in_bulk:
            return bulk.insert(session, table, [values])[0]
        session.add(row := table(**values))
        session.flush()
        return row.id

    def _update(self, session: ScopedSession, table: type, row_id: int, in_bulk: bool) -> None:
        values = self._values(session, table, but=row_id)
        name = self.draw(st.sampled_from(sorted(values))) if values else "valid_to"
        value = values.get(name, date(2030, 1, 1))
        if in_bulk:
            bulk.update(session, table, [{"id": row_id, name: value}])
        else:
            setattr(session.get(table, row_id), name, value)
            if self.draw(st.booleans()):
                session.flush()

    def _delete(self, session: ScopedSession, table: type, row_id: int, in_bulk: bool) -> None:
        if in_bulk:
            bulk.delete(session, table, [row_id])
        else:
            session.delete(session.get(table, row_id))
            session.flush()

    def _values(self, session: ScopedSession, table: type, but: int = 0) -> dict:
        """Values for a row, which refers to rows of this story; none where there is nothing to refer to."""
        values = {"unit_id": self.viewer.unit_id}
        for column, target in references(table):
            if target.__tablename__ in self.rows:
                others = self.rows[target.__tablename__] - ({but} if target is table else set())
                there = session.scalars(select(target.id).where(target.id.in_(others)).order_by(target.id)).all()
                if not there and not column.nullable:
                    return {}
                values[column.name] = (
                    self.draw(st.sampled_from([*there, *([None] if column.nullable else [])])) if there else None
                )
            elif target is Member:
                values[column.name] = self.member_id
        if table is Assignment:
            values["household_id"] = None if values["group_id"] else values["household_id"]
            if not (values["group_id"] or values["household_id"]) or but:
                return {}
        words = self.draw(st.text("aăâbđe", min_size=1, max_size=3))
        return values | {
            CellGroup: {"name": words, "kind": GroupKind.CLUSTER},
            GroupMember: {"role": GroupRole.IN_CHARGE},  # of several groups at a time, which excludes nothing
            Household: {"name": words, "sort_key": words, "search_key": words},
        }.get(table, {})

    def take_back(self, batch_id: int) -> None:
        earlier = _dump()
        expected = self._expected(batch_id, earlier)
        if expected:
            with pytest.raises(Conflict) as refusal:
                undo.undo(self.viewer, batch_id)
            assert (refusal.value.code, set(refusal.value.values.get("rows", ()))) == expected
            assert _dump() == earlier
            return
        new_id, now = _undone(self.viewer, batch_id), _dump()
        assert {row: values for row, values in earlier.items() if row not in self.before[batch_id]} == {
            row: values for row, values in now.items() if row not in self.before[batch_id]
        }
        assert {row: now.get(row) for row in self.before[batch_id]} == {
            row: self.images[batch_id].get(row) for row in self.before[batch_id]
        }
        self.undoes[new_id] = batch_id
        self.before[new_id], self.after[new_id] = dict(self.after[batch_id]), dict(self.before[batch_id])
        self.images[new_id] = earlier
        self.versions |= self.before[batch_id]

    def _expected(self, batch_id: int, now: dict[Row, dict]) -> tuple[str, set[Row]] | None:
        """How the undo should be refused, by all that stands now; None where it should not."""
        if batch_id in self.undoes.values():
            return "undone_before", set()
        touched, was = set(self.after[batch_id]), self.images[batch_id]
        made = {row for row in touched if row not in was and row in now}
        blocked = {row for row in touched if self.versions[row] != self.after[batch_id][row]}
        blocked |= {row for row, by in _referring(now, made) if by not in touched}
        if blocked:
            return "undo_blocked", blocked
        then = {row: values for row, values in now.items() if row not in touched} | {
            row: was[row] for row in touched if row in was
        }
        return None if _whole(then, touched) else ("undo_blocked", set())

    def _note(self, batch_id: int, earlier: dict[Row, dict]) -> None:
        with reading(SYSTEM) as session:
            touched = set(
                session.execute(select(Change.table_name, Change.row_id).where(Change.batch_id == batch_id)).all()
            )
        self.before[batch_id] = {row: self.versions[row] for row in touched}
        self.after[batch_id] = dict.fromkeys(touched, batch_id)
        self.versions |= self.after[batch_id]
        self.images[batch_id] = earlier


def _in(session: ScopedSession) -> dict[Row, dict]:
    session.flush()
    return {
        (table.__tablename__, row.id): row.model_dump()
        for table in TABLES
        for row in session.scalars(select(table).execution_options(populate_existing=True))
    }


def _referring(dump: dict[Row, dict], rows: set[Row]) -> Iterator[tuple[Row, Row]]:
    """Of these rows those that another refers to, and which."""
    for table in tables():
        for column, target in references(table):
            for (name, row_id), values in dump.items():
                if name == table.__tablename__ and (target.__tablename__, values[column.name]) in rows:
                    yield (target.__tablename__, values[column.name]), (name, row_id)


def _whole(dump: dict[Row, dict], touched: set[Row]) -> bool:
    """Whether all that these rows refer to is there."""
    for table in TABLES:
        for column, target in references(table):
            for name, row_id in touched:
                if name == table.__tablename__ and (name, row_id) in dump:
                    value = dump[name, row_id][column.name]
                    if value is not None and (target.__tablename__, value) not in dump:
                        return False
    return True


@SETTINGS
@given(st.data())
def test_whatever_was_done_is_put_back_exactly_or_refused_for_a_reason(world, data):
    story = Story(world, data.draw)
    for _ in range(data.draw(st.integers(2, 9), label="deeds")):
        story.go_on()


@SETTINGS
@given(st.data())
def test_all_of_a_story_is_taken_back_and_comes_again(world, data):
    story, start = Story(world, data.draw), _dump()
    for _ in range(data.draw(st.integers(1, 5), label="deeds")):
        story.do()
    end, taken = _dump(), []
    for batch_id in sorted(story.after, reverse=True):
        taken.append(_undone(story.viewer, batch_id))
    assert _dump() == start
    for batch_id in reversed(taken):
        undo.undo(story.viewer, batch_id)
    assert _dump() == end


def test_a_row_of_every_table_is_taken_back_and_comes_again(world):
    """With every type of column, except that an old password never comes back."""
    start = _dump()
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
    end, done = _dump(), _last_batch()
    taken = _undone(SYSTEM, done, "its month is closed")
    assert len(start) < len(_dump()) < len(end)
    undo.undo(SYSTEM, taken, "its month is closed")
    again = _dump()
    account = ("account", here.ids[Account])
    assert again[account].pop("password_hash") == "" != end[account].pop("password_hash")
    assert again == end


def _remembered(table: type) -> bool:
    return scope.TABLE_RULES[table].in_history


def test_twenty_thousand_rows_are_taken_back(world, any_database):
    start, count = _dump(), 20_000 if any_database == "sqlite" else 3_000
    with writing(SYSTEM, "import") as session:
        rows = [{"name": f"Nguyễn {at}", "sort_key": f"{at:05}", "search_key": f"nguyen {at}"} for at in range(count)]
        made = bulk.insert(session, Member, rows)
        bulk.insert(
            session,
            Membership,
            [{"member_id": row_id, "unit_id": world.units["ben_da"], "kind": "own"} for row_id in made],
        )
        bulk.update(session, Member, [{"id": row_id, "address": f"Ngõ {row_id % 7}"} for row_id in made])
    done = _last_batch()
    assert undo_and_redo(world.admin, done) == start


def undo_and_redo(viewer: Viewer, batch_id: int) -> dict[Row, dict]:
    """What is there in between; after it all is as before."""
    before = _dump()
    taken = _undone(viewer, batch_id)
    between = _dump()
    undo.undo(viewer, taken)
    assert _dump() == before
    return between


def test_rows_keep_their_ids_and_nothing_else_gets_them(world):
    with writing(world.secretary, "group") as session:
        first = bulk.insert(session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "1"}])[
            0
        ]
    taken = _undone(world.secretary, _last_batch())
    with writing(world.secretary, "group") as session:
        second = bulk.insert(
            session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "2"}]
        )[0]
    undo.undo(world.secretary, taken)
    with reading(world.secretary) as session:
        assert dict(session.execute(select(CellGroup.id, CellGroup.name)).all()) == {first: "1", second: "2"}
    assert second > first


def test_groups_within_groups_come_and_go_together(world):
    """A table that refers to itself, more rows than go into one statement."""
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
    between = undo_and_redo(world.secretary, _last_batch())
    assert not [row for row in between if row[0] == "cell_group"]


def test_a_replaced_attendance_is_taken_back(world):
    """One row per person and meeting: the new one goes before the old one comes."""
    meeting_id, row = _meeting(world)
    with writing(world.secretary, "attend") as session:
        first = bulk.insert(session, Attendance, [row])[0]
    with writing(world.secretary, "replace") as session:
        bulk.delete(session, Attendance, [first])
        bulk.insert(session, Attendance, [row | {"outcome": Outcome.EXCUSED}])
    between = undo_and_redo(world.secretary, _last_batch())
    assert between["attendance", first]["outcome"] == Outcome.PRESENT
    assert meeting_id


def _meeting(world: people.World) -> tuple[int, dict]:
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


def test_what_lies_out_of_sight_blocks_too_and_is_not_told(world):
    """The administrator reads no attendance by name; that a member he imported was recorded blocks him nevertheless."""
    with writing(world.admin, "import") as session:
        member_id = bulk.insert(session, Member, [{"name": "Mới", "sort_key": "m", "search_key": "moi"}])[0]
        member_row = {"member_id": member_id, "unit_id": world.secretary.unit_id, "kind": "own"}
        bulk.insert(session, Membership, [member_row])
    imported = _last_batch()
    _, row = _meeting(world)
    with writing(world.secretary, "attend") as session:
        bulk.insert(session, Attendance, [row | {"member_id": member_id}])
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.admin, imported)
    assert (refusal.value.code, refusal.value.values) == ("undo_blocked", {"rows": [("member", member_id)]})
    undo.undo(world.secretary, _last_batch())
    undo.undo(world.admin, imported)


def test_an_undo_that_came_between_blocks_the_undo_of_an_undo(world):
    """Made, changed, the change undone, the making undone: then the change does not come back by itself."""
    with writing(world.secretary, "make") as session:
        group_id = bulk.insert(
            session, CellGroup, [{"unit_id": world.secretary.unit_id, "kind": "cluster", "name": "1"}]
        )[0]
    made = _last_batch()
    with writing(world.secretary, "rename") as session:
        bulk.update(session, CellGroup, [{"id": group_id, "name": "2"}])
    renamed_back = _undone(world.secretary, _last_batch())
    gone = _undone(world.secretary, made)
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, renamed_back)
    assert refusal.value.values == {"rows": [("cell_group", group_id)]}
    undo.undo(world.secretary, gone)
    undo.undo(world.secretary, renamed_back)
    with reading(world.secretary) as session:
        assert session.get(CellGroup, group_id).name == "2"


def test_to_and_fro_a_thousand_times(world):
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["an"]).phone = "1"
    batch_id = _last_batch()
    for _ in range(40):
        batch_id = _undone(world.secretary, batch_id)
    with reading(world.secretary) as session:
        assert session.get(Member, world.members["an"]).phone == "1"


def test_what_it_referred_to_is_gone(world):
    unit_id = world.secretary.unit_id
    with writing(world.secretary, "place") as session:
        household_id = bulk.insert(
            session, Household, [{"unit_id": unit_id, "name": "x", "sort_key": "x", "search_key": "x"}]
        )[0]
        group_id = bulk.insert(session, CellGroup, [{"unit_id": unit_id, "kind": "cluster", "name": "x"}])[0]
        place_id = bulk.insert(
            session, HouseholdPlace, [{"unit_id": unit_id, "household_id": household_id, "group_id": group_id}]
        )[0]
    with writing(world.secretary, "leave") as session:
        bulk.delete(session, HouseholdPlace, [place_id])
    left = _last_batch()
    with writing(world.secretary, "go") as session:
        bulk.delete(session, CellGroup, [group_id])
    before = _dump()
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, left)
    assert refusal.value.code == "undo_blocked"
    assert _dump() == before


def test_nobody_undoes_what_is_not_his_to_do(world):
    """Neither foreign actions, nor his own unit's by somebody who may more, nor half of an action."""
    with writing(world.neighbour, "phone") as session:
        session.get(Member, world.members["lan"]).phone = "1"
    foreign = _last_batch()
    with writing(world.other_commune, "phones") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "2"} for key in ("lan", "quan")])
    communes = _last_batch()
    with writing(SYSTEM, "reorganise") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "3"} for key in ("an", "quan")])
    half = _last_batch()
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["binh"]).phone = "4"
    secretaries = _last_batch()
    refused = [
        (world.secretary, foreign),
        (world.commune, foreign),
        (world.workplace, foreign),
        (world.district, foreign),
        (world.secretary, communes),
    ]
    refused += [(world.secretary, half), (world.assistant, secretaries), (world.secretary, 4711)]
    for viewer, batch_id in refused:
        with pytest.raises(NotAllowed):
            undo.undo(viewer, batch_id)
    undo.undo(world.commune, secretaries)


def test_a_commune_does_not_give_back_a_role_that_it_does_not_give(world):
    """The administrator ended a grant of a commune's officer; his colleague does not undo that."""
    with writing(world.admin, "end") as session:
        session.get(Grant, world.commune.grant_id).valid_to = date(2026, 1, 1)
    with pytest.raises(NotAllowed):
        undo.undo(world.commune, _last_batch())


def test_a_deed_that_issued_a_paper_is_not_undone(world):
    with writing(SYSTEM, "issue") as session:
        session.add(
            Document(
                unit_id=world.secretary.unit_id,
                kind="x",
                issued_on=date(2026, 11, 21),
                unit_name="x",
                frozen="{}",
                frozen_hash="x",
                audience="lists",
                made_at=clock.now(),
            )
        )
        session.flush()
        bulk.update(session, Batch, [{"id": context_of(session).batch_id, "issued": True}])
    with pytest.raises(Conflict) as refusal:
        undo.undo(SYSTEM, _last_batch())
    assert refusal.value.code == "undo_issued"


def test_undone_twice_at_once_is_undone_once(world):
    with writing(world.secretary, "phone") as session:
        session.get(Member, world.members["an"]).phone = "1"
    batch_id = _last_batch()
    undo.undo(world.secretary, batch_id)
    with pytest.raises(Conflict) as refusal:
        undo.undo(world.secretary, batch_id)
    assert refusal.value.code == "undone_before"
