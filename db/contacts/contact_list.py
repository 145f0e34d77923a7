"""Contact members as each side sees them: how far each introduction has come, whose turn it is, and since when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, or_, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import (
    CellGroup,
    GroupKind,
    GroupMember,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Role,
    Unit,
)
from db.units.units import names_on
from db.vietnamese import fold

PAGE = 50
WAITING = (IntroductionState.INTRODUCED, IntroductionState.RECEIVED)


class Turn(StrEnum):
    """Who has to do the next step."""

    WORKPLACE = "workplace"
    COMMUNE = "commune"


@dataclass(frozen=True)
class ContactFilter:
    """Which introductions to list; by default those that have not ended."""

    state: IntroductionState | None = None
    unit: str | None = None  # the public code of a cell
    workplace: str | None = None  # the public code of a workplace
    commune: str | None = None
    search: str = ""
    page: int = 1


class ContactLine(NamedTuple):
    """One introduction with its member as of today; its id is 0 if only the membership in the cell is known."""

    id: int
    member: str  # the member's public code
    name: str
    search_key: str
    born: str | None
    address: str | None
    phone: str | None
    position: str | None
    workplace: str
    commune: str
    cell: str
    number: int | None
    group: str
    state: IntroductionState
    exempt: bool
    letter: str | None
    letter_date: date | None
    sent_on: date | None
    turn: Turn | None
    since: date | None  # since when the current party has had its turn; otherwise since when the member has been there
    objection: str | None
    commune_id: int | None
    unit_id: int | None
    membership_id: int | None

    @property
    def code(self) -> str:
        """The code by which the line is selected: of the stay in a cell, else of the letter."""
        return str(self.membership_id or self.id)

    @property
    def days_waiting(self) -> int | None:
        """For how many days the next step has been waiting."""
        return (clock.today() - self.since).days if self.turn and self.since else None


class ContactPage(NamedTuple):
    """One page of a list, and how many are on it."""

    rows: list[ContactLine]
    total: int


class ContactCounts(NamedTuple):
    """The number of introductions in each state, and of those that a cell objects to."""

    states: Counter[IntroductionState]
    objections: int


def count_by_state(viewer: Viewer) -> ContactCounts:
    """How many introductions the viewer sees in each state."""
    with reading(viewer) as session:
        rows = session.exec(_COUNTED).all()
        objections = sum(objected for *_, objected in rows) if _reads_objections(session) else 0
        return ContactCounts(Counter({IntroductionState(state): number for state, number, _ in rows}), objections)


def search(viewer: Viewer, wanted: ContactFilter) -> ContactPage:
    """Introductions in the Vietnamese order of names, fifty to a page."""
    with reading(viewer) as session:
        conditions = _conditions(session, wanted)
        counted = select(func.count(Introduction.id))  # people and places are joined only to filter by them
        total = session.exec((_joined(counted) if wanted.search or wanted.unit else counted).where(*conditions)).one()
        skipped = PAGE * (max(1, min(wanted.page, -(-total // PAGE))) - 1)
        if context_of(session).viewer.unit_ids is None and wanted == ContactFilter(page=wanted.page):
            conditions.append(Member.sort_key >= "")  # lets the database read the first by name without sorting
        query = _joined(select(*_COLUMNS)).where(*conditions).order_by(Member.sort_key, Introduction.id)
        rows = session.exec(query.offset(skipped).limit(PAGE)).all()
        return ContactPage(_lines(session, rows), total)


def list_waiting_for_commune(viewer: Viewer) -> list[ContactLine]:
    """Letters on their way, people to place and those objected to; longest waiting first."""
    with reading(viewer) as session:
        lines = _lines(session, session.exec(_PENDING).all())
        return sorted(lines, key=lambda line: (line.since or date.max, line.id))


def list_of_cell(viewer: Viewer) -> list[ContactLine]:
    """Everybody who keeps contact in the viewer's cell today."""
    standing = (Introduction.membership_id == Membership.id) & (Introduction.state != IntroductionState.ENDED)
    with reading(viewer) as session:
        query = select(*_COLUMNS).select_from(Membership).join(Member, Member.id == Membership.member_id)
        query = query.join(Introduction, standing, isouter=True).where(
            Membership.kind == MembershipKind.CONTACT, valid_on(Membership, clock.today())
        )
        return _lines(session, session.exec(query.order_by(Member.sort_key, Membership.id)).all())


