"""Meetings held by cells, by type, and thematic meetings by quarter, counted from recorded meetings.

A joint meeting of several cells belongs to no single cell and is not counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session, case, func, select

from db.calendar.months import last_day_of_period, months_of_period, period_of
from db.figures import drill_down, figures, unit_history, unit_parts
from db.figures.drill_down import MeetingInFigure
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.figures.unit_parts import AreaCell, CountedSpan
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Meeting, MeetingState, Unit
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.settings import settings
from db.units.units import units_on

TYPES, QUARTERS = "types", "thematic"  # what can be requested
THEMATIC = ("thematic", "regular_with_thematic")  # keys of the setting "meeting_types"
QUARTER = 3  # months
FIRST_MONTH = Meeting.period - (Meeting.period % 100 - 1) % QUARTER  # of the quarter that contains a meeting's month


class MeetingClass(NamedTuple):
    """Meetings of a type, or thematic meetings of a quarter; `cells` held any of them, `all`
    counts all meetings held.
    """

    key: str
    meetings: int
    cells: int
    all: int


class MeetingsCount(NamedTuple):
    """Meetings of one class, and of all classes."""

    meetings: int = 0
    all: int = 0


def by_class(viewer: Viewer, wanted: FigureQuery) -> list[MeetingClass]:
    """The types in order, or the requested quarters, empty ones included."""
    return by_class_of_spans(viewer, wanted, count_spans(viewer, wanted))


def count_spans(viewer: Viewer, wanted: FigureQuery) -> list[CountedSpan]:
    """The meetings held by each cell, by type or quarter, over all requested months. Those of consecutive queries make
    up those of one over all.
    """
    with reading(viewer) as session:
        return [
            CountedSpan(span.periods[0], span.periods[-1], _counted(session, span))
            for span in unit_parts.split_query_by_tree(session, wanted)
        ]


def by_class_of_spans(viewer: Viewer, wanted: FigureQuery, counted: Iterable[CountedSpan]) -> list[MeetingClass]:
    """Like `by_class`, from the answers of `count_spans` for the requested months."""
    meetings, cells = Counter[str | None](), defaultdict[str | None, set[int]](set)
    for span in counted:
        for (_, cell_id), counts in span.counts.items():
            meetings.update(counts)
            for key in counts:
                cells[key].add(cell_id)
    if wanted.topic == QUARTERS:
        keys = quarters_asked_for(wanted)
    else:
        rows = settings.value_for_viewer(viewer, "meeting_types")
        keys = [row["key"] for row in rows if row["audience"] == MeetingAudience.OWN]
    return [MeetingClass(key, meetings[key], len(cells[key]), meetings.total()) for key in keys]


def quarters_asked_for(wanted: FigureQuery) -> list[str]:
    """The quarters that contain the requested months, each by its first month."""
    return [str(quarter) for quarter in sorted({period_of(month, QUARTER) for month in wanted.periods})]


def by_unit(viewer: Viewer, wanted: FigureQuery, key: str) -> list[UnitCount[MeetingsCount]]:
    """The areas directly below the requested unit (default: all in sight) or its cells that held any meeting."""
    return by_unit_of_spans(viewer, wanted, key, count_spans(viewer, wanted))


def by_unit_of_spans(
    viewer: Viewer, wanted: FigureQuery, key: str, counted: Iterable[CountedSpan]
) -> list[UnitCount[MeetingsCount]]:
    """Like `by_unit`, from the answers of `count_spans` for the requested months."""
    with reading(viewer) as session:
        found = unit_parts.counts_of_parts(session, viewer, wanted, counted)
        called = units_on(session, set(found), last_day_of_period(wanted.periods[-1]))
    return [
        UnitCount(
            unit.id,
            unit.code,
            unit.name,
            unit.kind in CELLS,
            total(MeetingsCount(counts[key], counts.total()) for counts in found[unit.id]),
        )
        for unit in called.values()
    ]


def list_meetings(viewer: Viewer, wanted: FigureQuery, key: str, cell_id: int) -> list[MeetingInFigure]:
    """The meetings of a cell in a class."""
    narrow = wanted
    if wanted.topic == QUARTERS:
        months = [month for month in months_of_period(int(key), QUARTER) if month in wanted.periods]
        narrow = replace(wanted, since=months[0], until=months[-1])
    types = THEMATIC if wanted.topic == QUARTERS else (key,)
    with reading(viewer) as session:
        held = [
            Meeting.state == MeetingState.HELD,
            Meeting.type.in_(types),
            *figures.period_conditions(Meeting, narrow),
        ]
        codes = set(session.exec(select(Meeting.code).where(Meeting.unit_id == cell_id, *held)))
    return [row for row in drill_down.list_meetings(viewer, narrow, None, cell_id) if row.code in codes]


def total(counts: Iterable[MeetingsCount]) -> MeetingsCount:
    """Counts added up."""
    return MeetingsCount(*map(sum, zip(MeetingsCount(), *counts, strict=True)))


def _counted(session: Session, wanted: FigureQuery) -> dict[AreaCell, Counter[str | None]]:
    """Return meetings held by each cell, separately for each area it belonged to, by type, or thematic ones by quarter;
    without a key those that are in no quarter's count.
    """
    asked = unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
    key = case((Meeting.type.in_(THEMATIC), FIRST_MONTH)) if wanted.topic == QUARTERS else Meeting.type
    columns = (Meeting.area_id, Meeting.unit_id, key)
    query = select(*columns, func.count(Meeting.id)).where(
        Meeting.state == MeetingState.HELD,
        Meeting.unit_id.in_(select(Unit.id).where(Unit.kind.in_(CELLS))),
        *figures.period_conditions(Meeting, wanted),
        *unit_history.fact_conditions(session, Meeting, asked),
    )
    found: dict[AreaCell, Counter[str | None]] = {}
    for area_id, unit_id, counted_as, many in session.exec(query.group_by(*columns)):
        counts = found.setdefault((area_id, unit_id), Counter())
        counts[None if counted_as is None else str(counted_as)] += many
    return found
