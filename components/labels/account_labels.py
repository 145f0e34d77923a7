"""Accounts in words: their roles, their states, their last use."""

from datetime import date

from components import level_names
from components.i18n import DASH, N_, _, _n, day_text, moment_text
from db.accounts.account_list import AccountRow, AccountState, HeldRole
from db.calendar import clock
from db.kernel.scope import Viewer

STATES = {
    AccountState.WAITING: N_("Password not changed yet"),
    AccountState.LOCKED: N_("Locked"),
    AccountState.ROLELESS: N_("Without a role"),
}
SHORT_STATES = {
    AccountState.WAITING: N_("one-time password"),
    AccountState.LOCKED: N_("locked"),
    AccountState.ROLELESS: N_("no role"),
}


def first_role_and_count(viewer: Viewer, row: AccountRow) -> str:
    """Return an account's first role with its unit, and the number of further roles."""
    if not row.roles:
        return ""
    first, more = role_with_unit(viewer, row.roles[0]), len(row.roles) - 1
    return f"{first} " + _n("and {count} more role", "and {count} more roles", more) if more else first


def role_with_unit(viewer: Viewer, held: HeldRole) -> str:
    """Return a role with its unit: "Bí thư chi bộ · Chi bộ thôn Đồng Bào"."""
    return f"{level_names.role_name(viewer, held.role, held.level)} · {held.unit or DASH}"


def grant_span(since: date | None, until: date | None) -> str:
    """Return the dates of a role; empty if it is unlimited."""
    begins = (
        _("from {day}", day=day_text(since))
        if since and since > clock.today()
        else _("since {day}", day=day_text(since))
        if since
        else ""
    )
    ends = _("until {day}", day=day_text(until)) if until else ""
    return " ".join(filter(None, (begins, ends)))


def state_label(row: AccountRow) -> str:
    """Return what needs attention about an account; empty if nothing does."""
    told = (
        (AccountState.LOCKED, not row.active),
        (AccountState.ROLELESS, not row.roles),
        (AccountState.WAITING, row.must_change),
    )
    return next((_(SHORT_STATES[name]) for name, so in told if so), "")


def usage_text(row: AccountRow) -> str:
    """Return when an account was last used and on how many devices it is signed in."""
    if row.seen_at is None:
        return _("never signed in")
    if not row.devices:
        return f"{moment_text(row.seen_at)} · " + _("not signed in on any device")
    return f"{moment_text(row.seen_at)} · " + _n("{count} device", "{count} devices", row.devices)
