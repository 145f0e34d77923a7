"""A row in every table, made from the models alone, so that future tables are filled too."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select

from db import config, identity_number_key
from db.kernel import scope
from db.maintenance import raw_connection
from db.models import Table
from db.models.base import EnumText

SAMPLES = {
    int: 1,
    str: "chữ",
    bool: True,
    float: 1.5,
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


def fill() -> None:
    """Put a row with id 1 into every table; every reference points to row 1.

    The key that its hashes claim is there, too.
    """
    identity_number_key.read_or_create_key()
    with raw_connection.connect(config.database_url()) as connection:
        for table in Table.metadata.sorted_tables:
            connection.execute(insert(table), [_row(scope.model_of(table.name))])
        raw_connection.continue_sequences(connection, {table.name: 1 for table in Table.metadata.sorted_tables})


def everything(connection: Connection) -> dict[str, list[tuple]]:
    """All rows of all tables."""
    return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in Table.metadata.sorted_tables}


def everything_now() -> dict[str, list[tuple]]:
    """All rows of all tables of the test's database."""
    with raw_connection.connect(config.database_url(), write=False) as connection:
        return everything(connection)


def _row(model: type) -> dict:
    return {column.name: _value(model, column) for column in model.__table__.columns}


def _value(model: type, column):
    if (column.table.name, column.name) in EITHER_OR:
        return None
    default = model.model_fields[column.name].default
    if isinstance(default, str | int | float):
        return default
    if isinstance(column.type, EnumText):
        return next(iter(column.type.kinds))
    return SAMPLES[getattr(column.type, "impl_instance", column.type).python_type]
