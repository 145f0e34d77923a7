"""Behind a chart of years: the communes and cells of a year, each level adding up to the one above."""

import streamlit as st

from components import level_names
from components.charts.chart_registry import YearParts
from components.figures import chart_view, period_breakdown
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, WITHIN_PARAM, within_param
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, link_tables, period_boxes
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.units import units


def show(viewer: Viewer, chosen: ChartChoice, of: YearParts, rows: list) -> None:
    """Show the chart, the open year, and its parts down to the unit in the address."""
    above = st.container()
    years = [row.period for row in rows if chosen.chart.has_data(row)][::-1]
    year = period_boxes.choose_year(chart_view.OPEN, years, _("Open the year"))
    with above:
        chart_view.show_chart(viewer, chosen, year)
    _behind(viewer, chosen, of, year)
    if chosen.chart.export:
        _show_export_link(chosen)


def _behind(viewer: Viewer, chosen: ChartChoice, of: YearParts, year: int) -> None:
    """The parts of a year."""
    area = units.find_by_code(viewer, period_breakdown.opened_area_and_cell(chosen)[0])
    parts = chart_view.year_parts(viewer, chosen.for_unit(area.id) if area else chosen, year)
    st.subheader(" › ".join([str(year), *([escape_markdown(area.name)] if area else [])]))
    if area:
        period_breakdown.show_link_up()
    columns, inside = chosen.chart.columns(parts), {WITHIN_PARAM: within_param(chosen.wanted.unit_id)}
    if not all(part.is_cell for part in parts):
        query = lambda part: period_breakdown.chart_params() | inside | {AREA_PARAM: part.code}  # noqa: E731
        link_tables.link_rows(
            parts, columns, page=period_breakdown.PAGE, query=query, main="name", key="charts_years", worded=True
        )
    elif viewer.reads(Audience.NAMES) or not of.cells.hidden:
        link_tables.link_rows(
            parts, columns, page=of.cells.page, query=of.cells.query, main="name", key="charts_cells", worded=True
        )
    else:
        link_tables.read_only_table(parts, columns)
        st.caption(_(of.cells.hidden).format(level=escape_markdown(level_names.level_word(viewer))))
    if total := of.total(parts):
        st.markdown(f"**{escape_markdown(total)}**")


def _show_export_link(chosen: ChartChoice) -> None:
    """A link to the same figures of all years as a workbook."""
    told = {"what": chosen.chart.export} | {name: st.query_params.get(f"charts_{name}") for name in ("area", "cell")}
    query = {f"exports_{name}": value for name, value in told.items() if value}
    st.page_link(
        period_breakdown.EXPORTS_PAGE,
        label=_("Export these figures to Excel"),
        icon=":material/download:",
        query_params=query | {filters.RESET_PARAM: "1"},
    )
