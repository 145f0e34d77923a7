"""How many rows the lists of what cells keep besides their meetings have,
said before a list is made, so from a few statements about all its cells.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, func, or_, select

from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.exports.cell_registers import list_cells
from db.figures import unit_history
from db.households import household_queries
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import CellGroup, GroupMember, GroupRole, HouseholdVisit, Membership, Office, Task, YearEntry
from db.people.group_board import KINDS_GROUPED
from db.units import units


def count_tasks(viewer: Viewer, unit_id: int | None, day: date) -> int:
    """Tasks open today, and those closed in the year of a day up to it, of the cells below a unit (default: all)."""
    closed = and_(Task.done.is_not(None), Task.closed_on.between(date(day.year, 1, 1), day))
    return _count(viewer, Task, unit_id, day, or_(Task.done.is_(None), closed))


def count_entries(viewer: Viewer, unit_id: int | None, day: date) -> int:
    """Entries in the year of a day, up to it."""
    return _count(viewer, YearEntry, unit_id, day, YearEntry.happened_on.between(date(day.year, 1, 1), day))


def count_visits(viewer: Viewer, unit_id: int | None, day: date) -> int:
    """Visits to households in the year of a day, up to it."""
    return _count(viewer, HouseholdVisit, unit_id, day, HouseholdVisit.visited_on.between(date(day.year, 1, 1), day))


def count_posts(viewer: Viewer, unit_id: int | None) -> int:
    """Current and future holders of posts in a unit and everything below it (default: all in reach)."""
    ids = set(units.in_reach(viewer))
    if unit_id is not None:
        ids &= {cell.id for _, cell in list_cells(viewer, unit_id)} | {unit_id}
    with reading(viewer) as session:
        return _number(session, Office, Office.unit_id.in_(ids), not_ended_on(Office, clock.today()))


def count_households(viewer: Viewer, unit_id: int | None, day: date) -> int:
    """Clusters, household groups and named households on a day."""
    with reading(viewer) as session:
        cells = list(unit_history.cells_on(session, viewer, unit_id, day))
        groups = household_queries.list_groups(session, day, cells)
        homes = household_queries.households_by_group(session, day, cells)
    return len(groups) + sum(len(homes.get(group.id, ())) for group in groups)


def count_group_rows(viewer: Viewer, unit_id: int | None, day: date) -> int:
    """People in groups on a day, and groups with nobody in them."""
    with reading(viewer) as session:
        cells = list(unit_history.cells_on(session, viewer, unit_id, day))
        groups = session.exec(
            select(CellGroup.id).where(
                CellGroup.unit_id.in_(cells), CellGroup.kind.in_(KINDS_GROUPED), valid_on(CellGroup, day)
            )
        ).all()
        kinds = [and_(CellGroup.kind == kind, Membership.kind.in_(own)) for kind, own in KINDS_GROUPED.items()]
        people = session.exec(
            select(GroupMember.group_id, GroupMember.member_id)
            .join(CellGroup, CellGroup.id == GroupMember.group_id)
            .join(
                Membership,
                and_(Membership.member_id == GroupMember.member_id, Membership.unit_id == CellGroup.unit_id),
            )
            .where(
                GroupMember.group_id.in_(groups),
                GroupMember.role != GroupRole.IN_CHARGE,
                valid_on(GroupMember, day),
                valid_on(Membership, day),
                or_(*kinds),
            )
            .distinct()
        ).all()
    return len(people) + len(set(groups) - {row.group_id for row in people})


def _count(viewer: Viewer, table: Any, unit_id: int | None, day: date, condition: ColumnElement[bool]) -> int:
    with reading(viewer) as session:
        cells = list(unit_history.cells_on(session, viewer, unit_id, day))
        return _number(session, table, table.unit_id.in_(cells), condition)


def _number(session: Session, table: Any, *conditions: ColumnElement[bool]) -> int:
    return session.exec(select(func.count(table.id)).where(*conditions)).one()
