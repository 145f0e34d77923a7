"""Closing a month, with whoever has not reported on it, and opening it again."""

import streamlit as st

from components.figures import silent_units
from components.i18n import _, _n, day_text, join_list, month_text
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import confirm, feedback
from db.figures.overdue import SilentUnit
from db.kernel.scope import Viewer
from db.periods import closing
from db.periods.closing import MonthState
from db.units import units

NAMED = 12  # units named at a time


def show(viewer: Viewer) -> None:
    """A month to choose, how it stands, and what may be done with it."""
    st.caption(_("Once a month is closed, correcting its meetings requires a reason, which is shown in the history."))
    months = {state.period: state for state in closing.list_months(viewer)}
    chosen = st.selectbox(
        _("Month"), list(months), format_func=lambda month: _option(months[month]), key="closing_month"
    )
    state = months[chosen]
    if state.closed_at is None:
        _close(viewer, chosen, silent_units.load(viewer, chosen))
    elif state.unit_id == viewer.unit_id:
        st.markdown(_("Closed on {day}.", day=day_text(state.closed_at)))
        st.button(_("Reopen the month"), key=f"closing_reopen_{chosen}", on_click=_reopen, args=(chosen,))
    else:
        name = units.by_id(viewer, [state.unit_id])[state.unit_id].name
        st.markdown(_("Closed on {day} by {unit}.", day=day_text(state.closed_at), unit=escape_markdown(name)))


def _option(state: MonthState) -> str:
    month = month_text(state.period)
    return _("{month} (closed)", month=month) if state.closed_at else month


def _close(viewer: Viewer, month: int, silent: list[SilentUnit]) -> None:
    """The button, after whoever has not reported; with somebody missing it asks once more."""
    if silent:
        names = [each.name for each in silent[:NAMED]] + [_("others")] * (len(silent) > NAMED)
        cells = sum(each.cells for each in silent)
        st.warning(
            _n(
                "{count} cell has not reported on this month: {names}.",
                "{count} cells have not reported on this month: {names}.",
                cells,
                names=escape_markdown(join_list(names)),
            )
        )
    question = _("Close {month}? Whatever is entered for it later requires a reason.", month=month_text(month))
    if confirm.button(_("Close the month"), question, key=f"closing_close_{month}"):
        with feedback.saving(_("The month is closed.")):
            viewer = auth.viewer("/settings")
            closing.close_months(viewer, viewer.unit_id, [month])
            st.rerun()


def _reopen(month: int) -> None:
    with feedback.saving(_("The month is open again.")):
        viewer = auth.viewer("/settings")
        closing.reopen_month(viewer, viewer.unit_id, month)
