"""Answers about single periods, cached until one changes: a save makes only its own period be read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import streamlit as st

from components import result_cache
from db.calendar.months import add_months
from db.figures.data_version import DataVersion

Found = TypeVar("Found")
Kept = dict[int, tuple[DataVersion, Any]]


def load(
    reader: object,
    question: object,
    stamps: Mapping[int, DataVersion],
    months: int,
    ask: Callable[[int, int], Mapping[int, Found]],
) -> dict[int, Found]:
    """Return the answer to a question for each period that has a stamp, by its first month.

    `reader` is who sees the same, `ask` answers consecutive periods at once, from the first to the last. Stamps must be
    taken before: what is saved meanwhile is read now, and again next time. Answers are shared and must not be modified.
    """
    kept = _kept(repr(reader), question)  # hashing the units of a district one by one takes longer than many queries
    found = {period: known[1] for period, stamp in stamps.items() if (known := kept.get(period)) and known[0] == stamp}
    for since, until in _runs([period for period in stamps if period not in found], months):
        for period, answer in ask(since, until).items():
            kept[period] = stamps[period], answer
            found[period] = answer  # not what somebody with an older stamp may keep in its place
    return {period: found[period] for period in stamps}


@st.cache_resource(ttl=result_cache.LONGEST, max_entries=600, show_spinner=False)
def _kept(reader: str, question: object) -> Kept:
    return {}


def _runs(periods: Iterable[int], months: int) -> Iterator[tuple[int, int]]:
    """Consecutive periods as first and last of each run."""
    first = last = None
    for period in periods:
        if first is None or last is None:
            first = last = period
        elif period == add_months(last, months):
            last = period
        else:
            yield first, last
            first = last = period
    if first is not None and last is not None:
        yield first, last
