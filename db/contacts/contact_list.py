"""Contact members as each side sees them: how far each introduction has come, whose turn it is, and since when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, func, or_, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.contacts import introduction_statements
from db.contacts.introduction_statements import COLUMNS, joined
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import (
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Role,
    Unit,
)
from db.units.units import names_on
from db.vietnamese import search_words

PAGE, WAITING = introduction_statements.PAGE, introduction_statements.WAITING


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
        rows = session.exec(introduction_statements.COUNTED).all()
        objections = sum(objected for *_, objected in rows) if _reads_objections(session) else 0
        return ContactCounts(Counter({IntroductionState(state): number for state, number, _ in rows}), objections)


def search(viewer: Viewer, wanted: ContactFilter, counts: ContactCounts | None = None) -> ContactPage:
    """Introductions in the Vietnamese order of names, fifty to a page. `counts` is the answer of `count_by_state`, if
    it was read before.
    """
    with reading(viewer) as session:
        if counts and wanted == ContactFilter(wanted.state, page=wanted.page):
            total = sum(number for state, number in counts.states.items() if _is_listed(state, wanted))
        else:
            counted = select(func.count(Introduction.id))  # people and places are joined only to filter by them
            filtered = joined(counted) if wanted.search or wanted.unit else counted
            total = session.exec(filtered.where(*_conditions(session, wanted))).one()
        skipped = PAGE * (max(1, min(wanted.page, -(-total // PAGE))) - 1)
        whole_list = wanted == ContactFilter(page=wanted.page)
        if whole_list and context_of(session).viewer.unit_ids is not None:
            rows = session.exec(introduction_statements.WHOLE_LIST, params={"skipped": skipped}).all()
            return ContactPage(_lines(session, rows), total)
        conditions = _conditions(session, wanted)
        if whole_list:
            conditions.append(Member.sort_key >= "")  # lets the database read the first by name without sorting
        query = joined(select(*COLUMNS)).where(*conditions).order_by(Member.sort_key, Introduction.id)
        rows = session.exec(query.offset(skipped).limit(PAGE)).all()
        return ContactPage(_lines(session, rows), total)


def list_waiting_for_commune(viewer: Viewer) -> list[ContactLine]:
    """Letters on their way, people to place and those objected to; longest waiting first."""
    with reading(viewer) as session:
        lines = _lines(session, session.exec(introduction_statements.PENDING).all())
        return sorted(lines, key=lambda line: (line.since or date.max, line.id))


def list_of_cell(viewer: Viewer) -> list[ContactLine]:
    """Everybody who keeps contact in the viewer's cell today."""
    standing = (Introduction.membership_id == Membership.id) & (Introduction.state != IntroductionState.ENDED)
    with reading(viewer) as session:
        query = select(*COLUMNS).select_from(Membership).join(Member, Member.id == Membership.member_id)
        query = query.join(Introduction, standing, isouter=True).where(
            Membership.kind == MembershipKind.CONTACT, valid_on(Membership, clock.today())
        )
        return _lines(session, session.exec(query.order_by(Member.sort_key, Membership.id)).all())


def _is_listed(state: IntroductionState, wanted: ContactFilter) -> bool:
    return state == wanted.state if wanted.state else state != IntroductionState.ENDED


def _conditions(session: Session, wanted: ContactFilter) -> list:
    state = Introduction.state == wanted.state if wanted.state else Introduction.state != IntroductionState.ENDED
    chosen = {
        Membership.unit_id: wanted.unit,
        Introduction.workplace_id: wanted.workplace,
        Introduction.commune_id: wanted.commune,
    }
    units = [column.in_(select(Unit.id).where(Unit.code == code)) for column, code in chosen.items() if code]
    return [state, *units, *(_matching(word) for word in search_words(wanted.search))]


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
    rows = session.exec(introduction_statements.GROUPS, params={"members": member_ids, "day": clock.today()})
    return {(member_id, unit_id): name for member_id, unit_id, name in rows}
