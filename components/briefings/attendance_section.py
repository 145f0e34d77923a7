"""Attendance of the cells' own meetings, compared with earlier periods and the aim."""

from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.charts import attendance
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, month_text, number, percent, period_name
from db.calendar.months import add_months
from db.figures import attendance_aims, cells_met, drill_down, figures
from db.figures.cells_met import CellCounts
from db.figures.drill_down import UnitFigure
from db.figures.figures import AttendanceCounts, AttendancePoint, FigureQuery
from db.kernel.scope import Viewer
from db.settings.dated_rules import RuleInForce

YEAR = 12  # months that the chart goes back


class AttendanceRows(NamedTuple):
    """The counts of the period, of the one before and of the same a year earlier; its parts; the charted months with
    their aims, and the number of cells behind the last month.
    """

    counts: AttendanceCounts
    before: AttendanceCounts
    year_ago: AttendanceCounts
    parts: list[UnitFigure]
    points: list[AttendancePoint]
    aims: list[RuleInForce | None]
    cells: CellCounts

    @property
    def aim(self) -> RuleInForce | None:
        """The aim on the last day of the period."""
        return self.aims[-1]


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> AttendanceRows:
    """Query the period and the one that it is compared with."""
    drawn = FigureQuery(min(wanted.since, add_months(wanted.until, 1 - YEAR)), wanted.until, unit_id=wanted.unit_id)
    points = figures.attendance_by_period(viewer, drawn)
    last = FigureQuery(wanted.until, wanted.until, unit_id=wanted.unit_id)
    return AttendanceRows(
        figures.total(point.counts for point in points if point.period >= wanted.since),
        _earlier(viewer, wanted, wanted.months),
        _earlier(viewer, wanted, YEAR),
        drill_down.list_parts(viewer, wanted.figures, None),
        points,
        attendance_aims.aims_of_periods(viewer, drawn),
        cells_met.by_month(viewer, last)[0].cells,
    )


def _earlier(viewer: Viewer, wanted: BriefingQuery, by: int) -> AttendanceCounts:
    """Return the sums of an equally long period, this much earlier."""
    asked = FigureQuery(add_months(wanted.since, -by), add_months(wanted.until, -by), unit_id=wanted.unit_id)
    return figures.total(point.counts for point in figures.attendance_by_period(viewer, asked))


def _recorded(found: AttendanceRows) -> bool:
    return found.counts.meetings > 0


FIGURES = (
    Figure("meetings", N_("Meetings of the cells in the period"), lambda found: found.counts.meetings),
    Figure("expected", N_("Members called to meetings"), lambda found: found.counts.expected, known=_recorded),
    Figure("present", N_("Members who attended"), lambda found: found.counts.present, known=_recorded),
    Figure(
        "attendance_rate",
        N_("Attendance rate of cells' meetings, of those called"),
        lambda found: found.counts.present,
        lambda found: found.counts.expected,
    ),
    Figure("excused", N_("Members absent with a reason"), lambda found: found.counts.excused, known=_recorded),
    Figure("unexcused", N_("Members absent without a reason"), lambda found: found.counts.unexcused, known=_recorded),
    Figure("absent_unknown", N_("Members absent, reason unknown"), lambda found: found.counts.unknown, known=_recorded),
    Figure(
        "exempt_from_meetings",
        N_("Members exempt from the meetings"),
        lambda found: found.counts.exempt,
        known=_recorded,
    ),
    Figure(
        "attendance_rate_before",
        N_("Attendance rate of the period before"),
        lambda found: found.before.present,
        lambda found: found.before.expected,
    ),
    Figure(
        "attendance_rate_year_ago",
        N_("Attendance rate a year earlier"),
        lambda found: found.year_ago.present,
        lambda found: found.year_ago.expected,
    ),
)


def _headline(text: PrintedFigures, found: AttendanceRows, wanted: BriefingQuery) -> str:
    if not found.counts.expected:
        return f"Chưa ghi cuộc họp nào của {wanted.name}"
    return f"{text['attendance_rate']} đảng viên dự sinh hoạt chi bộ{_against_aim(found)}"


def _against_aim(found: AttendanceRows) -> str:
    if found.aim is None:
        return ""
    percents = found.aim.parameters["above_percent"]
    reached = found.counts.present * 100 > percents * found.counts.expected
    return f", {'trên' if reached else 'chưa vượt'} mức {number(percents)} %"


