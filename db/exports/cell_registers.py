"""Rows of what each cell records besides its meetings: tasks, entries of the year, groups with people, posts.

Cell by cell in list order; each function raises NotAllowed for roles that may not read its rows.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from db.calendar import clock
from db.errors import NotAllowed
from db.figures import unit_history, unit_parts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import tasks
from db.meetings.tasks import TaskLine
from db.people import directory, group_board
from db.people.directory import DirectoryEntry
from db.people.group_board import GroupLine, GroupPerson
from db.units import units
from db.units.units import UnitName
from db.year_entries import entry_list
from db.year_entries.entry_list import EntryLine


class TaskRow(NamedTuple):
    """A task of a cell."""

    area: str
    cell: str
    task: TaskLine


class EntryRow(NamedTuple):
    """One thing that a member did in the year."""

    area: str
    cell: str
    member: str
    entry: EntryLine


class GroupRow(NamedTuple):
    """A member in a group; an empty group has one row."""

    area: str
    cell: str
    group: GroupLine
    person: GroupPerson | None


class PostRow(NamedTuple):
    """The holder of a post in a cell or an area."""

    unit: str
    entry: DirectoryEntry


def list_cells(viewer: Viewer, unit_id: int | None, day: date | None = None) -> list[tuple[str, UnitName]]:
    """The reporting cells below a unit (default: all in sight) on a day (default: today), each with its area's name."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        return unit_parts.cells_by_name(session, areas, day)


def iterate_tasks(viewer: Viewer, unit_id: int | None, day: date) -> Iterator[TaskRow]:
    """Tasks open today, and those closed in the year of a day up to it, latest first."""
    _require(viewer, Audience.NAMES)
    for area, cell in list_cells(viewer, unit_id, day):
        found = [*tasks.list_open(viewer, cell.id), *tasks.list_closed_between(viewer, cell.id, *_year(day))]
        for task in found:
            yield TaskRow(area, cell.name, task)


def iterate_entries(viewer: Viewer, unit_id: int | None, day: date) -> Iterator[EntryRow]:
    """Entries of each member in the year of a day, up to it."""
    _require(viewer, Audience.ENTRIES)
    for area, cell in list_cells(viewer, unit_id, day):
        with reading(viewer) as session:
            by_member = entry_list.by_member(session, cell.id, day.year)
        for lines in by_member.values():
            for line in lines:
                if line.happened_on <= day:
                    yield EntryRow(area, cell.name, line.names[0], line)


def iterate_groups(viewer: Viewer, unit_id: int | None, day: date) -> Iterator[GroupRow]:
    """The groups of each cell on a day, with their people by number."""
    _require(viewer, Audience.NAMES)
    for area, cell in list_cells(viewer, unit_id, day):
        for group in group_board.load(viewer, cell.id, day).groups:
            for person in sorted(group.people, key=group_board.sort_key) or [None]:
                yield GroupRow(area, cell.name, group, person)


def iterate_posts(viewer: Viewer, unit_id: int | None) -> Iterator[PostRow]:
    """Current and future holders of posts in the unit and everything below it, in list order."""
    _require(viewer, Audience.NAMES)
    cells = {cell.id for _, cell in list_cells(viewer, unit_id)}
    for unit in units.in_reach(viewer).values():
        if unit_id is None or unit.id in cells | {unit_id}:
            for entry in directory.list_entries(viewer, unit.id):
                yield PostRow(unit.name, entry)


def _require(viewer: Viewer, audience: Audience) -> None:
    if not viewer.reads(audience):
        raise NotAllowed()


def _year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), day
