"""Behind a chart of months of something other than meetings: the communes and cells of a month, and their rows."""

import streamlit as st

from components import level_names
from components.charts.chart_registry import MonthDrillDown
from components.figures import chart_view, period_breakdown
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import AREA_PARAM, CELL_PARAM, WITHIN_PARAM, within_param
from components.i18n import _, capitalized, period_name
from components.markdown import escape_markdown
from components.widgets import filters, link_tables
from db.calendar.months import last_day
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Role
from db.units import units
from db.units.units import UnitName

PAGE_ROWS, NOUN = 100, "charts_rows"


def show(viewer: Viewer, chosen: ChartChoice, of: MonthDrillDown, rows: list) -> None:
    """Show the chart, the open month, and its parts down to the unit in the address."""
    above = st.container()
    month = chart_view.choose_period(chosen, [row.period for row in rows if chosen.chart.has_data(row)])
    with above:
        chart_view.show_chart(viewer, chosen, month)
    _behind(viewer, chosen, of, month)


def _behind(viewer: Viewer, chosen: ChartChoice, of: MonthDrillDown, month: int) -> None:
    """The parts of a month."""
    area, cell = (
        units.find_by_code(viewer, code, last_day(month)) for code in period_breakdown.opened_area_and_cell(chosen)
    )
    level = chosen.without_comparison.for_unit(area.id) if area else chosen.without_comparison
    parts = chart_view.month_parts(viewer, level, month)
    if cell is None and len(parts) == 1 and parts[0].is_cell:
        cell = units.find_by_code(viewer, parts[0].code, last_day(month))
    name = period_name(month)
    own = area.id if area else level.wanted.unit_id or viewer.unit_id
    named = [escape_markdown(area.name)] if area else []
    named += [_(of.alone) if of.alone and cell.id == own else escape_markdown(cell.name)] if cell else []
    st.subheader(" › ".join([capitalized(name), *named]))
    below = {WITHIN_PARAM: within_param(chosen.wanted.unit_id)} | ({AREA_PARAM: area.code} if area else {})
    if area or (cell and len(parts) > 1):
        period_breakdown.show_link_up(below if area and cell else None)
    if cell:
        _rows(viewer, level.wanted, of, month, cell)
    else:
        _parts(level, of, parts, below, own)


def _parts(level: ChartChoice, of: MonthDrillDown, parts: list, below: dict[str, str], own: int | None) -> None:
    """Communes with links to their cells; cells, and the unit's `own` rows, with links to them."""
    shown = [part._replace(name=_(of.alone)) if of.alone and part.unit_id == own else part for part in parts]
    query = lambda part: (  # noqa: E731
        period_breakdown.chart_params()
        | below
        | {CELL_PARAM if part.is_cell or part.unit_id == own else AREA_PARAM: part.code}
    )
    columns = level.chart.columns(parts)
    link_tables.link_rows(
        shown, columns, page=period_breakdown.PAGE, query=query, main="name", key="charts_months", worded=True
    )
    st.markdown(f"**{escape_markdown(of.total(parts))}**")


def _rows(viewer: Viewer, wanted: FigureQuery, of: MonthDrillDown, month: int, cell: UnitName) -> None:
    """The rows behind a cell's count, for those who may read them."""
    opens = of.rows
    if not viewer.reads(opens.audience):
        st.caption(_(opens.hidden).format(level=escape_markdown(level_names.level_word(viewer))))
        return
    rows = opens.list_rows(viewer, wanted, month, cell.id)
    if not rows:
        st.caption(_("Nothing is recorded here."))
    start = (filters.chosen_page(NOUN) - 1) * PAGE_ROWS
    shown = rows[start : start + PAGE_ROWS]
    if not opens.page:
        link_tables.read_only_table(shown, opens.columns)
    elif shown:
        link_tables.link_rows(shown, opens.columns, page=opens.page, query=opens.query, main="name", key="charts_rows")
    filters.pagination(len(rows), PAGE_ROWS, NOUN)
    if opens.partly and viewer.role == Role.DISTRICT:
        st.caption(_(opens.partly).format(level=escape_markdown(level_names.level_word(viewer))))
