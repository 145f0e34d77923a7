"""The register before a list is imported: units, people in reach, and their stays on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock, partial_dates
from db.calendar.validity import not_ended_on
from db.imports.person_rows import PLAIN, PersonRow
from db.kernel import row_access
from db.kernel.session_context import context_of
from db.models import (
    Exemption,
    GroupMember,
    Member,
    Membership,
    MembershipKind,
    Office,
    Standing,
    StandingKind,
    UnitKind,
)
from db.models.units import CELLS
from db.people import membership_consistency
from db.units.units import units_existing_on
from db.vietnamese import fold, possible_namesake_key

MOST = 500  # numbers per query
COLUMNS = (*PLAIN, "search_key", "sort_key", "card_hash", "card_last4", "citizen_hash", "citizen_last4")


class KnownUnit(NamedTuple):
    """A unit by its current name; `near`: it is in the viewer's reach."""

    id: int
    code: str
    kind: UnitKind
    name: str
    folded: str
    parent_id: int | None
    near: bool


class CurrentMembership(NamedTuple):
    """A membership that has not ended."""

    id: int
    unit_id: int
    kind: MembershipKind
    since: date | None
    until: date | None = None


@dataclass
class RegisterSnapshot:
    """The snapshot: `numbers` are the highest on each sheet; people in `ahead` have later stays, those in `past` left;
    units in `begun` had people.
    """

    places: dict[int, KnownUnit]
    people: dict[int, dict]
    stays: dict[int, list[CurrentMembership]]
    numbers: dict[tuple[int, tuple], int]
    ahead: membership_consistency.MemberCellPairs = field(default_factory=set)
    past: membership_consistency.MemberCellPairs = field(default_factory=set)
    probationary: set[int] = field(default_factory=set)
    hashed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    named: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    born: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by whole dates of birth

    @property
    def begun(self) -> set[int]:
        return {unit_id for unit_id, _ in self.numbers}

    def communes(self) -> list[KnownUnit]:
        """Areas that may have cells in reach, by name; the uppermost one only if there is none below it."""
        held = {place.parent_id for place in self.places.values() if place.kind in CELLS and place.near}
        areas = [place for place in self.places.values() if place.kind == UnitKind.AREA and place.near]
        return [place for place in areas if place.id in held or place.parent_id in self.places] or areas


def take_snapshot(session: Session, day: date) -> RegisterSnapshot:
    """The snapshot as of a day."""
    found = RegisterSnapshot(
        _places(session),
        _people(session),
        _stays(session, day),
        _numbers(session),
        _ahead(session, day),
        _past(session, day),
        _probationary(session),
    )
    for member_id, person in found.people.items():
        found.named[possible_namesake_key(person["name"])].add(member_id)
        if partial_dates.exact_day(person["born"]):
            found.born[person["born"]].add(member_id)
        for number in {person["card_hash"], person["citizen_hash"]} - {None}:
            found.hashed[number].add(member_id)
    return found


def numbers_out_of_reach(session: Session, rows: list[PersonRow]) -> set[str]:
    """Hashes of card and citizen numbers in a list that belong to people out of the viewer's reach.

    Nothing else about them is revealed.
    """
    if context_of(session).viewer.unit_ids is None:
        return set()
    asked = sorted({number.hash for row in rows for number in (row.card, row.citizen) if number})
    with row_access.as_system(session):
        found = {
            number
            for known in (Member.card_hash, Member.citizen_hash)
            for at in range(0, len(asked), MOST)
            for number in _held(session, known, asked[at : at + MOST])
        }
    return found


def _held(session: Session, column, numbers: list[str]) -> Iterable[str]:
    return session.exec(select(column).where(column.in_(numbers)))


def _places(session: Session) -> dict[int, KnownUnit]:
    viewer = context_of(session).viewer
    return {
        one.id: KnownUnit(one.id, one.code, one.kind, one.name, fold(one.name), one.parent_id, viewer.reaches(one.id))
        for one in units_existing_on(session, clock.today()).values()
    }


def _people(session: Session) -> dict[int, dict]:
    rows = session.exec(select(Member.id, Member.code, *(getattr(Member, name) for name in COLUMNS)))
    return {row.id: row._asdict() for row in rows}


def _stays(session: Session, day: date) -> dict[int, list[CurrentMembership]]:
    query = select(
        Membership.member_id,
        Membership.id,
        Membership.unit_id,
        Membership.kind,
        Membership.valid_from,
        Membership.valid_to,
    )
    found = defaultdict(list)
    for member_id, *stay in session.exec(query.where(not_ended_on(Membership, day)).order_by(Membership.id)):
        found[member_id].append(CurrentMembership(*stay))
    return found


def _past(session: Session, day: date) -> membership_consistency.MemberCellPairs:
    rows = session.exec(select(Membership.member_id, Membership.unit_id).where(Membership.valid_to < day))
    return {(member_id, unit_id) for member_id, unit_id in rows}


def _ahead(session: Session, day: date) -> membership_consistency.MemberCellPairs:
    queries = [
        select(table.member_id, table.unit_id).where(table.valid_from > day)
        for table in (GroupMember, Office, Exemption)
    ]
    return {(member_id, unit_id) for query in queries for member_id, unit_id in session.exec(query)}


def _probationary(session: Session) -> set[int]:
    query = select(Standing.member_id, Standing.kind).order_by(
        Standing.valid_from.is_not(None), Standing.valid_from, Standing.id
    )
    return {
        member_id for member_id, kind in dict(session.exec(query).all()).items() if kind == StandingKind.PROBATIONARY
    }


def _numbers(session: Session) -> dict[tuple[int, tuple], int]:
    query = select(Membership.unit_id, Membership.kind, func.max(Membership.roster_number)).group_by(
        Membership.unit_id, Membership.kind
    )
    found: dict[tuple[int, tuple], int] = {}
    for unit_id, kind, last in session.exec(query):
        sheet = unit_id, membership_consistency.kinds_on_sheet_of(kind)
        found[sheet] = max(found.get(sheet, 0), last or 0)
    return found
