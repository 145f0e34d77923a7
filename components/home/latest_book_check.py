"""On the first page: a recent check of the cell's book, with its remark if any;
for those who checked, the answers of cells.
"""

import streamlit as st

from components.i18n import _, _n, day_text
from db.kernel.scope import Viewer
from db.teams import book_checks


def show(viewer: Viewer) -> None:
    """Show one link, for some weeks after the check."""
    line = book_checks.latest(viewer, viewer.unit_id)
    if line is None:
        return
    day = day_text(line.checked_on)
    if line.answer:
        _link(_("The book was checked on {day}; the remark is answered", day=day))
    elif line.remark:
        _link(_("The book was checked on {day}: read the remark", day=day))
    else:
        _link(_("The book was checked on {day}, without a remark", day=day))


def show_answers(viewer: Viewer) -> None:
    """Show one link, while cells have lately answered remarks on their books."""
    if count := book_checks.count_fresh_answers(viewer):
        _link(_n("{count} remark on a book was answered by its cell", "{count} remarks on books were answered by cells",
                 count), checks_shown="all")  # fmt: skip


def _link(label: str, **query: str) -> None:
    with st.container(key="tap_book_check"):
        st.page_link("pages/people/book_checks.py", label=label, icon=":material/task:", query_params=query)