def _sentences(text: PrintedFigures, found: AttendanceRows, wanted: BriefingQuery) -> list[str]:
    counts = found.counts
    if not counts.expected:
        return [f"Chưa ghi cuộc họp nào của {wanted.name}, nên chưa có tỷ lệ dự họp."]
    absent = [f"{text['excused']} có lý do", f"{text['unexcused']} không lý do"]
    if counts.unknown:
        absent.append(f"{text['absent_unknown']} chưa rõ lý do")
    who = "lượt đảng viên được triệu tập"
    sentences = [
        f"Qua {text['meetings']} cuộc họp, có mặt {text['present']} trên {text['expected']} {who}, đạt "
        f"{text['attendance_rate']}; vắng {', '.join(absent)}."
    ]
    if counts.exempt:
        sentences.append(f"{text['exempt_from_meetings']} lượt được miễn sinh hoạt, không tính vào tỷ lệ.")
    earlier = [
        _compared(counts, found.before, _name(wanted, wanted.months), text["attendance_rate_before"]),
        _compared(counts, found.year_ago, _name(wanted, YEAR), text["attendance_rate_year_ago"]),
    ]
    if compared := list(dict.fromkeys(filter(None, earlier))):
        sentences.append(f"Tỷ lệ {', '.join(compared)}.")
    if found.aim:
        cited = f" theo {found.aim.citation}" if found.aim.verified else ""
        percents = number(found.aim.parameters["above_percent"])
        reached = "đạt" if _against_aim(found).startswith(", trên") else "chưa đạt"
        sentences.append(f"Mức phấn đấu là trên {percents} %{cited}: {reached}.")
    return sentences


def _compared(now: AttendanceCounts, then: AttendanceCounts, name: str, rate: str) -> str:
    """Higher or lower than another period, judged by the printed figures; empty if nobody was called then."""
    if not then.expected:
        return ""
    if percent(now.present, now.expected) == rate:
        return f"bằng {name} ({rate})"
    higher = now.present * then.expected > then.present * now.expected
    return f"{'cao' if higher else 'thấp'} hơn {name} ({rate})"


def _name(wanted: BriefingQuery, by: int) -> str:
    """Return the name of the earlier period of the same length; for an unfinished period, it has only as many months as
    have passed.
    """
    since, until = add_months(wanted.since, -by), add_months(wanted.until, -by)
    whole = add_months(wanted.since, wanted.months - 1) == wanted.until
    return period_name(since, wanted.months) if whole else f"{month_text(since)} – {month_text(until)}"


def _tables(found: AttendanceRows, wanted: BriefingQuery) -> list[SectionTable]:
    rows = [[part.name, *_row(part.counts)] for part in found.parts]
    worst = sorted(range(len(rows)), key=lambda at: 2.0 if (rate := found.parts[at].counts.rate) is None else rate)
    months = [[month_text(point.period), *_row(point.counts)] for point in found.points]
    return [
        SectionTable("Dự sinh hoạt", _columns("Đơn vị"), rows, worst),
        SectionTable("Dự sinh hoạt theo tháng", _columns("Tháng"), months),
    ]


def _columns(first: str) -> list[SheetColumn]:
    counts = ("Vắng có lý do", "Vắng không lý do", "Vắng chưa rõ", "Miễn", "Dự thêm")
    return [
        SheetColumn(first, width=34),
        SheetColumn("Triệu tập", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Có mặt", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(2, 1)),
        *(SheetColumn(title, ValueKind.NUMBER, 11, adds=True) for title in counts),
    ]


def _row(counts: AttendanceCounts) -> list:
    absent = (counts.excused, counts.unexcused, counts.unknown)
    return [counts.expected, counts.present, counts.rate, *absent, counts.exempt, counts.extra]


def _draw(viewer: Viewer, wanted: BriefingQuery, found: AttendanceRows) -> alt.LayerChart | None:
    if not any(point.counts.expected for point in found.points):
        return None
    first = found.points[0].period
    drawn = FigureQuery(first, wanted.until, unit_id=wanted.unit_id)
    return attendance.chart(found.points, found.aims, drawn, wanted.until, found.cells)


SECTIONS = (
    Section(
        "attendance",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
        kinds=frozenset(BriefingKind),
    ),
)
