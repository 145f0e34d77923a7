"""Jobs: work of more than two seconds, requested on a page and done by the worker."""

import json
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import select

from db import config
from db.calendar import clock
from db.errors import NotAllowed
from db.jobs import temporary_files
from db.kernel import closed_periods
from db.kernel.scope import SYSTEM, Audience, Viewer
from db.kernel.session import reading, writing
from db.models import Job, JobState

REASON = "closing_reason"  # stored beside the request


class JobStatus(NamedTuple):
    """A job as its owner sees it; `result` is what the work returned, or the code of its failure."""

    code: str
    kind: str
    wanted: dict
    state: JobState
    done: int
    total: int
    result: dict
    asked_at: datetime


class ClaimedJob(NamedTuple):
    """A job claimed by the worker."""

    id: int
    code: str
    kind: str
    wanted: dict
    account_id: int
    grant_id: int
    reason: str | None = None  # for changing closed data


def enqueue(viewer: Viewer, kind: str, wanted: dict, audience: Audience) -> str:
    """Queue a job, with the reason given for changing closed data; returns its code."""
    if reason := closed_periods.current_default_reason():
        wanted = wanted | {REASON: reason}
    with writing(viewer, "ask_job") as session:
        job = Job(
            kind=kind,
            account_id=viewer.account_id,
            grant_id=viewer.grant_id,
            unit_id=viewer.unit_id,
            audience=audience.value,
            wanted=json.dumps(wanted, ensure_ascii=False),
            asked_at=clock.now(),
        )
        session.add(job)
        return job.code


def list_own(viewer: Viewer) -> list[JobStatus]:
    """The viewer's jobs whose results are still available, latest first."""
    with reading(viewer) as session:
        query = select(Job).where(Job.asked_at > clock.now() - temporary_files.LIFETIME).order_by(Job.id.desc())
        return [_asked(job) for job in session.exec(query) if job.grant_id == viewer.grant_id]


def find(viewer: Viewer, code: str) -> JobStatus:
    """One of the viewer's jobs. Raises NotAllowed for others'."""
    found = [job for job in list_own(viewer) if job.code == code]
    if not found:
        raise NotAllowed()
    return found[0]


def retry(viewer: Viewer, code: str) -> str:
    """Queue an interrupted or failed job again; returns the new job's code."""
    with reading(viewer) as session:
        job = session.exec(select(Job).where(Job.code == code)).first()
    if job is None:
        raise NotAllowed()
    return enqueue(viewer, job.kind, json.loads(job.wanted), Audience(job.audience))


def result_file(code: str) -> Path:
    """The path of a job's file. Callers must have found the job first."""
    folder = config.data_dir() / "results"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / code


def has_file(job: JobStatus) -> bool:
    """Whether a job's file is still available: it is deleted after a day, or earlier if it names somebody erased."""
    return "file" in job.result and result_file(job.code).exists()


def claim_next() -> ClaimedJob | None:
    """Claim the oldest waiting job; None if there is none. Looking for one waits for no writer."""
    with reading(SYSTEM) as session:
        if session.exec(select(Job.id).where(Job.state == JobState.WAITING)).first() is None:
            return None
    with writing(SYSTEM, "claim_job") as session:
        job = session.exec(select(Job).where(Job.state == JobState.WAITING).order_by(Job.id)).first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        wanted, reason = _split(job)
        return ClaimedJob(job.id, job.code, job.kind, wanted, job.account_id, job.grant_id, reason)


def report_progress(job_id: int, done: int, total: int) -> None:
    """Store how far a job has come."""
    with writing(SYSTEM, "tell_job") as session:
        job = session.get_one(Job, job_id)
        job.done, job.total = done, total


def finish(job_id: int, state: JobState, result: dict) -> None:
    """Finish a job with its result."""
    with writing(SYSTEM, "finish_job") as session:
        job = session.get_one(Job, job_id)
        job.state, job.result, job.finished_at = state, json.dumps(result, ensure_ascii=False), clock.now()
        job.expires_at = clock.now() + temporary_files.LIFETIME


def mark_interrupted() -> None:
    """At the worker's start: mark jobs that were running as interrupted."""
    with writing(SYSTEM, "interrupt_jobs") as session:
        for job in session.exec(select(Job).where(Job.state == JobState.RUNNING)).all():
            job.state, job.finished_at = JobState.INTERRUPTED, clock.now()


def delete_expired_files() -> None:
    """Delete result files older than a day."""
    temporary_files.delete_expired(result_file("x").parent)


def _asked(job: Job) -> JobStatus:
    result = json.loads(job.result) if job.result else {}
    return JobStatus(job.code, job.kind, _split(job)[0], job.state, job.done, job.total, result, job.asked_at)


def _split(job: Job) -> tuple[dict, str | None]:
    """The request, and the reason given with it."""
    wanted = json.loads(job.wanted)
    return wanted, wanted.pop(REASON, None)
