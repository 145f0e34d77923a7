"""The reason for changing closed data: asked above a page after an action was refused without one.

It applies to the next save on that page.
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
    """Ask for the reason from the next run of this page on."""
    st.session_state[ASKED] = st.session_state.get(url_state.PAGE), sentences.of_refusal(refusal)


def typed_reason() -> str | None:
    """The reason typed on this page, if it was asked for."""
    return st.session_state.get(TEXT) or None if _asked() else None


def clear() -> None:
    """Forget the reason once it was used."""
    st.session_state.pop(ASKED, None)


def show_field_if_asked() -> None:
    """Show the explanation and the field above a page that asks for a reason."""
    asked = _asked()
    if not asked:
        clear()
        return
    with st.container(key="closing_reason_bar"):
        st.error(escape_markdown(asked), icon=":material/lock_clock:")
        reason_field(TEXT)
        st.caption(_("Then save again; what you entered is still there."))


def reason_field(key: str) -> str:
    """The field for the reason."""
    return st.text_input(
        _("Reason for changing what is closed"),
        max_chars=closed_periods.LONGEST,
        key=key,
        placeholder=_("for example: the minutes say 42 present"),
    ).strip()


def _asked() -> str | None:
    page, sentence = st.session_state.get(ASKED, (None, None))
    return sentence if page == st.session_state.get(url_state.PAGE) else None
