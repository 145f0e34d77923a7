"""Cached answers per viewer, valid as long as the data behind them are unchanged.

The data version is among their arguments (`db/figures/data_version.py`).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from db.kernel.scope import Viewer

LONGEST = "1h"

P = ParamSpec("P")
R = TypeVar("R")


def cache_answers(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: cache at most so many answers by their arguments. Each reader gets a copy of its own."""
    # A viewer is told from others by all that he is, written out: looking at his units one by one costs more than
    # many a question.
    return st.cache_data(ttl=LONGEST, max_entries=most, show_spinner=False, hash_funcs={Viewer: repr})
