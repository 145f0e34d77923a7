"""Cached answers per viewer, valid as long as the data behind them are unchanged.

Their arguments include the data version (`db/figures/data_version.py`).
"""

import copyreg
from collections.abc import Callable
from types import MappingProxyType
from typing import ParamSpec, TypeVar

import streamlit as st

from db.kernel.scope import Viewer

LONGEST = "1h"

P = ParamSpec("P")
R = TypeVar("R")


def cache_results(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator that caches at most `most` answers by their arguments. Each reader gets a copy of its own."""
    # Viewers are distinguished by their full repr: hashing their units one by one takes longer than many queries.
    return st.cache_data(ttl=LONGEST, max_entries=most, show_spinner=False, hash_funcs={Viewer: repr})


def _read_only(kept: dict) -> MappingProxyType:
    return MappingProxyType(kept)


copyreg.pickle(MappingProxyType, lambda kept: (_read_only, (dict(kept),)))  # part of some answers
