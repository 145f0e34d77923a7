"""On the first page: the people's requests and the cells' difficulties that the viewer's unit has to handle."""

import streamlit as st

from components.i18n import _n
from components.widgets import filters
from db.figures import petition_counts
from db.kernel.scope import Viewer
from db.petitions.petition_list import OVERDUE
from db.petitions.petition_states import PetitionState

PAGES = {
    "petitions": ("pages/households/petitions.py", ":material/forum:"),
    "difficulties": ("pages/people/difficulties.py", ":material/support:"),
}


def show(viewer: Viewer) -> None:
    """Show the counts with their links."""
    waiting = petition_counts.count_waiting_for_unit(viewer)
    if waiting.overdue:
        told = _n(
            "{count} request of the people is open too long",
            "{count} requests of the people are open too long",
            waiting.overdue,
        )
        _link(told, OVERDUE, held="true")
    if waiting.to_tell:
        told = _n(
            "{count} answer to be reported back to the people",
            "{count} answers to be reported back to the people",
            waiting.to_tell,
        )
        _link(told, PetitionState.ANSWERED)
    _difficulties(viewer)


def _difficulties(viewer: Viewer) -> None:
    waiting = petition_counts.count_difficulties_waiting_for_unit(viewer)
    if waiting.open:
        told = _n(
            "{count} difficulty of a cell waits for an answer",
            "{count} difficulties of cells wait for an answer",
            waiting.open,
        )
        late = _n("! {count} open too long", "! {count} open too long", waiting.overdue) if waiting.overdue else ""
        _link(" · ".join(filter(None, (told, late))), PetitionState.OPEN, "difficulties", held="true")
    if waiting.answered:
        told = _n(
            "{count} difficulty is answered: please take note",
            "{count} difficulties are answered: please take note",
            waiting.answered,
        )
        _link(told, PetitionState.ANSWERED, "difficulties")


def _link(label: str, state: str, noun: str = "petitions", **more: str) -> None:
    query = {filters.RESET_PARAM: "1", f"{noun}_state": str(state)} | {
        f"{noun}_{key}": text for key, text in more.items()
    }
    page, icon = PAGES[noun]
    with st.container(key=f"tap_{noun}_{state}"):
        st.page_link(page, label=label, icon=icon, query_params=query)
