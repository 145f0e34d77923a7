"""Answers about a list, kept at each touch."""

import streamlit as st

from components import auth, feedback
from components.i18n import _
from db.drafts import Field
from db.imports import answers


def put(code: str, part: str, field: str, key: str) -> None:
    """Keep what a widget says now: a callback."""
    value = st.session_state.get(key)
    put_all(code, {Field(part, field): value.isoformat() if hasattr(value, "isoformat") else value})


def put_all(code: str, values: dict[Field, str | None]) -> None:
    """Keep many answers given in one touch: a callback."""
    with feedback.saving(_("Noted.")):
        answers.put(auth.viewer("/import"), code, values)
