"""A value that a browser sends for a widget counts only if the widget offered it; otherwise it is ignored.

Streamlit hands a select box's callback whatever text came over the wire. Here, in the one place where every widget's
value is read, a choice that was not offered, or a value of another kind, becomes the widget's default, so that no
callback of any page need check.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.elements.widgets.text_widgets import TextAreaSerde, TextInputSerde
from streamlit.runtime.state.session_state import SessionState, WStates

MAX_TEXT_LENGTH = 100_000  # characters in one text
# The originals: before a widget is drawn; after its value was read.
_register, _read = SessionState._set_widget_metadata, WStates.set_widget_metadata


class CheckedDeserializer:
    """A widget's deserializer, limited to what the widget offered."""

    def __init__(self, read: Callable[[Any], Any], kind: Any) -> None:
        self.read, self.kind, self.widget = read, kind, getattr(read, "__self__", None)

    def __call__(self, sent: Any) -> Any:
        try:
            value = self.read(sent)
            return value if self._offered(value) else self.read(None)
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError):
            return self.read(None)

    def _offered(self, value: Any) -> bool:
        if isinstance(self.widget, TextInputSerde | TextAreaSerde):
            return value is None or (isinstance(value, str) and len(value) <= MAX_TEXT_LENGTH)
        options = getattr(self.widget, "options", None)
        if options is None or value is None:
            return True
        return all(each in options for each in value) if isinstance(value, list) else value in options


def accept_only_offered_values() -> None:
    """Have widgets accept only what they offer from now on."""
    SessionState._set_widget_metadata = lambda state, metadata: _register(state, _kept(metadata))  # type: ignore[method-assign]
    WStates.set_widget_metadata = lambda states, metadata: _read(states, _kept(metadata))  # type: ignore[method-assign]


def _kept(metadata: Any) -> Any:
    """Return a widget's metadata with its own kind of value, whatever kind was sent."""
    read = (
        metadata.deserializer
        if isinstance(metadata.deserializer, CheckedDeserializer)
        else CheckedDeserializer(metadata.deserializer, metadata.value_type)
    )
    return replace(metadata, deserializer=read, value_type=read.kind)
