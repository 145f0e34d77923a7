"""SELECTs of columns in compiled form: narrowed and compiled once per statement form and role.

SQLAlchemy works out on every execution what never changes about a statement; for a small query that is most of the
time. Here only the values are bound. Statements that load whole entities still go through the ORM, which tracks their
rows.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.engine import Result
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache
from sqlmodel.sql.expression import SelectOfScalar

from db.kernel import plain_rows
from db.kernel.plain_rows import Rows
from db.kernel.statements import StatementForm

TEXTS = 32  # list lengths for which a statement's text is cached


class _Slot(NamedTuple):
    """A value's place in the SQL text: its parameter, its position if the parameter is a list,
    and its bind processor.
    """

    key: str
    parameter: str
    at: int | None
    processor: Callable | None


class _Text(NamedTuple):
    """The SQL text for lists of certain lengths, with its value slots."""

    sql: str
    slots: list[_Slot]
    positional: bool

    def bind(self, values: Mapping[str, Any]) -> tuple | dict:
        """Return the processed values in order; those of a list are adjacent."""
        bound: list[Any] = []
        for _key, parameter, at, processor in self.slots:
            if at is None:
                bound.append(processor(values[parameter]) if processor else values[parameter])
            elif at == 0:
                bound += map(processor, values[parameter]) if processor else values[parameter]
        return tuple(bound) if self.positional else dict(zip((slot.key for slot in self.slots), bound, strict=True))


class CompiledSelect:
    """A narrowed SELECT of columns for one database dialect. `asks_texts`: it reads need-to-know texts."""

    def __init__(self, narrowed: Select, form: StatementForm, dialect: Dialect, asks_texts: bool) -> None:
        self.dialect, self.asks_texts = dialect, asks_texts
        key: Any = narrowed._generate_cache_key()
        self.compiled: Any = narrowed.compile(dialect=dialect, cache_key=key)
        row: Any = plain_rows.row_class(tuple(column["name"] for column in narrowed.column_descriptions))
        self.read = itemgetter(0) if isinstance(narrowed, SelectOfScalar) else row._make
        self.types = [entry.type for entry in self.compiled._result_columns]
        bound = self.compiled.bind_names.items()
        places = self._places(form)
        self.own = [(name, places[bind]) for bind, name in bound if bind in places and not bind.required]
        self.constants: dict[str, Any] = {
            name: bind.effective_value for bind, name in bound if bind not in places and not bind.required
        }
        self.wanted = [name for bind, name in bound if bind.required]
        self.lists = [name for bind, name in bound if bind.expanding]
        self.texts: MutableMapping[tuple[int, ...], _Text] = LRUCache(TEXTS)
        self.readers: list[tuple[int, Callable]] | None = None

    def execute(self, connection: Connection, form: StatementForm, parameters: Mapping[str, Any]) -> Rows:
        """Run it with the values of a statement of this form.

        Raises KeyError for a missing value.
        """
        values = self.constants | {name: parameters[name] for name in self.wanted}
        values |= {name: form.values[place].effective_value for name, place in self.own}
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
            return Rows(_read(cursor.fetchall(), self.readers), self.read)
        except self.dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(text.sql, None, error, self.dialect.loaded_dbapi.Error) from error
        finally:
            cursor.close()

    def _places(self, form: StatementForm) -> dict[Any, int]:
        """The positions of the bound values within a form's values; SQLAlchemy may have copied
        their bind parameters.
        """
        copies = self.compiled._cache_key_bind_match[0] if form.values else {}
        return {copy: place for place, bind in enumerate(form.values) for copy in copies.get(bind, ())}

    def _text(self, values: dict[str, Any]) -> _Text:
        state = self.compiled.construct_expanded_state(values)
        expanded = {key: (name, at) for name, keys in state.parameter_expansion.items() for at, key in enumerate(keys)}
        keys = state.positiontup if self.compiled.positional else list(state.parameters)
        places = [(key, *expanded.get(key, (key, None))) for key in keys]
        processors = {**self.compiled._bind_processors, **state.processors}  # the latter are only for lists
        slots = [_Slot(key, name, at, processors.get(key)) for key, name, at in places]
        return _Text(state.statement, slots, self.compiled.positional)

    def _readers(self, description: Iterable) -> list[tuple[int, Callable]]:
        """The columns that need a result processor, with the processor."""
        codes = [column[1] for column in description]
        made = [kind._cached_result_processor(self.dialect, code) for kind, code in zip(self.types, codes, strict=True)]
        return [(at, reader) for at, reader in enumerate(made) if reader]


def compile_select(narrowed: Select, form: StatementForm, dialect: Dialect, asks_texts: bool) -> CompiledSelect | None:
    """Compile a narrowed statement for repeated use; None if it must go through the ORM because it loads whole entities
    or renders values into its text.
    """
    if not selects_columns(narrowed):
        return None
    made = CompiledSelect(narrowed, form, dialect, asks_texts)
    return None if made.compiled.literal_execute_params else made


def plain_tuples(found: Rows | Result) -> list[tuple]:
    """The rows of a result as plain tuples, from which tens of thousands are read in half the time."""
    return list(found.tuples) if isinstance(found, Rows) else [tuple(row) for row in found]


def selects_columns(statement: Select) -> bool:
    """Whether a statement selects columns only, no whole entities."""
    return all(column["expr"] is not column.get("entity") for column in statement.column_descriptions)


def _send(cursor: Any, sql: str, values: tuple | dict) -> None:
    cursor.execute(sql, values)


def _read(rows: Sequence, readers: Iterable[tuple[int, Callable]]) -> Sequence:
    if not (rows and readers):
        return rows
    columns: list[Iterable] = list(zip(*rows, strict=True))
    for at, reader in readers:
        columns[at] = map(reader, columns[at])
    return list(zip(*columns, strict=True))
