"""The sign-in before this one, told to the person himself: a stranger's use is noticed by it."""

from components import auth
from components.i18n import _, moment_text
from components.text import plain
from db.access import own
from db.scope import Viewer


def last(viewer: Viewer) -> str:
    """When and on what this account was last signed in but here; empty where it never was."""
    found = own.other_sign_in(viewer, auth.token_hash())
    if found is None:
        return ""
    told = {"time": moment_text(found.at), "device": plain(auth.device_name(found.label))}
    return _("Signed in since then elsewhere: {time} · {device}", **told) if found.later else _("Last sign-in before this: {time} · {device}", **told)
