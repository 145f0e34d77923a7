"""Jobs on screen: the request, the progress, the result, and a retry of interrupted ones."""

from functools import partial

import streamlit as st

from components.exporting import export_jobs, export_registry
from components.i18n import N_, _, _n, moment_text
from components.markdown import escape_markdown
from components.papers import paper_files
from components.refusals import sentences
from components.shell import auth
from components.widgets import feedback
from db.accounts import accounts
from db.errors import NotAllowed
from db.exports import meeting_export
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer
from db.models import JobState

PAGE = "/jobs"
STATES = {
    JobState.WAITING: N_("waiting"),
    JobState.RUNNING: N_("in progress"),
    JobState.DONE: N_("done"),
    JobState.FAILED: N_("failed"),
    JobState.INTERRUPTED: N_("interrupted"),
}
MIMES = export_jobs.MIMES | {"docx": paper_files.MIME, "zip": "application/zip"}  # by file extension
ACTIVE = (JobState.WAITING, JobState.RUNNING)


def show(viewer: Viewer) -> None:
    """Show the viewer's jobs of the last day; refreshed every two seconds while one is running."""
    active = any(job.state in ACTIVE for job in jobs.list_own(viewer))
    st.fragment(_list, run_every=2 if active else None)(active)


def _list(was_active: bool) -> None:
    viewer = auth.viewer(PAGE)
    found = jobs.list_own(viewer)
    if was_active and not any(job.state in ACTIVE for job in found):
        st.rerun()
    if not found:
        st.caption(_("Nothing has been requested today. Long lists are prepared here while you do other work."))
    for job in found:
        with st.container(border=True, key=f"jobs_{job.code}"):
            _one(job)


def _one(job: JobStatus) -> None:
    st.markdown(f"**{escape_markdown(_title(job))}**  \n{_(STATES[job.state])} · {moment_text(job.asked_at)}")
    if job.state in ACTIVE:
        st.progress(
            min(1.0, job.done / job.total) if job.total else 0.0,
            text=_rows(job.done) if job.kind == meeting_export.KIND and job.total else None,
        )
    elif job.state == JobState.DONE:
        _done(job)
    else:
        _broken_off(job)


def _done(job: JobStatus) -> None:
    if "rows" in job.result:
        st.caption(_("{rows} · checksum {begins}…", rows=_rows(job.result["rows"]), begins=job.result["checksum"][:12]))
    if "file" in job.result and not jobs.has_file(job):
        st.caption(_("The file is no longer available. Have it made again."))
        _again_button(job)
    elif "file" in job.result:
        viewer = auth.viewer(PAGE)
        data = partial(result_file, viewer.account_id, viewer.grant_id, job.code)
        st.download_button(
            _("Download"),
            data,
            job.result["file"],
            MIMES[job.result["file"].rpartition(".")[2]],
            icon=":material/download:",
            key=f"jobs_get_{job.code}",
            on_click="ignore",
        )


def _broken_off(job: JobStatus) -> None:
    if job.state == JobState.FAILED:
        st.caption(escape_markdown(sentences.of_code(job.result.get("code", "job_failed"), job.result.get("values"))))
    _again_button(job)


def _again_button(job: JobStatus) -> None:
    st.button(
        _("Try again"), icon=":material/refresh:", key=f"jobs_again_{job.code}", on_click=_again, args=(job.code,)
    )


def _again(code: str) -> None:
    """Retry the job: a callback."""
    with feedback.saving(_("Requested again.")):
        jobs.retry(auth.viewer(PAGE), code)


def result_file(account_id: int, grant_id: int, code: str) -> bytes:
    """Return a result, read when its button is pressed if the viewer may still have it."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return jobs.result_file(jobs.find(viewer, code).code).read_bytes()


def _title(job: JobStatus) -> str:
    if job.kind == meeting_export.KIND:
        export = export_registry.exports_by_key()[job.wanted["what"]]
        return _(export.label)
    return job.wanted.get("title") or _("Work in progress")


def _rows(count: int) -> str:
    return _n("{count} row", "{count} rows", count)