_COLUMNS = (
    Introduction.id,
    Introduction.state,
    Introduction.exempt,
    Introduction.letter,
    Introduction.letter_date,
    Introduction.listed_on,
    Introduction.sent_on,
    Introduction.received_on,
    Introduction.placed_on,
    Introduction.ended_on,
    Introduction.objection,
    Introduction.objected_on,
    Introduction.workplace_id,
    Introduction.commune_id,
    Member.id.label("member_id"),
    Member.code,
    Member.name,
    Member.search_key,
    Member.born,
    Member.address,
    Member.phone,
    Member.position,
    Member.workplace,
    Membership.unit_id,
    Membership.roster_number,
    Membership.id.label("membership_id"),
)


def _joined(query):
    return (
        query.select_from(Introduction)
        .join(Member, Member.id == Introduction.member_id)
        .join(Membership, Membership.id == Introduction.membership_id, isouter=True)
    )


def _conditions(session: Session, wanted: ContactFilter) -> list:
    state = Introduction.state == wanted.state if wanted.state else Introduction.state != IntroductionState.ENDED
    chosen = {
        Membership.unit_id: wanted.unit,
        Introduction.workplace_id: wanted.workplace,
        Introduction.commune_id: wanted.commune,
    }
    units = [column.in_(select(Unit.id).where(Unit.code == code)) for column, code in chosen.items() if code]
    return [state, *units, *(_matching(word) for word in fold(wanted.search).split())]


def _matching(word: str):
    return or_(Member.search_key.startswith(word), Member.search_key.contains(f" {word}"))


def _lines(session: Session, rows: list) -> list[ContactLine]:
    units = {unit for row in rows for unit in (row.unit_id, row.workplace_id, row.commune_id)} - {None}
    names, groups = names_on(session, units, clock.today()), _groups(session, [row.member_id for row in rows])
    told = _reads_objections(session)
    return [
        ContactLine(
            row.id or 0, row.code, row.name, row.search_key, row.born, row.address, row.phone, row.position,
            names.get(row.workplace_id) or row.workplace or "", names.get(row.commune_id, ""),
            names.get(row.unit_id, ""), row.roster_number, groups.get((row.member_id, row.unit_id), ""),
            _state(row), bool(row.exempt), row.letter, row.letter_date, row.sent_on,
            *_turn(row, told), row.objection if told else None, row.commune_id, row.unit_id,
            row.membership_id,
        )
        for row in rows
    ]  # fmt: skip


def _state(row) -> IntroductionState:
    return IntroductionState(row.state or IntroductionState.UNKNOWN)


def _reads_objections(session: Session) -> bool:
    """Whether the viewer may read what cells and communes exchange about somebody's place."""
    return context_of(session).viewer.role != Role.WORKPLACE


def _turn(row, objections: bool) -> tuple[Turn | None, date | None]:
    """Return whose turn it is and since when; if nobody's, since when the member has been in the current place."""
    if row.objection and objections:
        return Turn.COMMUNE, row.objected_on
    return {
        IntroductionState.TO_INTRODUCE: (Turn.WORKPLACE, row.listed_on),
        IntroductionState.INTRODUCED: (Turn.COMMUNE, row.sent_on),
        IntroductionState.RECEIVED: (Turn.COMMUNE, row.received_on),
        IntroductionState.PLACED: (None, row.placed_on),
        IntroductionState.ENDED: (None, row.ended_on),
    }.get(row.state, (None, None))


def _groups(session: Session, member_ids: list[int]) -> dict[tuple[int, int], str]:
    """People's contact groups by member and cell."""
    rows = session.exec(_GROUPS, params={"members": member_ids, "day": clock.today()})
    return {(member_id, unit_id): name for member_id, unit_id, name in rows}


# Run at every interaction with the page; prepared once, since building them costs more than running them.
_COUNTED = prepared_statement(
    select(Introduction.state, func.count(Introduction.id), func.count(Introduction.objection)).group_by(
        Introduction.state
    )
)
_PENDING = prepared_statement(
    _joined(select(*_COLUMNS)).where(or_(Introduction.state.in_(WAITING), Introduction.objection.is_not(None)))
)
_GROUPS = prepared_statement(
    select(GroupMember.member_id, GroupMember.unit_id, CellGroup.name)
    .join(CellGroup, CellGroup.id == GroupMember.group_id)
    .where(
        GroupMember.member_id.in_(bindparam("members", expanding=True)),
        CellGroup.kind == GroupKind.CONTACT,
        valid_on(GroupMember, bindparam("day", type_=Date)),
    )
)
