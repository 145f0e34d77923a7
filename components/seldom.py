"""Lines of the log that anybody outside can have written as often as he likes: one a minute, with how many there were."""

import logging
from collections import Counter

from db import clock

EVERY = 60.0  # seconds
NOISY = ("uvicorn.error", "streamlit.runtime.websocket_session_manager")


class Seldom(logging.Filter):
    """Lets the same line through once a minute. An error that is ours, with where it happened, always."""

    def __init__(self) -> None:
        super().__init__()
        self.came: Counter[str] = Counter()
        self.next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info or record.levelno < logging.WARNING:
            return True
        text, now = str(record.msg), clock.passed()
        self.came[text] += 1
        if now < self.next.get(text, now):
            return False
        self.next[text] = now + EVERY
        if (times := self.came.pop(text)) > 1:
            record.msg = f"{text} ({times} times)"
        return True


def speak() -> None:
    """From here on such lines are few."""
    for name in NOISY:
        logging.getLogger(name).addFilter(Seldom())
