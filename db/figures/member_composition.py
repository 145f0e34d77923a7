"""Composition of the membership: members in each class of a trait today, by area and cell, without names."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import begun_on, valid_on
from db.figures import member_classes, unit_counts, unit_history
from db.figures.member_classes import MemberClass, MembersCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Member, Membership, MembershipKind, Standing, StandingKind
from db.people import member_traits
from db.people.member_traits import UNKNOWN, Trait

TABLES = (Membership, Member, Standing)  # the tables it reads
MANY = 50  # with more cells, everything in view is read at once


class CompositionQuery(NamedTuple):
    """The members to count and the trait to count them by."""

    kind: MembershipKind
    trait: Trait


def by_class(viewer: Viewer, wanted: CompositionQuery, unit_id: int | None = None) -> list[MemberClass]:
    """The classes of a trait: kinds of organisation by size, others in their order; unknown comes last."""
    with reading(viewer) as session:
        counted: Counter[str] = Counter()
        for classes in _by_cell(session, viewer, wanted, unit_id).values():
            counted.update(classes)
        keys = member_traits.class_keys(session, wanted.trait, viewer.unit_id)
    known = [*keys[:-1], *sorted(counted.keys() - set(keys))]  # including classes that are no longer on the list
    if wanted.trait == Trait.ORGANISATION:
        known.sort(key=lambda key: -counted[key])
    return [MemberClass(key, counted[key], counted.total()) for key in [*known, UNKNOWN]]


def by_unit(
    viewer: Viewer, wanted: CompositionQuery, key: str, unit_id: int | None = None
) -> list[UnitCount[MembersCount]]:
    """The areas directly below a unit (default: all in sight) or its cells that have any
    member, in Vietnamese order.
    """
    with reading(viewer) as session:
        found = _by_cell(session, viewer, wanted, unit_id)
        standing = unit_history.cells_on(session, viewer, unit_id, clock.today())
        areas = {cell_id: area_id for cell_id, area_id in standing.items() if found.get(cell_id)}
        counts = {cell_id: MembersCount(found[cell_id][key], found[cell_id].total()) for cell_id in areas}
        return unit_counts.list_parts(session, viewer, unit_id, areas, clock.today(), counts, member_classes.total)


def _by_cell(
    session: Session, viewer: Viewer, wanted: CompositionQuery, unit_id: int | None
) -> dict[int, Counter[str]]:
    """The class counts of each cell below a unit today."""
    day, cells = clock.today(), set(unit_history.cells_on(session, viewer, unit_id, clock.today()))
    here = [Membership.kind == wanted.kind, valid_on(Membership, day)]
    if context_of(session).viewer.unit_ids is not None or len(cells) <= MANY:
        here.append(Membership.unit_id.in_(cells))
    counted = _standings(session, here, day) if wanted.trait == Trait.STANDING else _told(session, here, wanted, day)
    found: dict[int, Counter[str]] = {}
    for cell_id, key, members in counted:
        if members and cell_id in cells:
            found.setdefault(cell_id, Counter())[key] += members
    return found


def _told(session: Session, here: list, wanted: CompositionQuery, day: date) -> Iterable[tuple[int, str, int]]:
    """Cell, class and number of members, for traits stored with the member."""
    unit_id = context_of(session).viewer.unit_id
    column = {
        Trait.SEX: lambda: Member.sex,
        Trait.ORGANISATION: lambda: Member.organisation,
        Trait.AGE: lambda: member_traits.age_group_column(session, unit_id, day),
    }[wanted.trait]()
    people = func.count(Membership.member_id.distinct())
    query = select(Membership.unit_id, column, people).join(Member, Member.id == Membership.member_id).where(*here)
    rows = session.exec(query.group_by(Membership.unit_id, column)).all()
    return [(cell_id, told or UNKNOWN, members) for cell_id, told, members in rows]


def _standings(session: Session, here: list, day: date) -> list[tuple[int, str, int]]:
    """Cell, standing and number of members: those on probation are few, nearly all others are
    known to be full members.
    """
    known = select(Standing.id).where(Standing.member_id == Membership.member_id, begun_on(Standing, day))
    probation = member_traits.last_standings(day).where(Standing.kind == StandingKind.PROBATIONARY)
    everybody = _count(session, here)
    unknown = _count(session, [*here, ~known.exists()])
    probationary = _count(session, [*here, Membership.member_id.in_(probation)])
    return [
        row
        for cell_id, members in everybody.items()
        for row in (
            (cell_id, StandingKind.FULL.value, members - probationary[cell_id] - unknown[cell_id]),
            (cell_id, StandingKind.PROBATIONARY.value, probationary[cell_id]),
            (cell_id, UNKNOWN, unknown[cell_id]),
        )
    ]


def _count(session: Session, conditions: list) -> Counter[int]:
    people = func.count(Membership.member_id.distinct())
    query = select(Membership.unit_id, people).where(*conditions).group_by(Membership.unit_id)
    return Counter(dict(session.exec(query).all()))
