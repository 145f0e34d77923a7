"""Queueing a briefing and fetching the result, without the code that writes it, which only the worker needs."""

from components.briefings import briefing_request
from components.briefings.briefing_request import BriefingRequest
from db.access_log import export_log
from db.accounts import accounts
from db.errors import NotAllowed
from db.jobs import jobs, temporary_files
from db.jobs.jobs import JobStatus
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

KIND = "briefing"


def enqueue(viewer: Viewer, request: BriefingRequest) -> str:
    """Queue a briefing; returns the job's code. Raises if the request is refused, and without a reason."""
    export_log.require_export_reason(viewer, request.reason)
    briefing_request.to_query(viewer, request)
    return jobs.enqueue(viewer, KIND, request.to_dict() | {"title": request.title}, Audience.FIGURES)


def latest_job(viewer: Viewer) -> JobStatus | None:
    """The viewer's latest briefing job."""
    return next((job for job in jobs.list_own(viewer) if job.kind == KIND), None)


def result_file(account_id: int, grant_id: int, code: str, name: str = "") -> bytes:
    """One file of a briefing, or all as one; read when its button is pressed, if the account may still have it."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    file = jobs.result_file(jobs.find(viewer, code).code)
    return temporary_files.read_part(file, name) if name else file.read_bytes()
