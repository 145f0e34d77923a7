"""The first view of contact members for each role: who they are, how many, and what there is to do."""

import streamlit as st

from components.contacts import (
    cell_contacts,
    commune_actions,
    commune_inbox,
    contact_list_view,
    contact_summary_view,
    new_introduction_forms,
    notices_from_workplaces_view,
    reconciliation_view,
    workplace_contacts,
)
from components.i18n import N_, _, _n, number
from components.labels import contact_labels
from components.markdown import escape_markdown
from components.widgets import url_state
from db.contacts import contact_list
from db.contacts.contact_list import ContactCounts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import IntroductionState as State, Role
from db.units import units

TOLD = (State.TO_INTRODUCE, State.INTRODUCED, State.RECEIVED, State.PLACED, State.UNKNOWN)


VIEWS = {
    "people": N_("Introductions"),
    "reconcile": N_("Reconciliation"),
    "notices": N_("Changes"),
    "summary": N_("Summary"),
}


def show(viewer: Viewer) -> None:
    """Show the role's work on people, the reconciliation, or the workplaces' notices."""
    bound = url_state.choice_in_address("view", _views(viewer), lambda view: _(VIEWS[view]), "people", persist=False)
    view = st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound)
    {
        "people": _people,
        "reconcile": reconciliation_view.show,
        "notices": notices_from_workplaces_view.show,
        "summary": contact_summary_view.show,
    }[str(view)](viewer)


def _views(viewer: Viewer) -> list[str]:
    """Return the views: reconciliation above cells, the summary for several units, notices for
    senders and receivers.
    """
    hidden = {
        "reconcile": viewer.role == Role.SECRETARY,
        "notices": not viewer.reads(Audience.CORRESPONDENCE),
        "summary": viewer.role not in (Role.COMMUNE, Role.DISTRICT),
    }
    return [view for view in VIEWS if not hidden.get(view)]


def _people(viewer: Viewer) -> None:
    """Show the people of the viewer's role, pending ones first."""
    own = escape_markdown(units.own(viewer).name)
    if viewer.role == Role.SECRETARY:
        st.caption(own)
        cell_contacts.show(viewer)
        return
    counts = contact_list.count_by_state(viewer)
    st.caption(" · ".join([own, *_told(counts)]))
    if viewer.role == Role.COMMUNE:
        cells = commune_inbox.cells_taking_contacts(viewer)
        commune_inbox.show(viewer, cells)
        st.subheader(_("All contact members"))
        new_introduction_forms.show(viewer, commune_actions.actions_by_key(cells))
        contact_list_view.show(viewer, counts, cells)
    else:
        workplace_contacts.show(viewer, counts)


def _told(counts: ContactCounts) -> list[str]:
    """Show how many are in each state, and how many have an objection."""
    told = [
        f"{_(contact_labels.STATES[state])} {number(counts.states[state])}" for state in TOLD if counts.states[state]
    ]
    if counts.objections:
        told.append(_n("{count} objection", "{count} objections", counts.objections))
    return told
