"""Erasing a person: what prevents it, and the action after which nothing in the register is about the person.

Sums of meetings stay as saved: the person's part of each remains as an anonymous row (`ErasedAttendance`).
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, func, or_, select

from db import config
from db.calendar import clock
from db.drafts import draft_mentions
from db.errors import Invalid, NotAllowed
from db.jobs import temporary_files
from db.kernel import bulk, change_log, row_access, scope
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.maintenance import raw_connection
from db.models import (
    Account,
    Assignment,
    Attendance,
    Batch,
    CandidatePerson,
    Change,
    Document,
    ErasedAttendance,
    Erasure,
    Evaluation,
    Guest,
    Household,
    HouseholdHelp,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Meeting,
    Member,
    Membership,
    Office,
    PetitionOrigin,
    Table,
    Task,
)
from db.people import account_erasure, text_erasure
from db.people.text_erasure import MASK
from db.units.units import names_on
from db.vietnamese import clean, fold

KEPT: dict[type, dict[str, Any]] = {  # rows that stay without the member, and what else is cleared in them
    Meeting: {},
    Guest: {"name": MASK, "position": None, "settled": True},
    Task: {"who": None},
    PetitionOrigin: {},
    CandidatePerson: {},
    Evaluation: {},
    HouseholdVisit: {},
    HouseholdHelp: {},
    Initiative: {},
    HouseholdReport: {},
    Document: {"frozen": "{}", "frozen_hash": ""},
    Account: {"name": MASK, "phone": None, "password_hash": "", "active": False},
}


class ErasurePreview(NamedTuple):
    """The effects of erasing a person: what must be done first, and how much is stored about the person."""

    obstacles: list[Invalid]
    meetings: int
    actions: int
    documents: int
    chaired: int  # meetings whose chair or minute taker is now blank
    namesakes: int
    accounts: list[account_erasure.PossibleAccount]


def preview(viewer: Viewer, code: str) -> ErasurePreview:
    """Return what prevents erasing a member, and what would be deleted.

    Raises NotAllowed if the viewer may not erase the member.
    """
    with reading(viewer) as session:
        member = _erasable(session, code)
        with row_access.reading_as_system(session):
            return ErasurePreview(
                list(_obstacles(session, member)),
                _count(session, Attendance, member.id),
                session.exec(select(func.count(Change.batch_id.distinct())).where(Change.member_id == member.id)).one(),
                _count(session, Document, member.id),
                len(set(session.exec(select(Meeting.id).where(_led_by(member.id))))),
                len(text_erasure.list_namesakes(session, member)),
                account_erasure.list_possible_accounts(session, member),
            )


def erase(
    viewer: Viewer,
    code: str,
    typed_name: str,
    reason: str,
    token: str | None = None,
    account_ids: Collection[int] = (),
) -> None:
    """Erase everything about a member; sums stay, and one line that it happened, without the name.

    `typed_name` is the name typed again; `account_ids` are the accounts with that name that belong to the member.
    Raises NotAllowed if that is not the viewer's to do, Invalid if the name differs, the reason is missing or names the
    person, or something must be done first.
    """
    with writing(viewer, "erase_member", reason=reason, token=token) as session:
        member = _erasable(session, code)
        _check(member, typed_name, reason)
        words = erase_in(session, member, clean(reason), account_ids)
        change_log.open_batch(session)
    purge_copies(words)


def erase_in(
    session: Session, member: Member, ground: str, account_ids: Collection[int] = (), *, leaving: bool = False
) -> list[str]:
    """Like `erase`, within the caller's action and after its checks; `leaving`: the member leaves the cell with it.

    Return the words for `purge_copies`, to be called afterwards. Raises Invalid if something must be done first.
    """
    account_id = context_of(session).viewer.account_id
    with row_access.as_system(session):
        account_erasure.link_to_member(session, member, account_ids)
        for obstacle in _obstacles(session, member):
            if not (leaving and obstacle.code == "erasure_still_here"):
                raise obstacle
        words = text_erasure.identifying_words(member)
        with bulk.without_history(session):
            rows = _erase(session, member)
        session.add(Erasure(at=clock.now(), account_id=account_id, ground=ground, rows=rows))
        _mark_erased(session)
    return words


def _mark_erased(session: Session) -> None:
    """Mark this action as not undoable."""
    work = context_of(session)
    work.action.erased = True
    if work.batch_id is not None:
        bulk.update(session, Batch, [{"id": work.batch_id, "erased": True}])


def purge_copies(words: list[str]) -> None:
    """After an erasure: delete job results that mention the person, and purge the database file."""
    temporary_files.delete_mentioning(words)
    raw_connection.purge(config.database_url())


def _erasable(session: Session, code: str) -> Member:
    if not context_of(session).viewer.writes(Work.ERASURE):
        raise NotAllowed()
    return row_access.require_member(session, code)


def _check(member: Member, typed_name: str, reason: str) -> None:
    if fold(clean(typed_name)) != fold(member.name):
        raise Invalid("erasure_name_differs")
    if not clean(reason):
        raise Invalid("erasure_reason_missing")
    if text_erasure.mentions_person(text_erasure.identifying_words(member), reason):
        raise Invalid("erasure_reason_names")


def _obstacles(session: Session, member: Member) -> Iterator[Invalid]:
    """What must be done first, because the cell's work depends on it."""
    today = clock.today()
    if cells := _units(session, Membership, member.id, today):
        yield Invalid("erasure_still_here", units=cells)
    if cells := _units(session, Assignment, member.id, today):
        yield Invalid("erasure_in_charge", units=cells)
    if cells := _units(session, Office, member.id, today):
        yield Invalid("erasure_holds_office", units=cells)
    last = [table for table in (Membership, Assignment, Office) if _ends_on(session, table, member.id, today)]
    if last:
        yield Invalid("erasure_last_day", day=today.isoformat())
    if name := session.exec(select(Account.username).where(Account.member_id == member.id, Account.active)).first():
        yield Invalid("erasure_has_account", username=name)
    named = select(Household.unit_id).where(Household.search_key == member.search_key).distinct()
    if not text_erasure.list_namesakes(session, member) and (cells := _names(session, set(session.exec(named)))):
        yield Invalid("erasure_names_household", units=cells)


