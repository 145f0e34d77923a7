"""Behind a chart whose marks are units: the communes, and their cells, each opening what lies in it."""

from dataclasses import replace

import streamlit as st

from components import level_names
from components.figures import breakdown, chart_view
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, WITHIN_PARAM
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, tables
from db.calendar import clock
from db.figures import drill_down
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

FORMER_AREA_PARAM = "charts_within_area"  # in links from before


def show(viewer: Viewer, chosen: ChartChoice) -> None:
    """The chart of the level that is opened, and its rows, each opening the next."""
    st.session_state[WITHIN_PARAM] = chart_view.within(chosen.wanted.unit_id)  # what a touched mark opens lies below it
    code = breakdown.opened(chosen)[0] or filters.query_param(FORMER_AREA_PARAM)
    area = drill_down.find_unit(viewer, code, clock.today())
    level = replace(chosen, wanted=replace(chosen.wanted, unit_id=area.id)) if area else chosen
    parts = chart_view.load(viewer, level)
    if not parts:
        chart_view.say_empty(chosen)
        return
    if area:
        st.subheader(escape_markdown(area.name))
        breakdown.show_way_up()
    chart_view.draw(viewer, level)
    _rows(viewer, chosen, parts)


def _rows(viewer: Viewer, chosen: ChartChoice, parts: list) -> None:
    """Communes open their cells; cells their households, for whoever may read names."""
    columns, inside = chosen.chart.columns(parts), {WITHIN_PARAM: chart_view.within(chosen.wanted.unit_id)}
    if all(not part.is_cell for part in parts):
        query = lambda part: breakdown.kept_params() | inside | {AREA_PARAM: part.code}  # noqa: E731
        tables.link_rows(parts, columns, page=breakdown.PAGE, query=query, main="name", key="charts_areas")
    elif (opens := chosen.chart.by_unit) and viewer.reads(Audience.NAMES):
        tables.link_rows(parts, columns, page=opens.page, query=opens.query, main="name", key="charts_cells")
    elif opens:
        tables.read_only(parts, columns)
        st.caption(_(opens.hidden).format(level=level_names.word(viewer)))
