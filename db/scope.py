"""Who may see and change which rows and texts. The only file that decides it.

Every session carries a viewer. A rule per table says who may read it (its audience), whose work it is to
write it, and how it is narrowed to the viewer's units. What cannot be narrowed is refused, never passed on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table as SqlTable, false, or_
from sqlalchemy.orm import Session, with_loader_criteria
from sqlalchemy.sql.elements import ColumnClause, TextClause
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import CTE, Alias, FromClause, Join, Subquery
from sqlmodel import select

from db import models as m
from db.faults import NotAllowed
from db.models import Role


class Audience(StrEnum):
    """Who reads: a row's, a draft's, a document's readers."""

    OPEN = "open"  # units, settings and rules: no personal data
    FIGURES = "figures"  # meetings with their tallies
    LISTS = "lists"  # members and what is dated about them
    NAMES = "names"  # attendance and households by name
    CELL = "cell"  # copies of need-to-know rows that the cell itself wrote
    ACCESS = "access"  # accounts and their devices
    SECRET = "secret"  # nobody through a screen


class Work(StrEnum):
    """Whose work it is to write."""

    MEETINGS = "meetings"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    INTRODUCTIONS = "introductions"
    PAPERS = "papers"
    UNITS = "units"
    SETTINGS = "settings"
    PERIODS = "periods"
    ACCOUNTS = "accounts"
    ASIDE = "aside"  # drafts and jobs: anybody's, of his own unit
    REGISTER = "register"  # only the register itself


_CELL = {Role.SECRETARY, Role.ASSISTANT}
READERS: dict[Audience, set[Role]] = {
    Audience.OPEN: set(Role),
    Audience.FIGURES: {*_CELL, Role.COMMUNE, Role.DISTRICT},
    Audience.LISTS: {*_CELL, Role.COMMUNE, Role.DISTRICT, Role.ADMIN, Role.WORKPLACE},
    Audience.NAMES: {*_CELL, Role.COMMUNE},
    Audience.CELL: {*_CELL},
    Audience.ACCESS: {Role.COMMUNE, Role.ADMIN},
    Audience.SECRET: set(),
}
WRITERS: dict[Work, set[Role]] = {
    Work.MEETINGS: {*_CELL, Role.COMMUNE},
    Work.PEOPLE: {Role.SECRETARY, Role.COMMUNE, Role.ADMIN},
    Work.HOUSEHOLDS: {*_CELL, Role.COMMUNE},
    Work.INTRODUCTIONS: {Role.WORKPLACE, Role.COMMUNE, Role.DISTRICT, Role.ADMIN},
    Work.PAPERS: {Role.SECRETARY, Role.COMMUNE},
    Work.UNITS: {Role.ADMIN},
    Work.SETTINGS: {Role.SECRETARY, Role.COMMUNE, Role.DISTRICT, Role.ADMIN},
    Work.PERIODS: {Role.DISTRICT},
    Work.ACCOUNTS: {Role.COMMUNE, Role.ADMIN},
    Work.ASIDE: set(Role),
    Work.REGISTER: set(),
}


@dataclass(frozen=True)
class Viewer:
    """An account with one of its grants. `unit_ids` are the units in reach; None means the whole tree."""

    account_id: int | None
    role: Role | None  # none: the register itself
    unit_id: int | None = None
    unit_ids: frozenset[int] | None = None
    grant_id: int | None = None
    name: str = ""
    language: str = "vi"

    def reads(self, audience: Audience) -> bool:
        return self.role is None or self.role in READERS[audience]

    def writes(self, work: Work) -> bool:
        return self.role is None or self.role in WRITERS[work]

    def reaches(self, unit_id: int | None) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids

    @property
    def audiences(self) -> list[str]:
        return [audience.value for audience in Audience if self.reads(audience)]


SYSTEM = Viewer(account_id=None, role=None)

FUNCTIONS = {"count", "sum", "min", "max", "avg", "coalesce", "length"}  # others may hide a query in their arguments

Narrowing = Callable[[type, Viewer], ColumnElement | None]


