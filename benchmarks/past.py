"""The past:
the time and the file size needed to compute every figure of the papers as of a moment, with a few hundred later actions
to undo.

In CPU seconds of this process; most of it is one copy of the register and undoing the later changes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import func, select

from benchmarks import telling
from components.periods import past_figures_jobs
from components.periods.past_figures_request import PastRequest
from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.history import past_copy
from db.history.closings_in_force import PastMoment
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import Attendance, Batch, Change, Outcome, Tally

MOST_SECONDS = 60  # CPU seconds, for a district with ten years
ACTIONS, ABSENT = 300, 5  # actions to undo, and people in each


def measure(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Return the seconds of a copy with the latest actions undone, and of comparing all of last
    month's figures with it.
    """
    month = add_months(month_of(clock.today()), -1)
    moment = _change(month)
    found: dict[str, dict[str, float]] = {}
    with _told(found, "copy and take back") as told:
        told["actions"], told["changes"] = ACTIONS, _changes_since(moment)
        with past_copy.open_past_copy(moment) as past:
            told["file MB"] = past.file.stat().st_size / 2**20
    with _told(found, "figures then and now") as told:
        sections = _then_and_now(viewer, moment, month)
        told["figures"] = sum(map(len, sections))
    return {name: telling.judge(told, {"CPU s": MOST_SECONDS}) for name, told in found.items()}


def _then_and_now(viewer: Viewer, moment: PastMoment, month: int) -> list[dict]:
    """Return each section's figures of a month as of a moment, and now."""
    request = PastRequest(month, 1, on=clock.today().isoformat())
    return [
        each["then"] for each in past_figures_jobs.compare(viewer, request, moment, lambda done, total: None).values()
    ]


def _change(month: int) -> PastMoment:
    """Run a few hundred actions of cells, each correcting a meeting of the month by name and by sum; return the moment
    before.
    """
    with reading(SYSTEM) as session:
        moment = PastMoment(session.exec(select(func.max(Batch.id))).one() or 0, clock.now())
        query = select(Tally.id, Tally.meeting_id).where(Tally.period == month, Tally.present > 0, Tally.named)
        tallies = session.exec(query.order_by(Tally.id).limit(ACTIONS)).all()
    for tally_id, meeting_id in tallies:
        with writing(SYSTEM, "record_meeting") as session:
            came = (Attendance.meeting_id == meeting_id, Attendance.outcome == Outcome.PRESENT)
            people = session.exec(select(Attendance).where(*came).limit(ABSENT)).all()
            tally = session.get_one(Tally, tally_id)
            for person in people:
                person.outcome = Outcome.EXCUSED
            tally.present, tally.excused = tally.present - len(people), tally.excused + len(people)
    return moment


def _changes_since(moment: PastMoment) -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(func.count(Change.id)).where(Change.batch_id > moment.batch_id)).one()


@contextmanager
def _told(found: dict, name: str) -> Iterator[dict[str, float]]:
    begun, clocked = time.process_time(), time.perf_counter()
    told: dict[str, float] = {}
    yield told
    found[name] = {"CPU s": time.process_time() - begun, "seconds": time.perf_counter() - clocked, **told}
