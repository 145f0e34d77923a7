"""Applying the table rules: a session narrows what its viewer reads and checks what the viewer writes.

What cannot be narrowed is refused. `table_rules.py` says who may see and change what.
"""

from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, bindparam, or_
from sqlalchemy.orm import with_loader_criteria
from sqlmodel import Session, col, select

from db import models as m
from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.errors import NotAllowed
from db.kernel import narrowing as n, statements
from db.kernel.audience import GRANTABLE_ROLES, SYSTEM, Audience, Viewer, Work
from db.kernel.narrowing import bind_values, visible_member_ids
from db.kernel.raw_sql import BYPASS_OPTIONS, chunks
from db.kernel.session_context import context_of
from db.kernel.table_rules import TABLE_RULES, TableRule, copy_audience

__all__ = [
    "GRANTABLE_ROLES",
    "SYSTEM",
    "TABLE_RULES",
    "Audience",
    "TableRule",
    "Viewer",
    "Work",
    "bind_values",
    "copy_audience",
    "model_of",
    "narrow_refresh",
    "narrow_statement",
    "reads_texts",
    "require_changeable_columns",
    "require_writable",
    "visible_member_ids",
]  # fmt: skip


def narrow_statement(statement, viewer: Viewer) -> Select:
    """A statement with the viewer's criteria on each of its tables. Raises NotAllowed if it cannot be narrowed."""
    if statements.is_prepared_statement(statement):
        return _prepared(statement, viewer.role, viewer.unit_ids is None)
    return _narrowed(statement, viewer.role, viewer.unit_ids is None)


def _narrowed(statement, role: m.Role | None, whole: bool) -> Select:
    tables = statements.mapped_tables(statement)
    if role is None:
        return statement
    narrowed = statement.options(*_options(tables, role, whole))
    close = ((table, TABLE_RULES[table].texts) for table in tables if TABLE_RULES[table].texts)
    if any(texts & statements.columns_read(statement, table) for table, texts in close):
        return narrowed.execution_options(texts=True)
    return narrowed


def reads_texts(narrowed: Select) -> bool:
    """Whether a narrowed statement reads need-to-know texts, whose readers are logged."""
    return narrowed.get_execution_options().get("texts", False)


# By prepared statement, role, and whether the whole tree is in reach.
_prepared = lru_cache(maxsize=4096)(_narrowed)


def narrow_refresh(statement, session: Session) -> Select:
    """Narrow the refresh of a loaded row, where loader criteria do not apply.

    Rows inserted by this session may be read.
    """
    table: Any
    (table,), viewer = statements.mapped_tables(statement), context_of(session).viewer
    criterion = None if viewer.role is None else TABLE_RULES[table].narrow(table, viewer)
    return (
        statement
        if criterion is None
        else statement.where(or_(criterion, table.id.in_(context_of(session).made.get(table, ()))))
    )


@lru_cache(maxsize=4096)
def _options(tables: frozenset[type], role: m.Role, whole: bool) -> list:
    """The criteria on these tables, shared by all viewers of this role; the values come from
    `narrowing.bind_values`.
    """
    anybody = n.role_template(role, whole)
    if not all(anybody.reads(TABLE_RULES[table].audience) for table in tables):
        raise NotAllowed()
    found = ((table, TABLE_RULES[table].narrow(table, anybody)) for table in tables)
    return [
        with_loader_criteria(table, criterion, include_aliases=True)
        for table, criterion in found
        if criterion is not None
    ]


def require_writable(
    session: Session, table: type[Any], rows: Iterable[dict], chosen: Iterable[dict] | None = None
) -> None:
    """Raise NotAllowed unless the session's viewer may write these rows, given as dicts of column values.

    A row must be in the viewer's units before and after the change. `chosen` are the values that the viewer sets
    (default: all); rows that they refer to must be visible to the viewer.
    """
    viewer: Viewer = context_of(session).viewer
    if viewer.role is None:
        return
    rule, rows = TABLE_RULES[table], list(rows)
    made = context_of(session).made.get(m.Unit, ())
    own = table in (m.Account, m.Device) and all(
        row.get("account_id", row.get("id")) == viewer.account_id for row in rows
    )
    if not own and not viewer.writes(rule.work):
        raise NotAllowed()
    if not all(
        rule.write_condition(row, viewer, lambda unit_id: viewer.reaches(unit_id) or unit_id in made) for row in rows
    ):
        raise NotAllowed()
    if table in (m.Account, m.Device) and not own:
        _check_holders(session, viewer, {row.get("account_id", row.get("id")) for row in rows} - {None})
    _check_references(session, table, rows if chosen is None else list(chosen))


def require_changeable_columns(session: Session, table: type[Any], changed: Iterable[str]) -> None:
    """Raise NotAllowed if one of these columns of an existing row must not change."""
    changeable = TABLE_RULES[table].changeable
    if changeable is not None and context_of(session).viewer.role is not None and set(changed) - changeable:
        raise NotAllowed()


def _check_holders(session: Session, viewer: Viewer, account_ids: Collection[int | None]) -> None:
    """Raise NotAllowed for accounts that also hold a role which the viewer cannot grant: changing them would allow
    acting as that person.
    """
    given: ColumnElement[bool] = col(m.Grant.role).in_(GRANTABLE_ROLES[cast(m.Role, viewer.role)])
    if viewer.unit_ids is not None:
        given &= col(m.Grant.unit_id).in_(viewer.unit_ids)
    ahead = not_ended_on(m.Grant, clock.today())
    for part in chunks(account_ids):
        beyond = select(m.Grant.id).where(col(m.Grant.account_id).in_(part), ahead, ~given)
        if session.connection().execute(beyond, execution_options=BYPASS_OPTIONS).first():
            raise NotAllowed()


def _check_references(session: Session, table: type[Any], chosen: list[dict]) -> None:
    """Every referenced row was inserted by this session or is visible to the viewer."""
    for column in table.__table__.columns:
        for foreign in column.foreign_keys:
            target = model_of(foreign.column.table.name)
            if TABLE_RULES[target].narrow is n.all_rows:
                continue
            wanted = {row[column.name] for row in chosen if row.get(column.name) is not None} - context_of(
                session
            ).made.get(target, set())
            for part in chunks(wanted):
                if set(part) - set(session.exec(_ids(target), params={"ids": part})):
                    raise NotAllowed()


@cache
def _ids(table: Any) -> Any:
    return statements.prepared_statement(select(table.id).where(table.id.in_(bindparam("ids", expanding=True))))


@lru_cache
def model_of(table_name: str) -> Any:
    """The model class of a table."""
    return next(table for table in TABLE_RULES if cast(Any, table).__tablename__ == table_name)
