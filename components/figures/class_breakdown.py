"""Behind a chart of classes: the communes and cells that a class is made of, each level adding up to the one above."""

from dataclasses import replace

import streamlit as st

from components import level_names
from components.charts.registry import ClassParts
from components.figures import breakdown, chart_view
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, WITHIN_PARAM
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import filters, tables
from db.calendar import clock
from db.figures import drill_down
from db.kernel.scope import Viewer
from db.units.units import UnitName


def show(viewer: Viewer, chosen: ChartChoice) -> None:
    """The chart, the class that is open in it, and what that is made of, down to where the address says."""
    rows = chart_view.load(viewer, chosen)
    if not rows or (of := chosen.chart.by_class) is None:
        chart_view.say_empty(chosen)
        return
    above = st.container()
    key = chart_view.class_box(viewer, chosen, of, [row.key for row in rows if chosen.chart.has_data(row)])
    with above:
        chart_view.draw(viewer, chosen, key)
    area = drill_down.find_unit(viewer, breakdown.opened(chosen)[0], clock.today())
    name = of.names(viewer, chosen.wanted).get(key, key)
    st.subheader(" › ".join(escape_markdown(each) for each in (name, area.name if area else "") if each))
    if area:
        breakdown.show_way_up()
    _parts(viewer, chosen, of, key, area)


def _parts(viewer: Viewer, chosen: ChartChoice, of: ClassParts, key: str, area: UnitName | None) -> None:
    """Communes, each a link to its cells; cells a link to what they are made of, for whoever may open it."""
    wanted = replace(chosen.wanted, unit_id=area.id) if area else chosen.wanted
    parts = of.parts(viewer, wanted, key)
    columns, inside = chosen.chart.columns(parts), {WITHIN_PARAM: chart_view.within(chosen.wanted.unit_id)}
    if not all(part.is_cell for part in parts):
        query = lambda part: breakdown.kept_params() | inside | {AREA_PARAM: part.code}  # noqa: E731
        tables.link_rows(parts, columns, page=breakdown.PAGE, query=query, main="name", key="charts_classes")
    elif viewer.reads(of.audience):
        told = of.query(wanted, key) | {filters.RESET_PARAM: "1"}
        opens = lambda part: told | filters.unit_query(viewer, of.noun, part.code)  # noqa: E731
        tables.link_rows(parts, columns, page=of.page, query=opens, main="name", key="charts_cells")
    else:
        tables.read_only(parts, columns)
        if of.hidden:
            st.caption(_(of.hidden).format(level=level_names.word(viewer)))
    if total := of.total(parts):
        st.markdown(f"**{escape_markdown(total)}**")
