"""Contact members by month: how many were introduced, placed in cells and assessed, month by month."""

import altair as alt

from components.charts import axes, month_bars, unit_rates
from components.charts.chart_registry import Chart, ChartGroup, MonthDrillDown, MonthRows
from components.charts.month_bars import MonthSeries
from components.i18n import N_, _, number
from components.widgets.link_tables import Column, Columns, number_column
from db.figures import contact_step_counts
from db.figures.contact_step_counts import StepCounts, StepsPoint
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience

SERIES = {"introduced": (N_("introduced"), 5), "placed": (N_("come to a cell"), 1), "assessed": (N_("assessed"), 2)}
ROWS: Columns = {
    "name": Column(N_("Full name"), lambda row: row.name),
    "born": Column(N_("Year of birth"), lambda row: (row.born or "")[:4], phone=lambda row: False),
    "kind": Column(N_("Step"), lambda row: row.kind, lambda row: _(SERIES[row.kind][0])),
    "cell": Column(N_("Cell"), lambda row: row.unit),
}


def chart(
    points: list[StepsPoint], wanted: FigureQuery, chosen: int | None = None, dark: bool = False
) -> alt.LayerChart:
    """Draw three bars for each month, in the order in which the steps happen."""
    months = [(point.period, point.counts._asdict()) for point in points]
    series = [MonthSeries(key, _(label), color) for key, (label, color) in SERIES.items()]
    return month_bars.draw(months, series, _title(points, wanted, chosen), _("people"), chosen, dark)


def _title(points: list[StepsPoint], wanted: FigureQuery, chosen: int | None) -> alt.TitleParams:
    found = next((point.counts for point in points if point.period == chosen), None)
    if found is None or chosen is None:
        return axes.chart_title(_("Nobody in this period"))
    finding = _(
        "{period}: {introduced} introduced, {placed} placed, {assessed} assessed",
        period=month_bars.month_text(chosen),
        **_numbers(found),
    )
    together = contact_step_counts.total(point.counts for point in points)
    whole = _("in all: {introduced} introduced, {placed} placed, {assessed} assessed", **_numbers(together))
    once, moved = _("each once in a month and commune"), _("a move to another cell does not count")
    return axes.chart_title(finding, whole, once, moved, unit_rates.span_text(wanted))


def _numbers(counts: StepCounts) -> dict[str, str]:
    return {name: number(count) for name, count in counts._asdict().items()}


def table_columns(parts: list[UnitCount[StepCounts]]) -> Columns:
    """Return the columns of the table of communes or cells."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "introduced": number_column(N_("Introduced"), "count.introduced", phone=True),
        "placed": number_column(N_("Come to cells"), "count.placed", phone=True),
        "assessed": number_column(N_("Assessed"), "count.assessed", phone=True),
    }


def _total(parts: list[UnitCount[StepCounts]]) -> str:
    counts = _numbers(contact_step_counts.total(part.count for part in parts))
    return _("Total: {introduced} introduced, {placed} placed, {assessed} assessed", **counts)


CHARTS = (
    Chart(
        "contact_steps",
        N_("Introduced, placed, assessed by month"),
        55,
        ChartGroup.CONTACT,
        question=contact_step_counts.by_month,
        draw=lambda viewer, wanted, points, chosen, dark: chart(points, wanted, chosen, dark),
        has_data=lambda point: any(point.counts),
        columns=table_columns,
        empty=N_("Nobody was introduced, placed or assessed in this period."),
        tables=contact_step_counts.TABLES,
        by_month=MonthDrillDown(
            contact_step_counts.by_unit,
            _total,
            MonthRows(
                contact_step_counts.list_people,
                ROWS,
                "pages/people/member.py",
                lambda row: {"member": row.code},
                Audience.LISTS,
                partly=N_("Who was assessed is visible only to the cell and the {level} committee."),
            ),
            alone=N_("In no cell yet"),
        ),
        above_cells=True,
        export=None,
    ),
)
