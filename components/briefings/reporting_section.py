"""Who has reported: cells with anything recorded, unit by unit, and cells that met month by month."""

from collections import Counter
from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.charts import meetings_held
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, capitalized, month_text
from db.calendar.months import add_months
from db.figures import cells_met, report_states, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.cells_met import CellsMetPoint
from db.figures.figures import FigureQuery
from db.figures.report_kinds import ReportKind
from db.figures.report_states import OUTSIDE, ReportState, UnitReports
from db.kernel.scope import Viewer

YEAR = 12  # months that the chart goes back


class ReportingRows(NamedTuple):
    """The parts of the unit with their states, their sum, and the cells that met in each charted month."""

    parts: list[UnitReports]
    states: Counter[ReportState]
    points: list[CellsMetPoint]

    @property
    def reported(self) -> int:
        """Reports saved, counting each cell once per month."""
        return report_states.count_reported(self.states)

    @property
    def expected(self) -> int:
        """Reports due, without those whose day is still to come."""
        return report_states.count_expected(self.states)


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> ReportingRows:
    """Read the states of the period's cells, and the cells that met in the year up to its end."""
    owed = ReportQuery(ReportKind.MONTHS, wanted.since, wanted.until, wanted.unit_id)
    parts = reporting.list_parts(viewer, owed)
    states = sum(report_states.states_by_period(parts).values(), Counter[ReportState]())
    since = min(wanted.since, add_months(wanted.until, 1 - YEAR))
    drawn = FigureQuery(since, wanted.until, unit_id=wanted.unit_id)
    return ReportingRows(parts, states, cells_met.by_month(viewer, drawn))


def _state(state: ReportState):
    return lambda found: found.states[state]


FIGURES = (
    Figure("reported", N_("Cells that reported"), lambda found: found.reported),
    Figure("reports_expected", N_("Cells that were to report"), lambda found: found.expected),
    Figure(
        "reported_rate",
        N_("Share of cells that reported, of those that were to"),
        lambda found: found.reported,
        lambda found: found.expected,
    ),
    Figure("reported_in_time", N_("Cells that reported in time"), _state(ReportState.IN_TIME)),
    Figure("reported_late", N_("Cells that reported late"), _state(ReportState.LATE)),
    Figure("reported_totals", N_("Cells that reported by totals only"), _state(ReportState.TOTALS)),
    Figure("postponed", N_("Cells that postponed their meeting"), _state(ReportState.POSTPONED)),
    Figure("not_held", N_("Cells that held no meeting, with the reason"), _state(ReportState.NOT_HELD)),
    Figure("silent", N_("Cells that have not reported"), lambda found: found.expected - found.reported),
    Figure("not_due", N_("Cells whose report is not due yet"), _state(ReportState.NOT_DUE)),
)


def _what(wanted: BriefingQuery) -> str:
    """The noun counted: over several months each cell counts once per month."""
    return "chi bộ" if wanted.months == 1 else "lượt chi bộ"


def _headline(text: PrintedFigures, found: ReportingRows, wanted: BriefingQuery) -> str:
    if not found.expected:
        return f"{capitalized(wanted.name)}: chưa có chi bộ nào đến hạn báo cáo"
    if not found.reported:
        return f"{capitalized(wanted.name)}: chưa có chi bộ nào báo cáo"
    return f"{text['reported']} trên {text['reports_expected']} {_what(wanted)} đã báo cáo ({text['reported_rate']})"


