"""How a list of marks is shown: as a grid on a wide screen, by item, or by member."""

import streamlit as st

from components.i18n import N_, _

VIEWS = {"grid": N_("Grid"), "items": N_("Item by item"), "people": N_("Member by member")}


def show() -> str:
    """Show the choice, kept across pages; by default items on a phone and the grid on a wide screen."""
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    asked = st.query_params.get("person")
    chosen = st.segmented_control(
        _("View"), list(VIEWS), format_func=lambda each: _(VIEWS[each]), required=True, width="stretch",
        default="people" if asked else "items" if phone else "grid", key="assess_view", label_visibility="collapsed",
        persist_state="session",
    )  # fmt: skip
    return chosen or "people"
