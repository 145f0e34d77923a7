"""Behind a mark: its communes, cells and meetings, each level adding up to the one above."""

from dataclasses import replace

import streamlit as st

from components.charts import figure_columns
from components.figures import chart_view
from components.figures.chart_choice import ChartChoice
from components.figures.chart_view import ALL, AREA_PARAM, CELL_PARAM, WITHIN_PARAM, within_param
from components.i18n import _, _n, capitalized, day_text, period_name
from components.markdown import escape_markdown
from components.widgets import filters, link_tables
from components.widgets.link_tables import Columns
from db.calendar import clock
from db.calendar.months import last_day_of_period, month_of, months_of_period
from db.figures import drill_down
from db.figures.drill_down import MeetingInFigure, Sum, UnitFigure
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.settings import settings
from db.units import units
from db.units.units import UnitName

PAGE, MEETING_PAGE, EXPORTS_PAGE = "pages/figures/charts.py", "pages/meetings/record.py", "pages/figures/exports.py"
KEPT_PARAMS = (
    "charts_which",
    "charts_topic",
    "charts_since",
    "charts_until",
    "charts_area",
    "charts_cell",
    "charts_month",
    "charts_class",
    "charts_versus",
    "versus_area",
    "versus_area_in",
    "versus_cell",
)


def show(viewer: Viewer, chosen: ChartChoice, rows: list) -> None:
    """Show the chart, the open period, and its parts down to the unit in the address."""
    above = st.container()
    period = chart_view.choose_period(chosen, [row.period for row in rows if chosen.chart.has_data(row)])
    with above:
        chart_view.show_chart(viewer, chosen, period)
    _behind(viewer, chosen, period)
    if chosen.chart.export:
        _show_export_link(viewer, chosen, period)


def _behind(viewer: Viewer, chosen: ChartChoice, period: int) -> None:
    """The parts of a period."""
    day = last_day_of_period(period, chosen.wanted.step)
    area, cell = (units.find_by_code(viewer, code, day) for code in opened_area_and_cell(chosen))
    wanted = replace(chosen.wanted, unit_id=area.id) if area else chosen.wanted
    parts = drill_down.list_parts(viewer, wanted, period)
    _way(chosen, period, area, cell)
    if cell is None and len(parts) == 1 and parts[0].is_cell:
        cell = units.find_by_code(viewer, parts[0].code, day)
    if cell:
        show_meetings(viewer, cell, drill_down.list_meetings(viewer, wanted, period, cell.id))
    elif parts:
        sums = drill_down.sum_of_parts(viewer, wanted, period, parts)
        cells = _n("{count} cell", "{count} cells", sums.cells.all) if chosen.wanted.step == 1 else ""
        inside = {WITHIN_PARAM: within_param(chosen.wanted.unit_id)} | ({AREA_PARAM: area.code} if area else {})
        show_parts(parts, chosen.chart.columns(parts), inside, sums, cells)
    else:
        st.caption(_("Nothing is recorded here."))


def url_query(which: str, period: int, code: str, is_cell: bool) -> dict[str, str]:
    """The address parameters that open a chart at a month and a unit."""
    return {
        "charts_which": which,
        "charts_month": str(period),
        WITHIN_PARAM: ALL,
        CELL_PARAM if is_cell else AREA_PARAM: code,
        filters.RESET_PARAM: "1",
    }


def _show_export_link(viewer: Viewer, chosen: ChartChoice, period: int) -> None:
    """A link to the same figures as a workbook, for the open period and unit."""
    months = [month for month in months_of_period(period, chosen.wanted.step) if month <= month_of(clock.today())]
    told = {"since": str(months[0]), "until": str(months[-1])}
    told |= {name: st.query_params.get(f"charts_{name}") for name in ("area", "cell")} | _narrowed(
        viewer, chosen, period
    )
    asked = {
        "what": chosen.chart.export,
        "audience": chosen.wanted.audience.value,
        **told,
    }
    query = {f"exports_{name}": value for name, value in asked.items() if value}
    st.page_link(
        EXPORTS_PAGE,
        label=_("Export these meetings to Excel"),
        icon=":material/download:",
        query_params=query | {filters.RESET_PARAM: "1"},
    )


