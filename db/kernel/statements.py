"""Which statements can be narrowed: those in which loader criteria reach every table. All others are refused.

Loader criteria reach what a SELECT itself names: a mapped class selected, selected from or joined, or an expression on
one class. They do not reach a class that occurs only in a condition or in an expression on several, nor a bare table or
text.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Column, ColumnElement, Extract, FromClause, Select, Table as SqlTable
from sqlalchemy.sql.elements import BinaryExpression, ClauseList, ColumnClause, TypeClause, UnaryExpression
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import CTE, Alias, Subquery
from sqlalchemy.util import LRUCache
from sqlmodel import select

from db.errors import NotAllowed

Statement = TypeVar("Statement", bound=Select)
FUNCTIONS = {"count", "sum", "min", "max", "avg", "coalesce", "length"}  # others may hide a query in their arguments
# These and similar parts are written into the statement verbatim.
TEXTS = ("_prefixes", "_suffixes", "_hints", "_statement_hints")
ADDITIONS = (
    "_pre_columns_clause",
    "_post_select_clause",
    "_post_criteria_clause",
    "_post_body_clause",
    "_independent_ctes",
)


class StatementForm(NamedTuple):
    """The part of a statement that is shared by all statements differing only in their values, and these values."""

    key: Any
    values: Sequence[BindParameter] = ()


def form_of(statement) -> StatementForm | None:
    """A statement's form; None if it cannot be determined or the statement may load whole entities."""
    if is_prepared_statement(statement):
        return StatementForm(id(statement))
    if not isinstance(statement, Select) or statement._execution_options or _names_rows(statement):
        return None
    key = statement._generate_cache_key()
    return StatementForm(key.key, key.bindparams) if key else None


def _names_rows(statement: Select) -> bool:
    return any(isinstance(part, FromClause) and not isinstance(part, ColumnElement) for part in statement._raw_columns)


def mapped_tables(statement) -> frozenset[type]:
    """The mapped classes in a statement. Raises NotAllowed if it cannot be narrowed."""
    if not isinstance(statement, Select):
        raise _refused(statement)
    key = statement._generate_cache_key()
    found = _known.get(key.key) if key else None
    if found is None:
        found = frozenset(entity.mapper.class_ for entity in _judged(statement, frozenset()))
        if key:
            _known[key.key] = found
    return found


def columns_read(statement: Select, table: Any) -> set[str]:
    """The columns of a mapped class that a statement names anywhere; all of them if it loads whole entities."""
    found: set[str] = set()
    for chosen in statement._raw_columns:
        if isinstance(chosen, FromClause) and _is_of(chosen, table):
            found |= {column.name for column in table.__table__.columns}
    for part, _ in _parts(statement):
        if isinstance(part, Select):
            found |= columns_read(part, table)
        elif isinstance(part, ColumnClause) and _is_of(part, table):
            found.add(part.name)
    return found


def _is_of(part, table: type) -> bool:
    entity = _entity(part)
    return entity is not None and entity.mapper.class_ is table


def prepared_statement(statement: Statement) -> Statement:
    """Mark a statement that a module builds once and executes with varying values: what is
    derived from it is cached.
    """
    _PREPARED[id(statement)] = statement
    return statement


def is_prepared_statement(statement) -> bool:
    """Whether it is a prepared statement itself, not one derived from it."""
    return _PREPARED.get(id(statement)) is statement


def select_plain(table: Any) -> Select:
    """Select all columns of a table as plain rows, for reading only: tracked entities cost several times as much. To
    change a row, load it by its id.
    """
    return select(*(getattr(table, name) for name in table.model_fields))


_PREPARED: dict[int, Select] = {}
# checking a statement takes a millisecond, computing the key of its form a tenth of that
_known: MutableMapping = LRUCache(2000)


def _judged(statement: Select, around: frozenset) -> set:
    """The entities in a SELECT, which may refer to those `around` it: of the enclosing SELECT."""
    if any(getattr(statement, name, None) for name in TEXTS + ADDITIONS):
        raise _refused(statement)
    named, met, found = _named(statement), set(), set()
    within = frozenset(named)
    for part, source in _parts(statement):
        if isinstance(part, Select):
            found |= _judged(part, frozenset() if source else within)
        elif entity := _entity(part):
            met.add(entity)
        elif not _plain(part, named):
            raise _refused(part)
    if unreached := met - named - (around if named and _correlates(statement) else frozenset()):
        raise NotAllowed("unnarrowable", what=next(iter(unreached)).class_.__name__)
    found |= met | named
    if found and statement._propagate_attrs.get("compile_state_plugin") != "orm":
        raise _refused(statement)
    return found


def _correlates(statement: Select) -> bool:
    return statement._auto_correlate and not statement._correlate and statement._correlate_except is None


def _named(statement: Select) -> set:
    """The entities that a SELECT names in a way that loader criteria reach."""
    joined = [side for target, _, left, how in statement._setup_joins for side in (target, left) if side is not None]
    if any(how["full"] for *_, how in statement._setup_joins):
        raise _refused(statement)  # a full join shows the rows that its condition excludes
    named = set()
    for part in (*statement._raw_columns, *statement._from_obj, *joined):
        if entity := _only(part):
            named.add(entity)
        elif isinstance(part, FromClause) and not isinstance(part, FunctionElement | Subquery | CTE):
            raise _refused(part)
    return named


def _only(part):
    """The one entity that this names: itself, or the one that an expression is about."""
    if entity := _entity(part):
        return entity
    met = (
        set()
        if isinstance(part, FromClause) and not isinstance(part, FunctionElement)
        else {entity for each in _within(part) if (entity := _entity(each))}
    )
    return met.pop() if len(met) == 1 else None


def _parts(statement: Select) -> Iterator[tuple]:
    """Every part of a SELECT down to nested SELECTs, with whether it belongs to a source of rows."""
    seen: set[int] = set()
    waiting = [(child, False) for child in statement.get_children()]
    while waiting:
        part, source = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, SqlTable | Alias) and not _entity(part):
            continue  # it appears wherever one of its columns does; if it was named itself, `_named` refuses it
        yield part, source
        waiting += [(child, source or isinstance(part, Subquery | CTE)) for child in _children(part)]


def _within(part) -> Iterator:
    waiting = [part]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += _children(part)


def _children(part) -> list:
    if isinstance(part, Select):
        return []
    source = getattr(part, "table", None)
    return [*part.get_children(), *([source] if isinstance(source, Subquery | CTE) else ())]


def _plain(part, named: set) -> bool:
    """Whether a part that belongs to no mapped class is harmless."""
    if getattr(getattr(part, "name", None), "quote", None) is False or any(getattr(part, name, None) for name in TEXTS):
        return False
    if isinstance(part, FunctionElement):
        return getattr(part, "name", None) in FUNCTIONS
    if isinstance(part, ColumnClause):
        return _plain_column(part, named)
    if isinstance(part, BinaryExpression | UnaryExpression):
        return not isinstance(part.operator, custom_op)
    return isinstance(part, ColumnElement | ClauseList | TypeClause | Subquery | CTE) and not isinstance(part, Extract)


def _plain_column(part: ColumnClause, named: set) -> bool:
    if part.is_literal:
        return part.name == "*"
    # The library itself fetches a row by a bare column of the class it names.
    return isinstance(part.table, Subquery | CTE) or (
        isinstance(part, Column) and any(part.table is entity.selectable for entity in named)
    )


def _entity(part):
    return getattr(part, "_annotations", {}).get("parententity")


def _refused(part) -> NotAllowed:
    return NotAllowed("unnarrowable", what=type(part).__name__)
