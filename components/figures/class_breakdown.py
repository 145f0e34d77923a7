"""Behind a chart of classes: the communes and cells of a class, each level adding up to the one above."""

import streamlit as st

from components import level_names
from components.charts.chart_registry import ClassDrillDown
from components.figures import chart_view, period_breakdown
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, CELL_PARAM, WITHIN_PARAM
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, link_tables
from db.kernel.scope import Viewer
from db.models import Role
from db.units import units


def show(viewer: Viewer, chosen: ChartChoice, of: ClassDrillDown, rows: list) -> None:
    """Show the chart, the open class, and its parts down to the unit in the address."""
    above = st.container()
    names = of.names(viewer, chosen.wanted, rows)
    key = chart_view.choose_class(of, names, [row.key for row in rows if chosen.chart.has_data(row)])
    with above:
        chart_view.show_chart(viewer, chosen, key)
    area, cell = (units.find_by_code(viewer, code) for code in period_breakdown.opened_area_and_cell(chosen))
    cell = cell if of.meetings else None
    told = [names.get(key, key), *(unit.name for unit in (area, cell) if unit)]
    st.subheader(" › ".join(map(escape_markdown, told)))
    inside = {WITHIN_PARAM: chart_view.within_param(chosen.wanted.unit_id)} | ({AREA_PARAM: area.code} if area else {})
    if area or cell:
        period_breakdown.show_link_up(inside if area and cell else None)
    level = chosen.for_unit(area.id) if area else chosen
    parts = chart_view.class_parts(viewer, level, key)
    if of.meetings and cell is None and len(parts) == 1 and parts[0].is_cell:
        cell = units.find_by_code(viewer, parts[0].code)
    if of.meetings and cell:
        period_breakdown.show_meetings(viewer, cell, of.meetings(viewer, level.wanted, key, cell.id))
    else:
        _parts(viewer, level, of, key, parts, inside)


def _parts(
    viewer: Viewer, level: ChartChoice, of: ClassDrillDown, key: str, parts: list, inside: dict[str, str]
) -> None:
    """Communes with links to their cells; cells with links to their people, for those who may open them."""
    columns = level.chart.columns(parts)
    if of.meetings or not all(part.is_cell for part in parts):
        query = lambda part: (  # noqa: E731
            period_breakdown.chart_params() | inside | {CELL_PARAM if part.is_cell else AREA_PARAM: part.code}
        )
        link_tables.link_rows(
            parts, columns, page=period_breakdown.PAGE, query=query, main="name", key="charts_classes", worded=True
        )
    elif viewer.reads(of.audience):
        told = of.query(level.wanted, key) | {filters.RESET_PARAM: "1"}
        where = {
            part.code: filters.unit_query(viewer, of.noun, part.code) if of.noun else {of.cell_param: part.code}
            for part in parts
        }
        opens = lambda part: told | where[part.code]  # noqa: E731
        link_tables.link_rows(parts, columns, page=of.page, query=opens, main="name", key="charts_cells", worded=True)
        if of.partly and viewer.role not in (Role.SECRETARY, Role.ASSISTANT):
            st.caption(_(of.partly))
    else:
        link_tables.read_only_table(parts, columns)
        if of.hidden:
            st.caption(_(of.hidden).format(level=escape_markdown(level_names.level_word(viewer))))
    if total := of.total(parts):
        st.markdown(f"**{escape_markdown(total)}**")
