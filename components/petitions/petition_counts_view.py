"""How many requests a book contains, by commune and cell, without their contents."""

import streamlit as st

from components.i18n import N_, _, number
from components.petitions.petition_book import PEOPLE, PetitionBook
from components.widgets import filters, link_tables, opened_unit
from components.widgets.link_tables import Column, number_column
from db.figures import petition_counts
from db.figures.petition_counts import PetitionCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.petitions.petition_list import OVERDUE
from db.petitions.petition_states import PetitionState
from db.units.units import UnitName


def show(viewer: Viewer, book: PetitionBook = PEOPLE) -> None:
    """Show the parts of the viewer's unit, or of the opened one, and their sum."""
    area = opened_unit.show(viewer, f"{book.noun}_within", book.page, {f"{book.noun}_view": "counts"})
    parts = petition_counts.by_unit(viewer, area.id if area else None, askers=book.askers)
    together = petition_counts.total(part.count for part in parts)
    told = {name: number(getattr(together, name)) for name in ("received", "open", "overdue", "told")}
    st.markdown(
        _(
            "**{received}** received in all: **{open}** waiting for an answer, **{overdue}** of "
            "them too long; **{told}** reported back",
            **told,
        )
        if book is PEOPLE
        else _(
            "**{received}** reported in all: **{open}** waiting for an answer, **{overdue}** of "
            "them too long; **{told}** noted by the cell",
            **told,
        )
    )
    link_tables.link_rows(
        parts,
        _columns(book),
        page=book.page,
        query=lambda part: _inside(part, area, book.noun),
        main="name",
        key=f"{book.opens}_counts",
        worded=True,
    )
    st.caption(
        _("Only the cell and those to whom it was passed on can read a request; here are only the numbers.")
        if book is PEOPLE
        else _("Only the cell and those to whom it was reported can read a difficulty; here are only the numbers.")
    )


def _columns(book: PetitionBook) -> dict[str, Column]:
    states = book.states
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "received": number_column(book.received, "count.received", phone=True),
        "open": number_column(states[PetitionState.OPEN], "count.open", phone=True),
        "overdue": number_column(states[OVERDUE], "count.overdue", phone=True),
        "answered": number_column(states[PetitionState.ANSWERED], "count.answered"),
        "told": number_column(states[PetitionState.TOLD], "count.told"),
        "closed": number_column(states[PetitionState.CLOSED], "count.closed"),
    }


def _inside(part: UnitCount[PetitionCount], area: UnitName | None, noun: str) -> dict[str, str]:
    """Return what a row opens: an area its parts, a cell those of its requests that were passed on to this unit."""
    if not part.is_cell:
        return {f"{noun}_view": "counts", f"{noun}_within": part.code}
    above = {f"{noun}_area": area.code} if area else {}
    return {filters.RESET_PARAM: "1", f"{noun}_cell": part.code, **above}
