"""The sheet of a member in charge of households:
groups and households with address, last visit, agreements, and room for the next visit.

A printed document, so Vietnamese whatever the screen's language.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from components.i18n import N_, _, day_text, in_language
from components.labels import household_labels
from components.markdown import escape_markdown
from components.meetings import printed_attendance_sheet
from components.widgets import link_tables
from components.widgets.link_tables import Column, Columns
from db.households.cover_count import with_groups_above
from db.households.household_board import AssigneeLoad, BoardRow, Charges
from db.households.household_notes import NoteLine
from db.kernel.scope import Viewer
from db.units.units import UnitName

Notes = Mapping[tuple[bool, int], NoteLine]


def show(viewer: Viewer, cell: UnitName, charges: Charges, held: list[AssigneeLoad], notes: Notes) -> None:
    """Show one sheet for each of these members, each on its own page."""
    parents = {line.id: line.parent_id for line in charges.lines if line.kind}
    with in_language("vi"):
        heading = printed_attendance_sheet.heading_text(viewer, cell)
        for load in held:
            with st.container(key=f"sheet_page_homes_{load.who.code}"):
                printed_attendance_sheet.show_heading(heading, f"_{load.who.code}")
                _title(charges.day, load)
                _table(charges, _lines(charges, load, parents), notes)
                st.caption(_(household_labels.NOT_RECORDED))
                printed_attendance_sheet.show_signature_place(_("Member in charge"), f"sheet_foot_{load.who.code}")


def _title(day: date, load: AssigneeLoad) -> None:
    st.title(_("Households in charge"), text_alignment="center")
    told = (load.who.name, household_labels.household_count(load.households), day_text(day))
    st.caption(" · ".join(map(escape_markdown, told)), text_alignment="center")


def _table(charges: Charges, lines: list[BoardRow], notes: Notes) -> None:
    columns: Columns = {
        "name": Column(N_("Household, group"), _name),
        "address": Column(N_("Address"), lambda line: line.household and line.household.address),
        "visited": Column(N_("Last visit"), partial(_visited, charges)),
        "agreed": Column(N_("Agreed, to be seen to"), partial(_agreed, notes)),
        "next": Column(N_("Day of the next visit"), lambda line: ""),
        "then": Column(N_("What was agreed then"), lambda line: ""),
    }
    link_tables.read_only_table(lines, columns)


def _name(line: BoardRow) -> str:
    size = household_labels.group_household_count(line)
    return f"{line.name} ({size})" if size else line.name


def _visited(charges: Charges, line: BoardRow) -> str:
    day = charges.last_visits[bool(line.kind), line.id]
    return day_text(day) if day else ""


def _agreed(notes: Notes, line: BoardRow) -> str:
    note = notes.get((bool(line.kind), line.id))
    return f"{note.text} ({day_text(note.day)})" if note else ""


def _lines(charges: Charges, load: AssigneeLoad, parents: Mapping[int, int | None]) -> list[BoardRow]:
    """Return what a member is in charge of, with the households known by name within it."""
    own = {line.code for line in load.lines}
    groups = {line.id for line in load.lines if line.kind}
    return [
        line
        for line in charges.lines
        if line.code in own or (line.household and groups & set(with_groups_above(line.parent_id, parents)))
    ]
