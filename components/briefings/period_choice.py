"""Choosing the period and the purpose of a briefing, in the same way on every tab of the page."""

from collections.abc import Sequence

import streamlit as st

from components.briefings import briefing_request
from components.briefings.briefing_request import LENGTHS
from components.i18n import N_, _
from components.markdown import escape_markdown
from components.widgets import period_boxes, url_state
from db.access_log import export_log
from db.kernel.scope import Viewer
from db.settings import settings

LENGTH_LABELS = {1: N_("Month"), 3: N_("Quarter"), 6: N_("Half-year"), 12: N_("Year")}
BACK = {1: 36, 3: 20, 6: 12, 12: 10}  # periods to choose from, by months per period


def choose_first_month_and_length(noun: str, lengths: Sequence[int] = LENGTHS) -> tuple[int, int]:
    """The first month and length of a period that has begun; by default the latest completed one."""
    months = int(
        st.segmented_control(
            _("Period"),
            required=True,
            label_visibility="collapsed",
            **url_state.choice_in_address(f"{noun}_months", lengths, lambda each: _(LENGTH_LABELS[each]), 1),
        )
        or 1
    )
    key, begun = f"{noun}_period_{months}", briefing_request.begun_periods(months, BACK[months])
    latest = briefing_request.latest_ended_period(months)
    bound = period_boxes.period_in_address(key, begun, months, latest)
    return int(st.selectbox(_("Period"), label_visibility="collapsed", **bound)), months


def choose_reason(viewer: Viewer, noun: str, label: str, likely: str) -> str:
    """The purpose: a key of the setting, empty for none."""
    options = settings.active_options(viewer, export_log.REASONS)
    reasons = {option.key: escape_markdown(option.label) for option in options}
    chosen = st.pills(
        label,
        reasons,
        format_func=reasons.get,
        default=likely if likely in reasons else None,
        key=f"{noun}_reason",
        persist_state="session",
    )
    return chosen or ""
