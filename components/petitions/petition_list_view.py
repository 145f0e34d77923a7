"""The requests of the people that somebody may read, as a list narrowed by how far they are and where from."""

import streamlit as st

from components.i18n import N_, _, _n, day_text
from components.labels import petition_labels
from components.petitions.petition_detail import OPEN, PAGE
from components.widgets import filters, tables, url_state
from components.widgets.tables import Column
from db.kernel.scope import Viewer
from db.models import Role
from db.petitions import petition_list
from db.petitions.petition_list import PetitionFilter

NOUN, SIZE = "petitions", 50


def show(viewer: Viewer) -> None:
    """The list with its filters; what it will hold where it is empty."""
    filters.reset_from_link(NOUN)
    cell = viewer.role in (Role.SECRETARY, Role.ASSISTANT)
    wanted = _filter(viewer)
    lines = petition_list.list_all(viewer, wanted)
    if not lines and wanted != PetitionFilter():
        st.caption(_("No request matches. Remove a filter."))
        return
    if not lines:
        st.caption(_("No request here yet.") if cell else _("No request has been passed on here yet."))
        return
    overdue = sum(line.overdue for line in lines)
    told = [_n("{count} request of the people", "{count} requests of the people", len(lines))]
    told += [_n("{count} open too long", "{count} open too long", overdue)] if overdue else []
    st.caption(" · ".join(told))
    first = (min(filters.page_number(NOUN), -(-len(lines) // SIZE)) - 1) * SIZE
    tables.link_rows(
        lines[first : first + SIZE],
        _columns(cell, petition_labels.sources(viewer)),
        page=PAGE,
        query=lambda line: {OPEN: line.code},
        main="text",
        key=NOUN,
    )
    filters.pagination(len(lines), SIZE, NOUN)


def _columns(cell: bool, sources: dict[str, str]) -> dict[str, Column]:
    found = {
        "text": Column(N_("Request"), petition_labels.short_text),
        "state": Column(N_("Where it stands"), petition_labels.state_text),
        "cell": Column(N_("Cell"), lambda line: line.cell),
        "received": Column(
            N_("Received on"),
            lambda line: line.received_on,
            lambda line: day_text(line.received_on),
            phone=lambda line: False,
        ),
        "source": Column(
            N_("Where it comes from"),
            lambda line: sources.get(line.source, line.source),
            phone=lambda line: False,
        ),
    }
    if cell:
        del found["cell"]
    return found


def _filter(viewer: Viewer) -> PetitionFilter:
    sources = petition_labels.sources(viewer)
    named = ("state", "source", "age", "area", "cell", "held")
    with st.expander(_("Filter"), expanded=any(st.query_params.get(f"{NOUN}_{name}") for name in named)):
        state = st.selectbox(
            _("Where it stands"),
            index=None,
            placeholder=_("All"),
            **url_state.bind(f"{NOUN}_state", petition_labels.STATES, lambda key: _(petition_labels.STATES[key])),
            **filters.from_start(NOUN),
        )
        source = st.selectbox(
            _("Where it comes from"),
            index=None,
            placeholder=_("All"),
            **url_state.bind(f"{NOUN}_source", sources, lambda key: sources[key]),
            **filters.from_start(NOUN),
        )
        ages = petition_labels.ages()
        age = st.selectbox(
            _("Not answered for"),
            index=None,
            placeholder=_("All"),
            **url_state.bind(f"{NOUN}_age", ages, lambda key: ages[key]),
            **filters.from_start(NOUN),
        )
        unit = filters.unit_filter(viewer, NOUN)
        held = st.toggle(_("Only what is with us now"), **filters.bound_toggle(NOUN, "held"))
    return PetitionFilter(state, source, unit, held, age)
