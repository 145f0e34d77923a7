"""The form for a new account: role, unit, holder, start."""

import streamlit as st

from components.accounts import password_slip, role_picker
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms
from db.accounts import accounts, signin
from db.accounts.accounts import UNIT_KINDS_BY_ROLE
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone
from db.models.units import CELLS
from db.people import offices
from db.settings import settings
from db.units.units import UnitName

FORM, PAGE = "accounts_new", "pages/administration/account.py"


def show(viewer: Viewer) -> None:
    """Show the form, and the result of submitting it."""
    form = forms.form_key(FORM)
    role = role_picker.choose_role(viewer, form)
    unit = role_picker.choose_unit(viewer, role, form)
    if unit and UNIT_KINDS_BY_ROLE[role] == CELLS:
        _holders(viewer, unit, form)
    name = st.text_input(_("Full name of the account holder"), key=f"{form}_name", max_chars=120, autocomplete="off")
    phone = st.text_input(
        _("Phone"), key=f"{form}_phone", max_chars=20, autocomplete="off", on_change=_propose, args=(form,)
    )
    username = st.text_input(
        _("User name"),
        key=f"{form}_login",
        max_chars=40,
        autocomplete="off",
        placeholder=_("preferably the phone number"),
    )
    if username and signin.normalise_username(username) != username:
        st.caption(
            _(
                "Saved without accents and spaces: {username}. Signing in with accents also works.",
                username=escape_markdown(signin.normalise_username(username)),
            )
        )
    since, until = forms.date_span(form, clock.today(), None, _("Until (if known)"))
    if st.button(_("Create account and password"), type="primary", width="stretch", key=f"{form}_save"):
        told = {"role": role, "username": username, "name": name, "phone": phone, "since": since, "until": until}
        with feedback.saving(_("Account created.")):
            code = _make(unit, told | {"member_id": st.session_state.get(f"{form}_member")})
            st.switch_page(PAGE, query_params={"account": code or ""})


def _make(unit: UnitName | None, told: dict) -> str | None:
    """Return the code of the created account, whether this click or an earlier one created it."""
    try:
        with forms.once_token(FORM) as token:
            if unit is None:
                raise Invalid("unit_missing")
            made = accounts.create(auth.viewer("/new-account"), unit_id=unit.id, token=token, **told)
            password_slip.remember_password(made.code, made.password)
            return made.code
    except AlreadyDone:
        return password_slip.latest_account_code()


def _holders(viewer: Viewer, unit: UnitName, form: str) -> None:
    """Offer the cell's post holders; selecting one fills in the name."""
    labels = {option.key: option.label for option in settings.options(viewer, "posts")}
    held = {one.id: one for one in offices.list_holders(viewer, unit.id)}
    if held:
        st.pills(
            _("Cell officers"),
            list(held),
            format_func=lambda each: (
                f"{escape_markdown(held[each].name)}, {escape_markdown(labels.get(held[each].post, held[each].post))}"
            ),
            key=f"{form}_holder_{unit.id}",
            on_change=_fill,
            args=(form, f"{form}_holder_{unit.id}", held),
        )


def _fill(form: str, key: str, held: dict[int, offices.OfficeHolder]) -> None:
    """Fill in the name of the selected officer. A callback."""
    if chosen := held.get(st.session_state[key]):
        st.session_state[f"{form}_name"] = chosen.name
    st.session_state[f"{form}_member"] = chosen.member_id if chosen else None


def _propose(form: str) -> None:
    """Propose the telephone number as user name. A callback."""
    if not st.session_state.get(f"{form}_login"):
        st.session_state[f"{form}_login"] = "".join(
            char for char in st.session_state[f"{form}_phone"] if char.isdigit()
        )
