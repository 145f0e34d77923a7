"""Queries for a cell's households on a day, shared by all views of them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, Result, Select, bindparam
from sqlmodel import Session, select

from db.calendar.validity import begun_on, valid_on
from db.households.cover_count import GroupCount
from db.kernel.statements import prepared_statement
from db.models import (
    AssignmentDecision,
    CellGroup,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    HouseholdClass,
    HouseholdCount,
    HouseholdPlace,
    Member,
    PartyGroupCluster,
)
from db.vietnamese import unit_sort_key

KINDS = (GroupKind.CLUSTER, GroupKind.HOUSEHOLDS)


class NamedHousehold(NamedTuple):
    """A named household in its group, with its latest class up to the year, and the paper for it."""

    id: int
    code: str
    name: str
    sort_key: str
    address: str | None
    group_id: int
    rating: str | None = None
    year: int | None = None
    paper: str | None = None


def list_groups(session: Session, day: date, unit_ids: Iterable[int] | None = None) -> list:
    """Clusters and groups on a day in order: id, code, unit, parent, kind, name, start; of these units, or of all in
    sight.
    """
    return list(execute_for_units(session, _GROUPS, unit_ids, day=day))


def household_counts(session: Session, day: date, unit_ids: Iterable[int] | None = None) -> dict[int, int]:
    """The latest stated number of households of each group by a day."""
    return dict(execute_for_units(session, _COUNTS, unit_ids, day=day).all())


class AnsweringGroup(NamedTuple):
    """A Party group responsible for a cluster, and its leader."""

    code: str
    name: str
    leader: str | None


def answering_groups(session: Session, unit_id: int, day: date) -> dict[int, list[AnsweringGroup]]:
    """Return the Party groups of a cell responsible for each cluster on a day, in Vietnamese order."""
    rows = session.exec(_ANSWERING, params={"unit": unit_id, "day": day})
    found: dict[int, list[AnsweringGroup]] = {}
    for cluster_id, *group in sorted(rows, key=lambda row: unit_sort_key(row.name)):
        found.setdefault(cluster_id, []).append(AnsweringGroup(*group))
    return found


def cells_not_assigning(session: Session, day: date, unit_ids: Iterable[int] | None = None) -> set[int]:
    """Cells that resolved not to assign, among these or all in sight."""
    assigns = dict(execute_for_units(session, _DECISIONS, unit_ids, day=day).all())
    return {unit_id for unit_id, does in assigns.items() if not does}


def households_by_group(session: Session, day: date, unit_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Ids of the named households in each group on a day."""
    found: dict[int, list[int]] = {}
    for group_id, household_id in execute_for_units(session, _PLACES, unit_ids, day=day):
        found.setdefault(group_id, []).append(household_id)
    return found


def list_households(session: Session, unit_id: int, day: date) -> list[NamedHousehold]:
    """The named households of a cell on a day, in Vietnamese order."""
    rows = session.exec(_HOUSEHOLDS, params={"unit": unit_id, "day": day}).all()
    rated = _rated(session, unit_id, day.year)
    return [NamedHousehold(*row, *rated.get(row.id, ())) for row in rows]


class PlaceName(NamedTuple):
    """A cluster, group or named household as it is selected on a form."""

    code: str
    name: str
    is_group: bool


def list_places(session: Session, unit_id: int, day: date) -> list[PlaceName]:
    """What can be selected among a cell's households on a day: named households, then groups,
    each in Vietnamese order.
    """
    homes = session.exec(_NAMED, params={"unit": unit_id, "day": day}).all()
    groups = list_groups(session, day, [unit_id])
    return [
        *(PlaceName(row.code, row.name, False) for row in homes),
        *(PlaceName(row.code, row.name, True) for row in groups),
    ]


def to_group_counts(rows: Iterable, stated: dict[int, int]) -> list[GroupCount]:
    """Groups in the form that `cover_count` takes."""
    return [GroupCount(row.id, row.parent_id, stated.get(row.id, 0)) for row in rows]


