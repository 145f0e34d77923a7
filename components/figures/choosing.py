"""Choosing a chart: which one, of whom, from when to when, of which unit; all of it kept in the address."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from components import filters
from components.i18n import N_, _
from components.taking import wishes
from db import clock
from db.figures import figures
from db.figures.figures import Wanted
from db.models.meetings import MeetingAudience
from db.scope import Viewer

YEARS_BACK = 10
WORDS = {
    "attendance": N_("Attendance by month"),
    "contact": N_("Attendance of contact members"),
    "met": N_("Cells that met"),
    "households": N_("Households looked after"),
}


class Which(StrEnum):
    """The charts that there are."""

    ATTENDANCE = "attendance"
    CONTACT = "contact"
    MET = "met"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Chosen:
    """A chart and what it is about."""

    which: Which
    wanted: Wanted


def chart(viewer: Viewer) -> Chosen:
    """What is chosen: one chart at a time, the last twelve months unless somebody says otherwise."""
    filters.anew("charts")
    which = st.segmented_control(
        _("Chart"), list(Which), default=Which.ATTENDANCE, required=True, format_func=lambda which: _(WORDS[which]), label_visibility="collapsed",
        key="charts_which", bind="query-params", persist_state="session",
    )  # fmt: skip
    with st.expander(_("Narrow down"), expanded=any(st.query_params.get(f"charts_{name}") for name in ("since", "until", "area", "cell"))):
        since, until = span("charts") if which != Which.HOUSEHOLDS else (clock.month_of(clock.today()),) * 2
        unit = filters.unit(viewer, "charts")
    audience = MeetingAudience.CONTACT if which == Which.CONTACT else MeetingAudience.OWN
    return Chosen(Which(which), Wanted(since, until, audience, wishes.unit_id(viewer, unit)))


def said(month: int) -> str:
    """A month as it is chosen: 11/2026."""
    return f"{month % 100}/{month // 100}"


def span(noun: str) -> tuple[int, int]:
    """From which month to which; the other way round if they were chosen so."""
    now = clock.month_of(clock.today())
    months = figures.between(now - YEARS_BACK * 100, now)
    options = {"options": months[::-1], "format_func": said, "bind": "query-params", "persist_state": "session"}
    with st.container(horizontal=True):
        since = st.selectbox(_("From"), index=11, key=f"{noun}_since", **options)
        until = st.selectbox(_("To"), index=0, key=f"{noun}_until", **options)
    return min(since, until), max(since, until)
