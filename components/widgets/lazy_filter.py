"""The collapsed part of a list's filter: its fields are drawn when they are needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from components.i18n import _


@contextmanager
def show(noun: str, names: Iterable[str]) -> Iterator[bool]:
    """Show the filter; yield whether its fields are needed: while it is open, or while one of them narrows the list.

    It is open at first if the address sets one of them, and then stays as its user leaves it.
    """
    narrowed = any(st.query_params.get(f"{noun}_{name}") for name in names)
    st.session_state.setdefault(key := f"{noun}_filter", narrowed)
    with st.expander(_("Filter"), key=key, on_change="rerun") as box:
        yield box.open or narrowed
