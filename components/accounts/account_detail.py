"""One account: its state, the most common actions, then everything else."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components.accounts import password_slip, role_picker
from components.i18n import _, _n, moment_text
from components.labels import account_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import action_form, feedback
from components.widgets.action_form import Action, ActionForm
from db.accounts import accounts
from db.accounts.account_list import AccountDetails, AccountRow
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.units.units import UnitName

ADDRESS = "/account"


def show(viewer: Viewer, details: AccountDetails) -> None:
    """Show the account with the viewer's actions on it."""
    account = details.account
    if password := password_slip.password_for(account.code):
        password_slip.show(viewer, account, password)
    with st.container(key="screen_account"):
        _facts(account)
        if details.manageable:
            _actions(viewer, account, bool(password))
        else:
            st.caption(
                _(
                    "This person also holds a role that you cannot assign. Only the administrator can change "
                    "this account."
                )
            )
        _roles(viewer, details)
        if details.manageable:
            _more(viewer, account)
        _devices(details)


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


def _actions(viewer: Viewer, account: AccountRow, told: bool) -> None:
    """The actions, a new password first, which is what people call about."""
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
            password_slip.remember_password(account.code, accounts.reset_password(auth.viewer(ADDRESS), account.id))
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


def _button(
    account: AccountRow, name: str, label: str, icon: str, saved: str, action: Callable[[Viewer], None]
) -> None:
    if st.button(label, icon=icon, key=f"account_{account.code}_{name}"):
        with feedback.saving(saved):
            action(auth.viewer(ADDRESS))
            st.rerun()


def _roles(viewer: Viewer, details: AccountDetails) -> None:
    st.subheader(_("Roles"))
    lines = [
        (account_labels.role_with_unit(viewer, held), account_labels.grant_span(held.since, held.until))
        for held in details.account.roles
    ]
    st.markdown(
        "\n".join(
            f"- {escape_markdown(said)}" + (f"  \n  :gray[{escape_markdown(when)}]" if when else "")
            for said, when in lines
        )
    )
    past = [
        f"{account_labels.role_with_unit(viewer, held)}, {account_labels.grant_span(held.since, held.until)}"
        for held in details.past
    ]
    if past:
        st.caption(_("Earlier roles: {roles}", roles=escape_markdown("; ".join(past))))
    if not lines:
        st.caption(_("No role at present: this account cannot open any page until it is given one."))


def _more(viewer: Viewer, account: AccountRow) -> None:
    """Rarely used actions: first the choice, then the form."""
    actions = {
        "give": Action(_("Add a role"), partial(_add_role, viewer, account)),
        "take": Action(_("End a role"), partial(_end_role, viewer, account)) if account.roles else None,
        "data": Action(_("Correct name or user name"), partial(_correct, account)),
    }
    shown = {name: action for name, action in actions.items() if action}
    action_form.choose(f"account_{account.code}", ADDRESS, shown, _("What to change"))


def _add_role(viewer: Viewer, account: AccountRow, form: ActionForm) -> None:
    role = role_picker.choose_role(viewer, form.key("role"))
    unit = role_picker.choose_unit(viewer, role, form.key("role"))
    since, until = form.since_and_until(clock.today(), None)
    form.save_now(
        _("Assign role"),
        _("Role assigned."),
        lambda me, _token: accounts.grant_role(me, account.id, role, _unit_id(unit), since, until),
    )


def _unit_id(unit: UnitName | None) -> int:
    if unit is None:
        raise Invalid("unit_missing")
    return unit.id


def _end_role(viewer: Viewer, account: AccountRow, form: ActionForm) -> None:
    held = {each.grant_id: account_labels.role_with_unit(viewer, each) for each in account.roles}
    with form.fields():
        grant_id = form.choice(_("Which one"), held)
        last = form.date(_("Last day in the role (leave empty to end it now)"))
        form.save(_("End this role"), _("Role ended."), lambda me, _token: accounts.end_grant(me, grant_id, last))


def _correct(account: AccountRow, form: ActionForm) -> None:
    with form.fields():
        name = form.text(_("Full name of the account holder"), account.name, autocomplete="off")
        phone = form.text(_("Phone"), account.phone or "", "phone", max_chars=20, autocomplete="off")
        username = form.text(_("User name"), account.username, "login", max_chars=40, autocomplete="off")
        form.save(
            _("Save"),
            _("Saved."),
            lambda me, _token: accounts.correct(me, account.id, username=username, name=name, phone=phone),
        )


def _devices(details: AccountDetails) -> None:
    if details.signed_in:
        with st.expander(_n("Signed in on {count} device", "Signed in on {count} devices", len(details.signed_in))):
            st.markdown(
                "\n".join(
                    f"- {escape_markdown(auth.device_name(label))} · {moment_text(seen)}"
                    for label, seen in details.signed_in
                )
            )
