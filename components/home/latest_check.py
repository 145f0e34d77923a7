"""On the first page of a cell: that its book was checked lately, and whether there is a remark."""

import streamlit as st

from components.i18n import _, day_text
from db.kernel.scope import Viewer
from db.teams import book_checks


def show(viewer: Viewer) -> None:
    """One link, for some weeks after the check."""
    line = book_checks.latest(viewer, viewer.unit_id)
    if line is None:
        return
    label = (
        _("The book was checked on {day}: read the remark", day=day_text(line.checked_on))
        if line.remark
        else _("The book was checked on {day}, without a remark", day=day_text(line.checked_on))
    )
    with st.container(key="tap_book_check"):
        st.page_link("pages/people/book_checks.py", label=label, icon=":material/task:")
