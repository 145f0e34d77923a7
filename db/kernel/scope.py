"""Who may see and change which rows and texts. The only file that decides it.

Every session carries a viewer. A rule per table says who may read it (its audience), whose work it is to
write it, and how it is narrowed to the viewer's units. What cannot be narrowed is refused, never passed on.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
from db.kernel.unit_of_work import work_of

__all__ = [
    "GRANTABLE_ROLES",
    "SYSTEM",
    "TABLE_RULES",
    "Audience",
    "TableRule",
    "Viewer",
    "Work",
    "bind_values",
    "check_fixed",
    "check_rows",
    "copy_audience",
    "model_of",
    "narrow_refresh",
    "narrow_statement",
    "reads_texts",
    "visible_member_ids",
]  # fmt: skip


@dataclass(frozen=True)
class TableRule:
    """How one table is guarded."""

    audience: Audience
    work: Work
    narrow: n.Narrowing
    write_condition: n.Condition = n.no_unit_condition  # whether the viewer may have a row stand so
    unit: str = "unit_id"  # the column by whose unit copies of a row are found
    in_history: bool = True
    copies: Audience | None = None  # who reads copies, where these are not for all who read the row
    excluded_from_copies: frozenset[str] = frozenset()  # columns that no copy holds
    texts: frozenset[str] = frozenset()  # need-to-know columns: only `access_log.read_log` reads them
    changeable: frozenset[str] | None = None  # where what is written stays, the columns that do not


_OF_UNIT = n.in_unit("unit_id")

TABLE_RULES: dict[type, TableRule] = {
    m.Unit: TableRule(Audience.OPEN, Work.CELLS, n.all_rows, n.own_unit, unit="id"),
    m.UnitVersion: TableRule(Audience.OPEN, Work.CELLS, n.all_rows, n.in_unit("unit_id", "parent_id")),
    m.UnitSuccession: TableRule(Audience.OPEN, Work.UNITS, n.all_rows, n.in_unit("old_id", "new_id"), unit="new_id"),
    m.Setting: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.Rule: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.PeriodState: TableRule(Audience.OPEN, Work.PERIODS, n.all_rows, _OF_UNIT),
    m.Template: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.Member: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Standing: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Expertise: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Membership: TableRule(Audience.LISTS, Work.PEOPLE, n.membership, _OF_UNIT),
    m.Exemption: TableRule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Office: TableRule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Introduction: TableRule(
        Audience.LISTS, Work.INTRODUCTIONS, n.introduction, n.own_introduction, unit="commune_id"
    ),
    m.CellGroup: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.GroupMember: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.GroupCluster: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Meeting: TableRule(Audience.FIGURES, Work.MEETINGS, n.meeting, _OF_UNIT),
    m.Sitting: TableRule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Tally: TableRule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Attendance: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.ErasedAttendance: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.AbsenceReason: TableRule(Audience.NAMES, Work.MEETINGS, n.reason, n.own_reason, copies=Audience.CELL),
    m.Guest: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Task: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Question: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.HouseholdCount: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Household: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.HouseholdPlace: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.HouseholdClass: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Assignment: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.Document: TableRule(
        Audience.OPEN,
        Work.PAPERS,
        n.document,
        n.own_audience,
        texts=frozenset({"frozen"}),
        changeable=frozenset({"signed_on", "sealed_on", "handed_over_on"}),
    ),
    m.Account: TableRule(
        Audience.OPEN,
        Work.ACCOUNTS,
        n.account,
        copies=Audience.ACCESS,
        excluded_from_copies=frozenset({"password_hash"}),
    ),
    m.Grant: TableRule(Audience.OPEN, Work.ACCOUNTS, n.account, n.grantable_role, copies=Audience.ACCESS),
    m.Device: TableRule(Audience.OPEN, Work.ACCOUNTS, n.account, in_history=False),
    m.Ticket: TableRule(Audience.SECRET, Work.REGISTER, n.no_rows, in_history=False),
    m.Attempt: TableRule(Audience.SECRET, Work.REGISTER, n.no_rows, in_history=False),
    m.Batch: TableRule(Audience.OPEN, Work.REGISTER, n.batch, in_history=False),
    m.Change: TableRule(Audience.OPEN, Work.REGISTER, n.change, in_history=False),
    m.Erasure: TableRule(Audience.OPEN, Work.REGISTER, n.all_rows, in_history=False),
    m.ExportRecord: TableRule(Audience.OPEN, Work.REGISTER, n.export_record, in_history=False),
    m.ReadRecord: TableRule(Audience.OPEN, Work.REGISTER, n.read_record, in_history=False),
    m.Draft: TableRule(Audience.OPEN, Work.ASIDE, n.with_audience, n.own_audience, in_history=False),
    m.DraftValue: TableRule(Audience.OPEN, Work.ASIDE, n.draft_value, in_history=False),
    m.Job: TableRule(Audience.OPEN, Work.ASIDE, n.job, n.own_job, in_history=False),
}


def copy_audience(table: type[Any], row: dict) -> Audience:
    """Who may read a copy of this row, in history or elsewhere."""
    if table is m.Document:
        return Audience(row["audience"])
    # what the commune entered for a cell it reads in the copy, too
    kept_close = TABLE_RULES[table].copies if not row.get("on_behalf_of") else None
    return kept_close or TABLE_RULES[table].audience


def narrow_statement(statement, viewer: Viewer) -> Select:
    """The statement with the viewer's criteria on each of its tables. Raises NotAllowed where it cannot be narrowed."""
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
    """Whether a narrowed statement reads need-to-know texts, whose readers are remembered."""
    return narrowed.get_execution_options().get("texts", False)


