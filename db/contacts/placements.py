"""Placing received members on the lists of cells, individually or many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import begun_on, lasts_beyond
from db.contacts import receiving
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import bulk, unit_tree, validation
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.meetings import roster_questions, unplaced_guests
from db.models import (
    Exemption,
    ExemptionClass,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Role,
    UnitKind,
)
from db.people import membership_consistency, memberships
from db.settings import settings
from db.units.units import UnitName, units_existing_on

ONE_DAY = timedelta(days=1)
CONTACT = MembershipKind.CONTACT
MISPLACED = "misplaced"  # the reason for leaving a cell that objected
PLACED = (IntroductionState.PLACED, IntroductionState.UNKNOWN)


def place_in_cells(viewer: Viewer, cells: Mapping[int, int], day: date | None, token: str | None = None) -> int:
    """Place people in cells from a day on, given as cell id by introduction id; return how many were placed.

    Each gets the next number of the cell's sheet, in the order of names, with the letter as the paper. Raises Invalid
    for a closed cell, an impossible day, and somebody already in that cell or keeping contact in another; NotAllowed
    for a cell or person of another commune, Conflict if somebody was placed meanwhile.
    """
    with writing(viewer, "place", token=token) as session:
        receiving.require_commune_work(session)
        rows = receiving.load_introductions(session, list(cells))
        if any(row.state != IntroductionState.RECEIVED for row in rows):
            raise Conflict("changed_meanwhile")
        _put(session, rows, cells, _day(day))
        return len(rows)


def move_to_cells(
    viewer: Viewer,
    cells: Mapping[int, int],
    day: date | None,
    token: str | None = None,
    reason: str | None = MISPLACED,
) -> int:
    """Move placed people to other cells from a day on, by the same rules; return how many were moved. Objections are
    settled by the move.

    The last day in the old cell is the day before, with the reason for leaving; the record there stays. People already
    in the target cell are not counted. Also raises Invalid without a reason and for a day before the arrival in the old
    cell.
    """
    if not reason:
        raise Invalid("reason_missing")
    with writing(viewer, "move_placed", token=token) as session:
        receiving.require_commune_work(session)
        rows = receiving.load_introductions(session, list(cells))
        if any(row.state not in PLACED or row.membership_id is None for row in rows):
            raise Conflict("changed_meanwhile")
        day, stays = _day(day), {row.id: session.get_one(Membership, row.membership_id) for row in rows}
        moved = [row for row in rows if stays[row.id].unit_id != cells[row.id]]
        for begun in (stays[row.id].valid_from for row in moved):
            if begun and day < begun:
                raise Invalid("moved_before_placed", day=begun)
        memberships.end_in(session, [stays[row.id] for row in moved], day - ONE_DAY, reason)
        _put(session, moved, cells, day)
        return len(moved)


def end_introduction(
    viewer: Viewer, introduction_id: int, day: date | None, reason: str | None, token: str | None = None
) -> None:
    """End an introduction: the letter is withdrawn or returned, or the member is no longer subject to introduction. The
    stay in the cell ends on the same day.

    A workplace may withdraw its letter until it led to a placement; after that it sends a notice. Raises Invalid for an
    impossible day and, except for its workplace, without a reason; Conflict if it has ended.
    """
    with writing(viewer, "end_introduction", token=token) as session:
        (row,) = receiving.load_introductions(session, [introduction_id])
        if not reason and viewer.role != Role.WORKPLACE:
            raise Invalid("reason_missing")
        if row.state == IntroductionState.ENDED:
            raise Conflict("changed_meanwhile")
        if row.membership_id is not None:
            receiving.require_commune_work(session)
            memberships.end_in(session, [session.get_one(Membership, row.membership_id)], _day(day), reason)
        row.state, row.ended_on, row.objection = IntroductionState.ENDED, _day(day), None
        row.end_reason = settings.option_key(session, "departures", reason, row.commune_id)


def _put(session: Session, rows: Sequence[Introduction], cells: Mapping[int, int], day: date) -> None:
    for row in rows:
        if row.letter_date and day < row.letter_date:
            raise Invalid("placed_before_letter", day=row.letter_date)
    _require_cells(session, {(row.commune_id, cells[row.id]) for row in rows}, day)
    people = {row.member_id: cells[row.id] for row in rows}
    names = dict(session.exec(select(Member.id, Member.name).where(Member.id.in_(people))).all())
    _require_room(session, people, names, day)
    with roster_questions.ask_on_changes(session, _by_cell(people)):
        _insert(session, rows, cells, day)
        membership_consistency.require_consistency(session, set(people.items()))
    for unit_id, members in _by_cell(people).items():
        unplaced_guests.settle_all_as_members(
            session, session.exec(select(Member).where(Member.id.in_(members))).all(), unit_id
        )


def _insert(session: Session, rows: Sequence[Introduction], cells: Mapping[int, int], day: date) -> None:
    """Insert the memberships, and exemptions of those who were introduced as exempt from meetings."""
    order = select(Member.id).where(Member.id.in_([row.member_id for row in rows]))
    places = {member_id: at for at, member_id in enumerate(session.exec(order.order_by(Member.sort_key, Member.id)))}
    rows = sorted(rows, key=lambda row: places[row.member_id])
    numbers = {unit_id: memberships.next_number_in(session, unit_id, CONTACT) for unit_id in set(cells.values())}
    made = []
    for row in rows:
        unit_id = cells[row.id]
        made.append(
            {
                "member_id": row.member_id,
                "unit_id": unit_id,
                "kind": CONTACT,
                "valid_from": day,
                "roster_number": numbers[unit_id],
                "arrival": "introduced",
                "arrival_paper": row.letter,
            }
        )
        numbers[unit_id] += 1
    ids = bulk.insert(session, Membership, made)
    exempt = [
        {"member_id": row.member_id, "unit_id": cells[row.id], "kind": ExemptionClass.CONTACT, "valid_from": day}
        for row in rows
        if row.exempt
    ]
    bulk.insert(session, Exemption, exempt)
    for row, membership_id in zip(rows, ids, strict=True):
        row.membership_id, row.state, row.placed_on = membership_id, IntroductionState.PLACED, day
        row.objection = row.objected_on = None
        if row.received_on:  # entered late: anybody who is placed must have been received
            row.received_on = min(row.received_on, day)


def _require_cells(session: Session, pairs: Collection[tuple[int, int]], day: date) -> None:
    """Raise NotAllowed for a cell outside the commune, Invalid for a closed one."""
    standing = [units_existing_on(session, each) for each in {day, clock.today()}]
    for commune_id, unit_id in pairs:
        if commune_id not in unit_tree.ancestors(session, unit_id):
            raise NotAllowed()
        found: list[UnitName | None] = [units.get(unit_id) for units in standing]
        if any(unit is None or unit.kind != UnitKind.CELL for unit in found):
            raise Invalid("placement_cell_closed", name=next((unit.name for unit in found if unit), ""))


def _require_room(session: Session, people: Mapping[int, int], names: Mapping[int, str], day: date) -> None:
    """Raise Invalid for somebody already in that cell, or keeping contact in another of the viewer's cells."""
    query = select(Membership.member_id, Membership.unit_id, Membership.kind).where(
        Membership.member_id.in_(people), begun_on(Membership, day), lasts_beyond(Membership, day)
    )
    for stay in session.exec(query):
        if stay.kind == CONTACT:
            raise Invalid("contact_placed_already", name=names[stay.member_id])
        if stay.unit_id == people[stay.member_id]:
            raise Invalid("contact_is_own_member", name=names[stay.member_id])


def _by_cell(people: Mapping[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for member_id, unit_id in people.items():
        found[unit_id].add(member_id)
    return found


def _day(day: date | None) -> date:
    """The day it happened. Raises Invalid if it is missing or in the future."""
    if day is None:
        raise Invalid("day_missing")
    if day > clock.today():
        raise Invalid("day_to_come", day=day)
    validation.event_day(day)
    return day
