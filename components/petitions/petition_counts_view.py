"""How many requests of the people there are, by commune and cell, without a word of what they say."""

import streamlit as st

from components.i18n import N_, _, number
from components.petitions.petition_detail import PAGE
from components.widgets import filters, opened_unit, tables
from components.widgets.tables import Column, number_column
from db.figures import petition_counts
from db.figures.petition_counts import PetitionCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.units.units import UnitName

AREA = "petitions_within"
COLUMNS = {
    "name": Column(N_("Unit"), lambda part: part.name),
    "received": number_column(N_("Received"), "count.received", phone=True),
    "open": number_column(N_("Waiting for an answer"), "count.open", phone=True),
    "overdue": number_column(N_("Open too long"), "count.overdue", phone=True),
    "answered": number_column(N_("Answered, to be reported back"), "count.answered"),
    "told": number_column(N_("Reported back"), "count.told"),
    "closed": number_column(N_("Closed with a reason"), "count.closed"),
}


def show(viewer: Viewer) -> None:
    """The parts of the viewer's unit, or of the one that is opened, and their sum."""
    area = opened_unit.show(viewer, AREA, PAGE, {"petitions_view": "counts"})
    parts = petition_counts.by_unit(viewer, area.id if area else None)
    together = petition_counts.total(part.count for part in parts)
    st.markdown(
        _(
            "**{received}** received in all: **{open}** wait for an answer, **{overdue}** of them too long; **{told}** "
            "reported back",
            received=number(together.received),
            open=number(together.open),
            overdue=number(together.overdue),
            told=number(together.told),
        )
    )
    tables.link_rows(
        parts,
        COLUMNS,
        page=PAGE,
        query=lambda part: _inside(part, area),
        main="name",
        key="petition_counts",
        worded=True,
    )
    st.caption(_("What a request says is read by the cell and by whom it was passed on to; here are only the numbers."))


def _inside(part: UnitCount[PetitionCount], area: UnitName | None) -> dict[str, str]:
    """An area opens its parts, a cell those of its requests that were passed on as far as here."""
    if not part.is_cell:
        return {"petitions_view": "counts", AREA: part.code}
    above = {"petitions_area": area.code} if area else {}
    return {filters.RESET_PARAM: "1", "petitions_cell": part.code, **above}
