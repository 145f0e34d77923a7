"""The first visit: the uppermost unit and its level, and the administrator who does the rest."""

import streamlit as st

from components import menu
from components.i18n import _, current_language, month_text
from components.labels import setting_labels
from components.shell import auth
from components.web import setup_code
from components.widgets import feedback
from db.accounts import accounts
from db.settings import settings

auth.signed_in_user()
st.title(menu.PRODUCT)
auth.language_selector()
st.caption(_(menu.TAGLINE))
st.caption(
    _("The register is empty. The set-up code is shown in the terminal window in which the register was started.")
)

with st.form("set_up", border=False):
    code = st.text_input(_("Set-up code"), key="set_up_code", autocomplete="off")
    roots = setting_labels.root_labels()
    root = st.selectbox(
        _("The register is for"),
        list(roots),
        index=None,
        format_func=roots.get,
        key="set_up_root",
        placeholder=_("Choose"),
        help=_(
            "The unit that keeps this register, and the levels below it. The names can be changed later in Settings."
        ),
    )
    unit = st.text_input(
        _("Name of the unit"), key="set_up_unit", max_chars=200, placeholder=_("for example: Dong Binh Ward")
    )
    begins = st.selectbox(
        _("First month of the register"),
        settings.selectable_months(),
        format_func=month_text,
        key="set_up_month",
        help=_(
            "Meetings are due from this month on. There are no reminders for earlier months, but their meetings can "
            "still be entered."
        ),
    )
    name = st.text_input(_("Your name"), key="set_up_name", max_chars=120, autocomplete="name")
    username = st.text_input(
        _("User name"),
        key="set_up_username",
        max_chars=40,
        autocomplete="username",
        help=_("For example, a phone number."),
    )
    password = st.text_input(
        _("Password"),
        key="set_up_password",
        type="password",
        autocomplete="new-password",
        help=_("At least 8 letters or digits."),
    )
    asked = st.form_submit_button(_("Start"), type="primary", width="stretch")

if asked:
    with feedback.saving(_("The register is ready.")):
        setup_code.require_code(code, auth.client_address())
        made = {"name": name, "username": username, "password": password, "root": root or "", "first_month": begins}
        auth.sign_in(accounts.set_up_register(unit, language=current_language(), **made))
