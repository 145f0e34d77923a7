"""Import jobs: their progress, their result, and undoing them."""

import streamlit as st

from components.i18n import N_, _, _n, moment_text
from components.importing import import_jobs, staged_lists
from components.markdown import escape_markdown
from components.refusals import sentences
from components.shell import auth
from components.widgets import closed_period_reason, confirm_button, feedback
from db.history import prepared_writes
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel import closed_periods
from db.models import JobState

RUNNING_STATES = (JobState.WAITING, JobState.RUNNING)
SHOWN = 5
WAITING_TEXT = N_("Waiting for its turn …")
STEPS = {
    import_jobs.READING: N_("Step 1 of 4: reading the list …"),
    prepared_writes.COMPARING: N_("Step 2 of 4: comparing each person with the register …"),
    prepared_writes.PREPARING: N_("Step 3 of 4: preparing the changes …"),
    prepared_writes.WRITING: N_("Step 4 of 4: writing to the register …"),
}
UNDO_STEPS = {
    prepared_writes.COMPARING: N_("Undoing, step 1 of 3: checking whether later changes depend on it …"),
    prepared_writes.PREPARING: N_("Undoing, step 2 of 3: preparing the previous values …"),
    prepared_writes.WRITING: N_("Undoing, step 3 of 3: restoring them …"),
}


def show() -> None:
    """Show running jobs, refreshed each second, and those of the last day."""
    going = any(job.state in RUNNING_STATES for job in _mine())
    st.fragment(_listed, run_every=1 if going else None)(going)


def is_running(code: str) -> bool:
    """Tell whether a staged list is being imported."""
    return any(job.state in RUNNING_STATES and job.wanted["file"] == code for job in _mine())


def _mine() -> list[JobStatus]:
    return [job for job in jobs.list_own(auth.viewer("/import")) if job.kind in import_jobs.HANDLERS]


def _listed(was_going: bool) -> None:
    rows = _mine()
    if was_going and not any(job.state in RUNNING_STATES for job in rows):
        st.rerun()
    back = {job.result.get("undone") for job in rows}
    for job in rows[:SHOWN]:
        with st.container(key=f"import_job_{job.code}", border=True):
            st.markdown(f"**{escape_markdown(job.wanted['title'])}** · {moment_text(job.asked_at)}")
            _one(job, job.result.get("batch") in back)


def _one(job: JobStatus, undone: bool) -> None:
    if job.state in RUNNING_STATES:
        st.progress(min(job.done / job.total, 1.0) if job.total else 0.0, text=_step(job))
    elif job.state == JobState.DONE and job.kind == import_jobs.IMPORT_KIND:
        _done(job, undone)
    elif job.state == JobState.DONE:
        st.markdown(_("Undone: the register is as it was before."))
    elif job.state == JobState.INTERRUPTED:
        st.warning(_("This was interrupted; nothing was saved. Please start it again."))
    else:
        st.error(escape_markdown(sentences.of_code(job.result["code"], job.result["values"])))
        if job.result["code"] == closed_period_reason.CODE:
            _with_reason(job)
        elif job.kind == import_jobs.IMPORT_KIND:
            _reopen(job, _("Reopen the list"))


def _with_reason(job: JobStatus) -> None:
    """Ask for a reason if a list changes closed records, then import it."""
    reason = closed_period_reason.reason_field(f"import_reason_{job.code}")
    if st.button(_("Bring it in with this reason"), key=f"import_again_{job.code}", disabled=not reason):
        with feedback.saving(_("Importing the list … You may close this page.")), closed_periods.default_reason(reason):
            jobs.retry(auth.viewer("/import"), job.code)
            st.rerun()


def _step(job: JobStatus) -> str:
    """Return the current step in words."""
    words = STEPS if job.kind == import_jobs.IMPORT_KIND else UNDO_STEPS
    return _(words.get(import_jobs.current_step(job), WAITING_TEXT))


def _done(job: JobStatus, undone: bool) -> None:
    st.markdown(
        import_counts_text(job.result["counts"], job.result["ended"])
        if job.result["batch"]
        else _("Nothing needed to be changed.")
    )
    _rest(job)
    if undone:
        st.caption(_("undone"))
    elif job.result["batch"] and _back(job):
        with feedback.saving(_("Undoing the list …")):
            import_jobs.enqueue_undo(
                auth.viewer("/import"), job.result["batch"], job.wanted["title"], job.wanted["file"]
            )
            st.rerun()


def _back(job: JobStatus) -> bool:
    """Return whether the whole list is to be undone, after a confirmation."""
    question = _("Undo everything this list changed? {list}", list=escape_markdown(job.wanted["title"]))
    return confirm_button.confirmed_button(
        _("Undo the whole import"), question, key=f"import_back_{job.code}", icon=":material/undo:"
    )


def _rest(job: JobStatus) -> None:
    """Link to the rows still open."""
    if left := job.result.get("left"):
        _reopen(job, _n("Reopen the list: {count} row left", "Reopen the list: {count} rows left", left))


def _reopen(job: JobStatus, text: str) -> None:
    """Link to the list of a job, as long as it is kept."""
    code = job.wanted["file"]
    waits = any(one.code == code for one in staged_lists.list_staged(auth.viewer("/import")))
    if waits and st.query_params.get("file") != code:
        st.button(
            text,
            key=f"import_rest_{job.code}",
            type="tertiary",
            icon=":material/description:",
            on_click=_open,
            args=(code,),
        )


def _open(code: str) -> None:
    auth.viewer("/import")
    st.query_params["file"] = code


def import_counts_text(counts: dict[str, int], ended: int) -> str:
    """Return the counts in words."""
    parts = [
        _n("{count} new", "{count} new", counts["created"]),
        _n("{count} changed", "{count} changed", counts["changed"]),
        _n("{count} unchanged", "{count} unchanged", counts["untouched"]),
        *([_n("{count} skipped", "{count} skipped", counts["left_out"])] if counts.get("left_out") else []),
        _n("{count} unanswered", "{count} unanswered", counts["asked"]),
        _n("{count} rejected", "{count} rejected", counts["refused"]),
    ]
    return " · ".join([*parts, *([_n("{count} ended", "{count} ended", ended)] if ended else [])])
