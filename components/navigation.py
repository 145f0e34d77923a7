"""A visitor's menu: every address with the page that it opens for them, in sections."""

from copy import copy
from functools import cache

import streamlit as st

from components.i18n import N_, _, current_language
from components.menu import ENTRIES, FORBIDDEN, ME, PAGES, SET_UP, SIGN_IN, Route
from db.accounts import accounts
from db.accounts.signin import SignedInUser

# Sections of the menu, by the folder of a page; what is done most comes first, above all sections.
SECTIONS = {
    "home": "",
    "meetings": "",
    "people": N_("Cells and members"),
    "contacts": N_("Residence contact"),
    "households": N_("Households and people"),
    "figures": N_("Figures and files"),
    "administration": N_("The register"),
    "access": N_("The register"),
}
ENTRIES_OF = {folder: [entry for entry in ENTRIES if entry.page.startswith(f"{folder}/")] for folder in SECTIONS}


def pages_for(user: SignedInUser | None) -> dict[str, list[st.Page]]:
    """Return all addresses by menu section, so that links survive signing in; only those that the visitor may open are
    visible.
    """
    way_in = SET_UP if user is None and accounts.no_account_exists() else SIGN_IN
    sections: dict[str, list[st.Page]] = {}
    for folder, title in SECTIONS.items():
        for entry in ENTRIES_OF[folder]:
            page = _page(entry, resolve_page(entry, user) or way_in)
            header = _(title) if title and page.visibility == "visible" else ""
            sections.setdefault(header, []).append(page)
    return sections


def resolve_page(entry: Route, user: SignedInUser | None) -> str | None:
    """Return the page that an address opens for a visitor; None for somebody who is not signed in."""
    if user is None:
        return None
    if user.must_change:
        return ME
    return entry.page if user.role in entry.roles else FORBIDDEN


def _page(entry: Route, page: str) -> st.Page:
    """Return a copy of the page object for each run, which marks the current page; looking up its file takes as long as
    a query.
    """
    return copy(_made(entry, page, current_language()))


@cache
def _made(entry: Route, page: str, _language: str) -> st.Page:
    own = page == entry.page
    other = {SIGN_IN: _("Sign in"), FORBIDDEN: _("No access"), SET_UP: _("Set-up"), ME: _("My account")}
    title, shown = (_(entry.title), "visible" if entry.listed else "hidden") if own else (other[page], "hidden")
    return st.Page(
        PAGES / page,
        title=title,
        icon=entry.icon,
        url_path=entry.address.strip("/"),
        default=entry.address == "/",
        visibility=shown,
    )
