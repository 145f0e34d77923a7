"""A row of every table, made from the models alone, in one's own place and in a foreign one, so that future tables are
covered too.
"""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Column, Row, Select, select

from db import config
from db.kernel import scope
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM, Audience, Viewer
from db.kernel.session import ScopedSession, writing
from db.maintenance import raw_connection
from db.models import Account, Grant, Member, Role, Table, Unit, UnitKind
from db.models.base import EnumText
from tests import people

SAMPLES = {
    int: 1,
    float: 1.5,
    bool: True,
    bytes: b"\x00\xff",
    date: date(2026, 11, 21),
    datetime: datetime(2026, 11, 21, 14, 5, tzinfo=UTC),
}
EITHER_OR = {
    ("assignment", "household_id"),
    ("excluded_pair", "household_id"),
    ("household_note", "household_id"),
    ("household_note", "meeting_id"),
    ("household_visit", "household_id"),
}
AS_FAR_AS_POSSIBLE = {("petition", "holder"): "district"}  # read at every level
HARMLESS = [str, date, bool, int]
PERIOD = 202611
UNIT_OF = {
    "area_id": "commune",
    "commune_id": "commune",
    "workplace_id": "workplace",
    "recipient_id": "workplace",
    "parent_id": "commune",
    "old_id": "other",
    "on_behalf_of": "entered_by",
}

Ids = dict[type, int]


@cache
def tables() -> tuple[type, ...]:
    """Every table with a rule, referenced tables first."""
    return tuple(scope.model_of(table.name) for table in Table.metadata.sorted_tables)


@cache
def references(table: type) -> tuple[tuple[Column, type], ...]:
    """The columns of a table that refer to another table, and which one."""
    return tuple(
        (column, scope.model_of(foreign.column.table.name))
        for column in table.__table__.columns
        for foreign in column.foreign_keys
    )


class Place:
    """Units, one person and one account, and one row of every table belonging to them."""

    def __init__(self, units: dict[str, int | None], member_id: int, account_id: int, grant_id: int) -> None:
        self.units = units
        self.ids: Ids = {Unit: units["cell"], Member: member_id, Account: account_id, Grant: grant_id}

    def row(self, table: type, **given) -> dict:
        """A row of this place, not yet written."""
        return {
            column.name: self._value(table, column) for column in table.__table__.columns if column.name != "id"
        } | given

    def fill(self, session: ScopedSession) -> None:
        """Write a row of every table that has none here."""
        for table in tables():
            if table not in self.ids:
                self.ids[table] = insert_rows(session, table, [self.row(table)])[0]

    def _value(self, table: type, column: Column):
        if column.foreign_keys or column.name in ("unit_id", "member_id"):  # history names them without a foreign key
            return self._reference(table, column)
        if column.name == "audience" and not isinstance(column.type, EnumText):
            return Audience.LISTS.value
        if table is Unit and column.name == "kind":
            return UnitKind.CELL  # only those who may change the tree itself found a commune
        if (column.table.name, column.name) in AS_FAR_AS_POSSIBLE:
            return AS_FAR_AS_POSSIBLE[column.table.name, column.name]
        field = table.model_fields[column.name]
        if field.default_factory:
            return field.default_factory()
        if isinstance(field.default, bool | int | float | str):
            return field.default
        if column.nullable and not isinstance(column.type, EnumText):
            return None
        return PERIOD if column.name == "period" else sample(column)

    def _reference(self, table: type, column: Column) -> int | None:
        target = dict(references(table)).get(column) or (Unit if column.name == "unit_id" else Member)
        if target is table or (column.table.name, column.name) in EITHER_OR:
            return None
        if target is Unit:
            return self.units[UNIT_OF.get(column.name, "cell")]
        return self.ids.get(target)


def sample(column: Column):
    """Some value that fits the column; a different one each time if it is text."""
    if isinstance(column.type, EnumText):
        return next(iter(column.type.kinds))
    return f"{next(_numbers):x}" if kind_of(column) is str else SAMPLES[kind_of(column)]


def another(table: type, row: dict) -> tuple[str, object]:
    """A column that nothing depends on, and a value for it that no row has."""
    free = [
        column
        for column in table.__table__.columns
        if not column.foreign_keys and column.name not in {"id", "unit_id", "member_id", "audience", "months"}
    ]
    free = [column for column in free if column.name not in scope.TABLE_RULES[table].excluded_from_copies]
    if not any(kind_of(column) in HARMLESS for column in free):  # a row that only links others
        tied = (column.name for column, _ in references(table) if column.nullable and row.get(column.name) is not None)
        return next(tied), None
    column = min(
        (column for column in free if kind_of(column) in HARMLESS), key=lambda column: HARMLESS.index(kind_of(column))
    )
    values = {
        str: sample(column) if kind_of(column) is str else "",
        date: date(2029, 1, 1),
        bool: not row.get(column.name),
        int: 7,
    }
    return column.name, values[kind_of(column)]


def kind_of(column: Column) -> type:
    """The Python type of a column."""
    return (
        StrEnum if isinstance(column.type, EnumText) else getattr(column.type, "impl_instance", column.type).python_type
    )


_numbers = itertools.count(4096)


def here_and_there(world: people.World, viewer: Viewer) -> tuple[Place, Place]:
    """A place of the viewer's own, around Đồng Bào or the hospital, and one in the other commune with another
    workplace.
    """
    units, own = world.units, world.units["hospital" if viewer.role == Role.WORKPLACE else "dong_bao"]
    entered_by = viewer.unit_id if viewer.role == Role.COMMUNE else None
    with writing(SYSTEM, "places") as session:
        school = insert_rows(session, Unit, [{"kind": UnitKind.WORKPLACE, "level": "workplace"}])[0]
        here = {
            "cell": own,
            "commune": units["dong_ha"],
            "workplace": units["hospital"],
            "other": units["ben_da"],
            "entered_by": entered_by,
        }
        there = {
            "cell": units["nui_doi"],
            "commune": units["tay_son"],
            "workplace": school,
            "other": school,
            "entered_by": None,
        }
        found = (
            Place(here, world.members["dung"], viewer.account_id, viewer.grant_id),
            Place(there, world.members["lan"], world.neighbour.account_id, world.neighbour.grant_id),
        )
        for place in found:
            place.fill(session)
    return found


def viewers(world: people.World) -> dict[str, Viewer]:
    """One viewer per role, and officials in charge of part of the tree."""
    part = world.commune
    officials = {
        f"{name}_of_a_part": replace(world.viewers[name], unit_id=part.unit_id, unit_ids=part.unit_ids)
        for name in ("district", "admin")
    }
    return {
        name: world.viewers[name] for name in ("secretary", "assistant", "commune", "workplace", "district", "admin")
    } | officials


def everything() -> dict[str, list[str]]:
    """All rows of all tables, bypassing every guard."""
    return {name: sorted(map(repr, rows)) for name, rows in stored().items()}


def stored(without: tuple[str, ...] = (), url: str = "") -> dict[str, list[Row]]:
    """All rows of all tables except these, of the test's database or the one at this address."""
    with raw_connection.connect(url or config.database_url(), write=False) as connection:
        return {name: connection.execute(asked).all() for name, asked in _asked().items() if name not in without}


@cache
def _asked() -> dict[str, Select]:
    return {table.name: select(table) for table in Table.metadata.sorted_tables}
