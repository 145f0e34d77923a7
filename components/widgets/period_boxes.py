"""Boxes of years and periods, and what is said of a period or year that the address names and that cannot be shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from components.i18n import _, capitalized, period_name
from components.widgets import filters, url_state
from db.calendar import clock
from db.calendar.months import month_of, period_of

MONTHS_OF_YEAR = 12


def choose_year(
    key: str, years: Iterable[int], label: str = "", box: Callable[..., Any] = st.selectbox, **look: Any
) -> int:
    """A box of years, by default the first; another year in the address is said, and the first is shown instead."""
    offered = list(years)
    _show(_problem(key, {year: year * 100 + 1 for year in offered}, str, MONTHS_OF_YEAR, str(offered[0])))
    return int(
        box(label or _("Year"), **url_state.choice_in_address(key, offered, str, offered[0]), **look) or offered[0]
    )


def period_in_address(
    key: str, periods: Sequence[int], months: int, default: int, label: Callable[[int], str] | None = None
) -> dict[str, Any]:
    """Return the options of a box of periods of so many months that is kept in the address; another period there is
    said, and the default is shown instead. Periods have their names unless `label` gives others.
    """
    _show(period_problem(key, periods, months, period_name(default, months)))
    return url_state.choice_in_address(key, periods, label or (lambda period: period_name(period, months)), default)


def period_problem(key: str, periods: Sequence[int], months: int, shown: str) -> str:
    """Why the period of so many months that the address newly names is not shown, and what is shown instead; empty if
    nothing is wrong.
    """
    first_months = {period: period for period in periods}
    return _problem(key, first_months, lambda period: period_name(period, months), months, shown)


def _show(problem: str) -> None:
    if problem:
        st.info(problem)


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
