"""Clusters and groups of households: created, renamed, counted and closed."""

from datetime import date

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import lasts_beyond, not_ended_on
from db.errors import Invalid
from db.households import household_queries
from db.households.cover_count import AssignedTargets, cover_by_group
from db.households.household_or_group import refuse_visited_later
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Assignment, CellGroup, GroupKind, HouseholdCount, HouseholdPlace
from db.vietnamese import fold

MOST = 9999  # households per group


def create(
    viewer: Viewer,
    unit_id: int,
    name: str,
    households: int | None,
    within: str | None = None,
    since: date | None = None,
    token: str | None = None,
) -> str:
    """Create a cluster, or inside one (`within`, its code) a group of households; returns the public code.

    Raises Invalid for a missing or taken name, and for an impossible number.
    """
    with writing(viewer, "add_group", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        parent = _cluster(session, unit_id, within) if within else None
        kind = GroupKind.HOUSEHOLDS if parent else GroupKind.CLUSTER
        row = CellGroup(
            unit_id=unit_id, kind=kind, name=_name(session, unit_id, name), parent_id=parent.id if parent else None
        )
        row.place, row.valid_from = _next(session, unit_id, row.parent_id), validation.event_day(since)
        session.add(row)
        session.flush()
        _tell(session, row, households, since)
        return row.code


def rename(viewer: Viewer, code: str, name: str) -> None:
    """Rename a group. Raises Invalid for a missing or taken name."""
    with writing(viewer, "rename_group") as session:
        row = require_group(session, code)
        row.name = _name(session, row.unit_id, name, row.id)


def set_household_count(viewer: Viewer, code: str, households: int | None, since: date | None) -> None:
    """Set a group's number of households, named ones included, from a day on.

    Raises Invalid for an impossible number, one less than its contents or more than its cluster has room for.
    """
    with writing(viewer, "count_households") as session:
        row = require_group(session, code)
        if since is None:
            raise Invalid("day_missing")
        _tell(session, row, households, since)


def end(viewer: Viewer, code: str, day: date | None) -> None:
    """Close a group after its last day, ending charges on it as well.

    Raises Invalid while it has contents, and for a day before it was visited.
    """
    with writing(viewer, "close_group") as session:
        row = require_group(session, code)
        day = validation.end_day(day, row.valid_from)
        refuse_visited_later(session, row, day)
        if _inside(session, row, day):
            raise Invalid("group_not_empty")
        row.valid_to = day
        end_assignments(session, Assignment.group_id == row.id, day)


def require_group(session: Session, code: str | None, until: date | None = None) -> CellGroup:
    """The cluster or group that an action is about. Raises NotAllowed if the viewer may not see it.

    Raises Invalid if there is none, or it is closed or will be before the day until which it is needed.
    """
    if not code:
        raise Invalid("group_missing")
    row = row_access.require_by_code(session, CellGroup, code)
    row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
    if row.valid_to and row.valid_to < clock.today():
        raise Invalid("group_closed", day=row.valid_to)
    if row.valid_to and until and row.valid_to < until:
        raise Invalid("group_closing", name=row.name, day=row.valid_to)
    return row


def require_capacity(session: Session, row: CellGroup, day: date) -> None:
    """Raise Invalid if a group, or the cluster around it, contains more households than its stated number."""
    session.flush()
    groups, told = (
        household_queries.list_groups(session, day, [row.unit_id]),
        household_queries.household_counts(session, day, [row.unit_id]),
    )
    named = household_queries.households_by_group(session, day, [row.unit_id])
    for group in (group for group in groups if group.id in told and group.id in (row.id, row.parent_id)):
        inside = cover_by_group(
            household_queries.to_group_counts(groups, told | {group.id: 0}), named, AssignedTargets((), ())
        )[group.id].households
        if inside > told[group.id]:
            raise Invalid("group_full", name=group.name, number=told[group.id], inside=inside)


def end_assignments(session: Session, condition, day: date) -> None:
    """End charges on something that was closed; those planned for later never begin."""
    for charge in session.exec(select(Assignment).where(condition, lasts_beyond(Assignment, day))).all():
        if charge.valid_from and charge.valid_from > day:
            raise Invalid("begins_after_leaving", what="assignment", day=charge.valid_from)
        charge.valid_to, charge.end_reason = day, "household_closed"


def _cluster(session: Session, unit_id: int, code: str) -> CellGroup:
    parent = require_group(session, code, date.max)
    if parent.kind != GroupKind.CLUSTER or parent.unit_id != unit_id:
        raise Invalid("group_in_group")
    return parent


def _name(session: Session, unit_id: int, typed: str, own_id: int | None = None) -> str:
    name = validation.optional_text(typed, 120)
    if not name:
        raise Invalid("group_name_missing")
    # a group that begins later already occupies its name
    ahead = not_ended_on(CellGroup, clock.today())
    for row in session.exec(
        select(CellGroup.id, CellGroup.name).where(
            CellGroup.unit_id == unit_id, CellGroup.kind.in_(household_queries.KINDS), ahead
        )
    ):
        if fold(row.name) == fold(name) and row.id != own_id:
            raise Invalid("group_name_taken", name=row.name)
    return name


def _next(session: Session, unit_id: int, parent_id: int | None) -> int:
    query = select(func.max(CellGroup.place)).where(
        CellGroup.unit_id == unit_id, CellGroup.kind.in_(household_queries.KINDS), CellGroup.parent_id == parent_id
    )
    return (session.exec(query).one() or 0) + 1


def _tell(session: Session, row: CellGroup, households: int | None, since: date | None) -> None:
    """Store a number from a day on, correcting one stated for the same day."""
    if households is None or not 0 <= households <= MOST:
        raise Invalid("households_unfit", limit=MOST)
    validation.event_day(since)
    same = HouseholdCount.valid_from.is_(None) if since is None else HouseholdCount.valid_from == since
    standing = session.exec(select(HouseholdCount).where(HouseholdCount.group_id == row.id, same)).first()
    if standing:
        standing.households = households
    else:
        session.add(HouseholdCount(unit_id=row.unit_id, group_id=row.id, households=households, valid_from=since))
    require_capacity(session, row, max(since or clock.today(), clock.today()))


def _inside(session: Session, row: CellGroup, day: date) -> bool:
    """Whether a group has any contents after a day."""
    groups = select(CellGroup.id).where(CellGroup.parent_id == row.id, lasts_beyond(CellGroup, day))
    places = select(HouseholdPlace.id).where(HouseholdPlace.group_id == row.id, lasts_beyond(HouseholdPlace, day))
    return bool(session.exec(groups).first() or session.exec(places).first())
