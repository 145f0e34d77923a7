"""What a page's own script (assets/page_marker.js) receives: the account, the draft being typed, and its messages."""

from datetime import datetime
from hashlib import sha256
from html import escape

import streamlit as st

from components.i18n import _, current_language, time_text
from db.accounts.signin import SignedInUser
from db.drafts.drafts import DraftKey

WAS_HERE = "live_was_here"


def start_page(user: SignedInUser | None) -> None:
    """At the start of every page: pass on the account, and the connection messages in its language."""
    if user:
        st.session_state[WAS_HERE] = user.language
    said = {
        "who": sha256(str(user.account_id).encode()).hexdigest()[:16] if user else "",
        "language": current_language(),
        "not": _("Not saved yet"),
        "away": _("Connection lost. Reconnecting …"),
        "unsaved": _("Connection lost; the last entries are not saved yet. Please do not close this page."),
        "missed": _(
            "The connection was interrupted; your last taps may not have been received. Please check what is marked."
        ),
        "lost": _("The connection was interrupted; “{button}” was not received. Please tap it again."),
        "received": _(
            "The connection was interrupted after “{button}” was received. Please check here whether it was done."
        ),
        "none": _("The connection was interrupted; your last taps were not received. Please check what is marked."),
        "nothing": _("Nothing found"),
        "all": _("Choose all"),
        "found": _("Choose the {count} found"),
        "download": _("Connection lost: the file was not made. Please tap again."),
        "unplaced": _("The following was typed but could not be restored to the page:"),
    }
    st.html(f'<div class="live" {_attributes(said)}></div>')


def draft_status(place: DraftKey, touched_at: datetime | None, otherwise: str = "") -> None:
    """Show when a draft was last saved; while something is unsaved, the page's script says that instead."""
    said = _("Draft saved at {time}", time=time_text(touched_at)) if touched_at else otherwise
    spans = f'<span class="saved">{escape(said)}</span><span class="unsaved">{escape(_("Not saved yet"))}</span>'
    st.html(f'<p class="kept" role="status" {_attributes({"place": ":".join(map(str, place))})}>{spans}</p>')


def language_before() -> str | None:
    """Of a stranger, the language of who was signed in on this very page before; None if nobody was."""
    return st.session_state.get(WAS_HERE)


def _attributes(values: dict[str, str]) -> str:
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in values.items())
