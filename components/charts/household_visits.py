"""Visits to households by month: how many were recorded, and in how many of the cells."""

import altair as alt

from components.charts import axes, month_bars, unit_rates
from components.charts.chart_registry import Chart, ChartGroup, MonthDrillDown, MonthRows
from components.charts.month_bars import MonthSeries
from components.i18n import N_, _, _n, day_text, number
from components.labels import household_labels
from components.widgets.link_tables import Column, Columns, number_column
from db.calendar.months import first_day, last_day
from db.figures import visit_months
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.figures.visit_months import VisitsCount, VisitsPoint
from db.households import visits
from db.households.visits import VisitLine
from db.kernel.scope import Viewer

ROWS: Columns = {
    "day": Column(N_("Visited on"), lambda row: row.day, lambda row: day_text(row.day)),
    "place": Column(N_("Household, group"), lambda row: row.place),
    "part": Column(
        N_("Of its households"),
        lambda row: row.households,
        lambda row: household_labels.partial_visit_count(row.households),
    ),
    "by": Column(N_("Visited by"), lambda row: row.by or ""),
}


def chart(
    points: list[VisitsPoint], wanted: FigureQuery, chosen: int | None = None, dark: bool = False
) -> alt.LayerChart:
    """Draw a bar for each month."""
    months = [(point.period, {"visits": point.count.visits}) for point in points]
    series = [MonthSeries("visits", _("Visits"), 1)]
    return month_bars.draw(months, series, _title(points, wanted, chosen), _("visits recorded"), chosen, dark)


def _title(points: list[VisitsPoint], wanted: FigureQuery, chosen: int | None) -> alt.TitleParams:
    found = next((point.count for point in points if point.period == chosen), None)
    if found is None or chosen is None:
        return axes.chart_title(_("No visits in this period"))
    finding = _n(
        "{period}: {count} visit to households",
        "{period}: {count} visits to households",
        found.visits,
        period=month_bars.month_text(chosen),
    )
    if not found.visits:
        finding = _("{period}: no visit recorded", period=month_bars.month_text(chosen))
    of = _("recorded by {visiting} of {cells} cells", visiting=number(found.visiting), cells=number(found.cells))
    groups = (
        _n("{count} of them to a whole group", "{count} of them to whole groups", found.groups) if found.groups else ""
    )
    every = _n("{count} visit in all", "{count} visits in all", sum(point.count.visits for point in points))
    return axes.chart_title(
        finding, of if found.cells > 1 and found.visits else "", groups, every, unit_rates.span_text(wanted)
    )


def table_columns(parts: list[UnitCount[VisitsCount]]) -> Columns:
    """Return the columns of the table of communes or cells."""
    found = {
        "name": Column(N_("Unit"), lambda part: part.name),
        "visits": number_column(N_("Visits"), "count.visits", phone=True),
        "groups": number_column(N_("To groups"), "count.groups"),
    }
    of = Column(
        N_("Cells that recorded any"),
        lambda part: part.count.visiting,
        lambda part: f"{number(part.count.visiting)}/{number(part.count.cells)}",
        figures=True,
    )
    return found if all(part.is_cell for part in parts) else {**found, "cells": of}


def _total(parts: list[UnitCount[VisitsCount]]) -> str:
    count = visit_months.total(part.count for part in parts)
    told = {"visiting": number(count.visiting), "cells": number(count.cells)}
    return _n(
        "Total: {count} visit, in {visiting} of {cells} cells",
        "Total: {count} visits, in {visiting} of {cells} cells",
        count.visits,
        **told,
    )


def _visits(viewer: Viewer, wanted: FigureQuery, month: int, unit_id: int) -> list[VisitLine]:
    return visits.list_between(viewer, unit_id, first_day(month), last_day(month))


CHARTS = (
    Chart(
        "visits",
        N_("Visits to households by month"),
        87,
        ChartGroup.HOUSEHOLDS,
        question=visit_months.by_month,
        draw=lambda viewer, wanted, points, chosen, dark: chart(points, wanted, chosen, dark),
        has_data=lambda point: point.count.visits,
        columns=table_columns,
        empty=N_("No visit was recorded in this period. Cells record visits under “Households”."),
        tables=visit_months.TABLES,
        by_month=MonthDrillDown(
            visit_months.by_unit,
            _total,
            MonthRows(
                _visits,
                ROWS,
                hidden=N_(
                    "The names of households are visible only to the cell and the {level} committee; these are the "
                    "totals for each cell."
                ),
            ),
        ),
        export=None,
    ),
)
