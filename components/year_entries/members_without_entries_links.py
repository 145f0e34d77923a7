"""On the first page: how many members have no entry this year, as links to their list."""

import streamlit as st

from components import menu
from components.i18n import _n
from components.markdown import escape_markdown
from components.widgets import page_links
from components.widgets.page_links import PageLink
from components.year_entries import members_without_entries_cache
from db.kernel.scope import Viewer
from db.models import GroupKind
from db.year_entries import members_without_entries
from db.year_entries.members_without_entries import MembersWithoutEntries

PAGE = "pages/people/entries.py"


def show_for_cell(viewer: Viewer) -> None:
    """Show how many of the cell's contact members and own members have no entry, each with a link to them."""
    with st.container(key="tap_unnoted"):
        for found in members_without_entries.list_cells(viewer):
            page_links.show((_link(text, kind) for kind, text in _texts(found).items()), "content")


def show_for_commune(viewer: Viewer) -> None:
    """Show how many members have no entry, in all the commune's cells and in each."""
    cells = members_without_entries_cache.list_cells(viewer)
    if not cells:
        return
    people = sum(found.contact + found.own for found in cells)
    text = _n("{count} member has no entry this year", "{count} members have no entry this year", people)
    with st.expander(text, icon=":material/bookmark_add:", key="unnoted_cells", on_change="rerun") as box:
        if box.open:
            with st.container(key="tap_unnoted"):
                page_links.show(map(_of_one, cells), "content")


def _of_one(found: MembersWithoutEntries) -> PageLink:
    texts = _texts(found)
    label = f"{escape_markdown(found.cell.name)}: {' · '.join(texts.values())}"
    return _link(label, next(iter(texts)), entries_cell=found.cell.code)


def _texts(found: MembersWithoutEntries) -> dict[GroupKind, str]:
    """Return the counts in words, by the cell's list that they belong to."""
    words = {
        GroupKind.CONTACT: _n(
            "{count} contact member has no entry this year",
            "{count} contact members have no entry this year",
            found.contact,
        ),
        GroupKind.PARTY: _n(
            "{count} own member has no entry this year", "{count} own members have no entry this year", found.own
        ),
    }
    counts = {GroupKind.CONTACT: found.contact, GroupKind.PARTY: found.own}
    return {kind: text for kind, text in words.items() if counts[kind]}


def _link(label: str, kind: GroupKind, **query: str) -> PageLink:
    query = {"entries_view": "people", "entries_list": kind.value, **query}
    return PageLink(menu.link_target(PAGE), label, query, ":material/bookmark_add:")
