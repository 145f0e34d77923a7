"""Answers about a list, saved as they are given."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from components.i18n import _
from components.shell import auth
from components.widgets import feedback
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.imports import import_answers
from db.imports.import_answers import FILE
from db.kernel import validation


def save_widget(code: str, part: str, field: str, key: str) -> None:
    """Save a widget's value: a callback."""
    value = st.session_state.get(key)
    save_answers(code, {DraftField(part, field): value.isoformat() if hasattr(value, "isoformat") else value})


def save_answers(code: str, values: dict[DraftField, str | None]) -> None:
    """Save several answers given together. A callback."""
    with feedback.saving(_("Answers recorded.")):
        import_answers.save_answers(auth.viewer("/import"), code, values)


def autosaved_widget(code: str, part: str, field: str, key: str) -> dict[str, Any]:
    """Return the arguments that bind a widget to an answer: its key, and the callback that saves it."""
    return {"key": key, "on_change": save_widget, "args": (code, part, field, key)}


def choice_field(
    code: str,
    part: str,
    field: str,
    label: str,
    labels: Mapping[str, str],
    current: str | None,
    key: str,
    placeholder: str | None = None,
) -> None:
    """Ask for one of several answers; none by default."""
    st.selectbox(
        label,
        list(labels),
        list(labels).index(current) if current in labels else None,
        format_func=lambda said: labels.get(said, said),
        placeholder=placeholder or _("choose"),
        **autosaved_widget(code, part, field, key),
    )


def list_choice_field(code: str, field: str, label: str, labels: Mapping[str, str], current: str | None) -> None:
    """Ask for one answer for all rows without their own."""
    choice_field(code, FILE, field, label, labels, current, f"import_{field}_{code}", _("as each row says"))


def answer_button(code: str, name: str, text: str, values: dict[DraftField, str]) -> None:
    """Show a button that gives these answers."""
    st.button(text, key=f"import_all_{name}_{code}", on_click=save_answers, args=(code, values))


def list_date_field(code: str, day: date, explained: str) -> None:
    """Ask for the date of a list, from which its statements hold."""
    date_field(code, "day", _("List as of"), day, explained)


def date_field(
    code: str, field: str, label: str, day: date | None, explained: str | None = None, *, coming: bool = False
) -> None:
    """Ask for a day for all rows without their own; `coming`: future days are allowed."""
    st.date_input(
        label,
        day,
        min_value=validation.EARLIEST,
        max_value=None if coming else clock.today(),
        format="DD/MM/YYYY",
        help=explained,
        **autosaved_widget(code, FILE, field, f"import_{field}_{code}"),
    )
