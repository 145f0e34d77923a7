"""How far each introduction had come by a day, derived from its dates; one person counts once per commune.

Figures follow the tree of their day. A letter keeps the commune it was sent to; as of a day its person counts for the
commune of the cell of placement, otherwise for the successor of a merged or renamed commune. So nobody is lost in a
merger, nobody introduced to two communes that became one counts twice, and earlier days stay unchanged.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, or_, select

from db.calendar.spans import DaySpan, any_contains, span_of
from db.calendar.validity import valid_on
from db.figures import unit_history
from db.models import Exemption, ExemptionClass, Introduction, IntroductionState, Membership, MembershipKind
from db.units.successors import successors_on
from db.units.units import units_on


class IntroductionStep(StrEnum):
    """How far somebody had come by a day, from the least to the most known."""

    UNKNOWN = "unknown"  # on a cell's list, nothing known about the introduction
    PENDING = "pending"  # subject to introduction, no letter yet
    INTRODUCED = "introduced"  # a letter was sent but has not been received
    RECEIVED = "received"  # received, not in a cell yet
    PLACED = "placed"  # on a cell's list


RANK = list(IntroductionStep)
INTRODUCED_STEPS = frozenset({IntroductionStep.INTRODUCED, IntroductionStep.RECEIVED, IntroductionStep.PLACED})


class IntroductionRow(NamedTuple):
    """The dates of an introduction; for a contact member without one, only those of the stay in the cell."""

    id: int | None
    member_id: int
    workplace_id: int | None
    commune_id: int | None
    state: IntroductionState
    exempt: bool = False
    pending_reason: str | None = None
    listed_on: date | None = None
    sent_on: date | None = None
    received_on: date | None = None
    placed_on: date | None = None
    membership_id: int | None = None
    valid_from: date | None = None  # of the membership that it led to
    unit_id: int | None = None


class IntroductionOnDay(NamedTuple):
    """An introduction as of a day."""

    row: IntroductionRow
    step: IntroductionStep
    exempt: bool  # exempt from meetings, though introduced


_COLUMNS = (
    *(getattr(Introduction, name) for name in IntroductionRow._fields[:-2]),
    Membership.valid_from,
    Membership.unit_id,
)


def introductions_on(session: Session, day: date) -> list[IntroductionOnDay]:
    """Everybody who was introduced, was to be, or was on a cell's list on a day, once per commune.

    Of two introductions of somebody to one commune, the one that had come further counts. Practice units are left out.
    """
    practice = unit_history.practice_units(session)
    exempt = _exemptions(session)
    found: dict[tuple[int, int | None], IntroductionOnDay] = {}
    letters, lists = _introduced(session, day), _without_introduction(session, day)
    earlier = _earlier_stays(session, day)
    communes = _CommunesOn(session, day, {row.unit_id for row in (*letters, *lists, *earlier) if row.unit_id})
    places = {(stay.member_id, communes.of_cell(stay.unit_id)): stay for stay in earlier}
    for letter in (*letters, *lists):
        row = _in_commune(letter, communes.of_row(letter))
        if row.placed_on and row.placed_on > day and (stay := places.get((row.member_id, row.commune_id))):
            row = _placed_before(row, stay)
        step = step_on(row, day)
        if step is None or practice & {row.unit_id, row.commune_id, row.workplace_id}:
            continue
        if step == IntroductionStep.PLACED:
            row = _in_commune(row, communes.of_cell(row.unit_id) or row.commune_id)
        key = (row.member_id, row.commune_id)
        if key not in found or RANK.index(found[key].step) < RANK.index(step):
            found[key] = IntroductionOnDay(row, step, _is_exempt(row, step, exempt, day))
    return list(found.values())


def step_on(row: IntroductionRow, day: date) -> IntroductionStep | None:
    """How far an introduction had come by a day; None if nothing was known yet.

    A step without its own date was reached with the next one, or before the register began.
    """
    if _nothing_known(row):
        return IntroductionStep.UNKNOWN if row.valid_from is None or row.valid_from <= day else None
    if _reached(row.placed_on or row.valid_from, row.placed_on is not None or row.membership_id is not None, day):
        return IntroductionStep.PLACED
    if _reached(row.received_on, row.received_on is not None or row.state == IntroductionState.RECEIVED, day):
        return IntroductionStep.RECEIVED
    if _reached(row.sent_on, row.sent_on is not None or row.state == IntroductionState.INTRODUCED, day):
        return IntroductionStep.INTRODUCED
    if _reached(row.listed_on, row.listed_on is not None or row.state == IntroductionState.TO_INTRODUCE, day):
        return IntroductionStep.PENDING
    return None


def first_known_day(session: Session) -> date | None:
    """The earliest date in any visible introduction."""
    columns = (Introduction.listed_on, Introduction.sent_on, Introduction.received_on, Introduction.placed_on)
    said = (
        session.exec(select(column).where(column.is_not(None)).order_by(column).limit(1)).first() for column in columns
    )
    return min((day for day in said if day), default=None)


class _CommunesOn:
    """The communes of a day: of cells by the tree, of letters by the successor of the commune they were sent to."""

    def __init__(self, session: Session, day: date, cell_ids: Collection[int]) -> None:
        self.successors, cells = successors_on(session, day), units_on(session, cell_ids, day)
        self.above = {unit_id: self.standing(cell.parent_id) for unit_id, cell in cells.items()}

    def standing(self, commune_id: int | None) -> int | None:
        """The successor of a commune."""
        found = self.successors.get(commune_id or 0)
        return found.unit_id if found else commune_id

    def of_cell(self, unit_id: int | None) -> int | None:
        """The commune of a cell."""
        return self.above.get(unit_id or 0)

    def of_row(self, row: IntroductionRow) -> int | None:
        """Return the commune of a letter, or of a person on a cell's list without one."""
        return self.of_cell(row.unit_id) if row.commune_id is None else self.standing(row.commune_id)


