"""Members for export, in portions."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import ExemptionClass, Member, Membership, MembershipKind, Office, Sex, StandingKind, UnitVersion
from db.people import former_members, member_search
from db.people.member_search import MemberFilter
from db.units.units import units_on

SLICE = 500
REACH = ("workplace", "position", "organisation", "address", "phone", "card_last4")


class MemberRow(NamedTuple):
    """A member in one cell as of a day; posts by their keys."""

    area: str
    cell: str
    number: int | None
    name: str
    sex: Sex | None
    born: str | None
    admitted: str | None
    official: str | None
    kind: MembershipKind
    standing: StandingKind | None
    exempt: ExemptionClass | None
    posts: list[str]
    workplace: str | None
    position: str | None
    organisation: str | None
    address: str | None
    phone: str | None
    card_last4: str | None
    since: date | None
    until: date | None
    departure: str | None


def iterate_members(viewer: Viewer, wanted: MemberFilter) -> Iterator[MemberRow]:
    """All requested members by area, cell and given name, one row for each cell a member is in.

    Of former members only their identity.
    """
    day = wanted.on or clock.today()
    with reading(viewer) as session:
        query = select(Membership.id, Membership.unit_id, Member.sort_key).join(
            Member, Member.id == Membership.member_id
        )
        found = session.exec(query.where(*member_search.filter_conditions(session, wanted))).all()
        cells = _cells(session, {row.unit_id for row in found}, day)
        ids = [row.id for row in sorted(found, key=lambda row: (cells[row.unit_id].order, row.sort_key, row.id))]
        for start in range(0, len(ids), SLICE):
            yield from _slice(session, ids[start : start + SLICE], cells, day)


def count_members(viewer: Viewer, wanted: MemberFilter) -> int:
    """The number of rows."""
    with reading(viewer) as session:
        query = select(func.count(Membership.id)).where(*member_search.filter_conditions(session, wanted))
        # people are joined only to search by name
        return session.exec(query.join(Member, Member.id == Membership.member_id) if wanted.search else query).one()


class _Cell(NamedTuple):
    area: str
    name: str
    order: tuple[int, int]


def _cells(session: Session, unit_ids: set[int], day: date) -> dict[int, _Cell]:
    """Cells with their names and their areas' on a day, and their order."""
    above = dict(
        session.exec(
            select(UnitVersion.unit_id, UnitVersion.parent_id).where(
                UnitVersion.unit_id.in_(unit_ids), valid_on(UnitVersion, day)
            )
        ).all()
    )
    called = units_on(session, {*unit_ids, *filter(None, above.values())}, day)
    places = {unit_id: place for place, unit_id in enumerate(called)}
    found = {}
    for unit_id in unit_ids:
        area = called.get(above.get(unit_id))
        found[unit_id] = _Cell(
            area.name if area else "", called[unit_id].name, (places[area.id] if area else -1, places[unit_id])
        )
    return found


def _slice(session: Session, ids: list[int], cells: dict[int, _Cell], day: date) -> Iterator[MemberRow]:
    """Some rows in the order of their ids."""
    columns = [getattr(Member, name) for name in ("name", "sex", "born", "admitted", "official", *REACH)]
    stays = [
        getattr(Membership, name)
        for name in ("id", "member_id", "unit_id", "kind", "roster_number", "valid_from", "valid_to", "departure")
    ]
    found = {
        row.id: row
        for row in session.exec(
            select(*stays, *columns).join(Member, Member.id == Membership.member_id).where(Membership.id.in_(ids))
        )
    }
    people = [row.member_id for row in found.values()]
    others = former_members.former_among(session, people)
    stood, exempt, posts = (
        member_search.standings_on(session, people, day),
        member_search.exemptions_on(session, people, day),
        _posts(session, people, day),
    )
    for row in (found[row_id] for row_id in ids if row_id in found):
        cell, key = cells[row.unit_id], (row.member_id, row.unit_id)
        reach = (None,) * len(REACH) if row.member_id in others else tuple(getattr(row, name) for name in REACH)
        yield MemberRow(
            cell.area,
            cell.name,
            row.roster_number,
            row.name,
            row.sex,
            row.born,
            row.admitted,
            row.official,
            row.kind,
            stood.get(row.member_id),
            exempt.get((*key, row.kind)),
            posts.get(key, []),
            *reach,
            row.valid_from,
            row.valid_to,
            row.departure,
        )


def _posts(session: Session, people: list[int], day: date) -> dict[tuple[int, int], list[str]]:
    query = (
        select(Office.member_id, Office.unit_id, Office.post)
        .where(Office.member_id.in_(people), valid_on(Office, day))
        .order_by(Office.id)
    )
    found: dict[tuple[int, int], list[str]] = {}
    for member_id, unit_id, post in session.exec(query):
        found.setdefault((member_id, unit_id), []).append(post)
    return found
