"""Fill an empty database fast: ids assigned in advance, many rows in one statement, no checks and no history."""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Row, Select

from db.demo.district_state import seeded_random
from db.maintenance import raw_connection
from db.models import Table
from db.models.base import EnumText

TOGETHER = 100  # rows per statement
WAITING = 40_000  # rows held before they are written
# letters of public codes; here they are the same in each build, so that addresses stay the same
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


class BulkFiller:
    """Rows to be written; each has its id at once, so that others can refer to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mark = "%s" if connection.dialect.name == "postgresql" else "?"
        self._shapes: dict[type, TableLayout] = {}
        self._rows: dict[type, list[tuple]] = defaultdict(list)
        self._waiting = 0
        self.written: Counter[str] = Counter()

    def add(self, table: type, **values) -> int:
        """Add one row, missing columns by their defaults; return its id."""
        shape = self._shapes.get(table) or self._shapes.setdefault(table, TableLayout(table, self._connection.dialect))
        shape.last_id += 1
        self._rows[table].append(shape.row(values))
        self._waiting += 1
        return shape.last_id

    def write(self, *, all_of_it: bool = False) -> None:
        """Write the waiting rows once there are enough for a round trip."""
        if self._waiting < WAITING and not all_of_it:
            return
        by_name = {table.__tablename__: table for table in self._rows}
        for table in Table.metadata.sorted_tables:
            if table.name in by_name:
                self._insert(by_name[table.name], self._rows[by_name[table.name]])
        self._rows.clear()
        self._waiting = 0

    def query(self, query: Select) -> list[Row]:
        """Query the database, after writing the waiting rows."""
        self.write(all_of_it=True)
        return list(self._connection.execute(query))

    def finish(self) -> None:
        """Write the rest, advance the database's id sequences, and check that every reference exists."""
        self.write(all_of_it=True)
        raw_connection.continue_sequences(
            self._connection, {table.__tablename__: shape.last_id for table, shape in self._shapes.items()}
        )
        raw_connection.check_foreign_keys(self._connection)

    def _insert(self, table: type, rows: list[tuple]) -> None:
        whole = len(rows) // TOGETHER * TOGETHER
        if whole:
            together = [
                tuple(chain.from_iterable(rows[start : start + TOGETHER])) for start in range(0, whole, TOGETHER)
            ]
            self._connection.exec_driver_sql(self._statement(table, TOGETHER), together)
        if rows[whole:]:
            self._connection.exec_driver_sql(self._statement(table, 1), rows[whole:])
        self.written[table.__tablename__] += len(rows)

    def _statement(self, table: type, rows: int) -> str:
        names = self._shapes[table].names
        one = f"({', '.join([self._mark] * len(names))})"
        return f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES {', '.join([one] * rows)}"


class TableLayout:
    """The columns of one table, their defaults, and how each value is stored."""

    def __init__(self, table: type, dialect: Dialect) -> None:
        columns = list(table.__table__.columns)
        self.names = [column.name for column in columns]
        self.last_id = 0
        self._places = {column.name: (place, _stored(column, dialect)) for place, column in enumerate(columns)}
        self._empty = [_default(table, column, dialect) for column in columns]
        self._id_place = self.names.index("id")
        self._code_place = self.names.index("code") if "code" in self.names else None
        self._random = seeded_random("codes", table.__tablename__)

    def row(self, values: dict) -> tuple:
        """Return the values of one row in column order, as the database takes them."""
        row = self._empty[:]
        for name, value in values.items():
            place, stored = self._places[name]
            row[place] = value if stored is None else stored(value)
        row[self._id_place] = self.last_id
        if self._code_place is not None:
            row[self._code_place] = "".join(self._random.choices(LETTERS, k=12))
        return tuple(row)


def _default(table: type, column: Column, dialect: Dialect) -> Any:
    """Return the stored default of an omitted column."""
    field = table.model_fields[column.name]
    stored = _stored(column, dialect)
    default = None if field.is_required() or field.default_factory else field.default
    return default if stored is None else stored(default)


def _stored(column: Column, dialect: Dialect) -> Callable | None:
    """Return the conversion of a value to its stored form; enum values are few and looked up."""
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    return cache(processor) if isinstance(column.type, EnumText) else processor