def _rated(session: Session, unit_id: int, year: int) -> dict[int, tuple]:
    rows = session.exec(_RATED, params={"unit": unit_id, "year": year})
    return {household_id: tuple(rest) for household_id, *rest in rows}


class UnitStatement(NamedTuple):
    """A statement about all units in sight, and its variant for some of them."""

    of_all: Select
    of_units: Select


def execute_for_units(
    session: Session, question: UnitStatement, unit_ids: Iterable[int] | None, **values: date
) -> Result:
    """The result for these units, or for all in sight."""
    if unit_ids is None:
        return session.exec(question.of_all, params=values)
    return session.exec(question.of_units, params={**values, "units": list(unit_ids)})


def prepare_for_units(table: type, query: Select) -> UnitStatement:
    """Prepare a statement on a table with units, for some units or all in sight."""
    some = query.where(table.unit_id.in_(bindparam("units", expanding=True)))
    return UnitStatement(prepared_statement(query), prepared_statement(some))


# Run by every cell's first page and its board; prepared once, since building them costs more than running them.
_UNIT: BindParameter[int] = bindparam("unit")
_DAY = bindparam("day", type_=Date)
_GROUPS = prepare_for_units(
    CellGroup,
    select(
        CellGroup.id,
        CellGroup.code,
        CellGroup.unit_id,
        CellGroup.parent_id,
        CellGroup.kind,
        CellGroup.name,
        CellGroup.valid_from,
    )
    .where(CellGroup.kind.in_(KINDS), valid_on(CellGroup, _DAY))
    .order_by(CellGroup.parent_id.is_not(None), CellGroup.place, CellGroup.id),
)
_COUNTS = prepare_for_units(
    HouseholdCount,
    select(HouseholdCount.group_id, HouseholdCount.households)
    .where(begun_on(HouseholdCount, _DAY))
    .order_by(HouseholdCount.valid_from.is_not(None), HouseholdCount.valid_from, HouseholdCount.id),
)
_DECISIONS = prepare_for_units(
    AssignmentDecision,
    select(AssignmentDecision.unit_id, AssignmentDecision.assigns)
    .where(AssignmentDecision.valid_from <= _DAY)
    .order_by(AssignmentDecision.valid_from),
)
_PLACES = prepare_for_units(
    HouseholdPlace,
    select(HouseholdPlace.group_id, HouseholdPlace.household_id).where(valid_on(HouseholdPlace, _DAY)),
)
_NAMED = prepared_statement(
    select(Household.code, Household.name)
    .join(HouseholdPlace, HouseholdPlace.household_id == Household.id)
    .where(Household.unit_id == _UNIT, valid_on(HouseholdPlace, _DAY))
    .order_by(Household.sort_key, Household.id)
)
_HOUSEHOLDS = prepared_statement(
    select(
        Household.id,
        Household.code,
        Household.name,
        Household.sort_key,
        Household.address,
        HouseholdPlace.group_id,
    )
    .join(HouseholdPlace, HouseholdPlace.household_id == Household.id)
    .where(Household.unit_id == _UNIT, valid_on(HouseholdPlace, _DAY))
    .order_by(Household.sort_key, Household.id)
)
_RATED = prepared_statement(
    select(HouseholdClass.household_id, HouseholdClass.rating, HouseholdClass.year, HouseholdClass.paper)
    .where(HouseholdClass.unit_id == _UNIT, HouseholdClass.year <= bindparam("year"))
    .order_by(HouseholdClass.year, HouseholdClass.id)
)
_LEADS = (GroupMember.group_id == CellGroup.id) & (GroupMember.role == GroupRole.LEADER) & valid_on(GroupMember, _DAY)
_ANSWERING = prepared_statement(
    select(PartyGroupCluster.cluster_id, CellGroup.code, CellGroup.name, Member.name.label("leader"))
    .join(CellGroup, CellGroup.id == PartyGroupCluster.group_id)
    .outerjoin(GroupMember, _LEADS)
    .outerjoin(Member, Member.id == GroupMember.member_id)
    .where(PartyGroupCluster.unit_id == _UNIT, valid_on(PartyGroupCluster, _DAY), valid_on(CellGroup, _DAY))
)
