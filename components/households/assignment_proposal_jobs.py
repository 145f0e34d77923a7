"""The worker's part of proposals: who could look after which households of a cell."""

from collections.abc import Callable

from db.households import assignment_proposals
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel.scope import Audience, Viewer

KIND = "household_proposal"


def enqueue(viewer: Viewer, unit_id: int, least: int, most: int, title: str) -> str:
    """Queue a proposal and return the job's code."""
    wanted = {"unit": unit_id, "least": least, "most": most, "title": title}
    return jobs.enqueue(viewer, KIND, wanted, Audience.NAMES)


def latest(viewer: Viewer, unit_id: int) -> JobStatus | None:
    """Return the viewer's latest stored proposal for a cell."""
    own = (job for job in jobs.list_own(viewer) if job.kind == KIND and job.wanted["unit"] == unit_id)
    return next(own, None)


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Compute a proposal and report progress."""
    return assignment_proposals.to_json(
        assignment_proposals.propose(
            viewer, wanted["unit"], wanted["least"], wanted["most"], lambda *far: progress(*far)
        )
    )


HANDLERS = {KIND: run}
