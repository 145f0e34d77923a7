"""Jobs on screen: what was asked for, how far it is, what came of it, and once more where it was broken off."""

from functools import partial

import streamlit as st

from components import auth, feedback, say
from components.figures.exporting import LISTS
from components.i18n import N_, _, _n, moment_text
from components.taking import making
from components.taking.wishes import What
from components.text import plain
from db import jobs
from db.access import accounts
from db.faults import NotAllowed
from db.figures import exports
from db.jobs import Asked
from db.models import JobState
from db.scope import Viewer

PAGE = "/jobs"
STATES = {
    JobState.WAITING: N_("waiting"),
    JobState.RUNNING: N_("being made"),
    JobState.DONE: N_("done"),
    JobState.FAILED: N_("not done"),
    JobState.INTERRUPTED: N_("broken off"),
}
ACTIVE = (JobState.WAITING, JobState.RUNNING)


def show(viewer: Viewer) -> None:
    """All of the viewer's jobs of the last day; looked at again every two seconds while one of them is not ended."""
    active = any(job.state in ACTIVE for job in jobs.mine(viewer))
    st.fragment(_list, run_every=2 if active else None)(active)


def _list(was_active: bool) -> None:
    viewer = auth.viewer(PAGE)
    found = jobs.mine(viewer)
    if was_active and not any(job.state in ACTIVE for job in found):
        st.rerun()
    if not found:
        st.caption(_("Nothing was asked for today. Long lists are made here while you go on with other work."))
    for job in found:
        with st.container(border=True, key=f"jobs_{job.code}"):
            _one(job)


def _one(job: Asked) -> None:
    st.markdown(f"**{plain(_title(job))}**  \n{_(STATES[job.state])} · {moment_text(job.asked_at)}")
    if job.state in ACTIVE:
        st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=_rows(job.done) if job.kind == exports.KIND and job.total else None)
    elif job.state == JobState.DONE:
        _done(job)
    else:
        _broken_off(job)


def _done(job: Asked) -> None:
    if "rows" in job.result:
        st.caption(_("{rows} · checksum {begins}…", rows=_rows(job.result["rows"]), begins=job.result["checksum"][:12]))
    if "file" in job.result and jobs.file_of(job.code).exists():
        viewer = auth.viewer(PAGE)
        data = partial(file_for, viewer.account_id, viewer.grant_id, job.code)
        st.download_button(_("Download"), data, job.result["file"], making.MIME, icon=":material/download:", key=f"jobs_get_{job.code}", on_click="ignore")


def _broken_off(job: Asked) -> None:
    if job.state == JobState.FAILED:
        st.caption(plain(say.of_code(job.result.get("code", "job_failed"), job.result.get("values"))))
    st.button(_("Once more"), icon=":material/refresh:", key=f"jobs_again_{job.code}", on_click=_again, args=(job.code,))


def _again(code: str) -> None:
    """Ask for it once more: a callback."""
    with feedback.saving(_("Asked for once more.")):
        jobs.again(auth.viewer(PAGE), code)


def file_for(account_id: int, grant_id: int, code: str) -> bytes:
    """A result, read when its button is pressed by whoever may still have it."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return jobs.file_of(jobs.find(viewer, code).code).read_bytes()


def _title(job: Asked) -> str:
    return _(LISTS[What(job.wanted["what"])]) if job.kind == exports.KIND else job.wanted.get("title") or _("Work in progress")


def _rows(count: int) -> str:
    return _n("{count} row", "{count} rows", count)
