"""Answers about a list, kept at each touch."""

from datetime import date

import streamlit as st

from components.i18n import _
from components.shell import auth
from components.widgets import feedback
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.imports import answers
from db.imports.answers import FILE
from db.kernel import validation


def save_widget(code: str, part: str, field: str, key: str) -> None:
    """Keep what a widget says now: a callback."""
    value = st.session_state.get(key)
    save_answers(code, {DraftField(part, field): value.isoformat() if hasattr(value, "isoformat") else value})


def save_answers(code: str, values: dict[DraftField, str | None]) -> None:
    """Keep many answers given in one touch: a callback."""
    with feedback.saving(_("Answers recorded.")):
        answers.save_answers(auth.viewer("/import"), code, values)


def button(code: str, name: str, text: str, values: dict[DraftField, str]) -> None:
    """A button that gives these answers at once."""
    st.button(text, key=f"import_all_{name}_{code}", on_click=save_answers, args=(code, values))


def list_date_field(code: str, day: date, explained: str) -> None:
    """The date of a list, which decides from when on what it says is so."""
    key = f"import_day_{code}"
    st.date_input(
        _("List as of"),
        day,
        min_value=validation.EARLIEST,
        max_value=clock.today(),
        format="DD/MM/YYYY",
        key=key,
        on_change=save_widget,
        args=(code, FILE, "day", key),
        help=explained,
    )
