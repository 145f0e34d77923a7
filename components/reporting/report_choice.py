"""Choosing reports: kind, latest period, range and unit; all of it is kept in the address."""

from typing import NamedTuple

import streamlit as st

from components.i18n import _, _n, period_name
from components.labels import report_labels
from components.widgets import filters, period_boxes, url_state
from components.widgets.report_link import AREA, KIND, UNTIL
from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.report_kinds import ReportKind
from db.kernel.scope import Viewer
from db.models import Role
from db.units import units
from db.units.units import UnitName

CELL, SPAN = "reporting_cell", "reporting_months"
SPANS = {1: (6, 12, 120), 6: (24, 120), 12: (36, 120)}  # months to look back, by months per period
BY_YEAR = 60  # from this many months on, periods shorter than a year are added up by year


class ReportChoice(NamedTuple):
    """The choice: kind, latest period, number of months up to its end, and the opened area or cell."""

    kind: ReportKind
    until: int
    span: int
    area: UnitName | None
    cell: UnitName | None

    @property
    def months(self) -> int:
        """The number of months per period."""
        return report_kinds.rules_of_kind(self.kind).months

    @property
    def query(self) -> ReportQuery:
        """The query for it."""
        unit = self.cell or self.area
        since = report_kinds.first_period_back(self.kind, self.until, self.span)
        if self.by_year:  # whole years
            since = (self.until // 100 - self.span // 12 + 1) * 100 + 1
        return ReportQuery(self.kind, since, self.until, unit.id if unit else None)

    @property
    def by_year(self) -> bool:
        """Whether periods shorter than a year are added up by year."""
        return self.span >= BY_YEAR and self.months < 12

    @property
    def column_periods(self) -> list[list[int]]:
        """The periods of each column: one, or all of a year over a long range."""
        if not self.by_year:
            return [[period] for period in self.query.periods]
        years: dict[int, list[int]] = {}
        for period in self.query.periods:
            years.setdefault(period // 100, []).append(period)
        return list(years.values())

    def url_query(self, **more: str) -> dict[str, str]:
        """The address parameters of the same choice for another unit."""
        return {KIND: self.kind, UNTIL[self.months]: str(self.until), SPAN: str(self.span), **more}


def choose(viewer: Viewer) -> ReportChoice:
    """The choice from address and boxes; impossible requests are reported above them."""
    filters.reset_from_link("reporting")
    head, told = st.container(), st.query_params.get(KIND)
    kind = _choose_kind()
    offered, until_param = report_kinds.selectable_periods(kind), UNTIL[report_kinds.rules_of_kind(kind).months]
    for param in {*UNTIL.values()} - {until_param}:
        st.query_params.pop(param, None)
    latest, months = reporting.latest_period(viewer, kind), report_kinds.rules_of_kind(kind).months
    problem = _kind_problem(told) or period_boxes.period_problem(until_param, offered, months, _name(latest, kind))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bound = url_state.choice_in_address(until_param, offered, lambda period: _name(period, kind), latest)
        until = st.selectbox(_("Up to"), **bound)
        spans = SPANS[months]
        span = st.segmented_control(
            _("Shown"), required=True, **url_state.choice_in_address(SPAN, spans, _span_text, spans[0])
        )
    area, cell, known = _opened(viewer)
    for said in (problem, None if known else _("There is no such unit among those that you look after.")):
        if said:
            head.info(said)
    return ReportChoice(kind, int(until), int(span), area, cell)


def _choose_kind() -> ReportKind:
    bound = url_state.choice_in_address(KIND, list(ReportKind), report_labels.kind_label, ReportKind.MONTHS)
    said = st.segmented_control(_("Report"), required=True, label_visibility="collapsed", **bound)
    return ReportKind(said)


def _name(period: int, kind: ReportKind) -> str:
    return period_name(period, report_kinds.rules_of_kind(kind).months)


def _span_text(months: int) -> str:
    years = months // 12
    return _n("{count} year", "{count} years", years) if months > 12 else _n("{count} month", "{count} months", months)


def _kind_problem(told: str | None) -> str | None:
    known = not told or told in list(ReportKind) or told in map(report_labels.kind_label, ReportKind)
    return None if known else _("There is no such kind of report; the monthly meetings are shown.")


def _opened(viewer: Viewer) -> tuple[UnitName | None, UnitName | None, bool]:
    """The area and cell opened by the address, and whether everything in it is known; a cell's
    own people see their cell.
    """
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        asked = filters.query_param(CELL) or filters.query_param(AREA)
        own = units.own(viewer)
        return None, own, asked in ("", own.code)
    found, known = [], True
    for name in (AREA, CELL):
        code = filters.query_param(name)
        unit = units.find_in_reach(viewer, code)
        known = known and (unit is not None or not code)
        found.append(unit)
    return found[0], found[1], known
