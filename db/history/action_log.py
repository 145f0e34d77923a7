"""The list of actions: who did what and when in the viewer's units, and which actions were undone."""

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.kernel import scope
from db.kernel.plain_rows import PlainRow
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import select_plain
from db.models import (
    Account,
    Assignment,
    Attendance,
    Batch,
    Campaign,
    CellGroup,
    Change,
    ExcludedPair,
    Grant,
    Guest,
    Household,
    HouseholdCause,
    HouseholdClass,
    HouseholdCount,
    HouseholdHelp,
    HouseholdNote,
    HouseholdPlace,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Meeting,
    Member,
    PartyGroupCluster,
    PeriodState,
    PetitionOrigin,
    Question,
    Tally,
    YearEntry,
)  # fmt: skip

Changed = dict[str, dict[int, int]]  # number of changes, by table and action
PAGE = 30
FEW = 2  # people and things named
OF_MEETING = (
    (Meeting, Meeting.id),
    (Tally, Tally.meeting_id),
    (Attendance, Attendance.meeting_id),
    (Question, Question.meeting_id),
    (Guest, Guest.meeting_id),
    (HouseholdReport, HouseholdReport.meeting_id),
)
OF_MONTH = (PeriodState, YearEntry)  # besides meetings, which name their own month
THINGS = (
    (Household, Household.id, Household),
    (CellGroup, CellGroup.id, CellGroup),
    (PartyGroupCluster, PartyGroupCluster.group_id, CellGroup),
    (HouseholdPlace, HouseholdPlace.household_id, Household),
    (HouseholdClass, HouseholdClass.household_id, Household),
    (HouseholdCause, HouseholdCause.household_id, Household),
    (HouseholdHelp, HouseholdHelp.household_id, Household),
    (HouseholdCount, HouseholdCount.group_id, CellGroup),
    (Assignment, Assignment.household_id, Household),
    (Assignment, Assignment.group_id, CellGroup),
    (ExcludedPair, ExcludedPair.household_id, Household),
    (ExcludedPair, ExcludedPair.group_id, CellGroup),
    (PetitionOrigin, PetitionOrigin.household_id, Household),
    (HouseholdVisit, HouseholdVisit.household_id, Household),
    (HouseholdVisit, HouseholdVisit.group_id, CellGroup),
    (HouseholdNote, HouseholdNote.household_id, Household),
    (HouseholdNote, HouseholdNote.group_id, CellGroup),
    (Initiative, Initiative.id, Initiative),
    (Campaign, Campaign.id, Campaign),
    (YearEntry, YearEntry.campaign_id, Campaign),
    (Account, Account.id, Account),
    (Grant, Grant.account_id, Account),
)


class ActionMeeting(NamedTuple):
    """A meeting that an action is about."""

    type: str
    period: int
    months: int
    held_on: date | None


class ActionSubject(NamedTuple):
    """The people or meeting that an action is about, as far as the viewer may see them: some names, and the number of
    people.

    `things` are names of households, groups and accounts; `months` (yyyymm) were closed, reopened or written in.
    """

    names: tuple[str, ...] = ()
    people: int = 0
    meeting: ActionMeeting | None = None
    things: tuple[str, ...] = ()
    months: tuple[int, ...] = ()


class LoggedAction(NamedTuple):
    """One action. `rows` counts its changes that the viewer may read."""

    id: int
    at: datetime
    who: str
    role: str
    action: str
    reason: str | None
    unit_id: int | None
    on_behalf_of: int | None
    rows: int
    undone: bool
    is_undo: bool
    about: ActionSubject


def list_latest(viewer: Viewer, before: int | None = None) -> list[LoggedAction]:
    """The latest actions with changes, thirty at a time; `before` is the last id of the previous page."""
    with reading(viewer) as session:
        query = select_plain(Batch).order_by(Batch.id.desc()).limit(PAGE)
        rows = session.exec(query.where(Batch.id < before) if before else query).all()
        ids = [row.id for row in rows]
        changed = _changed(session, ids)
        counts: Counter[int] = Counter()
        for batches in changed.values():
            counts.update(batches)
        undone = set(session.exec(select(Batch.undoes_id).where(Batch.undoes_id.in_(ids))))
        about = _about(session, ids, changed)
        return [_listed(row, counts[row.id], row.id in undone, about.get(row.id, ActionSubject())) for row in rows]


def _changed(session: Session, batch_ids: list[int]) -> Changed:
    """By table, the actions that changed it, with the number of changes that the viewer may read."""
    query = select(Change.table_name, Change.batch_id, func.count(Change.id)).where(Change.batch_id.in_(batch_ids))
    found: Changed = defaultdict(dict)
    for table_name, batch_id, count in session.exec(query.group_by(Change.table_name, Change.batch_id)):
        found[table_name][batch_id] = count
    return found


