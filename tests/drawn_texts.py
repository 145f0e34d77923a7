"""Texts that a page sends to be drawn as Markdown or HTML."""

from collections.abc import Iterator
from html import escape

from google.protobuf.message import Message

from components.markdown import BETWEEN, escape_markdown

# What is not Markdown: text typed into a box, entries of a list that unfolds, an id, an address.
UNREAD = {
    ("Selectbox", "options"),
    ("MultiSelect", "options"),
    ("TextInput", "default"),
    ("TextInput", "value"),
    ("TextArea", "default"),
    ("TextArea", "value"),
    ("Code", "code_text"),  # meant for copying, shown verbatim
}
UNREAD_NAMES = {
    "id",
    "key",
    "query_string",
    "form_id",
    "spec",
    "raw_current_value",
    "placeholder",
    "value",
    "raw_value",
    "raw_values",
    "alt",
    "columns",
}


def texts_drawn(message: Message, sign: str) -> Iterator[tuple[str, str, str]]:
    """Every text in a message that contains a sign, escaped or not, and is drawn: its place, its field, and itself."""
    for place, field, text in _texts(message):
        is_read = field in UNREAD_NAMES or (place, field) in UNREAD
        if not is_read and sign in text.replace("\\", "").replace(BETWEEN, ""):
            yield place, field, text


def is_as_typed(typed: str, place: str, text: str) -> bool:
    """Whether a drawn text shows what was typed."""
    return (escape(typed, quote=False) if place == "Html" else escape_markdown(typed)) in text


def _texts(message: Message) -> Iterator[tuple[str, str, str]]:
    """Every text in a message with its position."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, Message):
                yield from _texts(one)
            elif isinstance(one, str):
                yield message.DESCRIPTOR.name, field.name, one
