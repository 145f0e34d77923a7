"""Counts as words and columns: a figure with its denominator, and related counts."""

from components.i18n import DASH, N_, _, _n, day_text, number, percent
from components.labels.meeting_states import TOTALS_ONLY, state_label
from components.widgets.link_tables import Column, Columns
from db.figures.cells_met import CellCounts, CellState
from db.figures.drill_down import MeetingInFigure, Sum, UnitFigure
from db.figures.figures import AttendanceCounts
from db.models import MeetingState

NAME = Column(N_("Unit"), lambda part: part.name)
RATE = Column(
    N_("Rate"),
    lambda part: part.counts.rate,
    lambda part: percent(part.counts.present, part.counts.expected),
    lambda part: bool(part.counts.meetings),
    True,
)
CAME = Column(
    N_("Attended / expected"),
    lambda part: part.counts.present,
    lambda part: _came(part.counts),
    lambda part: bool(part.counts.meetings),
    True,
)
ABSENT = Column(
    N_("Absent with reason · without · unknown"),
    lambda part: part.counts.excused,
    lambda part: _absent(part.counts),
    lambda part: False,
    True,
)
BESIDE = Column(
    N_("Exempt · additional"),
    lambda part: part.counts.exempt,
    lambda part: _beside(part.counts),
    lambda part: False,
    True,
)
STATE = Column(
    N_("Meeting"),
    lambda part: part.state,
    lambda part: state_label(part.state) if part.state else _("not in the register at that time"),
)
MET = Column(N_("Cells that met"), lambda part: part.cells.held, lambda part: _met(part.cells), figures=True)
OTHERS = Column(
    N_("Remaining"),
    lambda part: part.cells.unrecorded,
    lambda part: _others(part.cells),
    lambda part: part.cells.held < part.cells.all,
)


def build_columns(met: bool, parts: list[UnitFigure]) -> Columns:
    """Columns for communes or cells: for the chart of meetings their state first, otherwise attendance."""
    own, cells = any(part.cells.all for part in parts), all(part.is_cell for part in parts)
    states = ({"state": STATE} if cells else {"met": MET, "others": OTHERS}) if own else {}
    places = {part.unit_id: str(place) for place, part in enumerate(parts, 1)}
    named = {"number": Column(N_("No."), lambda part: places[part.unit_id]), "name": NAME}
    people = {"rate": RATE, "came": CAME, "absent": ABSENT, "beside": BESIDE}
    if met:
        return {**named, **states, "came": CAME}
    return {**named, **people, **({"state": STATE} if cells and own else {"met": MET} if own else {})}


def total_phrases(together: Sum) -> list[str]:
    """Return the totals as phrases."""
    counts, cells = together
    met = _("{held} met", held=number(cells.held)) if cells.all else ""
    return [part for part in (met, _others(cells), *_people(counts)) if part and part != DASH]


def meeting_count_phrases(row: MeetingInFigure) -> list[str]:
    """Return the counts of one meeting as phrases."""
    if row.state != MeetingState.HELD:
        return [
            part
            for part in (row.reason, _("to {day}", day=day_text(row.postponed_to)) if row.postponed_to else "")
            if part
        ] or [DASH]
    return _people(row.counts)


def meeting_state_and_day(row: MeetingInFigure) -> str:
    """Return the state of a meeting with its day."""
    return f"{state_label(row.state)} {day_text(row.held_on or row.planned_on)}"


def _people(counts: AttendanceCounts) -> list[str]:
    if not counts.meetings:
        return []
    absent = {
        _("absent with reason"): counts.excused,
        _("absent without reason"): counts.unexcused,
        _("absent, reason unknown"): counts.unknown,
        _("exempt"): counts.exempt,
        _("additional"): counts.extra,
    }
    only = _n(
        "{sign} {count} meeting with totals only",
        "{sign} {count} meetings with totals only",
        counts.totals_only,
        sign=TOTALS_ONLY,
    )
    rate = f"{_came(counts)} = {percent(counts.present, counts.expected)}"
    return [
        _("attendance {rate}", rate=rate),
        *(f"{words} {number(count)}" for words, count in absent.items() if count),
        *([only] if counts.totals_only else []),
    ]


def _came(counts: AttendanceCounts) -> str:
    if not counts.meetings:
        return DASH
    mark = f" {TOTALS_ONLY}" if counts.totals_only else ""
    return f"{number(counts.present)}/{number(counts.expected)}{mark}"


def _absent(counts: AttendanceCounts) -> str:
    return " · ".join(map(number, (counts.excused, counts.unexcused, counts.unknown))) if counts.meetings else DASH


def _beside(counts: AttendanceCounts) -> str:
    return f"{number(counts.exempt)} · {number(counts.extra)}" if counts.meetings else DASH


def _met(cells: CellCounts) -> str:
    return f"{number(cells.held)}/{number(cells.all)}" if cells.all else DASH


def _others(cells: CellCounts) -> str:
    found = zip(CellState, cells, strict=True)
    return (
        ", ".join(f"{number(count)} {state_label(each)}" for each, count in found if count and each != CellState.HELD)
        or DASH
    )
