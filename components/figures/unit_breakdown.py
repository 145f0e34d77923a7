"""Behind a chart whose marks are units: communes and their cells, each opening its contents."""

from dataclasses import replace
from typing import cast

import streamlit as st

from components import level_names
from components.figures import chart_view, period_breakdown
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, WITHIN_PARAM
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, link_tables
from db.figures import drill_down
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.units import units
from db.units.units import UnitName

FORMER_AREA_PARAM = "charts_within_area"  # in links from earlier versions


def show(viewer: Viewer, chosen: ChartChoice) -> None:
    """Show the chart of the open level, and its rows, each opening the next level."""
    st.session_state[WITHIN_PARAM] = chart_view.within_param(
        chosen.wanted.unit_id
    )  # what a selected mark opens lies below it
    st.session_state[chart_view.CELLS_OPEN] = chosen.chart.opens_meetings
    code, of_cell = period_breakdown.opened_area_and_cell(chosen)
    area = units.find_by_code(viewer, code or filters.query_param(FORMER_AREA_PARAM))
    cell = units.find_by_code(viewer, of_cell) if chosen.chart.opens_meetings else None
    level = chosen.for_unit(area.id) if area else chosen
    parts = chart_view.load_rows(viewer, level)
    if not parts:
        chart_view.show_empty_state(viewer, chosen)
        return
    if area or cell:
        st.subheader(" › ".join(escape_markdown(unit.name) for unit in (area, cell) if unit))
        period_breakdown.show_link_up({AREA_PARAM: area.code, WITHIN_PARAM: _within(chosen)} if area and cell else None)
    if cell is None:
        chart_view.show_chart(viewer, level)
    if cell or (chosen.chart.opens_meetings and len(parts) == 1 and parts[0].is_cell):
        cell = cell or _only(viewer, parts)
        period_breakdown.show_meetings(viewer, cell, drill_down.list_meetings(viewer, level.wanted, None, cell.id))
    else:
        _rows(viewer, chosen, parts, area)


def _within(chosen: ChartChoice) -> str:
    return chart_view.within_param(chosen.wanted.unit_id)


def _only(viewer: Viewer, parts: list) -> UnitName:
    """Return the only cell there is."""
    return cast(UnitName, units.find_by_code(viewer, parts[0].code))


def _rows(viewer: Viewer, chosen: ChartChoice, parts: list, area: UnitName | None) -> None:
    """Communes open their cells; cells their meetings, or their households for roles that may read names."""
    columns, inside = chosen.chart.columns(parts), {WITHIN_PARAM: _within(chosen)}
    if chosen.chart.opens_meetings:
        level = replace(chosen.wanted, unit_id=area.id) if area else chosen.wanted
        sums = drill_down.sum_of_parts(viewer, level, None, parts)
        period_breakdown.show_parts(parts, columns, inside | ({AREA_PARAM: area.code} if area else {}), sums, "")
        return
    if all(not part.is_cell for part in parts):
        query = lambda part: period_breakdown.chart_params() | inside | {AREA_PARAM: part.code}  # noqa: E731
        link_tables.link_rows(parts, columns, page=period_breakdown.PAGE, query=query, main="name", key="charts_areas")
    elif (opens := chosen.chart.by_unit) and viewer.reads(Audience.NAMES):
        link_tables.link_rows(parts, columns, page=opens.page, query=opens.query, main="name", key="charts_cells")
    elif opens:
        link_tables.read_only_table(parts, columns)
        st.caption(_(opens.hidden).format(level=escape_markdown(level_names.level_word(viewer))))
