"""On the first page: requests of the people that wait too long with the viewer's unit, answers to be reported back."""

import streamlit as st

from components.i18n import _n
from components.widgets import filters
from db.figures import petition_counts
from db.kernel.scope import Viewer
from db.petitions.petition_list import OVERDUE
from db.petitions.petition_states import PetitionState

PAGE = "pages/households/petitions.py"


def show(viewer: Viewer) -> None:
    """How many, each with the way to them."""
    waiting = petition_counts.waiting(viewer)
    if waiting.overdue:
        told = _n(
            "{count} request of the people is open too long",
            "{count} requests of the people are open too long",
            waiting.overdue,
        )
        _link(told, OVERDUE, petitions_held="true")
    if waiting.to_tell:
        told = _n(
            "{count} answer to be reported back to the people",
            "{count} answers to be reported back to the people",
            waiting.to_tell,
        )
        _link(told, PetitionState.ANSWERED)


def _link(label: str, state: str, **more: str) -> None:
    query = {filters.RESET_PARAM: "1", "petitions_state": str(state), **more}
    with st.container(key=f"tap_petitions_{state}"):
        st.page_link(PAGE, label=label, icon=":material/forum:", query_params=query)
