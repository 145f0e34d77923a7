"""Cells or communes by months: a sign for a cell, reported of expected for a commune; each row opens what is in it."""

from functools import partial

import streamlit as st

from components.i18n import N_, _, month_text, number, percent
from components.labels import report_labels
from components.markdown import escape_markdown
from components.widgets import filters, tables
from components.widgets.tables import Column
from db.calendar import clock
from db.calendar.months import add_months, months_between
from db.figures import drill_down, reporting
from db.figures.reporting import ReportState, UnitReports
from db.kernel.scope import Viewer
from db.units.units import UnitName

PAGE = "pages/figures/reporting.py"
AREA, CELL = "reporting_area", "reporting_cell"
ON_PHONE = 3  # months that a phone shows


def opened(viewer: Viewer) -> tuple[UnitName | None, UnitName | None]:
    """The area and the cell that the address opens."""
    today = clock.today()
    area, cell = (drill_down.find_unit(viewer, filters.query_param(name), today) for name in (AREA, CELL))
    return area, cell


def show(viewer: Viewer, area: UnitName | None, until: int, months: int) -> list[UnitReports]:
    """The grid below a unit, up to a month, with its finding above and its legend below; its rows."""
    shown = months_between(add_months(until, 1 - months), until)
    parts = reporting.list_parts(viewer, shown[0], until, area.id if area else None)
    if not parts:
        st.caption(_("No cell was expected to report in these months."))
        return []
    st.markdown(finding(parts, until))
    tables.link_rows(
        parts,
        {"name": Column(N_("Unit"), lambda part: part.name)} | {str(month): _column(month, until) for month in shown},
        page=PAGE,
        query=partial(_inside, area, until),
        main="name",
        key="reporting",
    )
    st.caption(report_labels.legend() if any(part.is_cell for part in parts) else _("Reported of expected cells."))
    return parts


def finding(parts: list[UnitReports], month: int) -> str:
    """What a month came to: who has reported of how many, and how many of them in each state."""
    states = reporting.total(parts).get(month, {})
    reported = sum(part.reported(month) for part in parts)
    expected = sum(part.expected(month) for part in parts)
    head = _(
        "**{month}: {reported} of {expected} cells have reported ({share})**",
        month=month_text(month).capitalize(),
        reported=number(reported),
        expected=number(expected),
        share=percent(reported, expected),
    )
    said = [f"{_(report_labels.LABELS[state])}: {number(states[state])}" for state in ReportState if states.get(state)]
    return "  \n".join([head, " · ".join(said)])


def _column(month: int, until: int) -> Column:
    name = _("M{month}", month=month % 100) if month % 100 != 1 else f"{month % 100}/{month // 100 % 100}"
    latest = months_between(add_months(until, 1 - ON_PHONE), until)
    return Column(
        name,
        lambda part: _text(part, month),
        phone=lambda part: month in latest,
        figures=True,
        color=lambda part: _color(part, month),
    )


def _text(part: UnitReports, month: int) -> str:
    if part.is_cell:
        state = part.state(month)
        return report_labels.SIGNS[state] if state else report_labels.NO_CELL
    expected = part.expected(month)
    return f"{number(part.reported(month))}/{number(expected)}" if expected else report_labels.NO_CELL


def _color(part: UnitReports, month: int) -> str | None:
    if part.is_cell:
        return report_labels.COLORS.get(part.state(month))
    return "red" if part.reported(month) < part.expected(month) else None


def _inside(area: UnitName | None, until: int, part: UnitReports) -> dict[str, str]:
    above = {AREA: area.code} if area else {}
    return {"reporting_until": str(until), **above, (CELL if part.is_cell else AREA): part.code}


def show_way(area: UnitName | None, cell: UnitName | None) -> None:
    """Where one is, and the way back up."""
    named = [unit for unit in (area, cell) if unit]
    if named:
        st.subheader(" › ".join(escape_markdown(unit.name) for unit in named))
        above = {AREA: area.code} if area and cell else {}
        st.page_link(PAGE, label=_("Up one level"), icon=":material/arrow_upward:", query_params=above)
