"""Prepared SELECTs of columns, run as the database takes them: narrowed and compiled once for each role.

The library works out at every execution what never changes about a statement; for a small question that is most of its
time. Here only the values are bound. Statements that load whole rows go the library's way: their rows are watched.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache

TEXTS = 32  # lengths of lists for which a statement's text is kept


class _Slot(NamedTuple):
    """One place for a value in a statement's text: of which parameter, which of its values where it is a list, and how
    the value is brought into the database's form.
    """

    key: str
    parameter: str
    at: int | None
    processor: Callable | None


class _Text(NamedTuple):
    """A statement's text for lists of certain lengths, and the places for values in it."""

    sql: str
    slots: list[_Slot]
    positional: bool

    def bind(self, values: Mapping[str, Any]) -> tuple | dict:
        """The values in the database's form."""
        pairs = []
        for key, parameter, at, processor in self.slots:
            value = values[parameter] if at is None else values[parameter][at]
            pairs.append((key, processor(value) if processor else value))
        return tuple(value for _, value in pairs) if self.positional else dict(pairs)


class _CompiledSelect:
    """A narrowed SELECT of columns for one kind of database."""

    def __init__(self, statement: Select, dialect: Dialect) -> None:
        self.dialect = dialect
        self.compiled: Any = statement.compile(dialect=dialect)
        self.metadata = SimpleResultMetaData([column["name"] for column in statement.column_descriptions])
        self.types = [entry.type for entry in self.compiled._result_columns]
        bound = self.compiled.bind_names.items()
        self.constants: dict[str, Any] = {name: bind.effective_value for bind, name in bound if not bind.required}
        self.wanted = [name for bind, name in bound if bind.required]
        self.lists = [name for bind, name in bound if bind.expanding]
        self.texts: MutableMapping[tuple[int, ...], _Text] = LRUCache(TEXTS)
        self.readers: list[tuple[int, Callable]] | None = None

    def execute(self, connection: Connection, parameters: Mapping[str, Any]) -> Result:
        """What the database answers, with rows that carry the columns' names. Raises KeyError for a missing value."""
        values = self.constants | {name: parameters[name] for name in self.wanted}
        for name in self.lists:
            values[name] = list(values[name])
        lengths = tuple(len(values[name]) for name in self.lists)
        if (text := self.texts.get(lengths)) is None:
            text = self.texts[lengths] = self._text(values)
        cursor = connection.connection.cursor()
        try:
            _send(cursor, text.sql, text.bind(values))
            if self.readers is None:
                self.readers = self._readers(cursor.description)
            return IteratorResult(self.metadata, iter(_read(cursor.fetchall(), self.readers)))
        except self.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(text.sql, None, error, self.dialect.loaded_dbapi.Error) from error
        finally:
            cursor.close()

    def _text(self, values: dict[str, Any]) -> _Text:
        state = self.compiled.construct_expanded_state(values)
        expanded = {key: (name, at) for name, keys in state.parameter_expansion.items() for at, key in enumerate(keys)}
        keys = state.positiontup if self.compiled.positional else list(state.parameters)
        places = [(key, *expanded.get(key, (key, None))) for key in keys]
        slots = [_Slot(key, name, at, state.processors.get(key)) for key, name, at in places]
        return _Text(state.statement, slots, self.compiled.positional)

    def _readers(self, description: Iterable) -> list[tuple[int, Callable]]:
        """Which columns are brought from the database's form into ours, and how."""
        codes = [column[1] for column in description]
        made = [kind._cached_result_processor(self.dialect, code) for kind, code in zip(self.types, codes, strict=True)]
        return [(at, reader) for at, reader in enumerate(made) if reader]


def execute(connection: Connection, statement: Select, parameters: Mapping[str, Any]) -> Result:
    """Ask a narrowed statement that `selects_columns` on this connection."""
    return _compiled(statement, connection.dialect).execute(connection, parameters)


@lru_cache(maxsize=4096)
def selects_columns(statement: Select) -> bool:
    """Whether a statement names columns only, no whole rows."""
    return all(column["expr"] is not column.get("entity") for column in statement.column_descriptions)


_compiled = lru_cache(maxsize=4096)(_CompiledSelect)


def _send(cursor: Any, sql: str, values: tuple | dict) -> None:
    cursor.execute(sql, values)


def _read(rows: Sequence, readers: Iterable[tuple[int, Callable]]) -> Sequence:
    if not readers:
        return rows
    made = [list(row) for row in rows]
    for at, reader in readers:
        for row in made:
            row[at] = reader(row[at])
    return made
