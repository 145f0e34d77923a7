"""The readable requests of a book as a list, filtered by state and source."""

import streamlit as st

from components.i18n import N_, _, _n, day_text
from components.labels import petition_labels
from components.petitions.petition_book import PEOPLE, PetitionBook
from components.widgets import filters, link_tables, url_state
from components.widgets.link_tables import Column
from db.kernel.scope import Viewer
from db.models import Role
from db.petitions import petition_list
from db.petitions.petition_list import PetitionFilter

SIZE = 50


def show(viewer: Viewer, book: PetitionBook = PEOPLE) -> None:
    """Show the list with its filters, or what it will contain."""
    filters.reset_from_link(book.noun)
    cell = viewer.role in (Role.SECRETARY, Role.ASSISTANT)
    wanted = _filter(viewer, book)
    lines = petition_list.list_all(viewer, wanted)
    if not lines and wanted != PetitionFilter(askers=book.askers):
        st.caption(_(book.unmatched))
        return
    if not lines:
        st.caption(_(book.none_of_cell if cell else book.none_above))
        return
    overdue = sum(line.overdue for line in lines)
    told = [book.count(len(lines))]
    told += [_n("{count} open too long", "{count} open too long", overdue)] if overdue else []
    st.caption(" · ".join(told))
    first = (min(filters.chosen_page(book.noun), -(-len(lines) // SIZE)) - 1) * SIZE
    link_tables.link_rows(
        lines[first : first + SIZE],
        _columns(cell, book, petition_labels.source_labels(viewer, book.options)),
        page=book.page,
        query=lambda line: {book.opens: line.code},
        main="text",
        key=book.noun,
    )
    filters.pagination(len(lines), SIZE, book.noun)


def _columns(cell: bool, book: PetitionBook, sources: dict[str, str]) -> dict[str, Column]:
    found = {
        "text": Column(book.title, petition_labels.short_text),
        "state": Column(N_("Where it stands"), petition_labels.state_text),
        "cell": Column(N_("Cell"), lambda line: line.cell),
        "source": Column(
            book.source,
            lambda line: sources.get(line.source, line.source),
            phone=lambda line: False,
        ),
        "received": Column(
            book.received_on,
            lambda line: line.received_on,
            lambda line: day_text(line.received_on),
            phone=lambda line: False,
        ),
    }
    if cell:
        del found["cell"]
    return found


def _filter(viewer: Viewer, book: PetitionBook) -> PetitionFilter:
    noun, sources = book.noun, petition_labels.source_labels(viewer, book.options)
    named = ("state", "source", "age", "area", "cell", "held")
    with st.expander(_("Filter"), expanded=any(st.query_params.get(f"{noun}_{name}") for name in named)):
        state = st.selectbox(
            _("Where it stands"),
            index=None,
            placeholder=_("All"),
            **url_state.choice_in_address(f"{noun}_state", book.states, lambda key: _(book.states[key])),
            **filters.reopen_first_page(noun),
        )
        source = st.selectbox(
            _(book.source),
            index=None,
            placeholder=_("All"),
            **url_state.choice_in_address(f"{noun}_source", sources, lambda key: sources[key]),
            **filters.reopen_first_page(noun),
        )
        ages = petition_labels.age_labels()
        age = st.selectbox(
            _("Not answered for"),
            index=None,
            placeholder=_("All"),
            **url_state.choice_in_address(f"{noun}_age", ages, lambda key: ages[key]),
            **filters.reopen_first_page(noun),
        )
        unit = filters.unit_filter(viewer, noun)
        held = st.toggle(_("Only what is with us now"), **filters.toggle_in_address(noun, "held"))
    return PetitionFilter(state, source, unit, held, age, book.askers)
