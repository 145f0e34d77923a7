"""Answers that are kept for one viewer, and for as long as what they were taken from is as it was.

How old an answer may be is told by a version among its arguments (`db/figures/data_version.py`).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from db.kernel.scope import Viewer

LONGEST = "1h"

P = ParamSpec("P")
R = TypeVar("R")


def cache_answers(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep so many answers of a question, by its arguments. Each reader is given a copy of his own."""
    # A viewer is told from others by all that he is, written out: looking at his units one by one costs more than
    # many a question.
    return st.cache_data(ttl=LONGEST, max_entries=most, show_spinner=False, hash_funcs={Viewer: repr})
