"""On the first page: the number of findings to review with their link, and remarks from checks of books."""

import streamlit as st

from components.findings import findings_cache
from components.home import latest_book_check
from components.i18n import _n
from db.findings.findings import CELL_ROLES
from db.kernel.scope import Viewer

PAGE = "pages/figures/findings.py"


def show(viewer: Viewer) -> None:
    """Show one link if anything is waiting: in the viewer's own cell, or in a number of cells below."""
    if viewer.role in CELL_ROLES:
        latest_book_check.show(viewer)
        waiting = [line for line in findings_cache.list_of_cell(viewer, viewer.unit_id) if not line.answered_on]
        _link(_n("{count} matter to review", "{count} matters to review", len(waiting)) if waiting else "")
        return
    latest_book_check.show_answers(viewer)
    counts = [count.open for count in findings_cache.counts_by_cell(viewer).values() if count.open]
    cells = _n("in {count} cell", "in {count} cells", len(counts))
    told = _n("{count} matter to review {cells}", "{count} matters to review {cells}", sum(counts), cells=cells)
    _link(told if counts else "")


def _link(label: str) -> None:
    if label:
        with st.container(key="tap_review"):
            st.page_link(PAGE, label=label, icon=":material/rule:")