def _listed(row: PlainRow, rows: int, undone: bool, about: ActionSubject) -> LoggedAction:
    return LoggedAction(
        row.id,
        row.at,
        row.who,
        row.role,
        row.deed,
        row.reason,
        row.unit_id,
        row.on_behalf_of,
        rows,
        undone,
        row.undoes_id is not None,
        about,
    )


def _about(session: Session, batch_ids: list[int], changed: Changed) -> dict[int, ActionSubject]:
    """The meeting that an action changed in itself or in its rows, the people, the months, and other named things."""
    meetings, things, people = _meetings(session, changed), _things(session, changed), _people(session, batch_ids)
    months = _months(session, changed)
    found = {}
    for batch_id in batch_ids:
        names, count = people.get(batch_id, ((), 0))
        met = meetings.get(batch_id)
        names = names if met is None or count <= FEW else ()
        count = count if names else 0
        found[batch_id] = ActionSubject(
            names, count, met, tuple(things.get(batch_id, ())), tuple(months.get(batch_id, ()))
        )
    return found


def _meetings(session: Session, changed: Changed) -> dict[int, ActionMeeting]:
    """The first meeting of each action, changed in itself or in a row that the viewer may read."""
    found: dict[int, ActionMeeting] = {}
    for table, column in OF_MEETING:
        left = [batch_id for batch_id in changed.get(table.__tablename__, ()) if batch_id not in found]
        if not left or not _reads(session, table, Meeting):
            continue
        query = select(Change.batch_id, Meeting.type, Meeting.period, Meeting.months, Meeting.held_on).join(
            table, table.id == Change.row_id
        )
        if table is not Meeting:
            query = query.join(Meeting, Meeting.id == column)
        for batch_id, *row in session.exec(
            query.where(Change.batch_id.in_(left), Change.table_name == table.__tablename__)
            .group_by(Change.batch_id, Meeting.id)
            .order_by(func.min(Change.id))
        ):
            found.setdefault(batch_id, ActionMeeting(*row))
    return found


def _things(session: Session, changed: Changed) -> dict[int, list[str]]:
    """Households, groups and accounts that actions changed, or something about them: a few names each."""
    found: dict[int, list[str]] = {}
    for table, column, named in THINGS:
        asked = list(changed.get(table.__tablename__, ()))
        if not asked or not _reads(session, table, named):
            continue
        query = select(Change.batch_id, named.name).join(table, table.id == Change.row_id)
        if table is not named:
            query = query.join(named, named.id == column)
        for batch_id, name in session.exec(
            query.where(Change.batch_id.in_(asked), Change.table_name == table.__tablename__)
            .group_by(Change.batch_id, named.id)
            .order_by(func.min(Change.id))
        ):
            told = found.setdefault(batch_id, [])
            if name not in told and len(told) <= FEW:
                told.append(name)
    return found


def _months(session: Session, changed: Changed) -> dict[int, list[int]]:
    """The months that actions closed, reopened or wrote year entries in, earliest first."""
    found: dict[int, list[int]] = {}
    for table in OF_MONTH:
        asked = list(changed.get(table.__tablename__, ()))
        if not asked or not _reads(session, table):
            continue
        query = select(Change.batch_id, table.period).join(table, table.id == Change.row_id)
        query = query.where(Change.batch_id.in_(asked), Change.table_name == table.__tablename__)
        for batch_id, month in session.exec(query.distinct().order_by(table.period)):
            found.setdefault(batch_id, []).append(month)
    return found


def _reads(session: Session, *tables: type) -> bool:
    """Whether the viewer's role reads these tables at all."""
    return all(context_of(session).viewer.reads(scope.TABLE_RULES[table].audience) for table in tables)


def _people(session: Session, batch_ids: list[int]) -> dict[int, tuple[tuple[str, ...], int]]:
    query = select(
        Change.batch_id, func.count(Change.member_id.distinct()), func.min(Change.member_id), func.max(Change.member_id)
    )
    people = session.exec(
        query.where(Change.batch_id.in_(batch_ids), Change.member_id.is_not(None)).group_by(Change.batch_id)
    ).all()
    names = dict(
        session.exec(
            select(Member.id, Member.name).where(Member.id.in_({member_id for row in people for member_id in row[2:]}))
        ).all()
    )
    return {
        batch_id: (tuple(names[one] for one in dict.fromkeys(ids) if one in names), count)
        for batch_id, count, *ids in people
    }
