"""Tells users that a press was lost because the server was restarted under an open page.

Streamlit calls a button's callback only in a session that has drawn the button before, and ignores a button that the
page does not show any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.i18n import _

DREW = "lost_press_drew"


@contextmanager
def told() -> Iterator[None]:
    """Context manager around a page: in a session's first run, report a press of a button that had no effect."""
    is_first = not st.session_state.get(DREW)
    st.session_state[DREW] = True
    try:
        yield
    finally:
        if is_first and _is_press_lost():
            st.toast(
                _("The connection was interrupted; your last taps were not received. Please check what is marked."),
                icon=":material/error:",
                duration="long",
            )


def _is_press_lost() -> bool:
    run = get_script_run_ctx()
    if run is None:
        return False
    sent = run.session_state._state._new_widget_state
    for widget, state in sent.states.items():
        drawn = sent.widget_metadata.get(widget)
        if drawn is None:
            pressed = getattr(state.value, "trigger_value", False)
        else:
            pressed = drawn.value_type == "trigger_value" and drawn.callback and sent[widget]
        if pressed:
            return True
    return False
