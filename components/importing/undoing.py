"""The undo of a deed: at once, or by the worker where it is as large as a list that was brought in."""

import streamlit as st

from components import auth, deeds, feedback
from components.i18n import _
from components.importing import making
from db import undo
from db.batches import Listed

MANY = 2000  # rows that are put back within two seconds


def ask(row: Listed) -> None:
    """Undo a deed, as it stands in the history."""
    viewer = auth.viewer("/history")
    if row.rows <= MANY:
        with feedback.saving(_("It is undone.")):
            undo.undo(viewer, row.id)
            st.rerun()
    else:
        with feedback.saving(_("It is being undone; “Work in progress” says how far it is. You may close this page.")):
            making.ask_back(viewer, row.id, deeds.title(row.deed))
            st.rerun()
