"""Forms: fields that say how they are to be filled, and a once-only token per form."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

import streamlit as st

from components.i18n import _
from components.labels.distinct_labels import distinct
from db.calendar import clock
from db.kernel import validation
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone
from db.models import new_code
from db.settings import settings


def date_field(
    label: str, value: date | None = None, *, key: str, ahead: timedelta = validation.SOON, **options
) -> date | None:
    """A day, typed or picked; empty where it is not known."""
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
    """From when to when: side by side on a wide screen, one above the other on a phone."""
    first, last = st.columns(2)
    with first:
        since = date_field(_("From"), since, key=f"{form}_since")
    with last:
        return since, date_field(until_label, until, key=f"{form}_until", ahead=validation.PLANNED)


def option_field(
    viewer: Viewer, name: str, label: str, standing: str | None = None, *, key: str, **options
) -> str | None:
    """A choice from a list of the settings, or none."""
    return choice_field(
        label,
        {option.key: option.label for option in settings.active_options(viewer, name, standing)},
        standing,
        key=key,
        **options,
    )


def choice_field(
    label: str, words: Mapping[str, str], standing: str | None = None, *, key: str, **options
) -> str | None:
    """A choice by its words, or none."""
    words = distinct(words)
    index = list(words).index(standing) if standing in words else None
    return st.selectbox(
        label,
        list(words),
        index=index,
        format_func=lambda each: words.get(each, each),
        placeholder=_("Not entered"),
        key=key,
        **options,
    )


def multiple_choice_field(label: str, words: Mapping[str, str], standing: Iterable[str], **options) -> tuple[str, ...]:
    """Any number of choices by their words."""
    words = distinct(words)
    chosen = [each for each in standing if each in words]
    return tuple(
        st.multiselect(
            label,
            list(words),
            chosen,
            format_func=lambda each: words.get(each, each),
            placeholder=_("Not entered"),
            **options,
        )
    )


def form_key(name: str) -> str:
    """What the keys of a form begin with.

    A form that is done begins anew under another: the browser still holds what was typed under the old one.
    """
    return f"{name}_{st.session_state.get(f'turn_{name}', 0)}"


@contextmanager
def once_token(name: str) -> Iterator[str]:
    """Around a form's action: the token that makes it happen once, however often its button is touched.

    Afterwards the form begins anew, empty.
    """
    try:
        yield st.session_state.setdefault(f"{form_key(name)}_token", new_code())
    except AlreadyDone:
        empty_form(name)
        raise
    empty_form(name)


def empty_form(name: str) -> None:
    """Empty a form: what its fields, its token and its beginning remember."""
    for key in [key for key in st.session_state if str(key).startswith(f"{form_key(name)}_")]:
        del st.session_state[key]
    st.session_state[f"turn_{name}"] = st.session_state.get(f"turn_{name}", 0) + 1


def value_when_first_shown(form: str, standing):
    """What stood there when the form was first shown:
    what its author has before his eyes, whatever others change meanwhile.
    """
    return st.session_state.setdefault(f"{form}_seen", standing)


def value_when_last_drawn(key: str, standing):
    """What stood there when the page was drawn last, before this touch; what stands now is remembered for the next."""
    before = st.session_state.get(key, standing)
    st.session_state[key] = standing
    return before
