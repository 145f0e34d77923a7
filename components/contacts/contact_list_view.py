"""The list of introductions: filtered by parameters in the address, page by page, with the columns of each role."""

from collections.abc import Iterable

import streamlit as st

from components import level_names
from components.i18n import N_, _, number
from components.labels import contact_labels
from components.markdown import escape_markdown
from components.widgets import filters, lazy_filter, link_tables, url_state
from components.widgets.link_tables import Column
from db.contacts import contact_list, letters
from db.contacts.contact_list import PAGE, ContactCounts, ContactFilter, ContactLine
from db.kernel.scope import Viewer
from db.models import IntroductionState as State, Role
from db.units.units import UnitName

MEMBER = "pages/people/member.py"
STATE = Column(N_("State"), lambda line: line.state, contact_labels.state_with_sign)
WAITS = Column(N_("Waiting"), contact_labels.waiting_text)
CELL = Column(N_("Cell"), lambda line: line.cell)
LETTER = Column(N_("Letter"), contact_labels.letter_text, phone=lambda line: False)
WORKPLACE = Column(N_("Workplace"), lambda line: line.workplace)
COLUMNS = {
    "name": Column(N_("Full name"), lambda line: line.name),
    "born": Column(N_("Year of birth"), lambda line: (line.born or "")[:4], phone=lambda line: False),
    "workplace": WORKPLACE,
    "state": STATE,
    "cell": CELL,
    "letter": LETTER,
    "waits": WAITS,
}


def show(viewer: Viewer, counts: ContactCounts, cells: dict[str, UnitName] | None = None) -> None:
    """Show the list with its filters; each state is offered with its count."""
    if not sum(counts.states.values()):
        st.caption(_("Nobody has been introduced yet."))
        return
    wanted = _filter(viewer, counts, cells or {})
    found = contact_list.search(viewer, wanted, counts)
    if not found.rows:
        st.caption(_("Nobody matches. Type less of the name or remove a filter."))
        return
    if viewer.role == Role.WORKPLACE:
        st.markdown("\n".join(f"- {_told(line)}" for line in found.rows))
    else:
        show_members(found.rows, _columns(viewer), "contacts")
    filters.pagination(found.total, PAGE, "contacts")


def _columns(viewer: Viewer) -> link_tables.Columns:
    """Return the columns; for the district with the commune."""
    if viewer.role != Role.DISTRICT:
        return COLUMNS
    commune = Column(level_names.level_heading(viewer), lambda line: line.commune)
    return {"name": COLUMNS["name"], "commune": commune, **COLUMNS}


def show_members(lines: Iterable[ContactLine], columns: link_tables.Columns, key: str) -> None:
    """Show rows that open the member."""
    link_tables.link_rows(lines, columns, page=MEMBER, query=lambda line: {"member": line.member}, main="name", key=key)


def _told(line: ContactLine) -> str:
    """Return a person with state in one line, for roles that cannot open members."""
    parts = (
        contact_labels.state_with_sign(line),
        line.cell,
        line.commune,
        contact_labels.letter_text(line),
        contact_labels.waiting_text(line),
    )
    return " · ".join([f"**{escape_markdown(line.name)}**", *(escape_markdown(part) for part in parts if part)])


def _filter(viewer: Viewer, counts: ContactCounts, cells: dict[str, UnitName]) -> ContactFilter:
    present = [state for state in State if counts.states[state]]
    bound = url_state.choice_in_address(
        "contacts_state",
        present,
        lambda state: f"{_(contact_labels.STATES[state])} {number(counts.states[state])}",
    )
    state = st.segmented_control(
        _("State"), label_visibility="collapsed", **bound, **filters.reopen_first_page("contacts")
    )
    search = st.text_input(
        _("Find by name"), key="contacts_search", live=True, type="search", persist_state="session",
        placeholder=_("for example: thuy ng"),
        **filters.reopen_first_page("contacts"),
    )  # fmt: skip
    cell = workplace = commune = None
    with lazy_filter.show("contacts", PLACES) as needed:
        if needed:
            cell = _box("cell", _("Cell"), cells)
            if viewer.role != Role.WORKPLACE:
                workplace = _box("workplace", _("Workplace"), _by_code(letters.workplaces_to_introduce_for(viewer)))
            if viewer.role != Role.COMMUNE:
                heading = escape_markdown(level_names.level_heading(viewer))
                commune = _box("commune", heading, _by_code(letters.receiving_communes(viewer)))
    page = (
        filters.parse_int(str(st.session_state.get("contacts_page") or st.query_params.get("contacts_page", ""))) or 1
    )
    return ContactFilter(state, cell, workplace, commune, search or "", page)


PLACES = ("cell", "workplace", "commune")


def _by_code(some: dict[int, UnitName]) -> dict[str, UnitName]:
    return {unit.code: unit for unit in some.values()}


def _box(name: str, label: str, some: dict[str, UnitName]) -> str | None:
    if not some:
        return None
    bound = url_state.choice_in_address(f"contacts_{name}", some, lambda code: some[code].name)
    return st.selectbox(label, index=None, placeholder=_("All"), **bound, **filters.reopen_first_page("contacts"))
