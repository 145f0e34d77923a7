"""The list of members of a cell or an area, searched without diacritics, filtered, page by page.

A search finds people by name and number, and after them those who offer an expertise of that name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam, case
from sqlalchemy.orm import aliased
from sqlmodel import Session, false, func, or_, select

from db.calendar import clock
from db.calendar.validity import begun_on, valid_on
from db.kernel import unit_tree
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.meetings.roster import KINDS_EXEMPTED
from db.models import (
    Exemption,
    ExemptionClass,
    Member,
    Membership,
    MembershipKind,
    Standing,
    StandingKind,
    Unit,
)
from db.people import expertise_search, member_search_words, member_traits
from db.people.member_search_words import MemberSearch
from db.people.member_traits import Trait
from db.units.units import listed_names

PAGE = 50
ORDER = (MembershipKind.OWN, MembershipKind.TEMPORARY, MembershipKind.CONTACT)
COUNTED = 500  # for the whole tree no more are counted ahead: the cost depends on what is shown, not on what is stored


@dataclass(frozen=True)
class MemberFilter:
    """Which members to list; by default everybody present today."""

    search: str = ""
    unit: str | None = None  # public code of a unit; includes the units below it on that day
    kind: MembershipKind | None = None
    on: date | None = None
    left: bool = False  # those who had left by that day, instead of those present
    exempt: bool = False
    page: int = 1
    whole: bool = False  # all on one page, for printing
    trait: Trait | None = None  # only those in a class of a trait
    trait_class: str | None = None
    by_name: bool = False  # search by name only, not by expertise, when a single person is picked

    @property
    def size(self) -> int:
        """The number of rows per page."""
        return COUNTED if self.whole else PAGE


class MemberListRow(NamedTuple):
    """A member in one cell, as of the requested day."""

    code: str
    name: str
    number: int | None
    kind: MembershipKind
    unit: str
    standing: StandingKind | None
    born: str | None
    exempt: ExemptionClass | None
    since: date | None
    until: date | None
    departure: str | None
    expertise: str | None = None  # an expertise offered, if the search matched it


class MemberPage(NamedTuple):
    """One page of a list and the number of rows; `more`: there are more than were counted."""

    rows: list[MemberListRow]
    total: int
    more: bool = False
    kinds: Mapping[MembershipKind, int] = MappingProxyType({})  # numbers by kind, if all were counted


def search(viewer: Viewer, wanted: MemberFilter) -> MemberPage:
    """Return members by given name in Vietnamese order, one row for each cell that a member is in, fifty per page.

    For a single cell, own members come before contact members, as on its two sheets.
    """
    day = wanted.on or clock.today()
    with reading(viewer) as session:
        here, words = (
            _here(session, wanted, day),
            member_search_words.parse_search(session, wanted.search, by_name=wanted.by_name),
        )
        if viewer.unit_ids is None and wanted.unit is None and not any(char.isdigit() for char in wanted.search):
            return _among_all(session, wanted, day, here, words)
        count = (
            select(Membership.kind, func.count(Membership.id)).where(*here, *words.conditions).group_by(Membership.kind)
        )
        joined = count.join(Member, Member.id == Membership.member_id) if words.by_name else count
        kinds = dict(session.exec(joined).all())
        total = sum(kinds.values())
        # selected first: otherwise each member's stays are searched in each unit
        stays = select(Membership.id).where(*here).correlate(None)
        listed = _rows(words, apart=is_single_unit(viewer)).where(Membership.id.in_(stays), *words.conditions)
        rows = session.exec(listed.offset(_skipped(wanted, total)).limit(wanted.size)).all()
        return MemberPage(_listed(session, rows, day, words), total, kinds=kinds)


def has_any_member(viewer: Viewer) -> bool:
    """Return whether anybody was ever on a list that the viewer may read."""
    with reading(viewer) as session:
        return session.exec(_ANYBODY).first() is not None


def is_single_unit(viewer: Viewer) -> bool:
    """Return whether the viewer sees one unit only."""
    return viewer.unit_ids is not None and len(viewer.unit_ids) == 1


def filter_conditions(session: Session, wanted: MemberFilter) -> list:
    """Conditions on memberships joined with their members, for queries of the whole list."""
    return [
        *_here(session, wanted, wanted.on or clock.today()),
        *member_search_words.parse_search(session, wanted.search, by_name=wanted.by_name).conditions,
    ]


def standings_on(session: Session, member_ids: list[int], day: date) -> dict[int, StandingKind]:
    """Return each member's latest standing by a day."""
    return dict(session.exec(_STANDINGS, params={"members": member_ids, "day": day}).all())


def exemptions_on(
    session: Session, member_ids: list[int], day: date
) -> dict[tuple[int, int, MembershipKind], ExemptionClass]:
    """Exemptions in force on a day by member, unit and kind of membership, since each class
    applies to some kinds only.
    """
    rows = session.exec(_EXEMPTIONS, params={"members": member_ids, "day": day})
    return {(row.member_id, row.unit_id, kind): row.kind for row in rows for kind in KINDS_EXEMPTED[row.kind]}


