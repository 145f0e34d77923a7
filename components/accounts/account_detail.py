"""One account: how it stands, what is done about it most, then everything else."""

from collections.abc import Callable

import streamlit as st

from components.accounts import password_slip, role_picker
from components.i18n import _, _n, moment_text
from components.labels import account_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms
from db.accounts import accounts
from db.accounts.account_list import AccountDetails, AccountRow
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer

ADDRESS = "/account"


def show(viewer: Viewer, found: AccountDetails) -> None:
    """The account with what this viewer may do about it."""
    account = found.account
    if password := password_slip.password_for(account.code):
        password_slip.show(viewer, account, password)
    with st.container(key="screen_account"):
        _facts(account)
        if found.answered:
            _deeds(viewer, account, bool(password))
        else:
            st.caption(
                _(
                    "This person also holds a role that you cannot assign. Only the administrator can change "
                    "this account."
                )
            )
        _roles(viewer, found)
        if found.answered:
            _more(viewer, account)
        _devices(found)


def _facts(account: AccountRow) -> None:
    told = {
        _("User name"): account.username,
        _("Phone"): account.phone,
        _("Status"): account_labels.state_label(account) or _("in use"),
        _("Last signed in"): account_labels.usage_text(account),
    }
    with st.container(key="facts_account"):
        st.markdown(
            "\n".join(
                [
                    "| | |",
                    "|---|---|",
                    *(
                        f"| {escape_markdown(label)} | {escape_markdown(value)} |"
                        for label, value in told.items()
                        if value
                    ),
                ]
            )
        )


def _deeds(viewer: Viewer, account: AccountRow, told: bool) -> None:
    """A new password first: it is what people call about."""
    if account.id == viewer.account_id:
        st.page_link(
            "pages/access/me.py",
            label=_("This is your own account: change your password here"),
            icon=":material/password:",
        )
    elif st.button(
        _("Issue a new one-time password"),
        type="secondary" if told else "primary",
        width="stretch",
        icon=":material/password:",
        key=f"account_{account.code}_reset",
    ):
        with feedback.saving(_("New password issued.")):
            password_slip.remember(account.code, accounts.reset_password(auth.viewer(ADDRESS), account.id))
            st.rerun()
    with st.container(horizontal=True):
        if account.active:
            _button(
                account,
                "lock",
                _("Lock"),
                ":material/lock:",
                _("Account locked."),
                lambda me: accounts.set_active(me, account.id, False),
            )
        else:
            _button(
                account,
                "open",
                _("Unlock"),
                ":material/lock_open:",
                _("Account unlocked."),
                lambda me: accounts.set_active(me, account.id, True),
            )
        if account.devices:
            _button(
                account,
                "out",
                _("Sign out everywhere"),
                ":material/logout:",
                _("Signed out everywhere."),
                lambda me: accounts.sign_out_everywhere(me, account.id),
            )


def _button(account: AccountRow, name: str, label: str, icon: str, said: str, deed: Callable[[Viewer], None]) -> None:
    if st.button(label, icon=icon, key=f"account_{account.code}_{name}"):
        with feedback.saving(said):
            deed(auth.viewer(ADDRESS))
            st.rerun()


def _roles(viewer: Viewer, found: AccountDetails) -> None:
    st.subheader(_("Roles"))
    lines = [
        (account_labels.role_with_unit(viewer, held), account_labels.grant_span(held.since, held.until))
        for held in found.account.roles
    ]
    st.markdown(
        "\n".join(
            f"- {escape_markdown(said)}" + (f"  \n  :gray[{escape_markdown(when)}]" if when else "")
            for said, when in lines
        )
    )
    past = [
        f"{account_labels.role_with_unit(viewer, held)}, {account_labels.grant_span(held.since, held.until)}"
        for held in found.past
    ]
    if past:
        st.caption(_("Earlier roles: {roles}", roles=escape_markdown("; ".join(past))))
    if not lines:
        st.caption(_("No role at present: this account cannot open any page until it is given one."))


def _more(viewer: Viewer, account: AccountRow) -> None:
    """What is rarely needed: chosen first, then its form."""
    name = f"account_{account.code}"
    form = forms.form_key(name)
    possible = {
        "give": (_("Add a role"), _give),
        "take": (_("End a role"), _take),
        "data": (_("Correct name or user name"), _data),
    }
    if not account.roles:
        del possible["take"]
    chosen = st.pills(
        _("What to change"),
        list(possible),
        format_func=lambda each: possible[each][0],
        key=f"{form}_deed",
        label_visibility="collapsed",
    )
    if chosen:
        with st.container(border=True):
            possible[chosen][1](viewer, account, name, f"{form}_{chosen}")


def _give(viewer: Viewer, account: AccountRow, name: str, form: str) -> None:
    role = role_picker.choose_role(viewer, form)
    unit = role_picker.choose_unit(viewer, role, form)
    since, until = forms.date_span(form, clock.today(), None, _("Until (if known)"))
    if st.button(_("Assign role"), type="primary", width="stretch", key=f"{form}_save"):
        with feedback.saving(_("Role assigned.")):
            if unit is None:
                raise Invalid("unit_missing")
            accounts.grant_role(auth.viewer(ADDRESS), account.id, role, unit.id, since, until)
            forms.reset(name)
            st.rerun()


def _take(viewer: Viewer, account: AccountRow, name: str, form: str) -> None:
    held = {each.grant_id: account_labels.role_with_unit(viewer, each) for each in account.roles}
    with st.form(f"{form}_form", border=False):
        grant_id = st.selectbox(_("Which one"), list(held), format_func=held.get, key=f"{form}_which")
        last = forms.date_field(_("Last day in the role (leave empty to end it now)"), None, key=f"{form}_last")
        if st.form_submit_button(_("End this role"), type="primary", width="stretch"):
            with feedback.saving(_("Role ended.")):
                accounts.end_grant(auth.viewer(ADDRESS), grant_id, last)
                forms.reset(name)
                st.rerun()


def _data(viewer: Viewer, account: AccountRow, name: str, form: str) -> None:
    with st.form(f"{form}_form", border=False):
        told = st.text_input(
            _("Full name of the account holder"), account.name, key=f"{form}_who", max_chars=120, autocomplete="off"
        )
        phone = st.text_input(_("Phone"), account.phone or "", key=f"{form}_phone", max_chars=20, autocomplete="off")
        username = st.text_input(
            _("User name"), account.username, key=f"{form}_login", max_chars=40, autocomplete="off"
        )
        if st.form_submit_button(_("Save"), type="primary", width="stretch"):
            with feedback.saving(_("Saved.")):
                accounts.correct(auth.viewer(ADDRESS), account.id, username=username, name=told, phone=phone)
                forms.reset(name)
                st.rerun()


def _devices(found: AccountDetails) -> None:
    if found.signed_in:
        with st.expander(_n("Signed in on {count} device", "Signed in on {count} devices", len(found.signed_in))):
            st.markdown(
                "\n".join(
                    f"- {escape_markdown(auth.device_name(label))} · {moment_text(seen)}"
                    for label, seen in found.signed_in
                )
            )