@dataclass(frozen=True)
class Rule:
    """How one table is guarded. `unit` names the column that a written row's reach is judged by."""

    audience: Audience
    work: Work
    narrow: Narrowing
    unit: str | None = None
    remembered: bool = True


def people(viewer: Viewer) -> Select:
    """Ids of the members a viewer with a part of the tree may see."""
    if viewer.role == Role.WORKPLACE:
        return select(m.Introduction.member_id).where(m.Introduction.workplace_id.in_(viewer.unit_ids))
    return select(m.Membership.member_id).where(m.Membership.unit_id.in_(viewer.unit_ids))


def _everybody(table, viewer):
    return None


def _nobody(table, viewer):
    return false()


def _of_unit(column: str = "unit_id") -> Narrowing:
    return lambda table, viewer: None if viewer.unit_ids is None else getattr(table, column).in_(viewer.unit_ids)


def _of_member(column: str = "member_id") -> Narrowing:
    return lambda table, viewer: None if viewer.unit_ids is None else getattr(table, column).in_(people(viewer))


def _membership(table, viewer):
    return _of_member()(table, viewer) if viewer.role == Role.WORKPLACE else _of_unit()(table, viewer)


def _introduction(table, viewer):
    if viewer.unit_ids is None:
        return None
    own = table.workplace_id if viewer.role == Role.WORKPLACE else table.commune_id
    return own.in_(viewer.unit_ids)


def _meeting(table, viewer):
    """A cell sees the commune's meetings that its people were called to."""
    if viewer.unit_ids is None:
        return None
    return or_(table.unit_id.in_(viewer.unit_ids), table.id.in_(select(m.Tally.meeting_id).where(m.Tally.unit_id.in_(viewer.unit_ids))))


def _reason(table, viewer):
    if viewer.role == Role.COMMUNE:
        return table.on_behalf_of.in_(viewer.unit_ids)
    return _of_unit()(table, viewer)


def _account(table, viewer):
    if viewer.unit_ids is None and viewer.reads(Audience.ACCESS):
        return None
    held = select(m.Grant.account_id).where(m.Grant.unit_id.in_(viewer.unit_ids or ())) if viewer.reads(Audience.ACCESS) else []
    own = table.id if table is m.Account else table.account_id
    return or_(own == viewer.account_id, own.in_(held))


def _with_audience(table, viewer):
    """Copies of rows carry the audience of what they copy."""
    if viewer.role is None:
        return None
    readable = table.audience.in_(viewer.audiences)
    if viewer.unit_ids is None:
        return readable
    reach = table.unit_id.in_(viewer.unit_ids)
    return readable & (or_(reach, table.unit_id.is_(None) & table.member_id.in_(people(viewer))) if table is m.Change else reach)


def _batch(table, viewer):
    """Deeds of one's own unit, on its behalf, or that changed a row one may read a copy of."""
    if viewer.unit_ids is None:
        return None
    changed = select(m.Change.id).where(m.Change.batch_id == table.id, _with_audience(m.Change, viewer))
    return or_(table.unit_id.in_(viewer.unit_ids), table.on_behalf_of.in_(viewer.unit_ids), changed.exists())


def _draft_value(table, viewer):
    drafts = select(m.Draft.id)
    narrowed = _with_audience(m.Draft, viewer)
    return None if narrowed is None else table.draft_id.in_(drafts.where(narrowed))


def _job(table, viewer):
    return None if viewer.role is None else table.account_id == viewer.account_id


_UNIT = _of_unit()
_MEMBER = _of_member()

