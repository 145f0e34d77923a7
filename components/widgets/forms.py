"""Form fields with hints on filling them in, and a once-only token per form."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.i18n import _
from components.labels.distinct_labels import distinct
from components.web import run_interruptions
from db.calendar import clock
from db.errors import Conflict
from db.kernel import validation
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone
from db.models import new_code
from db.settings import settings


def date_field(
    label: str, value: date | None = None, *, key: str, ahead: timedelta = validation.SOON, **options
) -> date | None:
    """A day, typed or picked; None if unknown."""
    return st.date_input(
        label,
        value=value,
        min_value=validation.EARLIEST,
        max_value=clock.today() + ahead,
        format="DD/MM/YYYY",
        key=key,
        **options,
    )


def date_span(form: str, since: date | None, until: date | None, until_label: str) -> tuple[date | None, date | None]:
    """First and last day, side by side on a wide screen, stacked on a phone."""
    first, last = st.columns(2)
    with first:
        since = date_field(_("From"), since, key=f"{form}_since")
    with last:
        return since, date_field(until_label, until, key=f"{form}_until", ahead=validation.PLANNED)


def option_field(
    viewer: Viewer, name: str, label: str, current: str | None = None, *, key: str, **options
) -> str | None:
    """A choice from a list of the settings, or None."""
    return choice_field(
        label,
        {option.key: option.label for option in settings.active_options(viewer, name, current)},
        current,
        key=key,
        **options,
    )


def choice_field(
    label: str, labels: Mapping[str, str], current: str | None = None, *, key: str, **options
) -> str | None:
    """A choice by label, or None."""
    labels = distinct(labels)
    index = list(labels).index(current) if current in labels else None
    return st.selectbox(
        label,
        list(labels),
        index=index,
        format_func=lambda each: labels.get(each, each),
        placeholder=_("Not entered"),
        key=key,
        **options,
    )


def multiple_choice_field(label: str, labels: Mapping[str, str], current: Iterable[str], **options) -> tuple[str, ...]:
    """Any number of choices by label."""
    labels = distinct(labels)
    chosen = [each for each in current if each in labels]
    return tuple(
        st.multiselect(
            label,
            list(labels),
            chosen,
            format_func=lambda each: labels.get(each, each),
            placeholder=_("Not entered"),
            **options,
        )
    )


def form_key(name: str) -> str:
    """The prefix of a form's widget keys.

    A finished form gets another, since the browser keeps values of old keys. A session that does not know which (the
    server was restarted under an open form) goes on with the one that the browser shows.
    """
    turn = _turn_key(name)
    if turn not in st.session_state:
        st.session_state[turn] = _turn_in_browser(name)
    return f"{name}_{st.session_state[turn]}"


@contextmanager
def once_token(name: str) -> Iterator[str]:
    """Context manager around a form's action: the token that makes it happen once, however often its button is pressed.

    Afterwards the form is reset. Raises Conflict, once, if others changed, saved or discarded its draft unseen.
    """
    _require_seen_draft(name)
    try:
        yield st.session_state.setdefault(f"{form_key(name)}_token", new_code())
    except AlreadyDone:
        empty_form(name)
        raise
    empty_form(name)


def empty_form(name: str) -> None:
    """Reset a form: fields, token, and remembered initial values."""
    for key in [key for key in st.session_state if str(key).startswith(f"{form_key(name)}_")]:
        del st.session_state[key]
    st.session_state[_turn_key(name)] = st.session_state.get(_turn_key(name), 0) + 1


def note_draft(name: str, is_there: bool, was_there: bool, is_changed: bool) -> None:
    """Note whether a form's draft, which its page knew, was saved or discarded elsewhere, or changed there: its author
    sees that before anything is saved.
    """
    if is_there:
        st.session_state.pop(_unseen_key(name), None)
    if is_changed or (was_there and not is_there):
        st.session_state[_unseen_key(name)] = "changed" if is_there else "gone"


def is_draft_gone(name: str) -> bool:
    """Whether a form's draft was saved or discarded elsewhere while the form was shown."""
    return st.session_state.get(_unseen_key(name)) == "gone"


def _require_seen_draft(name: str) -> None:
    unseen = st.session_state.pop(_unseen_key(name), None)
    if unseen == "gone":
        raise Conflict("draft_gone")
    if unseen:
        raise Conflict("draft_changed")


def _unseen_key(name: str) -> str:
    return f"{form_key(name)}_unseen"


def _turn_key(name: str) -> str:
    return f"turn_{name}"


def _turn_in_browser(name: str) -> int:
    """Return the number of the latest form of this name whose fields the browser sent; 0 if there is none."""
    run = get_script_run_ctx()
    fields = re.compile(rf"-{re.escape(name)}_([0-9]{{1,6}})_")
    sent = run.session_state._state._new_widget_state if run else ()
    return max((int(found[1]) for widget in sent if (found := fields.search(widget))), default=0)


def value_when_first_shown(form: str, current):
    """The value when the form was first shown, which its author sees regardless of later changes by others."""
    return st.session_state.setdefault(f"{form}_seen", current)


def value_when_last_drawn(key: str, current):
    """Return the value when the page was last drawn for its user to see, before this input; the current one is
    remembered for the next time.
    """
    shown, drawn = st.session_state.get(key, (current, current))
    before = shown if run_interruptions.was_replaced_unseen() else drawn
    st.session_state[key] = before, current
    return before
