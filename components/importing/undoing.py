"""The undo of a deed: at once, or by the worker where it is as large as a list that was brought in."""

import streamlit as st

from components import auth, confirm, deeds, feedback
from components.i18n import _
from components.importing import making
from db import undo
from db.batches import Listed
from db.faults import Invalid

MANY = 2000  # rows that are put back within two seconds


def offer(row: Listed, what: str) -> None:
    """Undo a deed, as it stands in the history as `what`; once it was refused for a closed month, with a line for the reason."""
    asked = st.session_state.get(_key(row))
    reason = _reason(row) if asked else None
    if confirm.button(_("Undo"), _("Put back what stood before this? {what}", what=what), key=f"history_undo_{row.id}"):
        _undo(row, reason or None)
        if st.session_state.get(_key(row)) and not asked:
            _reason(row)


def _undo(row: Listed, reason: str | None) -> None:
    if row.rows <= MANY:
        with feedback.saving(_("It is undone.")):
            _put_back(row, reason)
            st.rerun()
    else:
        with feedback.saving(_("It is being undone; “Work in progress” says how far it is. You may close this page.")):
            making.ask_back(auth.viewer("/history"), row.id, deeds.title(row.deed))
            st.rerun()


def _put_back(row: Listed, reason: str | None) -> None:
    try:
        undo.undo(auth.viewer("/history"), row.id, reason)
    except Invalid as refusal:
        st.session_state[_key(row)] = refusal.code == "period_closed"
        raise


def _reason(row: Listed) -> str:
    return st.text_input(_("Reason"), max_chars=200, key=f"history_reason_{row.id}").strip()


def _key(row: Listed) -> str:
    return f"history_closed_{row.id}"
