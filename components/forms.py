"""Forms: fields that say how they are to be filled, a once-only token per form, and typing that survives a reload."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

import streamlit as st

from components import auth
from components.i18n import _
from db import checks, clock, drafts, settings
from db.drafts import Field, Place
from db.models import new_code
from db.scope import Audience, Viewer
from db.session import AlreadyDone

PART = "form"  # of the draft


def day(label: str, value: date | None = None, *, key: str, ahead: timedelta = checks.SOON, **options) -> date | None:
    """A day, typed or picked; empty where it is not known."""
    return st.date_input(label, value=value, min_value=checks.EARLIEST, max_value=clock.today() + ahead, format="DD/MM/YYYY", key=key, **options)


def span(form: str, since: date | None, until: date | None, until_label: str) -> tuple[date | None, date | None]:
    """From when to when: side by side on a wide screen, one above the other on a phone."""
    first, last = st.columns(2)
    with first:
        since = day(_("From"), since, key=f"{form}_since")
    with last:
        return since, day(until_label, until, key=f"{form}_until", ahead=checks.PLANNED)


def listed(viewer: Viewer, name: str, label: str, standing: str | None = None, *, key: str, **options) -> str | None:
    """A choice from a list of the settings, or none."""
    return chosen(label, {option.key: option.label for option in settings.offered(viewer, name, standing)}, standing, key=key, **options)


def chosen(label: str, words: Mapping[str, str], standing: str | None = None, *, key: str, **options) -> str | None:
    """A choice by its words, or none."""
    index = list(words).index(standing) if standing in words else None
    return st.selectbox(label, list(words), index=index, format_func=lambda each: words.get(each, each), placeholder=_("Not told"), key=key, **options)


def several(label: str, words: Mapping[str, str], standing: Iterable[str], **options) -> tuple[str, ...]:
    """Any number of choices by their words."""
    chosen = [each for each in standing if each in words]
    return tuple(st.multiselect(label, list(words), chosen, format_func=lambda each: words.get(each, each), placeholder=_("Not told"), **options))


def current(name: str) -> str:
    """What the keys of a form begin with. A form that is done begins anew under another: the browser still holds what was typed under the old one."""
    return f"{name}_{st.session_state.get(f'turn_{name}', 0)}"


@contextmanager
def once(name: str) -> Iterator[str]:
    """Around a form's deed: the token that makes it happen once, however often its button is touched. Afterwards the form begins anew, empty."""
    try:
        yield st.session_state.setdefault(f"{current(name)}_token", new_code())
    except AlreadyDone:
        forget(name)
        raise
    forget(name)


def forget(name: str) -> None:
    """Empty a form: what its fields, its token and its beginning remember."""
    for key in [key for key in st.session_state if str(key).startswith(f"{current(name)}_")]:
        del st.session_state[key]
    st.session_state[f"turn_{name}"] = st.session_state.get(f"turn_{name}", 0) + 1


def seen(form: str, standing):
    """What stood there when the form was first shown: what its author has before his eyes, whatever others change meanwhile."""
    return st.session_state.setdefault(f"{form}_seen", standing)


class Typing:
    """Fields whose values are kept in a draft as they are typed; `touched_at` is when that last happened."""

    def __init__(self, place: Place, address: str, audience: Audience = Audience.LISTS) -> None:
        typed = drafts.load(auth.viewer(address), place)
        self.place, self.address, self.audience = place, address, audience
        self.touched_at, self.form = typed.touched_at, current(place.kind)
        self.values = {field.name: value for field, value in typed.values.items() if value}

    def kept(self, name: str) -> dict:
        """The widget options that keep a field."""
        key = f"{self.form}_{name}"
        return {"key": key, "on_change": self.keep, "args": (name, key)}

    def keep(self, name: str, key: str) -> None:
        """What was typed goes into the draft: a callback."""
        self.put(name, st.session_state.get(key))

    def put(self, name: str, value) -> None:
        """Keep a value of a field in the draft."""
        field = Field(PART, name)
        drafts.put(auth.viewer(self.address), self.place, {field: _text(value)}, {field: self.values.get(name)}, self.audience)

    def day(self, name: str) -> date | None:
        """A day of the draft."""
        return clock.day_of(self.values.get(name))


def _text(value) -> str | None:
    """A widget's value as the draft keeps it; several chosen things stand in one line."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return None if value is None else str(value)
