"""What came of the job that somebody asked for last, on the page where it was asked: how far it is, or what it made."""

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
    """Its title and state; `show_files` once it is done, `expired` where its files are kept no more. The page is drawn
    anew when it ends.
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
    """The same of a job that makes no file: `show_found` once it is done, `waiting` is said until then."""
    if job is None:
        return
    if was_running and job.state not in ACTIVE:
        st.rerun()
    if _is_done(job, waiting):
        show_found(job)


def _is_done(job: JobStatus, waiting: str) -> bool:
    """Whether it is; how far it is, or why it failed, stands here else."""
    if job.state in ACTIVE:
        st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=waiting)
    elif job.state != JobState.DONE:
        st.warning(escape_markdown(sentences.of_code(job.result.get("code", "job_failed"), job.result.get("values"))))
    return job.state == JobState.DONE
