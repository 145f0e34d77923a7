"""A button for a Word file made when it is pressed, if the account may read it then."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from components.i18n import _
from components.papers import paper_files
from db.kernel.scope import Viewer


def show(viewer: Viewer, label: str, make: Callable[..., bytes], *about: Any, name: str, key: str, **look: Any) -> None:
    """`make` is called with the viewer's account and grant, then `about`; `look` are options of the button."""
    look = {"icon": ":material/download:"} | look
    made = partial(make, viewer.account_id, viewer.grant_id, *about)
    st.download_button(label, made, name, paper_files.MIME, key=key, on_click="ignore", **look)


def show_paper(viewer: Viewer, code: str, name: str, key: str) -> None:
    """A button for one issued document, by public code."""
    show(viewer, _("Download"), paper_files.paper_file, code, name=name, key=key)