def _led_by(member_id: int) -> Any:
    return or_(Meeting.chair_id == member_id, Meeting.minute_taker_id == member_id)


def _units(session: Session, table: Any, member_id: int, day: date) -> list[str]:
    """Return the units in which a person has a row of this kind that lasts beyond today."""
    open_ended = or_(table.valid_to.is_(None), table.valid_to > day)
    found = session.exec(select(table.unit_id).where(table.member_id == member_id, open_ended).distinct())
    return _names(session, set(found))


def _ends_on(session: Session, table: Any, member_id: int, day: date) -> bool:
    query = select(table.id).where(table.member_id == member_id, table.valid_to == day).limit(1)
    return session.exec(query).first() is not None


def _names(session: Session, unit_ids: set[int]) -> list[str]:
    return list(names_on(session, unit_ids, clock.today(), with_area=True).values())


def _count(session: Session, table: Any, member_id: int) -> int:
    return session.exec(select(func.count(table.id)).where(table.member_id == member_id)).one()


def _erase(session: Session, member: Member) -> int:
    """Erase the dependent rows and then the member; return how many rows were deleted or changed."""
    places = text_erasure.units_with_unambiguous_name(session, member)
    words = text_erasure.identifying_words(member)
    accounts = list(session.exec(select(Account.id).where(Account.member_id == member.id)))
    _leave_sums(session, member.id)
    rows = _erase_history(session, member.id, accounts) + draft_mentions.erase_mentions(session, member.id, member.code)
    member_id = member.id
    session.expunge(member)
    for table in reversed(Table.metadata.sorted_tables):
        for column in (column for column in table.columns if _refers_to_member(column)):
            rows += _erase_rows(session, scope.model_of(table.name), column.name, member_id)
    rows += account_erasure.anonymise_accounts(session, accounts)
    bulk.delete(session, Member, [member_id])
    return rows + 1 + text_erasure.mask_texts(session, words, places)


def _leave_sums(session: Session, member_id: int) -> None:
    """Keep the member's part of each tally, anonymously."""
    names = ("meeting_id", "unit_id", "kind", "expectation", "outcome", "spoke")
    query = select(*(getattr(Attendance, name) for name in names)).where(Attendance.member_id == member_id)
    bulk.insert(session, ErasedAttendance, [row._asdict() for row in session.exec(query)])


def _erase_history(session: Session, member_id: int, accounts: list[int]) -> int:
    """Delete copies of the member's rows and the member's id in other copies; actions about the member can no longer be
    undone.
    """
    ours = or_(
        Change.member_id == member_id, (Change.table_name == Account.__tablename__) & Change.row_id.in_(accounts)
    )
    gone = session.exec(select(Change.id, Change.batch_id).where(ours)).all()
    bulk.delete(session, Change, [change_id for change_id, _ in gone])
    changed = text_erasure.clear_references(session, member_id)
    batches = {batch_id for _, batch_id in gone} | changed.keys()
    bulk.update(session, Batch, [{"id": batch_id, "erased": True} for batch_id in sorted(batches)])
    return len(gone) + sum(changed.values())


def _refers_to_member(column) -> bool:
    return any(foreign.column.table.name == Member.__tablename__ for foreign in column.foreign_keys)


def _erase_rows(session: Session, table: Any, column: str, member_id: int) -> int:
    """Delete rows that refer to the member by this column, or keep them without the member."""
    ids = list(session.exec(select(table.id).where(getattr(table, column) == member_id)))
    if table in KEPT:
        bulk.update(session, table, [{"id": row_id, column: None, **KEPT[table]} for row_id in ids])
    else:
        bulk.delete(session, table, ids)
    return len(ids)
