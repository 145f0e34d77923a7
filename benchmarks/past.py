"""The past: how long it takes, and how large a file, to ask every figure of the papers as of a moment.

In seconds of the process's own computing: most of it is one copy of the register, then the changes since taken back.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import func, select

from components.periods import past_figures_jobs
from components.periods.past_figures_request import PastRequest
from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.history import past_copy
from db.history.closings_in_force import PastMoment
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.models import Batch, Change

MOST_SECONDS = 60  # of computing, for a district with ten years


def measure(viewer: Viewer) -> dict[str, dict[str, float]]:
    """A copy with the latest thousand actions taken back, and the whole comparison of last month's figures with it."""
    month = add_months(month_of(clock.today()), -1)
    found: dict[str, dict[str, float]] = {}
    with _told(found, "copy and take back") as told:
        moment, told["changes"] = _back(1_000)
        with past_copy.open_past_copy(moment) as past:
            told["file MB"] = past.file.stat().st_size / 2**20
    with _told(found, "figures then and now") as told:
        sections = _then_and_now(viewer, moment, month)
        told["figures"] = sum(map(len, sections))
        told["limit s"] = MOST_SECONDS
    return found


def _then_and_now(viewer: Viewer, moment: PastMoment, month: int) -> list[dict]:
    """Each section's figures of a month as of a moment, and now."""
    request = PastRequest(month, 1, on=clock.today().isoformat())
    return [
        each["then"] for each in past_figures_jobs.compare(viewer, request, moment, lambda done, total: None).values()
    ]


def _back(actions: int) -> tuple[PastMoment, int]:
    with reading(SYSTEM) as session:
        last = session.exec(select(func.max(Batch.id))).one() or 0
        since = max(last - actions, 1)
        return PastMoment(since, clock.now()), session.exec(
            select(func.count(Change.id)).where(Change.batch_id > since)
        ).one()


@contextmanager
def _told(found: dict, name: str) -> Iterator[dict[str, float]]:
    begun, clocked = time.process_time(), time.perf_counter()
    told: dict[str, float] = {}
    yield told
    found[name] = {"CPU s": time.process_time() - begun, "seconds": time.perf_counter() - clocked, **told}
