"""A value that a browser sends for a widget counts only if the widget offered it; otherwise it is ignored.

Streamlit hands a select box's callback whatever text came over the wire. Here, in the one place where every widget's
value is read, a choice that was not offered, or a value of another kind, becomes the widget's default, so that no
callback of any page need check. What is sent for a grid has the form of edited cells, or counts as none. Which cells a
grid has, and what they hold, only its page knows (components/widgets/draft_grid.py): Streamlit puts them in no frame.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from streamlit.elements.widgets import data_editor
from streamlit.elements.widgets.button_group import ButtonGroupMixin
from streamlit.elements.widgets.data_editor import DataEditorSerde, DataEditorState
from streamlit.elements.widgets.text_widgets import TextAreaSerde, TextInputSerde
from streamlit.errors import StreamlitAPIException
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import session_state
from streamlit.runtime.state.session_state import SessionState, WStates

MAX_TEXT_LENGTH = 100_000  # characters in one text
SWITCHES = ("bool_value", "trigger_value")  # what toggles and buttons send
NO_OPTION = ["\0"]  # the label of none
# What reading a value of the wrong kind raises; the last, a file whose name has another ending than its box takes.
UNREADABLE = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    OverflowError,
    RecursionError,
    StreamlitAPIException,
)
# The originals: before a widget is drawn; after its value was read; taking what was sent out of its message.
_register, _read = SessionState._set_widget_metadata, WStates.set_widget_metadata
_unpack = session_state.unpack_widget_state_value
_draw_choice = ButtonGroupMixin._button_group
# Whether the choice that is being drawn may not be left empty: Streamlit tells only the browser.
_required: ContextVar[bool] = ContextVar("required", default=False)


class CheckedDeserializer:
    """A widget's deserializer, limited to what the widget offered."""

    def __init__(self, read: Callable[[Any], Any], kind: Any, required: bool = False) -> None:
        self.read, self.kind, self.required = read, kind, required
        self.widget = getattr(read, "__self__", None)

    def __call__(self, sent: Any) -> Any:
        if self.kind in SWITCHES and not isinstance(sent, bool):
            return self.read(None)  # otherwise Streamlit takes any text for a press
        if self.required and not sent and sent is not None:
            sent = NO_OPTION  # otherwise a choice that has no "none" is none
        try:
            value = self.read(sent)
            return value if self._offered(value) else self.read(None)
        except UNREADABLE:
            return self.read(None)

    def _offered(self, value: Any) -> bool:
        if isinstance(self.widget, TextInputSerde | TextAreaSerde):
            return value is None or _is_short_text(value)
        if isinstance(self.widget, DataEditorSerde):
            return _has_edited_cells_only(value)
        options = getattr(self.widget, "options", None)
        if options is None or value is None:
            return True
        return all(each in options for each in value) if isinstance(value, list) else value in options


def accept_only_offered_values() -> None:
    """Have widgets accept only what they offer from now on."""
    SessionState._set_widget_metadata = lambda state, metadata: _register(state, _kept(metadata))  # type: ignore[method-assign]
    WStates.set_widget_metadata = lambda states, metadata: _read(states, _kept(metadata))  # type: ignore[method-assign]
    session_state.unpack_widget_state_value = _unpack_readable
    data_editor._apply_dataframe_edits = lambda frame, _sent, _kinds: frame
    ButtonGroupMixin._button_group = _noting_required  # type: ignore[method-assign]


def _noting_required(drawn: ButtonGroupMixin, *args: Any, required: bool = False, **options: Any) -> Any:
    before = _required.set(required)
    try:
        return _draw_choice(drawn, *args, required=required, **options)
    finally:
        _required.reset(before)


def _unpack_readable(sent: WidgetState) -> Any:
    """Return what was sent for a widget; None if it is JSON that cannot be read, which would end the session's runs."""
    try:
        return _unpack(sent)
    except (ValueError, RecursionError):
        return None


def _has_edited_cells_only(sent: DataEditorState) -> bool:
    """Whether what was sent for a grid are single values by row and column; no grid has rows added or deleted."""
    cells = [value for row in sent["edited_rows"].values() for value in row.values()]
    is_short = all(value is None or isinstance(value, bool | int | float) or _is_short_text(value) for value in cells)
    return is_short and not sent["added_rows"] and not sent["deleted_rows"]


def _is_short_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT_LENGTH


def _kept(metadata: Any) -> Any:
    """Return a widget's metadata with its own kind of value, whatever kind was sent."""
    read = (
        metadata.deserializer
        if isinstance(metadata.deserializer, CheckedDeserializer)
        else CheckedDeserializer(metadata.deserializer, metadata.value_type, _required.get())
    )
    return replace(metadata, deserializer=read, value_type=read.kind)
