"""Forms: fields that say how they are to be filled, a once-only token per form, and typing that survives a reload."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

import streamlit as st

from components.i18n import _
from components.shell import auth
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.kernel import validation
from db.kernel.scope import Audience, Viewer
from db.kernel.session import AlreadyDone
from db.models import new_code
from db.settings import settings

DRAFT_PART = "form"  # of the draft


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
        reset(name)
        raise
    reset(name)


def reset(name: str) -> None:
    """Empty a form: what its fields, its token and its beginning remember."""
    for key in [key for key in st.session_state if str(key).startswith(f"{form_key(name)}_")]:
        del st.session_state[key]
    st.session_state[f"turn_{name}"] = st.session_state.get(f"turn_{name}", 0) + 1


def first_seen(form: str, standing):
    """What stood there when the form was first shown:
    what its author has before his eyes, whatever others change meanwhile.
    """
    return st.session_state.setdefault(f"{form}_seen", standing)


def last_shown(key: str, standing):
    """What stood there when the page was drawn last, before this touch; what stands now is remembered for the next."""
    before = st.session_state.get(key, standing)
    st.session_state[key] = standing
    return before


class DraftFields:
    """Fields whose values are kept in a draft as they are typed; `touched_at` is when that last happened.

    Those named in `close` are read by the cell and by whoever typed them, whatever the audience of the draft.
    """

    def __init__(
        self,
        place: DraftKey,
        address: str,
        audience: Audience = Audience.LISTS,
        close: frozenset[str] = frozenset(),
    ) -> None:
        typed = drafts.load(auth.viewer(address), place)
        self.place, self.address, self.audience, self.close = place, address, audience, close
        self.touched_at, self.form = typed.touched_at, form_key(place.kind)
        self.values = {field.name: value for field, value in typed.values.items() if value}

    def kept(self, name: str) -> dict:
        """The widget options that keep a field."""
        key = f"{self.form}_{name}"
        return {"key": key, "on_change": self.on_field_change, "args": (name, key)}

    def on_field_change(self, name: str, key: str) -> None:
        """What was typed goes into the draft: a callback."""
        self.save_field(name, st.session_state.get(key))

    def save_field(self, name: str, value) -> None:
        """Keep a value of a field in the draft."""
        field = DraftField(DRAFT_PART, name)
        seen = {field: self.values.get(name)}
        viewer = auth.viewer(self.address)
        drafts.save_values(viewer, self.place, {field: _text(value)}, seen, self.audience, self.close)

    def day(self, name: str) -> date | None:
        """A day of the draft."""
        return clock.parse_day(self.values.get(name))


def _text(value) -> str | None:
    """A widget's value as the draft keeps it; several chosen things stand in one line."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return None if value is None else str(value)
