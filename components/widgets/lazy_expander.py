"""A collapsed part of a page: it is drawn once it is opened, and stays when it is closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def show(label: str, key: str, *, expanded: bool = False, icon: str | None = None) -> Iterator[bool]:
    """Show the part; yield whether its contents are needed.

    Streamlit forgets the value of a field that is no longer drawn. So a part that was opened once during this visit
    keeps its input when it is folded, and one that was never opened costs nothing.
    """
    seen = f"{key}_seen"
    if key not in st.session_state:  # the visit begins
        st.session_state[seen] = False
    with st.expander(label, expanded=expanded, key=key, icon=icon, on_change="rerun") as box:
        st.session_state[seen] = made = bool(box.open or st.session_state.get(seen))
        yield made
