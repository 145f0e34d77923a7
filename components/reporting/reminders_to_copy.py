"""Reminders to copy: to all unreported cells of a commune, and to the secretary of one of them."""

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
    """Show who has not reported the latest period below a unit, with texts to copy."""
    if not report_states.count_expected(report_states.states_of_period(parts, chosen.until)):
        return  # nobody is reminded if nothing is due
    period = period_name(chosen.until, chosen.months)
    cells = reporting.list_silent_cells(viewer, chosen.kind, chosen.until, chosen.query.unit_id, known)
    if not cells:
        st.success(_("Every cell has reported {period}.", period=period))
        return
    st.subheader(
        _n("{count} cell has not reported {period}", "{count} cells have not reported {period}", len(cells),
           period=period)
    )  # fmt: skip
    secretaries = directory.secretary_of_each_unit(viewer, [cell.id for cell in cells])
    by_area = {area_id: list(some) for area_id, some in groupby(sorted(cells, key=_area), key=_area)}
    areas = units.named(viewer, by_area, last_day_of_period(chosen.until, chosen.months))
    for area_id, one in areas.items():
        some = by_area[area_id]
        if len(by_area) > 1:
            st.markdown(f"**{escape_markdown(one.name)}: {number(len(some))}**")
        _text(reminder_texts.text_for_all(some, secretaries, chosen.kind, chosen.until))
    _to_one(chosen, cells, {area_id: area.name for area_id, area in areas.items()}, secretaries)


def _area(cell: UnitName) -> int:
    return cell.parent_id or 0


def _text(text: str) -> None:
    st.code(text, language=None, wrap_lines=True)


def _to_one(chosen: ReportChoice, cells: list[UnitName], areas: dict[int, str], secretaries: Secretaries) -> None:
    """A text for one secretary; namesake cells are distinguished by their area."""
    several = len(areas) > 1
    names = {cell.id: f"{cell.name}, {areas[_area(cell)]}" if several else cell.name for cell in cells}
    one = st.selectbox(
        _("A reminder to one secretary"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choose a cell"),
        key="reporting_one",
    )
    if one in names:
        cell = next(cell for cell in cells if cell.id == one)
        _text(reminder_texts.text_for_one(cell, secretaries.get(cell.id), chosen.kind, chosen.until))
