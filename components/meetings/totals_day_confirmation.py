"""Days of totals outside their period: asked below the grid, as on the sheet of a single meeting."""

from collections.abc import Callable

import streamlit as st

from components.i18n import _, day_text, period_name
from components.widgets import draft_fields
from db.drafts.drafts import DraftField
from db.meetings.totals import OTHER_MONTH, TotalsLine


def show(sheet: str, lines: list[TotalsLine], keep: Callable[[dict[DraftField, str | None]], object]) -> None:
    """Ask about each day outside its period; `keep` gets the day that was confirmed."""
    for line in lines:
        if not line.is_outside_period or line.now.held_on is None:
            continue
        day, period = line.now.held_on, period_name(line.period, line.months)
        key = draft_fields.field_key(sheet, "other_month", line.part, day.isoformat())
        st.checkbox(
            _(
                "{day} is not in {period}. Yes, the meeting for {period} was held on this date",
                day=day_text(day),
                period=period,
            ),
            key=key,
            on_change=_confirm,
            args=(key, DraftField(line.part, OTHER_MONTH), day.isoformat(), keep),
        )


def _confirm(key: str, at: DraftField, day: str, keep: Callable[[dict[DraftField, str | None]], object]) -> None:
    """A callback."""
    keep({at: day if st.session_state.get(key) else None})
