"""The part of a list's filter that is folded away: its fields are made when they are asked for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from components.i18n import _


@contextmanager
def show(noun: str, names: Iterable[str]) -> Iterator[bool]:
    """With whether its fields are to be made: they are while it is open, and while one of them narrows the list.

    It begins open where the address says one of them, and then is as its reader leaves it.
    """
    narrowed = any(st.query_params.get(f"{noun}_{name}") for name in names)
    st.session_state.setdefault(key := f"{noun}_filter", narrowed)
    with st.expander(_("Filter"), key=key, on_change="rerun") as box:
        yield box.open or narrowed
