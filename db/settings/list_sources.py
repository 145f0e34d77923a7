"""Sources of shipped lists as dated rows: what a district must know before it relies on one."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from db.calendar.spans import day_span


class ListSource(NamedTuple):
    """The source of a shipped list, and whether it was verified."""

    citation: str
    verified: bool


def source_of_setting(name: str, day: date) -> ListSource | None:
    """The source of a shipped list on a day. Raises LookupError for lists that need none."""
    for row in _shipped()[name]:
        if day_span(row.get("valid_from"), row.get("valid_to")).contains(day):
            return ListSource(row["citation"], row["verified"])
    return None


@cache
def _shipped() -> dict[str, list[dict]]:
    return tomllib.loads(Path(__file__).with_name("sources.toml").read_text("utf-8"))
