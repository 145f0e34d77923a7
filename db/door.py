"""The door past the session: rows written as they are, neither judged nor remembered.

Only bulk writing, history, drafts and the register's own bookkeeping go through it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import insert
from sqlmodel import Session

PASS = object()  # what a statement shows at the door; nothing that is typed or stored can be it
OPEN = {"narrowed": PASS}
SLICE = 500  # values in one statement: a database takes only so many


def write(session: Session, table: type, rows: list[dict]) -> list[int]:
    """Insert rows as they are, neither judged nor remembered; their ids in order."""
    if not rows or "id" in rows[0]:
        append(session, table, rows)
        return [row["id"] for row in rows]
    connection = session.connection()
    # SQLite numbers rows in their order; told to keep that order, the library would send it one row at a time.
    in_order = connection.dialect.name == "sqlite"
    statement = insert(table.__table__).returning(table.__table__.c.id, sort_by_parameter_order=not in_order)
    ids = connection.execute(statement, _full(table, rows), execution_options=OPEN).scalars().all()
    return sorted(ids) if in_order else list(ids)


def append(session: Session, table: type, rows: list[dict]) -> None:
    """The same where nobody asks for the ids."""
    if rows:
        session.connection().execute(insert(table.__table__), _full(table, rows), execution_options=OPEN)


def slices(values: Iterable) -> Iterator[list]:
    """The values in portions that fit into one statement."""
    values = list(values)
    return (values[start : start + SLICE] for start in range(0, len(values), SLICE))


def _full(table: type, rows: list[dict]) -> list[dict]:
    makers = _defaults(table).items()
    return [{name: make() for name, make in makers if name not in row} | row for row in rows]


@lru_cache
def _defaults(table: type) -> dict:
    """What stands in a column that a row leaves out."""
    makers = {}
    for name, field in table.model_fields.items():
        if name != "id" and not field.is_required():
            makers[name] = field.default_factory or (lambda value=field.default: value)
    return makers