def _among_all(session: Session, wanted: MemberFilter, day: date, here: list, words: MemberSearch) -> MemberPage:
    """Search the whole tree: walk through the members in order and look ahead no further than COUNTED."""
    skipped = wanted.size * (max(wanted.page, 1) - 1)
    query = select(Member.id).where(
        *words.conditions, select(Membership.id).where(Membership.member_id == Member.id, *here).exists()
    )
    ordered = query.order_by(*words.order, Member.sort_key, Member.id)
    found = list(session.exec(ordered.offset(skipped).limit(COUNTED + 1)))
    if skipped and not found:
        return _among_all(session, replace(wanted, page=1), day, here, words)
    rows = session.exec(_rows(words).where(Member.id.in_(found[: wanted.size]), *here, *words.conditions)).all()
    return MemberPage(_listed(session, rows, day, words), skipped + min(len(found), COUNTED), len(found) > COUNTED)


def _rows(words: MemberSearch, apart: bool = False):
    kind = case({kind: at for at, kind in enumerate(ORDER)}, value=Membership.kind)
    query = select(
        Member.id,
        Member.code,
        Member.name,
        Member.born,
        Membership.unit_id,
        Membership.roster_number,
        Membership.kind,
        Membership.valid_from,
        Membership.valid_to,
        Membership.departure,
    )
    return query.join(Membership, Membership.member_id == Member.id).order_by(
        *([kind] if apart else []), *words.order, Member.sort_key, Member.id, Membership.id
    )


def _skipped(wanted: MemberFilter, total: int) -> int:
    """Return the number of rows before the page; a page beyond the last counts as the last."""
    return wanted.size * (max(1, min(wanted.page, -(-total // wanted.size))) - 1)


def _here(session: Session, wanted: MemberFilter, day: date) -> list:
    """Return the conditions on a membership."""
    conditions = [_gone(day) if wanted.left else valid_on(Membership, day)]
    if wanted.unit:
        unit_id = session.exec(select(Unit.id).where(Unit.code == wanted.unit)).first()
        conditions.append(_in_unit(session, unit_id, day) if unit_id else false())
    if wanted.kind:
        conditions.append(Membership.kind == wanted.kind)
    if wanted.trait and wanted.trait_class:
        own = context_of(session).viewer.unit_id
        conditions.append(member_traits.class_condition(session, wanted.trait, wanted.trait_class, own, day))
    if wanted.exempt:
        fitting = or_(
            *((Exemption.kind == kind) & Membership.kind.in_(kinds) for kind, kinds in KINDS_EXEMPTED.items())
        )
        leave = select(Exemption.id).where(
            Exemption.member_id == Membership.member_id,
            Exemption.unit_id == Membership.unit_id,
            valid_on(Exemption, day),
        )
        conditions.append(leave.where(fitting).exists())
    return conditions


def _in_unit(session: Session, unit_id: int, day: date):
    """Return the condition that a membership is below a unit, by the tree of the day."""
    return Membership.unit_id.in_(unit_tree.units_in_reach(session, unit_id, day))


def _gone(day: date):
    """Return the condition that somebody left by that day and is not back in the same cell."""
    back = aliased(Membership)
    again = select(back.id).where(
        back.member_id == Membership.member_id, back.unit_id == Membership.unit_id, valid_on(back, day)
    )
    return (Membership.valid_to < day) & ~again.exists()


def _listed(session: Session, rows: list, day: date, words: MemberSearch) -> list[MemberListRow]:
    ids = [row.id for row in rows]
    standing = standings_on(session, ids, day)
    units = listed_names(session, {row.unit_id for row in rows})
    exempt = exemptions_on(session, ids, day)
    offered = expertise_search.subjects_offered(session, ids, words.subjects)
    return [
        MemberListRow(
            row.code, row.name, row.roster_number, row.kind, units.get(row.unit_id, ""), standing.get(row.id), row.born,
            exempt.get((row.id, row.unit_id, row.kind)), row.valid_from, row.valid_to, row.departure,
            offered.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


# Run by many pages; prepared once, since building them costs more than running them.
_DAY = bindparam("day", type_=Date)
_MEMBERS: BindParameter[int] = bindparam("members", expanding=True)
_ANYBODY = prepared_statement(select(Membership.id).limit(1))
_STANDINGS = prepared_statement(
    select(Standing.member_id, Standing.kind)
    .where(Standing.member_id.in_(_MEMBERS), begun_on(Standing, _DAY))
    .order_by(Standing.valid_from.is_not(None), Standing.valid_from, Standing.id)
)
_EXEMPTIONS = prepared_statement(
    select(Exemption.member_id, Exemption.unit_id, Exemption.kind).where(
        Exemption.member_id.in_(_MEMBERS), valid_on(Exemption, _DAY)
    )
)
