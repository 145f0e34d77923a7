"""Choosing a chart: which one, of whom, from when to when, of which unit; all of it kept in the address."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from components.exporting import export_request
from components.i18n import N_, _
from components.widgets import filters, url_state
from db.calendar import clock
from db.calendar.months import month_of, months_between
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models.meetings import MeetingAudience

YEARS_BACK = 10
CHART_LABELS = {
    "attendance": N_("Attendance by month"),
    "contact": N_("Attendance of contact members"),
    "met": N_("Cells that met"),
    "households": N_("Households with a member in charge"),
}


class ChartKind(StrEnum):
    """The charts that there are."""

    ATTENDANCE = "attendance"
    CONTACT = "contact"
    MET = "met"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class ChartChoice:
    """A chart and what it is about."""

    kind: ChartKind
    wanted: FigureQuery


def choose(viewer: Viewer) -> ChartChoice:
    """What is chosen: one chart at a time, the last twelve months unless somebody says otherwise."""
    filters.reset_from_link("charts")
    kinds = url_state.bind("charts_which", ChartKind, lambda which: _(CHART_LABELS[which]), ChartKind.ATTENDANCE)
    which = st.segmented_control(_("Chart"), required=True, label_visibility="collapsed", **kinds)
    with st.expander(
        _("Filter"), expanded=any(st.query_params.get(f"charts_{name}") for name in ("since", "until", "area", "cell"))
    ):
        since, until = choose_months("charts") if which != ChartKind.HOUSEHOLDS else (month_of(clock.today()),) * 2
        unit = filters.unit_filter(viewer, "charts")
    audience = MeetingAudience.CONTACT if which == ChartKind.CONTACT else MeetingAudience.OWN
    return ChartChoice(ChartKind(which), FigureQuery(since, until, audience, export_request.unit_id(viewer, unit)))


def month_label(month: int) -> str:
    """A month as it is chosen: 11/2026."""
    return f"{month % 100}/{month // 100}"


def choose_months(noun: str) -> tuple[int, int]:
    """From which month to which; the other way round if they were chosen so."""
    now = month_of(clock.today())
    months = months_between(now - YEARS_BACK * 100, now)
    latest_first = months[::-1]
    with st.container(horizontal=True):
        since = st.selectbox(_("From"), **url_state.bind(f"{noun}_since", latest_first, month_label, latest_first[11]))
        until = st.selectbox(_("To"), **url_state.bind(f"{noun}_until", latest_first, month_label, now))
    return min(since, until), max(since, until)
