"""Boxes of years, and what is said of a period or year that the address names and that cannot be shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from components.i18n import _, capitalized, period_name
from components.widgets import filters, url_state
from db.calendar import clock
from db.calendar.months import month_of, period_of

MONTHS_OF_YEAR = 12


def choose_year(
    key: str, years: Iterable[int], default: int | None = None, box: Callable[..., Any] = st.selectbox, **look: Any
) -> int:
    """A box of years, latest first; another year in the address is said, and the default is shown instead."""
    offered = list(years)
    usual = offered[0] if default is None else default
    if said := year_problem(key, offered, str(usual)):
        st.info(said)
    return int(box(_("Year"), **url_state.choice_in_address(key, offered, str, usual), **look) or usual)


def year_problem(key: str, years: Sequence[int], shown: str) -> str:
    """Why the year that the address newly names is not shown, and what is shown instead; empty if nothing is wrong."""
    return _problem(key, {year: year * 100 + 1 for year in years}, str, MONTHS_OF_YEAR, shown)


def period_problem(key: str, periods: Sequence[int], months: int, shown: str) -> str:
    """Why the period of so many months that the address newly names is not shown, and what is shown instead; empty if
    nothing is wrong.
    """
    label = lambda period: period_name(period, months)  # noqa: E731
    return _problem(key, {period: period for period in periods}, label, months, shown)


def _problem(key: str, first_months: dict[int, int], label: Callable[[int], str], months: int, shown: str) -> str:
    told = url_state.unknown_in_address(key, first_months, label)
    if not told:
        return ""
    month = _first_month(told, months)
    if month is None:
        return _("There is no such period; {shown} is shown.", shown=shown)
    if month > month_of(clock.today()):
        return _("{period} has not begun yet; {shown} is shown.", period=_name(month, months), shown=shown)
    first, last = label(min(first_months)), label(max(first_months))
    if first == last:
        return _("{period} cannot be chosen here; {shown} is shown.", period=_name(month, months), shown=shown)
    return _("Here {first} to {last} can be chosen; {shown} is shown.", first=first, last=last, shown=shown)


def _name(month: int, months: int) -> str:
    return capitalized(period_name(month, months))


def _first_month(told: str, months: int) -> int | None:
    """The month that a code begins with, of a year its first; None for what is no period of so many months."""
    month = filters.parse_int(told, 219912)
    if month is not None and months == MONTHS_OF_YEAR and month < 2200:
        month = month * 100 + 1
    if month is None or month < 193001 or not 1 <= month % 100 <= MONTHS_OF_YEAR:
        return None
    return month if period_of(month, months) == month else None
