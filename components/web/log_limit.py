"""Lines of the log that anybody outside can have written as often as he likes:
one a minute, with how many there were.
"""

import logging
from collections import Counter

from db.calendar import clock

INTERVAL = 60.0  # seconds
NOISY = ("uvicorn.error", "streamlit.runtime.websocket_session_manager")


class OncePerMinute(logging.Filter):
    """Lets the same line through once a minute. An error that is ours, with where it happened, always."""

    def __init__(self) -> None:
        super().__init__()
        self.came: Counter[str] = Counter()
        self.next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info or record.levelno < logging.WARNING:
            return True
        text, now = str(record.msg), clock.monotonic_seconds()
        self.came[text] += 1
        if now < self.next.get(text, now):
            return False
        self.next[text] = now + INTERVAL
        if (times := self.came.pop(text)) > 1:
            record.msg = f"{text} ({times} times)"
        return True


def install_log_filter() -> None:
    """From here on such lines are few."""
    for name in NOISY:
        logging.getLogger(name).addFilter(OncePerMinute())