def _in_commune(row: IntroductionRow, commune_id: int | None) -> IntroductionRow:
    return row if row.commune_id == commune_id else row._replace(commune_id=commune_id)


def _nothing_known(row: IntroductionRow) -> bool:
    """Whether nothing is known except that somebody was on a list."""
    days = (row.listed_on, row.sent_on, row.received_on, row.placed_on)
    return row.state == IntroductionState.UNKNOWN or (row.state == IntroductionState.ENDED and not any(days))


def _reached(on: date | None, known: bool, day: date) -> bool:
    return known and (on is None or on <= day)


def _introduced(session: Session, day: date) -> list[IntroductionRow]:
    """Introductions that had not ended by a day, nor had the stay that they led to."""
    query = select(*_COLUMNS).outerjoin(Membership, Membership.id == Introduction.membership_id)
    going_on = Introduction.ended_on.is_(None) & (Introduction.state != IntroductionState.ENDED)
    query = query.where(
        or_(going_on, Introduction.ended_on >= day),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
    )
    return [IntroductionRow(*row) for row in session.exec(query.order_by(Introduction.id))]


def _earlier_stays(session: Session, day: date) -> list[Any]:
    """Stays on a day of people who were placed again later."""
    again = select(Introduction.member_id).where(Introduction.placed_on > day)
    other = select(Introduction.id).where(Introduction.membership_id == Membership.id)
    query = select(Membership.member_id, Membership.unit_id, Membership.valid_from).where(
        Membership.kind == MembershipKind.CONTACT,
        valid_on(Membership, day),
        Membership.member_id.in_(again),
        ~other.exists(),
    )
    return list(session.exec(query.order_by(Membership.id)))


def _placed_before(row: IntroductionRow, stay: Any) -> IntroductionRow:
    """An introduction with its first stay; stays before its letter do not belong to it."""
    since = stay.valid_from
    before_letter = row.sent_on is not None and (since is None or since < row.sent_on)
    return row if before_letter else row._replace(placed_on=since, valid_from=since, unit_id=stay.unit_id)


def _without_introduction(session: Session, day: date) -> list[IntroductionRow]:
    """Contact members without an introduction."""
    known = select(Introduction.id).where(Introduction.member_id == Membership.member_id)
    query = select(Membership.member_id, Membership.valid_from, Membership.unit_id).where(
        Membership.kind == MembershipKind.CONTACT, valid_on(Membership, day), ~known.exists()
    )
    unknown = IntroductionState.UNKNOWN
    return [
        IntroductionRow(None, member_id, None, None, unknown, valid_from=since, unit_id=unit_id)
        for member_id, since, unit_id in session.exec(query.order_by(Membership.id))
    ]


def _exemptions(session: Session) -> dict[tuple[int, int | None], list[DaySpan]]:
    """The exemptions of contact members from a cell's meetings, by member and cell."""
    found: dict[tuple[int, int | None], list[DaySpan]] = {}
    query = select(Exemption.member_id, Exemption.unit_id, Exemption.valid_from, Exemption.valid_to)
    for row in session.exec(query.where(Exemption.kind == ExemptionClass.CONTACT)):
        found.setdefault((row.member_id, row.unit_id), []).append(span_of(row))
    return found


def _is_exempt(
    row: IntroductionRow, step: IntroductionStep, exemptions: dict[tuple[int, int | None], list[DaySpan]], day: date
) -> bool:
    """Return whether an introduced person is exempt from meetings: by recorded exemptions, otherwise by the letter."""
    if step not in INTRODUCED_STEPS:
        return False
    spans = exemptions.get((row.member_id, row.unit_id))
    return row.exempt if spans is None else any_contains(spans, day)