# per statement that is made once, role, and whether it is the whole tree
_prepared = lru_cache(maxsize=4096)(_narrowed)


def narrow_refresh(statement, session: Session) -> Select:
    """The same for a row that is read a second time, where loader criteria do not act.

    What this unit of work made it may read.
    """
    table: Any
    (table,), viewer = statements.mapped_tables(statement), work_of(session).viewer
    criterion = None if viewer.role is None else TABLE_RULES[table].narrow(table, viewer)
    return (
        statement
        if criterion is None
        else statement.where(or_(criterion, table.id.in_(work_of(session).made.get(table, ()))))
    )


@lru_cache(maxsize=4096)
def _options(tables: frozenset[type], role: m.Role, whole: bool) -> list:
    """The criteria on these tables, the same for everybody with this role; their values are `narrowing.values`."""
    anybody = n.role_template(role, whole)
    if not all(anybody.reads(TABLE_RULES[table].audience) for table in tables):
        raise NotAllowed()
    found = ((table, TABLE_RULES[table].narrow(table, anybody)) for table in tables)
    return [
        with_loader_criteria(table, criterion, include_aliases=True)
        for table, criterion in found
        if criterion is not None
    ]


def check_rows(session: Session, table: type[Any], rows: Iterable[dict], chosen: Iterable[dict] | None = None) -> None:
    """Raise NotAllowed unless the session's viewer may write these rows, each a dict of column values.

    A row must lie in the viewer's units as it was and as it will be. `chosen` are the values he sets himself
    (all of them where it is left out): whatever they refer to must be something he may see.
    """
    viewer: Viewer = work_of(session).viewer
    if viewer.role is None:
        return
    rule, rows = TABLE_RULES[table], list(rows)
    made = work_of(session).made.get(m.Unit, ())
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


def check_fixed(session: Session, table: type[Any], changed: Iterable[str]) -> None:
    """Raise NotAllowed where these columns of a row that is there stay as they were written."""
    changeable = TABLE_RULES[table].changeable
    if changeable is not None and work_of(session).viewer.role is not None and set(changed) - changeable:
        raise NotAllowed()


def _check_holders(session: Session, viewer: Viewer, account_ids: Collection[int | None]) -> None:
    """Whoever also holds a role that the viewer does not give is not his to change: he could act as that person."""
    given: ColumnElement[bool] = col(m.Grant.role).in_(GRANTABLE_ROLES[cast(m.Role, viewer.role)])
    if viewer.unit_ids is not None:
        given &= col(m.Grant.unit_id).in_(viewer.unit_ids)
    ahead = not_ended_on(m.Grant, clock.today())
    for part in chunks(account_ids):
        beyond = select(m.Grant.id).where(col(m.Grant.account_id).in_(part), ahead, ~given)
        if session.connection().execute(beyond, execution_options=BYPASS_OPTIONS).first():
            raise NotAllowed()


def _check_references(session: Session, table: type[Any], chosen: list[dict]) -> None:
    """Every row referred to was made in this unit of work, or is one the viewer may see."""
    for column in table.__table__.columns:
        for foreign in column.foreign_keys:
            target = model_of(foreign.column.table.name)
            if TABLE_RULES[target].narrow is n.all_rows:
                continue
            wanted = {row[column.name] for row in chosen if row.get(column.name) is not None} - work_of(
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
    """The model of a table."""
    return next(table for table in TABLE_RULES if cast(Any, table).__tablename__ == table_name)
