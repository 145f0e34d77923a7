"""Indicators of residential areas: one indicator by year, as published; a dot for each cell, nothing is summed."""

import altair as alt

from components.charts import axes
from components.charts.chart_registry import CellRowLink, Chart, ChartGroup, YearParts
from components.charts.chart_theme import colors
from components.i18n import N_, _, _n
from components.labels import indicator_labels
from components.widgets.link_tables import Column, Columns
from db.figures import initiative_figures
from db.figures.figures import FigureQuery
from db.figures.initiative_figures import IndicatorYear
from db.kernel.scope import Viewer

NAMED = 40  # points up to which each is labelled with its figure


def chart(years: list[IndicatorYear], title: str, chosen: int | None = None, dark: bool = False) -> alt.LayerChart:
    """Draw a dot for each cell and year, a line for a single cell, and the figure beside each dot if there is room."""
    look = colors(dark)
    lines = [line for year in years for line in year.lines]
    cells, shares = {line.unit_id for line in lines}, all(line.total for line in lines)
    rows = [
        {
            "period": line.year,
            "chosen": line.year == chosen,
            "first": place == 0,
            "height": line.charted_value,
            "cell": line.cell,
            "said": indicator_labels.figure_text(line),
        }
        | ({} if place else {"all": _all_text(year, len(cells) > 1)})  # for the column's tooltip
        for year in years
        for place, line in enumerate(year.lines)
    ]
    x = axes.year_axis(list(range(years[0].period, years[-1].period + 1)))
    most = max((row["height"] for row in rows), default=0) or 1
    scale = alt.Scale(domain=[0, most * 1.2], nice=False)
    axis = alt.Axis(format="~%" if shares else ",~r", tickCount=5, title=None)
    known = alt.Chart().encode(x=x, y=alt.Y("height:Q", scale=scale, axis=axis))
    color = look["chartCategoricalColors"][1]
    marks = [known.mark_point(filled=True, size=70, opacity=0.8, color=color, tooltip=None)]
    if len(cells) == 1:
        marks.insert(0, known.mark_line(strokeWidth=2.5, color=color, tooltip=None))
    if len(rows) <= NAMED:
        words = known.encode(text="said:N")
        marks += axes.text_with_halo(words, look["backgroundColor"], dy=-14, fontWeight=600)
    tooltips = [alt.Tooltip("period:O", title=_("Year")), alt.Tooltip("all:N", title=_("As published"))]
    columns = axes.selectable_columns(x, tooltips, "datum.first")
    return axes.layer_over_same_rows([columns, *marks], rows, height=280, title=_title(years, title))


def _all_text(year: IndicatorYear, named: bool) -> str:
    """Return what the first cells published in a year."""
    told = [(line.cell, indicator_labels.figure_text(line)) for line in year.lines[:5]]
    return " · ".join(f"{cell}: {figure}" if named else figure for cell, figure in told)


def _title(years: list[IndicatorYear], title: str) -> alt.TitleParams:
    last = years[-1]
    if len(last.lines) == 1:
        figure = indicator_labels.figure_text(last.lines[0])
        finding = _("{year}: {figure}", year=str(last.period), figure=figure)
        return axes.chart_title(f"{title}, {finding}", last.lines[0].cell, _("as published, not calculated here"))
    told = _n(
        "reported by {count} cell for {year}", "reported by {count} cells for {year}", len(last.lines), year=last.period
    )
    return axes.chart_title(title, told, _("as published, not calculated here"))


def table_columns(lines: list) -> Columns:
    """Return the columns of the table of a year's cells."""
    return {
        "name": Column(N_("Cell"), lambda line: line.name),
        "figure": Column(N_("As published"), indicator_labels.figure_text, figures=True),
    }


def topics(viewer: Viewer) -> dict[str, str]:
    """Return the indicators to choose from."""
    known = indicator_labels.load_indicators(viewer)
    return {key: indicator_labels.title_with_measure(known, key) for key in known}


def _parts(viewer: Viewer, wanted: FigureQuery, year: int) -> list:
    found = initiative_figures.by_year(viewer, wanted.topic, wanted.unit_id)
    return [line for each in found if each.period == year for line in each.lines]


CHARTS = (
    Chart(
        "indicators",
        N_("Indicators of residential areas"),
        120,
        ChartGroup.HOUSEHOLDS,
        question=lambda viewer, wanted: initiative_figures.by_year(viewer, wanted.topic, wanted.unit_id),
        draw=lambda viewer, wanted, years, chosen, dark: chart(
            years, topics(viewer).get(wanted.topic, wanted.topic), chosen, dark
        ),
        has_data=lambda year: year.lines,
        columns=table_columns,
        empty=N_("No figure of this indicator has been entered yet. Cells enter them under “The cell's initiatives”."),
        tables=initiative_figures.TABLES,
        by_year=YearParts(
            _parts,
            lambda lines: "",
            CellRowLink("pages/households/initiatives.py", lambda line: {"initiatives_cell": line.code}, ""),
        ),
        export="indicators",
        topics=topics,
    ),
)
