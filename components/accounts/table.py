"""The list of accounts: what it is narrowed by, its columns, the cells that nobody keeps the book of."""

import streamlit as st

from components import filters, forms, tables
from components.accounts import words
from components.accounts.creating import FORM
from components.i18n import N_, _, _n, day_text
from components.tables import Column
from components.text import plain
from db.access import listed
from db.access.listed import State, Wanted
from db.scope import Viewer

ONE, NEW = "pages/administration/account.py", "pages/administration/new_account.py"
SHOWN = 30  # cells named at a time
COLUMNS = {
    "name": Column(N_("Full name"), lambda row: row.name),
    "login": Column(N_("User name"), lambda row: row.username),
    "seen": Column(N_("Last signed in"), lambda row: row.seen_at, lambda row: day_text(row.seen_at), lambda row: False),
    "state": Column(N_("State"), words.state),
    "roles": Column(N_("Role"), words.roles),
}


def wanted() -> Wanted:
    """Which accounts to list."""
    search = st.text_input(
        _("Find an account"),
        key="accounts_search",
        placeholder=_("name, telephone, user name or cell"),
        live=True,
        type="search",
        persist_state="session",
        on_change=_from_start,
    )
    state = st.segmented_control(
        _("State"),
        list(State),
        format_func=lambda state: _(words.STATES[state]),
        label_visibility="collapsed",
        key="accounts_state",
        bind="query-params",
        persist_state="session",
        on_change=_from_start,
    )
    told = str(st.session_state.get("accounts_page") or st.query_params.get("accounts_page", ""))
    return Wanted(search or "", state, filters.whole(told, filters.MOST_PAGES) or 1)


def rows(found: listed.Found, asked: Wanted) -> None:
    """The accounts as links, each to its own page."""
    if found.rows:
        tables.links(found.rows, COLUMNS, page=ONE, query=lambda row: {"account": row.code}, main="name", key="accounts")
    elif asked == Wanted():
        st.caption(_("Nobody has an account yet. Make the first one above."))
    else:
        st.caption(_("No account matches. Type less, or take the filter away."))


def silent(viewer: Viewer) -> None:
    """The cells in which nobody can sign in as secretary, each a link to making an account."""
    cells = listed.without(viewer)
    if not cells:
        return
    with st.expander(_n("{count} cell without a secretary's account", "{count} cells without a secretary's account", len(cells))):
        for cell in cells[:SHOWN]:
            form = forms.current(FORM)
            query = {f"{form}_cell": cell.name} | ({f"{form}_area": cell.area} if cell.area and viewer.unit_ids is None else {})
            said = plain(f"{cell.name} · {cell.area}" if cell.area and viewer.unit_ids is None else cell.name)
            st.page_link(NEW, label=said, icon=":material/person_add:", query_params=query)
        if len(cells) > SHOWN:
            st.caption(_n("and {count} more", "and {count} more", len(cells) - SHOWN))


def _from_start() -> None:
    """Another choice begins at the first page: a callback."""
    st.session_state["accounts_page"] = 1
