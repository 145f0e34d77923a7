"""Who may see and change which rows and texts. The only file that decides it.

Every session carries a viewer. A rule per table says who may read it (its audience), whose work it is to
write it, and how it is narrowed to the viewer's units. What cannot be narrowed is refused, never passed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import Select, bindparam, or_
from sqlalchemy.orm import Session, with_loader_criteria
from sqlmodel import select

from db import clock, models as m, narrowing as n, statements
from db.audience import GIVES, SYSTEM, Audience, Viewer, Work
from db.door import OPEN, slices
from db.faults import NotAllowed
from db.narrowing import people, values

__all__ = [
    "GIVES", "RULES", "SYSTEM", "Audience", "Rule", "Viewer", "Work", "audience_of", "check_rows", "class_of", "narrowed", "narrowed_again", "people", "values",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """How one table is guarded."""

    audience: Audience
    work: Work
    narrow: n.Narrowing
    stands: n.Condition = n.anywhere  # whether the viewer may have a row stand so
    unit: str = "unit_id"  # the column by whose unit copies of a row are found
    remembered: bool = True
    copies: Audience | None = None  # who reads copies, where these are not for all who read the row
    uncopied: frozenset[str] = frozenset()  # columns that no copy holds


_OF_UNIT = n.in_unit("unit_id")

RULES: dict[type, Rule] = {
    m.Unit: Rule(Audience.OPEN, Work.UNITS, n.everybody, n.new_or_in_reach, unit="id"),
    m.UnitVersion: Rule(Audience.OPEN, Work.UNITS, n.everybody, n.in_unit("unit_id", "parent_id")),
    m.UnitSuccession: Rule(Audience.OPEN, Work.UNITS, n.everybody, n.in_unit("old_id", "new_id"), unit="new_id"),
    m.Setting: Rule(Audience.OPEN, Work.SETTINGS, n.everybody, _OF_UNIT),
    m.Rule: Rule(Audience.OPEN, Work.SETTINGS, n.everybody, _OF_UNIT),
    m.PeriodState: Rule(Audience.OPEN, Work.PERIODS, n.everybody, _OF_UNIT),
    m.Template: Rule(Audience.OPEN, Work.SETTINGS, n.everybody, _OF_UNIT),
    m.Member: Rule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Standing: Rule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Expertise: Rule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Membership: Rule(Audience.LISTS, Work.PEOPLE, n.membership, _OF_UNIT),
    m.Exemption: Rule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Office: Rule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Introduction: Rule(Audience.LISTS, Work.INTRODUCTIONS, n.introduction, n.introduced, unit="commune_id"),
    m.CellGroup: Rule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.GroupMember: Rule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Meeting: Rule(Audience.FIGURES, Work.MEETINGS, n.meeting, _OF_UNIT),
    m.Sitting: Rule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Tally: Rule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Attendance: Rule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.AbsenceReason: Rule(Audience.NAMES, Work.MEETINGS, n.reason, n.reasoned, copies=Audience.CELL),
    m.Guest: Rule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Task: Rule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Question: Rule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.HouseholdCount: Rule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Household: Rule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.HouseholdPlace: Rule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.HouseholdClass: Rule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Assignment: Rule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.Document: Rule(Audience.OPEN, Work.PAPERS, n.with_audience, _OF_UNIT),
    m.Account: Rule(Audience.OPEN, Work.ACCOUNTS, n.account, copies=Audience.ACCESS, uncopied=frozenset({"password_hash"})),
    m.Grant: Rule(Audience.OPEN, Work.ACCOUNTS, n.account, n.given, copies=Audience.ACCESS),
    m.Device: Rule(Audience.OPEN, Work.ACCOUNTS, n.account, remembered=False),
    m.Ticket: Rule(Audience.SECRET, Work.REGISTER, n.nobody, remembered=False),
    m.Attempt: Rule(Audience.SECRET, Work.REGISTER, n.nobody, remembered=False),
    m.Batch: Rule(Audience.OPEN, Work.REGISTER, n.batch, remembered=False),
    m.Change: Rule(Audience.OPEN, Work.REGISTER, n.change, remembered=False),
    m.Erasure: Rule(Audience.OPEN, Work.REGISTER, n.everybody, remembered=False),
    m.Draft: Rule(Audience.OPEN, Work.ASIDE, n.with_audience, _OF_UNIT, remembered=False),
    m.DraftValue: Rule(Audience.OPEN, Work.ASIDE, n.draft_value, remembered=False),
    m.Job: Rule(Audience.OPEN, Work.ASIDE, n.job, n.asked, remembered=False),
}


def audience_of(table: type, row: dict) -> Audience:
    """Who may read a copy of this row, in history or elsewhere."""
    if table is m.Document:
        return Audience(row["audience"])
    kept_close = RULES[table].copies if not row.get("on_behalf_of") else None  # what the commune entered for a cell it reads in the copy, too
    return kept_close or RULES[table].audience


def narrowed(statement, viewer: Viewer) -> Select:
    """The statement with the viewer's criteria on each of its tables. Raises NotAllowed where it cannot be narrowed."""
    if statements.is_prepared(statement):
        return _prepared(statement, viewer.role, viewer.unit_ids is None)
    return _narrowed(statement, viewer.role, viewer.unit_ids is None)


