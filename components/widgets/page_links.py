"""Links to pages below each other, as many as a list has rows.

Each is what `st.page_link` sends, which looks anew at the page, the width and the place of every one: for a list of a
hundred rows that is most of what its page computes.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message


class PageLink(NamedTuple):
    """A link to a page, and the address within it."""

    page: st.Page
    label: str
    query: Mapping[str, str]


def show(links: Iterable[PageLink]) -> None:
    """Links as wide as the place that they stand in. Raises what `st.page_link` does for a page that is not there."""
    looked_at: set[str] = set()
    for link in links:
        if link.page._script_hash in looked_at:
            _send(link)
        else:
            st.page_link(link.page, label=link.label, query_params=link.query, width="stretch")
            looked_at.add(link.page._script_hash)


def _send(link: PageLink) -> None:
    """One more link to a page that was looked at."""
    cursor: Any = st._main._active_dg._cursor
    message = ForwardMsg()
    element = message.delta.new_element
    element.page_link.label, element.page_link.query_string = link.label, urlencode(link.query)
    element.page_link.page, element.page_link.page_script_hash = link.page.url_path, link.page._script_hash
    element.width_config.use_stretch = True
    message.metadata.delta_path[:] = cursor.delta_path
    enqueue_message(message)
    cursor.lock_element()
