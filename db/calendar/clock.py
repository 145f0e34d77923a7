"""The current time. The only module that reads the clock.

`REGISTER_CLOCK` may name a file holding a moment in ISO form, so that tests can set the day of a running server.
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
    """The current moment in UTC; within `at_earlier_moment`, that one. A moment without a zone
    is taken as Việt Nam's.
    """
    if moment := _moment.get():
        return moment
    if told := os.environ.get("REGISTER_CLOCK"):
        moment = datetime.fromisoformat(_read(told).strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=HERE)).astimezone(UTC)
    return datetime.now(UTC)


@contextmanager
def at_earlier_moment(moment: datetime) -> Iterator[None]:
    """Context manager that sets this thread's clock to an earlier moment, so that what was due then is
    judged by that day.
    """
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def monotonic_seconds() -> float:
    """Monotonic seconds, unaffected by changes of the wall clock; with REGISTER_CLOCK, that clock is the only one."""
    return now().timestamp() if os.environ.get("REGISTER_CLOCK") else time.monotonic()


def today() -> date:
    """The current day in Việt Nam."""
    return now().astimezone(HERE).date()


def parse_day(text: str | None) -> date | None:
    """The day of a yyyy-mm-dd text; None if it is none."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _read(file: str) -> str:
    """The contents of a small file, with minimal overhead since it is read dozens of times per run."""
    opened = os.open(file, os.O_RDONLY)
    try:
        return os.read(opened, 100).decode()
    finally:
        os.close(opened)
