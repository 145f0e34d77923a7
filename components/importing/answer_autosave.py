"""Answers about a list, kept at each touch."""

from collections.abc import Mapping
from datetime import date
from typing import Any

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


def autosaved_widget(code: str, part: str, field: str, key: str) -> dict[str, Any]:
    """What ties a widget to an answer: its key, and that it is kept at each touch."""
    return {"key": key, "on_change": save_widget, "args": (code, part, field, key)}


def choice_field(
    code: str,
    part: str,
    field: str,
    label: str,
    words: Mapping[str, str],
    standing: str | None,
    key: str,
    placeholder: str | None = None,
) -> None:
    """One of some answers, or none yet."""
    st.selectbox(
        label,
        list(words),
        list(words).index(standing) if standing in words else None,
        format_func=lambda said: words.get(said, said),
        placeholder=placeholder or _("choose"),
        **autosaved_widget(code, part, field, key),
    )


def list_choice_field(code: str, field: str, label: str, words: Mapping[str, str], standing: str | None) -> None:
    """One answer for all rows that do not say it themselves."""
    choice_field(code, FILE, field, label, words, standing, f"import_{field}_{code}", _("as each row says"))


def answer_button(code: str, name: str, text: str, values: dict[DraftField, str]) -> None:
    """A button that gives these answers at once."""
    st.button(text, key=f"import_all_{name}_{code}", on_click=save_answers, args=(code, values))


def list_date_field(code: str, day: date, explained: str) -> None:
    """The date of a list, which decides from when on what it says is so."""
    date_field(code, "day", _("List as of"), day, explained)


def date_field(
    code: str, field: str, label: str, day: date | None, explained: str | None = None, *, coming: bool = False
) -> None:
    """A day for all rows that do not say it themselves; `coming`: one that may be still to come."""
    st.date_input(
        label,
        day,
        min_value=validation.EARLIEST,
        max_value=None if coming else clock.today(),
        format="DD/MM/YYYY",
        help=explained,
        **autosaved_widget(code, FILE, field, f"import_{field}_{code}"),
    )
