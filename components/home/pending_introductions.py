"""Pending introductions: the commune's letters and people to place, the workplace's people with their state."""

import streamlit as st

from components.i18n import _, _n, day_text
from components.labels import contact_labels
from components.markdown import escape_markdown
from components.papers import issued_papers, workplace_comments_view
from db.contacts import contact_list
from db.figures import silent_units_and_introduced_members
from db.kernel.scope import Viewer
from db.models import IntroductionState
from db.papers import documents

CONTACTS = "pages/contacts/contacts.py"


def show_for_commune(viewer: Viewer) -> None:
    """Show letters to receive, people to place and objections of cells: the start of `/contacts`."""
    counts = contact_list.count_by_state(viewer)
    sent, received = counts.states[IntroductionState.INTRODUCED], counts.states[IntroductionState.RECEIVED]
    told = [
        _n("{count} letter to receive", "{count} letters to receive", sent) if sent else "",
        _n("{count} person to place in a cell", "{count} people to place in cells", received) if received else "",
        _n("{count} objection of a cell", "{count} objections of cells", counts.objections)
        if counts.objections
        else "",
    ]
    if any(told):
        with st.container(key="tap_introductions"):
            st.page_link(CONTACTS, label=" · ".join(filter(None, told)), icon=":material/handshake:")


def show_for_workplace(viewer: Viewer) -> None:
    """Show the workplace's requests and documents, then everybody whom it introduced, with state."""
    papers = documents.list_issued_to(viewer)
    workplace_comments_view.show_summary(viewer, papers)
    issued_papers.show(viewer, papers)
    st.page_link(CONTACTS, label=_("Introduce people, follow up"), icon=":material/handshake:")
    rows = silent_units_and_introduced_members.list_introduced(viewer)
    st.subheader(_n("{count} member introduced", "{count} members introduced", len(rows)))
    for row in rows:
        cell = f" · {escape_markdown(row.cell)}" if row.cell else ""
        letter = [escape_markdown(row.letter or ""), day_text(row.letter_date) if row.letter_date else ""]
        told = " · ".join(filter(None, [contact_labels.state_name(row.state), *letter]))
        st.markdown(f"**{escape_markdown(row.name)}**{cell}  \n{told}")
