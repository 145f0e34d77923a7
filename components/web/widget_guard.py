"""What a browser sends for a widget counts only if the widget offered it;
anything else is as if it had not been touched.

Streamlit hands a select box's callback whatever text came over the wire. Here, at the one place where every widget's
value is read, a choice that is none, or a value of another kind, becomes the widget's default: no callback of any page
need ask.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.elements.widgets.text_widgets import TextAreaSerde, TextInputSerde
from streamlit.runtime.state.session_state import SessionState, WStates

MAX_TEXT_LENGTH = 100_000  # letters in one text
# before a widget is drawn; after its value was read
_register, _read = SessionState._set_widget_metadata, WStates.set_widget_metadata


class CheckedReader:
    """A widget's reading of what was sent, kept to what it offered."""

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
    """From here on widgets take only what they offer."""
    SessionState._set_widget_metadata = lambda state, metadata: _register(state, _kept(metadata))  # type: ignore[method-assign]
    WStates.set_widget_metadata = lambda states, metadata: _read(states, _kept(metadata))  # type: ignore[method-assign]


def _kept(metadata: Any) -> Any:
    """What is known of a widget: of which kind it is, whatever kind was sent."""
    read = (
        metadata.deserializer
        if isinstance(metadata.deserializer, CheckedReader)
        else CheckedReader(metadata.deserializer, metadata.value_type)
    )
    return replace(metadata, deserializer=read, value_type=read.kind)
