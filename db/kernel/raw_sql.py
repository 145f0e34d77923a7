"""Writing rows as they are, bypassing the session: without scope checks and without history.

Only bulk writes, the history, drafts and internal bookkeeping use it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, cast

from sqlalchemy import Dialect, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from db.errors import Conflict

BYPASS_TOKEN = object()  # what a statement shows to be let through; no typed or stored value can equal it
BYPASS_OPTIONS = {"narrowed": BYPASS_TOKEN}
ROW_ID = "bound_id"  # the parameter with the id of the row that is changed or deleted
CHUNK_SIZE = 500  # values per statement, since databases limit them


def insert_rows(session: Session, table: type[Any], rows: list[dict]) -> list[int]:
    """Insert rows as they are, without scope checks or history; returns their ids in order."""
    if not rows or "id" in rows[0]:
        insert_without_ids(session, table, rows)
        return [row["id"] for row in rows]
    rows, connection = fill_defaults(table, rows), session.connection()
    if connection.dialect.name != "sqlite":
        statement = insert(table.__table__).returning(table.__table__.c.id, sort_by_parameter_order=True)
        return list(connection.execute(statement, rows, execution_options=BYPASS_OPTIONS).scalars())
    form, ids = insert_statement(session, table, rows[0]), list[int]()
    for part in chunks(form.bind_rows(rows)):
        values = tuple(chain.from_iterable(part))
        told = connection.exec_driver_sql(form.returning_ids(len(part)), values, execution_options=BYPASS_OPTIONS)
        ids += sorted(told.scalars())  # rows are numbered in their order
    return ids


def insert_without_ids(session: Session, table: type[Any], rows: list[dict]) -> None:
    """Like `insert_rows`, for callers that need no ids."""
    if rows:
        rows = fill_defaults(table, rows)
        form = insert_statement(session, table, rows[0])
        execute_rows(session, form, form.bind_rows(rows))


class CompiledStatement(NamedTuple):
    """A compiled statement: its parameter names in order, the columns they come from, and their bind processors."""

    text: str
    names: list[str]
    columns: list[str]
    processors: list
    positional: bool
    copy_command: str = ""  # how the database takes many rows at once, if inserting them one by one is slow

    def returning_ids(self, count: int) -> str:
        """Return the text of an INSERT of this many rows that returns their ids."""
        one = self.text.rpartition("VALUES ")[2]
        return f"{self.text}{f', {one}' * (count - 1)} RETURNING id"

    def bind_rows(self, rows: list[dict]) -> list[tuple]:
        """Rows as processed parameter tuples, from their values by column."""
        pairs = list(zip(self.columns, self.processors, strict=True))
        return [tuple([make(row[name]) if make else row[name] for name, make in pairs]) for row in rows]


def insert_statement(session: Session, table: Any, names: Iterable[str]) -> CompiledStatement:
    """The statement that inserts these columns."""
    return _compiled(session.connection().dialect, table, "insert", tuple(names))


def update_by_id_statement(session: Session, table: Any, names: Iterable[str]) -> CompiledStatement:
    """The statement that sets these columns of rows identified by "id"."""
    return _compiled(session.connection().dialect, table, "update", tuple(names))


def delete_by_id_statement(session: Session, table: Any) -> CompiledStatement:
    """The statement that deletes rows by "id"."""
    return _compiled(session.connection().dialect, table, "delete", ())


@lru_cache(maxsize=1024)
def _compiled(dialect: Dialect, table: Any, action: str, names: tuple[str, ...]) -> CompiledStatement:
    """Cached, since compiling costs more than executing."""
    rows, row_id = table.__table__, table.__table__.c.id == bindparam(ROW_ID)
    statement: Any = {
        "insert": lambda: insert(rows),
        "update": lambda: update(rows).where(row_id).values({name: bindparam(f"new_{name}") for name in names}),
        "delete": lambda: delete(rows).where(row_id),
    }[action]()
    compiled = statement.compile(
        dialect=dialect, column_keys=names if action == "insert" else None, for_executemany=True
    )
    order = list(compiled.positiontup or compiled.bind_names.values())
    told = {ROW_ID: "id"} | ({f"new_{name}": name for name in names} if action == "update" else {})
    columns = [told.get(name, name) for name in order]
    return CompiledStatement(
        str(compiled),
        order,
        columns,
        [rows.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns],
        compiled.positional,
        _copied(dialect, table, columns) if compiled.isinsert and dialect.name == "postgresql" else "",
    )


def execute_rows(session: Session, form: CompiledStatement, rows: list[tuple]) -> None:
    """Execute a statement for rows of processed parameters, in their order."""
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
    """The ids of the rows inserted last: writers wait for one another and no id is reused, so
    the ids are consecutive.
    """
    last = session.connection().execute(select(func.max(table.id)), execution_options=BYPASS_OPTIONS).scalar_one()
    found = select(func.count(table.id)).where(table.id > last - count)
    if session.connection().execute(found, execution_options=BYPASS_OPTIONS).scalar_one() != count:
        raise Conflict("changed_meanwhile")
    return list(range(last - count + 1, last + 1))


def chunks(values: Iterable) -> Iterator[list]:
    """The values in portions small enough for one statement."""
    values = list(values)
    return (values[start : start + CHUNK_SIZE] for start in range(0, len(values), CHUNK_SIZE))


def fill_defaults(table: Any, rows: list[dict]) -> list[dict]:
    """Rows completed with the defaults of their missing columns."""
    makers, missing = _defaults(table).items(), dict[tuple, list]()
    filled = []
    for row in rows:
        if (left_out := missing.get(key := tuple(row))) is None:
            left_out = missing[key] = [(name, make) for name, make in makers if name not in row]
        filled.append({name: make() for name, make in left_out} | row)
    return filled


@lru_cache
def _defaults(table: Any) -> dict:
    """The default of each column that a row may leave out."""
    makers = {}
    for name, field in table.model_fields.items():
        if name != "id" and not field.is_required():
            makers[name] = field.default_factory or (lambda value=field.default: value)
    return makers
