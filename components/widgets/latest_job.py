"""The result of a viewer's latest job, on the page where it was requested: progress or files."""

from collections.abc import Callable

import streamlit as st

from components.i18n import _, moment_text
from components.markdown import escape_markdown
from components.refusals import sentences
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.models import JobState

ACTIVE = (JobState.WAITING, JobState.RUNNING)


def show(job: JobStatus | None, was_running: bool, show_files: Callable[[JobStatus], None], expired: str) -> None:
    """Title and state; `show_files` once it is done, `expired` if its files are gone. The page
    is redrawn when it ends.
    """
    if job is None:
        return
    if was_running and job.state not in ACTIVE:
        st.rerun()
    st.markdown(f"**{escape_markdown(job.wanted['title'])}** · {moment_text(job.asked_at)}")
    if _is_done(job, _("You may close this page; the files will be here.")):
        if jobs.has_file(job):
            show_files(job)
        else:
            st.caption(expired)


def show_result(
    job: JobStatus | None, was_running: bool, show_found: Callable[[JobStatus], None], waiting: str
) -> None:
    """Like `show`, for a job without files: `show_found` once it is done, `waiting` until then."""
    if job is None:
        return
    if was_running and job.state not in ACTIVE:
        st.rerun()
    if _is_done(job, waiting):
        show_found(job)


def _is_done(job: JobStatus, waiting: str) -> bool:
    """Return whether the job is done; otherwise show its progress, or why it failed."""
    if job.state in ACTIVE:
        st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=waiting)
    elif job.state != JobState.DONE:
        st.warning(escape_markdown(sentences.of_code(job.result.get("code", "job_failed"), job.result.get("values"))))
    return job.state == JobState.DONE
