"""What time it is here. The only file that asks.

`REGISTER_CLOCK` may name a file holding a moment in ISO form, so that tests set the day of a running server.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, in UTC; within `at_earlier_moment` that one. A moment told without a zone is Việt Nam's."""
    if moment := _moment.get():
        return moment
    if told := os.environ.get("REGISTER_CLOCK"):
        moment = datetime.fromisoformat(_read(told).strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=HERE)).astimezone(UTC)
    return datetime.now(UTC)


@contextmanager
def at_earlier_moment(moment: datetime) -> Iterator[None]:
    """Within it, in this thread, it is an earlier moment: what was due then is judged by that day."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def monotonic_seconds() -> float:
    """Seconds that have passed since some moment, whatever is done to the clock on the wall;
    a clock told by REGISTER_CLOCK is the only one there is.
    """
    return now().timestamp() if os.environ.get("REGISTER_CLOCK") else time.monotonic()


def today() -> date:
    """This day in Việt Nam."""
    return now().astimezone(HERE).date()


def parse_day(text: str | None) -> date | None:
    """The day that a kept or told text means, as yyyy-mm-dd; None for one that means none."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _read(file: str) -> str:
    """What a small file says, read at each of dozens of times in a run: with no more around it than it takes."""
    opened = os.open(file, os.O_RDONLY)
    try:
        return os.read(opened, 100).decode()
    finally:
        os.close(opened)