def _narrowed(viewer: Viewer, chosen: ChartChoice, period: int) -> dict[str, str]:
    """The codes of the open area and cell, if they exist today."""
    day = last_day_of_period(period, chosen.wanted.step)
    found = {
        name: unit.id
        for name, code in zip(("area", "cell"), opened_area_and_cell(chosen), strict=True)
        if (unit := units.find_by_code(viewer, code, day))
    }
    known = units.named(viewer, found.values())
    return {name: known[unit_id].code for name, unit_id in found.items() if unit_id in known}


def opened_area_and_cell(chosen: ChartChoice) -> tuple[str | None, str | None]:
    """The area and cell opened by the address; neither if it opened them below another unit than requested now."""
    told = {name: st.query_params[name] for name in (AREA_PARAM, CELL_PARAM, WITHIN_PARAM) if name in st.query_params}
    st.query_params.update(told)  # otherwise the browser drops parameters that belong to no widget
    return (
        (told.get(AREA_PARAM), told.get(CELL_PARAM))
        if told.get(WITHIN_PARAM) == within_param(chosen.wanted.unit_id)
        else (None, None)
    )


def _way(chosen: ChartChoice, period: int, area: UnitName | None, cell: UnitName | None) -> None:
    """The current level, and the link back up."""
    name = period_name(period, chosen.wanted.step)
    st.subheader(" › ".join([capitalized(name), *(escape_markdown(unit.name) for unit in (area, cell) if unit)]))
    if area or cell:
        above = {AREA_PARAM: area.code, WITHIN_PARAM: within_param(chosen.wanted.unit_id)} if area and cell else {}
        show_link_up(above)


def show_link_up(above: dict[str, str] | None = None) -> None:
    """A link to the level above."""
    query = chart_params() | (above or {})
    st.page_link(PAGE, label=_("Up one level"), icon=":material/arrow_upward:", query_params=query)


def show_parts(parts: list[UnitFigure], columns: Columns, inside: dict[str, str], sums: Sum, cells: str) -> None:
    """Show communes or cells with links to their contents, and their sum; `cells` gives their number."""
    link_tables.link_rows(
        parts, columns, page=PAGE, main="name", key="charts_parts",
        query=lambda part: chart_params() | inside | {CELL_PARAM if part.is_cell else AREA_PARAM: part.code},
    )  # fmt: skip
    together = " · ".join(filter(None, (cells, *figure_columns.total_phrases(sums))))
    st.markdown("**" + _("Total: {sums}", sums=together) + "**")


def show_meetings(viewer: Viewer, cell: UnitName, rows: list[MeetingInFigure]) -> None:
    """Show a cell's meetings with their tallies, and a link to the people for roles that may read names."""
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    for row in rows:
        st.markdown(
            f"**{escape_markdown(types.get(row.type, row.type))}** · {figure_columns.meeting_state_and_day(row)}  \n"
            + " · ".join(figure_columns.meeting_count_phrases(row))
        )
        if viewer.reads(Audience.NAMES):
            _link(row, cell)
    if not rows:
        st.caption(_("This cell has no records for this period; whether it met is not known."))


def _link(row: MeetingInFigure, cell: UnitName) -> None:
    label = _("Attendance list of {day}", day=day_text(row.held_on)) if row.held_on else _("This meeting")
    st.page_link(
        MEETING_PAGE, label=label, icon=":material/groups:", query_params={"unit": cell.code, "meeting": row.code}
    )


def chart_params() -> dict[str, str]:
    """The address parameters of the chart, for links that stay within it."""
    return {name: st.query_params[name] for name in KEPT_PARAMS if name in st.query_params}
