"""A button that asks for confirmation before its action."""

import streamlit as st

from components.i18n import _


def confirmed_button(label: str, question: str, key: str, **options) -> bool:
    """Return whether to perform the action now: the button was pressed and its question confirmed."""
    asked = st.session_state.get(_asked(key), False)
    st.button(label, key=key, on_click=_ask, args=(key, not asked), **options)
    if asked:
        with st.container(key=f"{key}_question", border=True):
            st.markdown(question)
            with st.container(horizontal=True):
                st.button(_("Yes, continue"), key=f"{key}_yes", on_click=_agree, args=(key,))
                st.button(_("No, leave it"), key=f"{key}_no", on_click=_ask, args=(key, False))
    return st.session_state.pop(_agreed(key), False)


def _ask(key: str, asked: bool) -> None:
    st.session_state[_asked(key)] = asked


def _agree(key: str) -> None:
    st.session_state[_agreed(key)] = True
    _ask(key, False)


def _asked(key: str) -> str:
    return f"{key}_asked"


def _agreed(key: str) -> str:
    return f"{key}_agreed"
