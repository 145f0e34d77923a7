"""The door past the session: rows written as they are, neither judged nor remembered.

Only bulk writing, history, drafts and the register's own bookkeeping go through it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from db.errors import Conflict

BYPASS_TOKEN = object()  # what a statement shows at the door; nothing that is typed or stored can be it
BYPASS_OPTIONS = {"narrowed": BYPASS_TOKEN}
CHUNK_SIZE = 500  # values in one statement: a database takes only so many


def insert_rows(session: Session, table: type[Any], rows: list[dict]) -> list[int]:
    """Insert rows as they are, neither judged nor remembered; their ids in order."""
    if not rows or "id" in rows[0]:
        insert_without_ids(session, table, rows)
        return [row["id"] for row in rows]
    connection = session.connection()
    # SQLite numbers rows in their order; told to keep that order, the library would send it one row at a time.
    in_order = connection.dialect.name == "sqlite"
    statement = insert(table.__table__).returning(table.__table__.c.id, sort_by_parameter_order=not in_order)
    ids = connection.execute(statement, fill_defaults(table, rows), execution_options=BYPASS_OPTIONS).scalars().all()
    return sorted(ids) if in_order else list(ids)


def insert_without_ids(session: Session, table: type[Any], rows: list[dict]) -> None:
    """The same where nobody asks for the ids."""
    if rows:
        session.connection().execute(
            insert(table.__table__), fill_defaults(table, rows), execution_options=BYPASS_OPTIONS
        )


class CompiledStatement(NamedTuple):
    """A statement as the database takes it:
    the names of its values in their order, and how each is brought into the database's form.
    """

    text: str
    names: list[str]
    processors: list
    positional: bool
    copy_command: str = ""  # how the database takes many rows at once, where one after another is slow

    def bind_rows(self, rows: list[dict]) -> list[tuple]:
        """Rows in the database's form."""
        pairs = list(zip(self.names, self.processors, strict=True))
        return [tuple(make(row[name]) if make else row[name] for name, make in pairs) for row in rows]


def compile_statement(session: Session, statement, names: Iterable[str], table: type[Any]) -> CompiledStatement:
    """A statement with these values of a table's columns; the name of a value ends with that of its column."""
    dialect, columns = session.connection().dialect, table.__table__.columns
    compiled = statement.compile(dialect=dialect, column_keys=list(names), for_executemany=True)
    order = list(compiled.positiontup or compiled.bind_names.values())
    kinds = [columns["id" if name == "row_id" else name.removeprefix("new_")].type for name in order]
    copied = _copied(dialect, table, order) if compiled.isinsert and dialect.name == "postgresql" else ""
    return CompiledStatement(
        str(compiled),
        order,
        [kind.dialect_impl(dialect).bind_processor(dialect) for kind in kinds],
        compiled.positional,
        copied,
    )


def execute_rows(session: Session, form: CompiledStatement, rows: list[tuple]) -> None:
    """Write rows that are in the database's form, in their order."""
    connection = session.connection()
    driver: Any = connection.connection
    if rows and form.copy_command:
        try:
            with driver.cursor() as cursor, cursor.copy(form.copy_command) as copy:
                for row in rows:
                    copy.write_row(row)
        except cast(Any, connection.dialect.dbapi).IntegrityError as error:
            raise IntegrityError(None, None, error) from error
    elif rows:
        each = rows if form.positional else [dict(zip(form.names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(form.text, each, execution_options=BYPASS_OPTIONS)


def _copied(dialect, table: type[Any], names: list[str]) -> str:
    quoted = dialect.identifier_preparer.quote
    return f"COPY {quoted(table.__table__.name)} ({', '.join(map(quoted, names))}) FROM STDIN"


def last_ids(session: Session, table: type[Any], count: int) -> list[int]:
    """The ids of the rows that were sent last:
    writers wait for each other and no id is used twice, so that they follow one another.
    """
    last = session.connection().execute(select(func.max(table.id)), execution_options=BYPASS_OPTIONS).scalar_one()
    found = select(func.count(table.id)).where(table.id > last - count)
    if session.connection().execute(found, execution_options=BYPASS_OPTIONS).scalar_one() != count:
        raise Conflict("changed_meanwhile")
    return list(range(last - count + 1, last + 1))


def chunks(values: Iterable) -> Iterator[list]:
    """The values in portions that fit into one statement."""
    values = list(values)
    return (values[start : start + CHUNK_SIZE] for start in range(0, len(values), CHUNK_SIZE))


def fill_defaults(table: Any, rows: list[dict]) -> list[dict]:
    """Rows with what stands in the columns that they leave out."""
    makers = _defaults(table).items()
    return [{name: make() for name, make in makers if name not in row} | row for row in rows]


@lru_cache
def _defaults(table: Any) -> dict:
    """What stands in a column that a row leaves out."""
    makers = {}
    for name, field in table.model_fields.items():
        if name != "id" and not field.is_required():
            makers[name] = field.default_factory or (lambda value=field.default: value)
    return makers
