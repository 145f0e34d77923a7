"""The previous sign-in, shown to the account's owner, who can thus notice use by a stranger."""

from components.i18n import _, moment_text
from components.markdown import escape_markdown
from components.shell import auth
from db.accounts import own_account
from db.kernel.scope import Viewer


def describe(viewer: Viewer) -> str:
    """When and on which other device this account last signed in; empty if it never did."""
    found = own_account.last_sign_in_elsewhere(viewer, auth.token_hash())
    if found is None:
        return ""
    told = {"time": moment_text(found.at), "device": escape_markdown(auth.device_name(found.label))}
    return (
        _("Signed in since then elsewhere: {time} · {device}", **told)
        if found.later
        else _("Last sign-in before this: {time} · {device}", **told)
    )
