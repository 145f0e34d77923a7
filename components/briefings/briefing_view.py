"""The leadership's briefing on screen: period, unit and sections, one button, then the files."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from components.briefings import briefing_job_queue, briefing_request, period_choice, section_choice
from components.briefings.briefing_request import BriefingRequest
from components.i18n import N_, _, _n, period_name
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, filters, latest_job
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer
from db.models import JobState

PAGE = "/papers"
MEETING = "meeting"  # the default purpose of a pack
OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "docx": (N_("Page in Word"), ":material/description:", f"{OFFICE}.wordprocessingml.document"),
    "pdf": (N_("Page in PDF"), ":material/picture_as_pdf:", "application/pdf"),
    "pptx": (N_("Slides in PowerPoint"), ":material/slideshow:", f"{OFFICE}.presentationml.presentation"),
    "xlsx": (N_("Figures in Excel"), ":material/table:", f"{OFFICE}.spreadsheetml.sheet"),
    "png": (N_("Picture {number}"), ":material/image:", "image/png"),
}  # by file extension


def show(viewer: Viewer) -> None:
    """Show the choices, the button, and the latest result."""
    filters.reset_from_link("pack")
    st.caption(_("One A4 page, slides, a workbook and pictures with the figures of the register, for a meeting."))
    period, months = period_choice.choose_first_month_and_length("pack")
    unit = filters.unit_filter(viewer, "pack", briefing_request.days_of_period(period, months))
    sections = section_choice.show(viewer)
    reason = period_choice.choose_reason(viewer, "pack", _("What is the pack for?"), MEETING)
    request = BriefingRequest(period, months, unit, sections, reason)
    if sections:
        briefing_request.to_query(viewer, request)  # a refusal stands here instead of the button
    last = briefing_job_queue.latest_job(viewer)
    made = last is not None and last.state == JobState.DONE and briefing_request.from_dict(last.wanted) == request
    st.button(
        _("Make the pack for {period}", period=period_name(period, months)),
        type="secondary" if made else "primary",
        width="stretch",
        icon=":material/co_present:",
        key="pack_make",
        disabled=not request.sections or not request.reason,
        on_click=_ask,
        args=(request,),
    )
    running = last is not None and last.state in latest_job.ACTIVE
    st.fragment(_result, run_every=1 if running else None)(running)


def _ask(request: BriefingRequest) -> None:
    """Queue the briefing. A callback."""
    with feedback.saving(_("The pack is being made.")):
        briefing_job_queue.enqueue(auth.viewer(PAGE), request)


def _result(was_running: bool) -> None:
    """The latest job: its progress or its files."""
    viewer = auth.viewer(PAGE)
    latest_job.show(
        briefing_job_queue.latest_job(viewer),
        was_running,
        lambda job: _files(viewer, job),
        _("The files are no longer available. Make the pack again."),
    )


def _files(viewer: Viewer, job: JobStatus) -> None:
    if job.result["warning"]:
        st.caption(escape_markdown(job.result["warning"]))
    _download(viewer, job, "", _("Download all files"), job.result["file"], "application/zip", type="primary")
    pictures = [name for name in job.result["files"] if name.endswith(".png")]
    with st.container(horizontal=True, key="pack_files"):
        for name in job.result["files"]:
            if (end := name.rpartition(".")[2]) in FORMATS:
                words, icon, mime = FORMATS[end]
                label = _(words, number=pictures.index(name) + 1) if name in pictures else _(words)
                _download(viewer, job, name, label, name, mime, icon=icon)
    st.caption(_n("{count} row in the tables", "{count} rows in the tables", job.result["rows"]))


def _download(viewer: Viewer, job: JobStatus, part: str, label: str, name: str, mime: str, **look) -> None:
    made = partial(briefing_job_queue.result_file, viewer.account_id, viewer.grant_id, job.code, part)
    place = _place(job.result["files"], part)
    look = {"icon": ":material/download:", "width": "stretch" if not part else "content"} | look
    st.download_button(label, made, name, mime, key=f"pack_get_{job.code}_{place}", on_click="ignore", **look)


def _place(files: Sequence[str], part: str) -> int:
    return list(files).index(part) + 1 if part else 0
