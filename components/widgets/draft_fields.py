"""Fields that write to a draft on each input: their keys, values, and status."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from components.i18n import _
from components.shell import auth, live_status
from components.widgets import concurrent_edits, feedback, forms, lost_press
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftContent, DraftField, DraftKey
from db.errors import Refused, WriteFailed
from db.kernel.scope import Audience, Viewer

PART = "form"  # the part of a form's draft


class UnsavedChanges(NamedTuple):
    """Typed values that could not be written yet, what their author saw, and why."""

    place: DraftKey | None = None
    values: Mapping[DraftField, str | None] = {}
    seen: Mapping[DraftField, str | None] = {}
    refusal: Refused | None = None


def field_key(sheet: str, *names: str) -> str:
    """The key of a field of a sheet; it changes when the sheet is reset, since the browser keeps values of old keys."""
    return "_".join([sheet, *names, str(st.session_state.get(f"{sheet}_turn", 0))])


def renew_fields(sheet: str) -> None:
    """Reset all fields of a sheet to current values, after saving, discarding or changes elsewhere."""
    st.session_state[f"{sheet}_turn"] = st.session_state.get(f"{sheet}_turn", 0) + 1


def draft_widget(key: str, keep: Callable[[str], object]) -> dict[str, Any]:
    """Return widget options that keep each input; `keep` gets the value in the draft's form."""
    return {"key": key, "on_change": on_change, "args": (key, keep)}


def on_change(key: str, keep: Callable[[str], object]) -> None:
    """A line of text, a day or a choice was changed. A callback."""
    keep(to_text(st.session_state.get(key)))


def to_text(value: Any) -> str:
    """A widget's value in the draft's form: empty if cleared, several choices in one line."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def is_temporary(refusal: Refused) -> bool:
    """Whether writing may succeed a moment later: the disk is full, or others are saving for too long."""
    return isinstance(refusal, WriteFailed) or refusal.code == "busy"


def show_status(
    place: DraftKey, touched_at: datetime | None, refusal: Refused | None, unkept: bool, otherwise: str = ""
) -> None:
    """Show when a draft was last kept, or that something is not, with the reason if it was just refused."""
    if refusal:
        feedback.show_refusal(refusal)
    if unkept:
        live_status.draft_status(place, None, _("Not saved yet"))
    else:
        live_status.draft_status(place, touched_at, otherwise)


class DraftFields:
    """The fields of a form; `touched_at` is when its draft was last written.

    Fields named in `close` can be read only by the cell and their author, whatever the audience of the draft. Values
    that cannot be written, because the disk is full, stay in the form, are shown as not saved, and are retried with the
    next input.
    """

    def __init__(
        self,
        place: DraftKey,
        address: str,
        audience: Audience = Audience.LISTS,
        close: frozenset[str] = frozenset(),
    ) -> None:
        self.place, self.address, self.audience, self.close = place, address, audience, close
        # input about one cell is not shown at the next one
        self.form = f"{forms.form_key(place.kind)}_{place.unit_id}_{place.key}"
        typed = drafts.load(auth.viewer(address), place)
        self.touched_at = typed.touched_at
        self._note_what_others_typed(typed)
        concurrent_edits.begin(self.form, typed.begun_at)
        standing = {**typed.values, **self._unkept.values}
        self.values = {field.name: value for field, value in standing.items() if value}
        self._touched = {field.name for field in standing}

    def value(self, name: str, current: str = "") -> str:
        """A field's value: typed, empty if cleared, else the current one."""
        return self.values.get(name, "") if name in self._touched else current

    def widget_options(self, name: str) -> dict[str, Any]:
        """Widget options that keep a field."""
        return draft_widget(f"{self.form}_{name}", lambda text: self.save_field(name, text))

    def save_field(self, name: str, value: Any) -> None:
        """Write a field to the draft, together with earlier unkept changes."""
        field, before = DraftField(PART, name), self._unkept
        values = {**before.values, field: to_text(value) or None}
        seen = {field: self.values.get(name), **before.seen}
        try:
            drafts.save_values(auth.viewer(self.address), self.place, values, seen, self.audience, self.close)
        except Refused as refusal:
            if not is_temporary(refusal):
                raise
            st.session_state[self._unkept_key] = UnsavedChanges(self.place, values, seen, refusal)
        else:
            st.session_state.pop(self._unkept_key, None)
            if self._known_key in st.session_state:
                st.session_state[self._known_key] |= values

    def _note_what_others_typed(self, typed: DraftContent) -> None:
        """Show what another device typed in the meantime instead of what this page showed; note if it saved or
        discarded the draft.
        """
        known, is_there = st.session_state.get(self._known_key), typed.touched_at is not None
        is_changed = is_there and known is not None and known != typed.values
        if is_changed:
            names = {field.name for field in {*(known or ()), *typed.values}}
            self.form = concurrent_edits.renew(self.place.kind, self.form, "draft_changed", names)
            lost_press.mark_explained()
        forms.note_draft(self.place.kind, is_there, bool(known), is_changed)
        st.session_state[self._known_key] = typed.values

    @property
    def _known_key(self) -> str:
        """Where the page remembers which values of the draft it knows."""
        return f"{self.form}_known"

    def show_status(self, otherwise: str = "") -> None:
        """Show when the draft was last kept, that it could not be, or that it is gone; and why a save was refused."""
        if forms.is_draft_gone(self.place.kind):
            otherwise = _("The draft was saved or discarded elsewhere")
        show_status(self.place, self.touched_at, self._unkept.refusal, bool(self._unkept.values), otherwise)
        concurrent_edits.show_renewed(self.form)

    def discard_button(self, key: str) -> None:
        """The button that empties the form."""
        if (self.touched_at or self._unkept.values) and st.button(_("Discard the draft"), key=key, type="tertiary"):
            with feedback.saving(_("Draft discarded.")):
                drafts.delete(auth.viewer(self.address), self.place)
                forms.empty_form(self.place.kind)
                st.rerun()

    def save_button(self, label: str, done: str, act: Callable[[Viewer, str], object]) -> None:
        """Below the fields: the draft's status, the button that empties the form, and the one that saves it. `act` gets
        the current viewer and a once-only token, and drops the draft with its save.
        """
        self.show_status()
        self.discard_button(f"{self.form}_throw")
        concurrent_edits.remember_first_values(self.form)
        if st.button(label, type="primary", width="stretch", key=f"{self.form}_save"):
            with feedback.saving(done, partial(concurrent_edits.show_refused, self.place.kind, self.form)):
                with concurrent_edits.checked(self.form), forms.once_token(self.place.kind) as token:
                    act(auth.viewer(self.address), token)
                st.rerun()

    def day(self, name: str, current: date | None = None) -> date | None:
        """A day from the draft, else the current one."""
        return clock.parse_day(self.value(name, current.isoformat() if current else ""))

    @property
    def _unkept_key(self) -> str:
        return f"{self.form}_unkept_{self.place.unit_id}_{self.place.key}"

    @property
    def _unkept(self) -> UnsavedChanges:
        return st.session_state.get(self._unkept_key, UnsavedChanges())
