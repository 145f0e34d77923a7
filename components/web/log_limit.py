"""Log lines that an outsider can trigger as often as they like: one per minute, with their number."""

import logging
from collections import Counter

from db.calendar import clock

INTERVAL = 60.0  # seconds
NOISY = ("uvicorn.error", "streamlit.runtime.websocket_session_manager")


class OncePerMinute(logging.Filter):
    """Lets the same line through once a minute; our own errors, which have a traceback, always."""

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
    """Limit such lines from now on."""
    for name in NOISY:
        logging.getLogger(name).addFilter(OncePerMinute())
