"""The steps of a candidate for admission in order, each with a day."""

from datetime import date
from enum import StrEnum
from typing import Any


class CandidateState(StrEnum):
    """The state of a candidate: exactly one at a time."""

    PROPOSED = "proposed"
    RECOGNISED = "recognised"  # as a source
    COURSE = "course"  # sent to the course
    FILE = "file"  # file handed in
    ADMITTED = "admitted"
    STOPPED = "stopped"


DAYS = {state: f"{state.value}_on" for state in CandidateState}  # the date column of each state
STEPS = [state for state in CandidateState if state != CandidateState.STOPPED]
ENDED = (CandidateState.ADMITTED, CandidateState.STOPPED)


def state_of(row: Any, day: date | None = None) -> CandidateState:
    """The state, now or on a day: the last step taken."""
    taken = [state for state, column in DAYS.items() if _by(getattr(row, column), day)]
    return taken[-1] if taken else CandidateState.PROPOSED


def next_step(state: CandidateState) -> CandidateState | None:
    """The next step; None once admitted or stopped."""
    return None if state in ENDED else STEPS[STEPS.index(state) + 1]


def last_day(row: Any) -> date:
    """The day of the last step taken."""
    return max(day for column in DAYS.values() if (day := getattr(row, column)))


def _by(taken: date | None, day: date | None) -> bool:
    return taken is not None and (day is None or taken <= day)
