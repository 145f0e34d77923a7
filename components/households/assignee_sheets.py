"""The sheet of a member in charge of households: his groups and households with address, last visit, what was agreed,
and room for the next visit.

A paper: Vietnamese whatever the screen is.
"""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.i18n import _, day_text, in_language
from components.labels import household_labels
from components.markdown import escape_markdown
from components.meetings import printed_sheet
from db.households.board import AssigneeLoad, Board, BoardRow
from db.households.cover_count import upwards
from db.households.household_notes import NoteLine
from db.kernel.scope import Viewer
from db.units.units import UnitName

Notes = Mapping[tuple[bool, int], NoteLine]


def show(viewer: Viewer, cell: UnitName, standing: Board, held: list[AssigneeLoad], notes: Notes) -> None:
    """One sheet for each of these members, each on a page of its own."""
    with in_language("vi"):
        for load in held:
            with st.container(key=f"sheet_page_{load.who.code}"):
                printed_sheet.heading(viewer, cell, f"_{load.who.code}")
                _title(standing, load)
                _table(standing, load, notes)
                st.caption(_(household_labels.NOT_RECORDED))
                with st.container(key=f"sheet_foot_{load.who.code}"):
                    printed_sheet.signature(_("Member in charge"))


def _title(standing: Board, load: AssigneeLoad) -> None:
    st.title(_("Households in charge"), text_alignment="center")
    told = (load.who.name, household_labels.household_count(load.households), day_text(standing.day))
    st.caption(" · ".join(map(escape_markdown, told)), text_alignment="center")


def _table(standing: Board, load: AssigneeLoad, notes: Notes) -> None:
    heads = [
        _("Household, group"),
        _("Address"),
        _("Last visit"),
        _("Agreed, to be seen to"),
        _("Day of the next visit"),
        _("What was agreed then"),
    ]
    rows = [
        dict.fromkeys(heads, "") | dict(zip(heads, _cells(standing, line, notes), strict=False))
        for line in _lines(standing, load)
    ]
    with st.container(key=f"sheet_homes_{load.who.code}"):
        st.table(pd.DataFrame(rows, columns=heads, dtype=str), hide_index=True)


def _cells(standing: Board, line: BoardRow, notes: Notes) -> list[str]:
    visited = standing.visits.of_line(bool(line.kind), line.id).last
    note = notes.get((bool(line.kind), line.id))
    size = household_labels.line_size_only(line)
    texts = [
        f"{line.name} ({size})" if size else line.name,
        (line.household and line.household.address) or "",
        day_text(visited) if visited else "",
        f"{note.text} ({day_text(note.day)})" if note else "",
    ]
    return [escape_markdown(text) for text in texts]


def _lines(standing: Board, load: AssigneeLoad) -> list[BoardRow]:
    """What somebody is in charge of, and the households by name that lie in it."""
    own = {line.code for line in load.lines}
    groups = {line.id for line in load.lines if line.kind}
    parents = {line.id: line.parent_id for line in standing.lines if line.kind}
    return [
        line
        for line in standing.lines
        if line.code in own or (line.household and groups & set(upwards(line.parent_id, parents)))
    ]
