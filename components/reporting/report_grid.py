"""Cells or communes by period: a sign for a cell, reported of expected for a commune; each row opens its contents."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _, capitalized, day_text, number, percent, period_name
from components.labels import report_labels
from components.markdown import escape_markdown
from components.reporting.report_choice import CELL, ReportChoice
from components.widgets import link_tables
from components.widgets.link_tables import Column
from components.widgets.report_link import AREA, PAGE
from db.figures import report_states, reporting
from db.figures.report_states import PeriodStates, ReportState, UnitReports
from db.kernel.scope import Viewer
from db.units.units import UnitName


class _Line(NamedTuple):
    """A unit, with the number of reports made and due in each column, by its first period."""

    part: UnitReports
    sums: dict[int, tuple[int, int]]


ON_PHONE = {True: 3, False: 2}  # columns on a phone: of symbols, and of sums, which are wider


def show(viewer: Viewer, chosen: ReportChoice, known: Mapping[int, PeriodStates]) -> list[UnitReports]:
    """Show the grid below a unit up to a period, with its headline above and legend below; returns its rows."""
    parts = reporting.list_parts(viewer, chosen.query, known)
    if not parts:
        st.caption(_("No cell stood here in these periods, or the register had not begun."))
        return []
    spans = chosen.column_periods
    lines = [_Line(part, {periods[0]: part.reported_and_expected(periods) for periods in spans}) for part in parts]
    st.markdown(headline(viewer, chosen, lines))
    signs = not chosen.by_year and all(part.is_cell for part in parts)
    on_phone = [periods[0] for periods in spans[-ON_PHONE[signs] :]]
    columns = {str(periods[0]): _column(chosen, periods, on_phone) for periods in spans}
    link_tables.link_rows(
        lines,
        {"name": Column(N_("Unit"), lambda line: line.part.name)} | columns,
        page=PAGE,
        query=partial(_inside, chosen),
        main="name",
        key="reporting" if signs else "reporting_sums",
    )
    if chosen.by_year:
        st.caption(_("The share of expected reports that were made in each year."))
    else:
        cells = any(part.is_cell for part in parts)
        st.caption(report_labels.signs_legend(chosen.kind) if cells else _("Reported of expected."))
    return parts


def headline(viewer: Viewer, chosen: ReportChoice, lines: list[_Line]) -> str:
    """The headline for the latest period: how many have reported, and how many are in each state."""
    states = report_states.states_of_period((line.part for line in lines), chosen.until)
    reported, expected = report_states.count_reported(states), report_states.count_expected(states)
    period = capitalized(period_name(chosen.until, chosen.months))
    if expected:
        head = _(
            "**{period}: {reported} of {expected} cells have reported ({share})**",
            period=period,
            reported=number(reported),
            expected=number(expected),
            share=percent(reported, expected),
        )
    elif states.get(ReportState.NOT_DUE):
        day = day_text(reporting.first_due_day(viewer, chosen.kind, chosen.until))
        head = _("**{period}: not due before {day}**", period=period, day=day)
    else:
        head = _("**{period}: nothing was expected here**", period=period)
    said = [f"{_(report_labels.LABELS[state])}: {number(states[state])}" for state in ReportState if states.get(state)]
    return "  \n".join([head, " · ".join(said), *([_of_years(lines, chosen)] if chosen.by_year else [])])


def _of_years(lines: list[_Line], chosen: ReportChoice) -> str:
    """The total of all years shown."""
    periods = chosen.query.periods
    sums = [sums for line in lines for sums in line.sums.values()]
    reported, expected = (sum(column) for column in zip(*sums, strict=True))
    return _(
        "{since}–{until} together: {reported} of {expected} reports ({share})",
        since=str(periods[0] // 100),
        until=str(periods[-1] // 100),
        reported=number(reported),
        expected=number(expected),
        share=percent(reported, expected),
    )


def _column(chosen: ReportChoice, periods: list[int], on_phone: list[int]) -> Column:
    return Column(
        _head(chosen, periods),
        lambda line: _text(line, periods, chosen.by_year),
        phone=lambda line: periods[0] in on_phone,
        figures=True,
        color=lambda line: _color(line, periods, chosen.by_year),
    )


def _head(chosen: ReportChoice, periods: list[int]) -> str:
    """A short column title: T11, 1/26 at the beginning of a year, II/26, 2026."""
    year, at = divmod(periods[0], 100)
    if chosen.by_year or chosen.months == 12:
        return str(year)
    if chosen.months == 6:
        return f"{('I', 'II')[at > 6]}/{year % 100}"
    return _("M{month}", month=at) if at != 1 else f"{at}/{year % 100}"


def _text(line: _Line, periods: list[int], share: bool) -> str:
    part = line.part
    if part.is_cell and not share:
        state = part.state(periods[0])
        return report_labels.SIGNS[state] if state else report_labels.NO_CELL
    done, expected = line.sums[periods[0]]
    if expected:
        return percent(done, expected) if share else f"{number(done)}/{number(expected)}"
    states = {state for period in periods for state in part.periods.get(period, ())}
    return next((report_labels.SIGNS[state] for state in report_states.OUTSIDE & states), report_labels.NO_CELL)


def _color(line: _Line, periods: list[int], share: bool) -> str | None:
    if line.part.is_cell and not share:
        return report_labels.COLORS.get(line.part.state(periods[0]))
    done, expected = line.sums[periods[0]]
    return "red" if done < expected else None


def _inside(chosen: ReportChoice, line: _Line) -> dict[str, str]:
    part = line.part
    above = {AREA: chosen.area.code} if chosen.area else {}
    return chosen.url_query(**above, **{CELL if part.is_cell else AREA: part.code})


def show_link_up(chosen: ReportChoice) -> None:
    """The current level, and the link back up."""
    named: list[UnitName] = [unit for unit in (chosen.area, chosen.cell) if unit]
    if named:
        st.subheader(" › ".join(escape_markdown(unit.name) for unit in named))
        above = {AREA: chosen.area.code} if chosen.area and chosen.cell else {}
        st.page_link(
            PAGE, label=_("Up one level"), icon=":material/arrow_upward:", query_params=chosen.url_query(**above)
        )
