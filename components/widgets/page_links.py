"""Many page links below one another, one per row of a list.

Each sends what `st.page_link` sends but without looking up page, width and icon every time, which for a hundred rows is
most of a page's computing.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message

Width = Literal["stretch", "content"]


class PageLink(NamedTuple):
    """A link to a page, with its address parameters."""

    page: st.Page
    label: str
    query: Mapping[str, str]
    icon: str | None = None


def show(links: Iterable[PageLink], width: Width = "stretch") -> None:
    """Show links, as wide as their container or as their text. Raises as `st.page_link` does for an unknown page."""
    looked_up: dict[tuple[str, str | None], ForwardMsg] = {}
    for link in links:
        key = link.page.url_path, link.icon
        if key in looked_up:
            _send(link, looked_up[key])
        else:
            st.page_link(link.page, label=link.label, icon=link.icon, query_params=link.query, width=width)
            looked_up[key] = _without_text(link, width)


def _without_text(link: PageLink, width: Width) -> ForwardMsg:
    """What is the same in the messages of all links to a page, with the same icon."""
    message = ForwardMsg()
    element = message.delta.new_element
    element.page_link.page, element.page_link.page_script_hash = link.page.url_path, link.page._script_hash
    if link.icon:
        element.page_link.icon = link.icon
    setattr(element.width_config, f"use_{width}", True)
    return message


def _send(link: PageLink, shared: ForwardMsg) -> None:
    """Send one more link to a page that has been looked up."""
    cursor: Any = st._main._active_dg._cursor
    message = ForwardMsg()
    message.CopyFrom(shared)
    sent = message.delta.new_element.page_link
    sent.label, sent.query_string = link.label, _encoded(tuple(link.query.items()))
    message.metadata.delta_path[:] = cursor.delta_path
    enqueue_message(message)
    cursor.lock_element()


@lru_cache(maxsize=4096)
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    """Return the encoded address parameters, which are the same each time a list is drawn."""
    return urlencode(query)
