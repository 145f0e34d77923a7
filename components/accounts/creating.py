"""The form of a new account: which role for which unit, who, since when."""

import streamlit as st

from components import auth, feedback, forms
from components.accounts import choosing, slip
from components.i18n import _
from components.text import plain
from db import clock, settings
from db.access import accounts, signin
from db.access.accounts import CELLS, FITS
from db.faults import Invalid
from db.people import offices
from db.scope import Viewer
from db.session import AlreadyDone
from db.units import Named

FORM, PAGE = "accounts_new", "pages/administration/account.py"


def form(viewer: Viewer) -> None:
    """The form, and what becomes of it."""
    form = forms.current(FORM)
    role = choosing.role(viewer, form)
    unit = choosing.unit(viewer, role, form)
    if unit and FITS[role] == CELLS:
        _holders(viewer, unit, form)
    name = st.text_input(_("Full name of the person"), key=f"{form}_name", max_chars=120, autocomplete="off")
    phone = st.text_input(_("Telephone"), key=f"{form}_phone", max_chars=20, autocomplete="off", on_change=_propose, args=(form,))
    username = st.text_input(_("User name"), key=f"{form}_login", max_chars=40, autocomplete="off", placeholder=_("best: the telephone number"))
    if username and signin.username_of(username) != username:
        st.caption(_("Kept without accents and signs: {username}. Typed with them it is understood, too.", username=plain(signin.username_of(username))))
    since, until = forms.span(form, clock.today(), None, _("Until (if known)"))
    if st.button(_("Make the account"), type="primary", width="stretch", key=f"{form}_save"):
        told = {"role": role, "username": username, "name": name, "phone": phone, "since": since, "until": until}
        with feedback.saving(_("The account is made.")):
            code = _make(unit, told | {"member_id": st.session_state.get(f"{form}_member")})
            st.switch_page(PAGE, query_params={"account": code or ""})


def _make(unit: Named | None, told: dict) -> str | None:
    """The code of the account that was made, by this touch or by an earlier one that could not show it."""
    try:
        with forms.once(FORM) as token:
            if unit is None:
                raise Invalid("unit_missing")
            made = accounts.create_account(auth.viewer("/new-account"), unit_id=unit.id, token=token, **told)
            slip.keep(made.code, made.password)
            return made.code
    except AlreadyDone:
        return slip.latest()


def _holders(viewer: Viewer, unit: Named, form: str) -> None:
    """Whoever holds a post in the cell: one touch fills in the name."""
    labels = {option.key: option.label for option in settings.options(viewer, "posts")}
    held = {one.id: one for one in offices.holders(viewer, unit.id)}
    if held:
        st.pills(
            _("Of the cell's officers"),
            list(held),
            format_func=lambda each: f"{plain(held[each].name)}, {plain(labels.get(held[each].post, held[each].post))}",
            key=f"{form}_holder_{unit.id}",
            on_change=_fill,
            args=(form, f"{form}_holder_{unit.id}", held),
        )


def _fill(form: str, key: str, held: dict[int, offices.Holder]) -> None:
    """The name of the officer who was chosen: a callback."""
    if chosen := held.get(st.session_state[key]):
        st.session_state[f"{form}_name"] = chosen.name
    st.session_state[f"{form}_member"] = chosen.member_id if chosen else None


def _propose(form: str) -> None:
    """A telephone number is a good user name: a callback."""
    if not st.session_state.get(f"{form}_login"):
        st.session_state[f"{form}_login"] = "".join(char for char in st.session_state[f"{form}_phone"] if char.isdigit())
