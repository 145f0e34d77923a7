"""A random story of actions and undos in one cell, with a second book of what each undo should do."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from sqlalchemy import select

from db.errors import Conflict
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, reading, writing
from db.kernel.session_context import context_of
from db.models import (
    Assignment,
    CellGroup,
    Change,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    HouseholdPlace,
    Member,
)
from tests import people
from tests.db.places import references, tables
from tests.db.undoing import Row, dump, undone

TABLES = (CellGroup, Household, HouseholdPlace, Assignment, GroupMember)
SETTINGS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Story:
    """Actions and undos in one cell, with a second book of the version each row is in."""

    def __init__(self, world: people.World, draw: Callable) -> None:
        self.viewer, self.member_id, self.draw = world.secretary, world.members["an"], draw
        self.versions: dict[Row, int] = defaultdict(int)  # 0: as before the story, or absent
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
        earlier = dump()
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
        """Values for a row that refers to rows of this story; none if there is nothing to refer to."""
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
            GroupMember: {
                "role": GroupRole.IN_CHARGE
            },  # a member may be in charge of several groups at once, so it excludes nothing
            Household: {"name": words, "sort_key": words, "search_key": words},
        }.get(table, {})

    def take_back(self, batch_id: int) -> None:
        earlier = dump()
        expected = self._expected(batch_id, earlier)
        if expected:
            with pytest.raises(Conflict) as refusal:
                undo.undo(self.viewer, batch_id)
            assert (refusal.value.code, set(refusal.value.values.get("rows", ()))) == expected
            assert dump() == earlier
            return
        new_id, now = undone(self.viewer, batch_id), dump()
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
        """How the undo should be refused given the present data; None if it should succeed."""
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


def _referring(found: dict[Row, dict], rows: set[Row]) -> Iterator[tuple[Row, Row]]:
    """Those of these rows that another row refers to, and which row that is."""
    for table in tables():
        for column, target in references(table):
            for (name, row_id), values in found.items():
                if name == table.__tablename__ and (target.__tablename__, values[column.name]) in rows:
                    yield (target.__tablename__, values[column.name]), (name, row_id)


def _whole(found: dict[Row, dict], touched: set[Row]) -> bool:
    """Whether everything these rows refer to exists."""
    for table in TABLES:
        for column, target in references(table):
            for name, row_id in touched:
                if name == table.__tablename__ and (name, row_id) in found:
                    value = found[name, row_id][column.name]
                    if value is not None and (target.__tablename__, value) not in found:
                        return False
    return True
