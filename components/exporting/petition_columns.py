"""Columns shared by the exports of requests and of difficulties: their course, and counts by cell."""

from collections.abc import Iterator, Mapping
from datetime import date

from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, Value, ValueKind
from components.i18n import _
from db.exports.petition_export import PetitionRow
from db.figures import petition_counts
from db.kernel.scope import Viewer
from db.models import PetitionAsker
from db.petitions.petition_list import OVERDUE


def course_columns() -> list[SheetColumn]:
    """Due day and holder, state, answer and its day."""
    return [
        SheetColumn(_("Answer promised by"), ValueKind.DATE, 12),
        SheetColumn(_("Held by"), width=24),
        SheetColumn(_("Body outside the register"), width=24),
        SheetColumn(_("Where it stands"), width=22),
        SheetColumn(_("Answer"), width=50),
        SheetColumn(_("Answered on"), ValueKind.DATE, 12),
    ]


def course_values(row: PetitionRow, states: Mapping[str, str], request: ExportRequest) -> list[Value]:
    """The values of `course_columns`, worded by these states."""
    line = row.line
    state = _(states[OVERDUE if row.overdue else row.state])
    return [line.due, line.held_by, line.body, state, row.outcome, unless_later(line.answered_on, request)]


def unless_later(day: date | None, request: ExportRequest) -> date | None:
    """A day, if it is not after the requested one."""
    return day if day and day <= request.day else None


def count_rows(viewer: Viewer, request: ExportRequest, askers: tuple[PetitionAsker, ...]) -> Iterator[list[Value]]:
    """For each cell, how many requests of these askers were received, and how many are in each state."""
    for number, row in enumerate(petition_counts.list_cells(viewer, request.unit_id(viewer), request.on, askers), 1):
        count = row.count
        counted = (count.received, count.open, count.overdue, count.answered, count.told, count.closed)
        yield [number, row.area, row.name, *counted]