RULES: dict[type, Rule] = {
    m.Unit: Rule(Audience.OPEN, Work.UNITS, _everybody),
    m.UnitVersion: Rule(Audience.OPEN, Work.UNITS, _everybody),
    m.UnitSuccession: Rule(Audience.OPEN, Work.UNITS, _everybody),
    m.Setting: Rule(Audience.OPEN, Work.SETTINGS, _everybody, "unit_id"),
    m.Rule: Rule(Audience.OPEN, Work.SETTINGS, _everybody, "unit_id"),
    m.PeriodState: Rule(Audience.OPEN, Work.PERIODS, _everybody, "unit_id"),
    m.Template: Rule(Audience.OPEN, Work.SETTINGS, _everybody, "unit_id"),
    m.Member: Rule(Audience.LISTS, Work.PEOPLE, _of_member("id")),
    m.Standing: Rule(Audience.LISTS, Work.PEOPLE, _MEMBER),
    m.Expertise: Rule(Audience.LISTS, Work.PEOPLE, _MEMBER),
    m.Membership: Rule(Audience.LISTS, Work.PEOPLE, _membership, "unit_id"),
    m.Exemption: Rule(Audience.LISTS, Work.PEOPLE, _UNIT, "unit_id"),
    m.Office: Rule(Audience.LISTS, Work.PEOPLE, _UNIT, "unit_id"),
    m.Introduction: Rule(Audience.LISTS, Work.INTRODUCTIONS, _introduction),
    m.CellGroup: Rule(Audience.LISTS, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.GroupMember: Rule(Audience.LISTS, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.Meeting: Rule(Audience.FIGURES, Work.MEETINGS, _meeting, "unit_id"),
    m.Sitting: Rule(Audience.FIGURES, Work.MEETINGS, _UNIT, "unit_id"),
    m.Tally: Rule(Audience.FIGURES, Work.MEETINGS, _UNIT, "unit_id"),
    m.Attendance: Rule(Audience.NAMES, Work.MEETINGS, _UNIT, "unit_id"),
    m.AbsenceReason: Rule(Audience.NAMES, Work.MEETINGS, _reason, "unit_id"),
    m.Guest: Rule(Audience.NAMES, Work.MEETINGS, _UNIT, "unit_id"),
    m.Task: Rule(Audience.NAMES, Work.MEETINGS, _UNIT, "unit_id"),
    m.Question: Rule(Audience.NAMES, Work.MEETINGS, _UNIT, "unit_id"),
    m.HouseholdCount: Rule(Audience.FIGURES, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.Household: Rule(Audience.NAMES, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.HouseholdPlace: Rule(Audience.NAMES, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.HouseholdClass: Rule(Audience.NAMES, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.Assignment: Rule(Audience.NAMES, Work.HOUSEHOLDS, _UNIT, "unit_id"),
    m.Document: Rule(Audience.OPEN, Work.PAPERS, _with_audience, "unit_id"),
    m.Account: Rule(Audience.OPEN, Work.ACCOUNTS, _account),
    m.Grant: Rule(Audience.OPEN, Work.ACCOUNTS, _account, "unit_id"),
    m.Device: Rule(Audience.OPEN, Work.ACCOUNTS, _account, remembered=False),
    m.Ticket: Rule(Audience.SECRET, Work.REGISTER, _nobody, remembered=False),
    m.Attempt: Rule(Audience.SECRET, Work.REGISTER, _nobody, remembered=False),
    m.Batch: Rule(Audience.OPEN, Work.REGISTER, _batch, remembered=False),
    m.Change: Rule(Audience.OPEN, Work.REGISTER, _with_audience, remembered=False),
    m.Erasure: Rule(Audience.OPEN, Work.REGISTER, _everybody, remembered=False),
    m.Draft: Rule(Audience.OPEN, Work.ASIDE, _with_audience, "unit_id", remembered=False),
    m.DraftValue: Rule(Audience.OPEN, Work.ASIDE, _draft_value, remembered=False),
    m.Job: Rule(Audience.OPEN, Work.ASIDE, _job, "unit_id", remembered=False),
}


def audience_of(table: type, row: dict) -> Audience:
    """Who may read a copy of this row, in history or elsewhere."""
    if table is m.AbsenceReason and not row.get("on_behalf_of"):
        return Audience.CELL
    return RULES[table].audience


def narrowed(statement, viewer: Viewer) -> Select:
    """The statement with the viewer's criteria on each of its tables. Raises NotAllowed where it cannot be narrowed."""
    if not isinstance(statement, Select):
        raise NotAllowed("unnarrowable", what=type(statement).__name__)
    if viewer.role is None:
        _tables(statement)
        return statement
    options = []
    for table in _tables(statement):
        rule = RULES[table]
        if not viewer.reads(rule.audience):
            raise NotAllowed()
        if (criterion := rule.narrow(table, viewer)) is not None:
            options.append(with_loader_criteria(table, criterion, include_aliases=True))
    return statement.options(*options)


def _tables(statement: Select) -> set[type]:
    """The mapped tables in a statement; raises NotAllowed for any part that loader criteria do not reach."""
    found: set[type] = set()
    waiting: list[tuple] = [(statement, frozenset())]
    while waiting:
        part, named = waiting.pop()
        if isinstance(part, Select):
            named = frozenset(entity.mapper.local_table for each in _named(part) if (entity := _entity(each)))
        if entity := _entity(part):
            found.add(entity.mapper.class_)
        elif not _reached(part, named):
            raise NotAllowed("unnarrowable", what=type(part).__name__)
        waiting.extend((child, named) for child in part.get_children())
    return found


def _entity(part):
    return getattr(part, "_annotations", {}).get("parententity")


def _named(select_part: Select) -> tuple:
    """What a select names itself, to be chosen or to be chosen from."""
    return (*select_part._raw_columns, *select_part._from_obj, *(join[0] for join in select_part._setup_joins))


def _reached(part, named: frozenset) -> bool:
    """Whether loader criteria reach this part, which is no mapped class itself; `named` are the mapped tables of its select."""
    if isinstance(part, Select):
        return not any(_bare(each) for each in _named(part))
    if isinstance(part, Join):
        return not (_bare(part.left) or _bare(part.right))
    if isinstance(part, FunctionElement):
        return getattr(part, "name", None) in FUNCTIONS
    if isinstance(part, ColumnClause):
        # The library itself looks a row up by a bare column of the table that its select names.
        return str(part) == "*" or (not part.is_literal and (not _of_table(part.table) or part.table in named))
    # A bare table is met wherever a mapped column stands; where it was named itself, the parts above refuse it.
    return _of_table(part) or isinstance(part, Subquery | CTE) or not isinstance(part, FromClause | CompoundSelect | TextClause)


def _bare(part) -> bool:
    return _of_table(part) and "parententity" not in part._annotations


def _of_table(part) -> bool:
    """A table itself, or one under another name."""
    return isinstance(part, SqlTable) or (isinstance(part, Alias) and isinstance(part.element, SqlTable))


def check_rows(session: Session, table: type, rows: Iterable[dict], chosen: Iterable[dict]) -> None:
    """Raise NotAllowed unless the session's viewer may write these rows, each a dict of column values.

    A row must lie in the viewer's units as it was and as it will be. `chosen` are the values he sets himself:
    whatever they refer to must be something he may see.
    """
    viewer: Viewer = session.info["viewer"]
    if viewer.role is None:
        return
    rule, rows = RULES[table], list(rows)
    own_account = table in (m.Account, m.Device) and all(row.get("account_id", row.get("id")) == viewer.account_id for row in rows)
    if not viewer.writes(rule.work) and not own_account:
        raise NotAllowed()
    if rule.unit and not all(viewer.reaches(row.get(rule.unit)) for row in rows):
        raise NotAllowed()
    _check_references(session, table, list(chosen))


def _check_references(session: Session, table: type, chosen: list[dict]) -> None:
    """Every row referred to was made in this unit of work, or is one the viewer may see."""
    for column in table.__table__.columns:
        for foreign in column.foreign_keys:
            target = class_of(foreign.column.table.name)
            if RULES[target].narrow is _everybody:
                continue
            wanted = {row[column.name] for row in chosen if row.get(column.name) is not None} - session.info["made"].get(target, set())
            if wanted and wanted - set(session.scalars(select(target.id).where(target.id.in_(wanted)))):
                raise NotAllowed()


def class_of(table_name: str) -> type:
    return next(table for table in RULES if table.__tablename__ == table_name)
