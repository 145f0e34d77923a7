"""The reason for changing what is closed: asked for above a page on which an action was refused without one.

It is given with whatever is saved there next.
"""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.refusals import sentences
from components.widgets import url_state
from db.errors import Refused
from db.kernel import closed_periods

ASKED, TEXT = "closing_reason_asked", "closing_reason"
CODE = "period_closed"


def ask_from_next_run(refusal: Refused) -> None:
    """From the next run of this page on the reason is asked for."""
    st.session_state[ASKED] = st.session_state.get(url_state.PAGE), sentences.of_refusal(refusal)


def typed_reason() -> str | None:
    """What was typed for it on this page, if it was asked for."""
    return st.session_state.get(TEXT) or None if _asked() else None


def clear() -> None:
    """It was given: the next action gives none."""
    st.session_state.pop(ASKED, None)


def show() -> None:
    """Above a page where it is asked for: why, and the line for it."""
    asked = _asked()
    if not asked:
        clear()
        return
    with st.container(key="closing_reason_bar"):
        st.error(escape_markdown(asked), icon=":material/lock_clock:")
        reason_field(TEXT)
        st.caption(_("Then save once more; what you entered is still there."))


def reason_field(key: str) -> str:
    """The line for the reason."""
    return st.text_input(
        _("Reason for changing what is closed"),
        max_chars=closed_periods.LONGEST,
        key=key,
        placeholder=_("for example: the minutes say 42 present"),
    ).strip()


def _asked() -> str | None:
    page, sentence = st.session_state.get(ASKED, (None, None))
    return sentence if page == st.session_state.get(url_state.PAGE) else None