def _narrowed(statement, role: m.Role | None, whole: bool) -> Select:
    tables = statements.tables(statement)
    return statement if role is None else statement.options(*_options(tables, role, whole))


_prepared = lru_cache(maxsize=4096)(_narrowed)  # per statement that is made once, role, and whether it is the whole tree


def narrowed_again(statement, session: Session) -> Select:
    """The same for a row that is read a second time, where loader criteria do not act. What this unit of work made it may read."""
    (table,), viewer = statements.tables(statement), session.info["viewer"]
    criterion = None if viewer.role is None else RULES[table].narrow(table, viewer)
    return statement if criterion is None else statement.where(or_(criterion, table.id.in_(session.info.get("made", {}).get(table, ()))))


@lru_cache(maxsize=4096)
def _options(tables: frozenset[type], role: m.Role, whole: bool) -> list:
    """The criteria on these tables, the same for everybody with this role; their values are `narrowing.values`."""
    anybody = n.anybody(role, whole)
    if not all(anybody.reads(RULES[table].audience) for table in tables):
        raise NotAllowed()
    found = ((table, RULES[table].narrow(table, anybody)) for table in tables)
    return [with_loader_criteria(table, criterion, include_aliases=True) for table, criterion in found if criterion is not None]


def check_rows(session: Session, table: type, rows: Iterable[dict], chosen: Iterable[dict] | None = None) -> None:
    """Raise NotAllowed unless the session's viewer may write these rows, each a dict of column values.

    A row must lie in the viewer's units as it was and as it will be. `chosen` are the values he sets himself
    (all of them where it is left out): whatever they refer to must be something he may see.
    """
    viewer: Viewer = session.info["viewer"]
    if viewer.role is None:
        return
    rule, rows = RULES[table], list(rows)
    made = session.info["made"].get(m.Unit, ())
    own = table in (m.Account, m.Device) and all(row.get("account_id", row.get("id")) == viewer.account_id for row in rows)
    if not own and not viewer.writes(rule.work):
        raise NotAllowed()
    if not all(rule.stands(row, viewer, lambda unit_id: viewer.reaches(unit_id) or unit_id in made) for row in rows):
        raise NotAllowed()
    if table in (m.Account, m.Device) and not own:
        _check_holders(session, viewer, {row.get("account_id", row.get("id")) for row in rows} - {None})
    _check_references(session, table, rows if chosen is None else list(chosen))


def _check_holders(session: Session, viewer: Viewer, account_ids: set[int]) -> None:
    """Whoever also holds a role that the viewer does not give is not his to change: he could act as that person."""
    given = m.Grant.role.in_(GIVES[viewer.role])
    if viewer.unit_ids is not None:
        given &= m.Grant.unit_id.in_(viewer.unit_ids)
    ahead = or_(m.Grant.valid_to.is_(None), m.Grant.valid_to >= clock.today())
    for part in slices(account_ids):
        beyond = select(m.Grant.id).where(m.Grant.account_id.in_(part), ahead, ~given)
        if session.connection().execute(beyond, execution_options=OPEN).first():
            raise NotAllowed()


def _check_references(session: Session, table: type, chosen: list[dict]) -> None:
    """Every row referred to was made in this unit of work, or is one the viewer may see."""
    for column in table.__table__.columns:
        for foreign in column.foreign_keys:
            target = class_of(foreign.column.table.name)
            if RULES[target].narrow is n.everybody:
                continue
            wanted = {row[column.name] for row in chosen if row.get(column.name) is not None} - session.info["made"].get(target, set())
            for part in slices(wanted):
                if set(part) - set(session.scalars(_ids(target), {"ids": part})):
                    raise NotAllowed()


@cache
def _ids(table: type) -> Select:
    return statements.prepared(select(table.id).where(table.id.in_(bindparam("ids", expanding=True))))


@lru_cache
def class_of(table_name: str) -> type:
    """The model of a table."""
    return next(table for table in RULES if table.__tablename__ == table_name)
