"""Accounts in words: their roles, their states, when they were last used."""

from datetime import date

from components import hats
from components.i18n import N_, NOTHING, _, _n, day_text, moment_text
from db import clock
from db.access.listed import Held, Listed, State

STATES = {State.WAITING: N_("Password not changed yet"), State.LOCKED: N_("Locked"), State.ROLELESS: N_("Without a role")}
SHORT = {State.WAITING: N_("one-time password"), State.LOCKED: N_("locked"), State.ROLELESS: N_("no role")}


def roles(row: Listed) -> str:
    """What an account may do, in one line: the first role with its unit, and how many more there are."""
    if not row.roles:
        return ""
    first, more = role(row.roles[0]), len(row.roles) - 1
    return f"{first} " + _n("and {count} more role", "and {count} more roles", more) if more else first


def role(held: Held) -> str:
    """A role with its unit: "Bí thư chi bộ · Chi bộ thôn Đồng Bào"."""
    return f"{hats.name(held.role)} · {held.unit or NOTHING}"


def span(since: date | None, until: date | None) -> str:
    """From when to when a role is held; nothing where it always was and stays."""
    begins = _("from {day} on", day=day_text(since)) if since and since > clock.today() else _("since {day}", day=day_text(since)) if since else ""
    ends = _("until {day}", day=day_text(until)) if until else ""
    return " ".join(filter(None, (begins, ends)))


def state(row: Listed) -> str:
    """What is to be minded about an account; nothing where all is in order."""
    told = (State.LOCKED, not row.active), (State.ROLELESS, not row.roles), (State.WAITING, row.must_change)
    return next((_(SHORT[name]) for name, so in told if so), "")


def seen(row: Listed) -> str:
    """When an account was last used and on how many devices it is signed in."""
    if row.seen_at is None:
        return _("never signed in")
    if not row.devices:
        return f"{moment_text(row.seen_at)} · " + _("not signed in anywhere now")
    return f"{moment_text(row.seen_at)} · " + _n("{count} device", "{count} devices", row.devices)
