"""How far a source for admission has come: its steps in their order, each a day."""

from datetime import date
from enum import StrEnum
from typing import Any


class CandidateState(StrEnum):
    """Where somebody stands: each is in exactly one."""

    PROPOSED = "proposed"
    RECOGNISED = "recognised"  # as a source
    COURSE = "course"  # sent to it
    FILE = "file"  # handed in
    ADMITTED = "admitted"
    STOPPED = "stopped"


DAYS = {state: f"{state.value}_on" for state in CandidateState}  # the column of each
STEPS = [state for state in CandidateState if state != CandidateState.STOPPED]
ENDED = (CandidateState.ADMITTED, CandidateState.STOPPED)


def state_of(row: Any, day: date | None = None) -> CandidateState:
    """Where somebody stands (stood on a day): the last step that was taken."""
    taken = [state for state, column in DAYS.items() if _by(getattr(row, column), day)]
    return taken[-1] if taken else CandidateState.PROPOSED


def next_step(state: CandidateState) -> CandidateState | None:
    """The step that comes next; none for whoever was admitted or stopped."""
    return None if state in ENDED else STEPS[STEPS.index(state) + 1]


def last_day(row: Any) -> date:
    """The day of the last step that was taken."""
    return max(day for column in DAYS.values() if (day := getattr(row, column)))


def _by(taken: date | None, day: date | None) -> bool:
    return taken is not None and (day is None or taken <= day)
