"""The undo of an action: immediately, or by the worker if it is as large as an imported list."""

import streamlit as st

from components.history import action_titles
from components.i18n import _
from components.importing import import_jobs
from components.shell import auth
from components.widgets import confirm_button, feedback
from db.history import undo
from db.history.action_log import LoggedAction

MAX_ROWS_AT_ONCE = 2000  # rows that are restored within two seconds


def show(row: LoggedAction, what: str) -> None:
    """Undo an action that the history calls `what`."""
    if confirm_button.confirmed_button(
        _("Undo"), _("Undo this and restore the previous values? {what}", what=what), key=f"history_undo_{row.id}"
    ):
        _undo(row)


def _undo(row: LoggedAction) -> None:
    if row.rows <= MAX_ROWS_AT_ONCE:
        with feedback.saving(_("Undone.")):
            undo.undo(auth.viewer("/history"), row.id)
            st.rerun()
    else:
        with feedback.saving(_("Undo in progress; see “Work in progress” for its status. You may close this page.")):
            import_jobs.enqueue_undo(auth.viewer("/history"), row.id, action_titles.action_title(row.action))
            st.rerun()
