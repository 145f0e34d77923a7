"""The list of accounts: filters, columns, and cells without a secretary."""

import streamlit as st

from components.accounts.account_form import FORM
from components.i18n import N_, _, _n, day_text
from components.labels import account_labels
from components.markdown import escape_markdown
from components.widgets import filters, forms, link_tables, url_state
from components.widgets.link_tables import Column
from db.accounts import account_list
from db.accounts.account_list import AccountFilter, AccountState
from db.kernel.scope import Viewer

ACCOUNT_PAGE, NEW_ACCOUNT_PAGE = "pages/administration/account.py", "pages/administration/new_account.py"
SHOWN = 30  # cells named at once


def read_filter() -> AccountFilter:
    """Draw the filters; returns which accounts to list."""
    search = st.text_input(
        _("Find an account"),
        key="accounts_search",
        placeholder=_("name, phone or cell"),
        live=True,
        type="search",
        persist_state="session",
        **filters.reopen_first_page("accounts"),
    )
    states = url_state.choice_in_address("accounts_state", AccountState, lambda state: _(account_labels.STATES[state]))
    state = st.segmented_control(
        _("Status"), label_visibility="collapsed", **states, **filters.reopen_first_page("accounts")
    )
    told = str(st.session_state.get("accounts_page") or st.query_params.get("accounts_page", ""))
    return AccountFilter(search or "", state, filters.parse_int(told, filters.MAX_PAGES) or 1)


def show_accounts(viewer: Viewer, found: account_list.AccountPage, asked: AccountFilter) -> None:
    """Show the accounts as links to their pages."""
    columns = {
        "name": Column(N_("Full name"), lambda row: row.name),
        "login": Column(N_("User name"), lambda row: row.username),
        "seen": Column(
            N_("Last signed in"), lambda row: row.seen_at, lambda row: day_text(row.seen_at), lambda row: False
        ),
        "state": Column(N_("Status"), account_labels.state_label),
        "roles": Column(N_("Role"), lambda row: account_labels.first_role_and_count(viewer, row)),
    }
    if found.rows:
        link_tables.link_rows(
            found.rows, columns, page=ACCOUNT_PAGE, query=lambda row: {"account": row.code}, main="name", key="accounts"
        )
    elif asked == AccountFilter():
        st.caption(_("There are no accounts yet. Create the first one above."))
    else:
        st.caption(_("No account matches. Type less or remove a filter."))


def show_cells_without_secretary(viewer: Viewer) -> None:
    """Show cells in which nobody can sign in as secretary, each with a link to create an account."""
    cells = account_list.cells_without_secretary(viewer)
    if not cells:
        return
    with st.expander(
        _n("{count} cell without a secretary's account", "{count} cells without a secretary's account", len(cells))
    ):
        for cell in cells[:SHOWN]:
            form = forms.form_key(FORM)
            query = {f"{form}_cell": cell.code} | ({f"{form}_area": cell.area_code} if cell.area_code else {})
            said = escape_markdown(f"{cell.name} · {cell.area}" if cell.area else cell.name)
            st.page_link(NEW_ACCOUNT_PAGE, label=said, icon=":material/person_add:", query_params=query)
        if len(cells) > SHOWN:
            st.caption(_n("and {count} more", "and {count} more", len(cells) - SHOWN))