def _sentences(text: PrintedFigures, found: ReportingRows, wanted: BriefingQuery) -> list[str]:
    if not found.expected:
        return [f"Đến ngày lập tài liệu chưa có chi bộ nào đến hạn báo cáo {wanted.name}; chưa tính tỷ lệ."]
    if not found.reported:
        return [f"Chưa có chi bộ nào trong {text['reports_expected']} {_what(wanted)} báo cáo {wanted.name}."]
    each = " (mỗi chi bộ mỗi tháng một lượt)" if wanted.months > 1 else ""
    met = [f"{text['reported_in_time']} đúng hạn", f"{text['reported_late']} trễ hạn"]
    for code, words in (
        ("reported_totals", "{} chỉ có số tổng"),
        ("postponed", "{} hoãn họp"),
        ("not_held", "{} không họp, có nêu lý do"),
    ):
        if text[code] != "0":
            met.append(words.format(text[code]))
    sentences = [
        f"{capitalized(wanted.name)} có {text['reported']} trên {text['reports_expected']} {_what(wanted)}{each} đã "
        f"báo cáo sinh hoạt, đạt {text['reported_rate']}: {', '.join(met)}."
    ]
    if text["silent"] == "0":
        sentences.append("Không còn chi bộ nào chưa báo cáo.")
    else:
        areas = [part for part in found.parts if not part.is_cell and _silent(part)]
        where = f", ở {len(areas)} đơn vị" if len(areas) > 1 else ""
        sentences.append(f"Còn {text['silent']} {_what(wanted)} chưa báo cáo{where}.")
    if text["not_due"] != "0":
        sentences.append(f"{text['not_due']} {_what(wanted)} chưa đến ngày họp, không tính vào tỷ lệ.")
    return sentences


def _count(part: UnitReports) -> Counter[ReportState]:
    return sum(part.periods.values(), Counter[ReportState]())


def _silent(part: UnitReports) -> int:
    states = _count(part)
    return report_states.count_expected(states) - report_states.count_reported(states)


def _tables(found: ReportingRows, wanted: BriefingQuery) -> list[SectionTable]:
    columns = [
        SheetColumn("Đơn vị", width=34),
        SheetColumn("Phải báo cáo", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Đã báo cáo", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(2, 1)),
        SheetColumn("Đúng hạn", ValueKind.NUMBER, 10, adds=True),
        SheetColumn("Trễ hạn", ValueKind.NUMBER, 10, adds=True),
        SheetColumn("Chỉ có số tổng", ValueKind.NUMBER, 10, adds=True),
        SheetColumn("Hoãn họp", ValueKind.NUMBER, 10, adds=True),
        SheetColumn("Không họp", ValueKind.NUMBER, 10, adds=True),
        SheetColumn("Chưa báo cáo", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Chưa đến hạn", ValueKind.NUMBER, 11, adds=True),
    ]
    rows = []
    for part in found.parts:
        states = _count(part)
        reported, expected = report_states.count_reported(states), report_states.count_expected(states)
        told = [states[state] for state in (ReportState.IN_TIME, ReportState.LATE, ReportState.TOTALS,
                                            ReportState.POSTPONED, ReportState.NOT_HELD)]  # fmt: skip
        rate = reported / expected if expected else None
        rows.append(
            [part.name, expected, reported, rate, *told, expected - reported, sum(states[state] for state in OUTSIDE)]
        )
    worst = sorted(range(len(rows)), key=lambda at: -rows[at][9])
    return [SectionTable("Báo cáo của chi bộ", columns, rows, worst, shown=(0, 1, 2, 3, 9)), _months(found.points)]


def _months(points: list[CellsMetPoint]) -> SectionTable:
    """The figures behind the chart."""
    titles = ("Đã họp", "Hoãn họp", "Không họp", "Chưa ghi", "Chưa đến hạn")
    columns = [
        SheetColumn("Tháng", width=16),
        *(SheetColumn(title, ValueKind.NUMBER, 12, adds=True) for title in titles),
    ]
    rows = [[month_text(point.period), *point.cells] for point in points]
    return SectionTable("Chi bộ họp theo tháng", columns, rows)


def _draw(viewer: Viewer, wanted: BriefingQuery, found: ReportingRows) -> alt.LayerChart:
    return meetings_held.chart(found.points, wanted.until)


SECTIONS = (
    Section(
        "reporting",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
        kinds=frozenset(BriefingKind),
        of_one_cell=False,
    ),
)
