"""Reminders to copy: to all cells of a commune that have not reported, and to the secretary of one of them."""

from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from components.i18n import _, _n, number, period_name
from components.markdown import escape_markdown
from components.reporting import reminder_texts
from components.reporting.reminder_texts import Secretaries
from components.reporting.report_choice import ReportChoice
from db.calendar.months import last_day_of_period
from db.figures import report_states, reporting
from db.figures.report_states import PeriodStates, UnitReports
from db.kernel.scope import Viewer
from db.people import directory
from db.units import units
from db.units.units import UnitName


def show(viewer: Viewer, chosen: ReportChoice, parts: list[UnitReports], known: Mapping[int, PeriodStates]) -> None:
    """Whoever has not reported the latest period below a unit, with texts to copy."""
    if not report_states.expected(report_states.total(parts).get(chosen.until, {})):
        return  # of what nothing is due nobody is reminded
    period = period_name(chosen.until, chosen.months)
    cells = reporting.list_silent_cells(viewer, chosen.kind, chosen.until, chosen.query.unit_id, known)
    if not cells:
        st.success(_("Every cell has reported {period}.", period=period))
        return
    st.subheader(
        _n("{count} cell has not reported {period}", "{count} cells have not reported {period}", len(cells),
           period=period)
    )  # fmt: skip
    secretaries = directory.secretaries(viewer, [cell.id for cell in cells])
    by_area = {area_id: list(some) for area_id, some in groupby(sorted(cells, key=_area), key=_area)}
    areas = units.by_id(viewer, list(by_area), last_day_of_period(chosen.until, chosen.months))
    for area_id, one in areas.items():
        some = by_area[area_id]
        if len(by_area) == 1:
            _texts(chosen, some, secretaries, str(area_id))
            continue
        with st.expander(f"{escape_markdown(one.name)}: {number(len(some))}"):
            _texts(chosen, some, secretaries, str(area_id))


def _area(cell: UnitName) -> int:
    return cell.parent_id or 0


def _texts(chosen: ReportChoice, cells: list[UnitName], secretaries: Secretaries, key: str) -> None:
    st.code(reminder_texts.text_for_all(cells, secretaries, chosen.kind, chosen.until), language=None, wrap_lines=True)
    names = {cell.id: cell.name for cell in cells}
    one = st.selectbox(
        _("A reminder to one secretary"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choose a cell"),
        key=f"reporting_one_{key}",
    )
    if one in names:
        cell = next(cell for cell in cells if cell.id == one)
        st.code(
            reminder_texts.text_for_one(cell, secretaries.get(cell.id), chosen.kind, chosen.until),
            language=None,
            wrap_lines=True,
        )
