"""The undo of an action: at once, or by the worker where it is as large as a list that was brought in."""

import streamlit as st

from components.history import action_titles
from components.i18n import _
from components.importing import import_jobs
from components.shell import auth
from components.widgets import confirm, feedback
from db.errors import Invalid
from db.history import undo
from db.history.action_log import LoggedAction

MAX_ROWS_AT_ONCE = 2000  # rows that are put back within two seconds


def show(row: LoggedAction, what: str) -> None:
    """Undo an action, as it stands in the history as `what`;
    once it was refused for a closed month, with a line for the reason.
    """
    asked = st.session_state.get(_key(row))
    reason = _reason(row) if asked else None
    if confirm.button(
        _("Undo"), _("Undo this and restore the previous values? {what}", what=what), key=f"history_undo_{row.id}"
    ):
        _undo(row, reason or None)
        if st.session_state.get(_key(row)) and not asked:
            _reason(row)


def _undo(row: LoggedAction, reason: str | None) -> None:
    if row.rows <= MAX_ROWS_AT_ONCE:
        with feedback.saving(_("Undone.")):
            _put_back(row, reason)
            st.rerun()
    else:
        with feedback.saving(_("Undo in progress; see “Work in progress” for its status. You may close this page.")):
            import_jobs.enqueue_undo(auth.viewer("/history"), row.id, action_titles.title(row.deed))
            st.rerun()


def _put_back(row: LoggedAction, reason: str | None) -> None:
    try:
        undo.undo(auth.viewer("/history"), row.id, reason)
    except Invalid as refusal:
        st.session_state[_key(row)] = refusal.code == "period_closed"
        raise


def _reason(row: LoggedAction) -> str:
    return st.text_input(_("Reason"), max_chars=200, key=f"history_reason_{row.id}").strip()


def _key(row: LoggedAction) -> str:
    return f"history_closed_{row.id}"
