"""The reports of all units below in one file: a button for each kind of unit, then the files."""

from functools import partial

import streamlit as st

from components.briefings import briefing_request, report_job_queue, units_below
from components.briefings.briefing_request import BriefingRequest
from components.briefings.units_below import UnitSelection
from components.i18n import N_, _, _n, number
from components.shell import auth
from components.widgets import feedback, latest_job
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer

PAGE = "/papers"
LABELS = {
    UnitSelection.PARTS: N_("Reports of each unit below in one file ({count})"),
    UnitSelection.CELLS: N_("Reports of each cell below in one file ({count})"),
}
FORMATS = {
    "docx": (N_("Reports in Word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (N_("Reports in PDF"), "application/pdf"),
}


def show(viewer: Viewer, request: BriefingRequest) -> None:
    """Show a button for the units directly below and one for all cells, if there are any, and the latest result."""
    if viewer.role not in briefing_request.ROLES_BELOW[request.kind]:
        return
    days = briefing_request.days_of_period(request.period, request.months)
    for whose in units_below.offered_selections(viewer, request.unit, days)[1:]:
        count = len(report_job_queue.list_requests(viewer, request, whose))
        st.button(
            _(LABELS[whose]).format(count=number(count)),
            icon=":material/library_books:",
            key=f"report_below_{whose.value}",
            width="stretch",
            disabled=not count or not request.reason,
            on_click=_ask,
            args=(request, whose),
        )
    last = report_job_queue.latest(viewer)
    running = last is not None and last.state in latest_job.ACTIVE
    st.fragment(_result, run_every=1 if running else None)(running)


def _ask(request: BriefingRequest, selection: UnitSelection) -> None:
    """Queue the reports. A callback."""
    with feedback.saving(_("The reports are being made.")):
        report_job_queue.enqueue(auth.viewer(PAGE), request, selection)


def _result(was_running: bool) -> None:
    """The latest job: its progress or its files."""
    viewer = auth.viewer(PAGE)
    latest_job.show(
        report_job_queue.latest(viewer),
        was_running,
        lambda job: _files(viewer, job),
        _("The reports are no longer available. Make them again."),
    )


def _files(viewer: Viewer, job: JobStatus) -> None:
    count = job.result["units"]
    st.caption(_n("{count} report, a page each", "{count} reports, a page each", count))
    if amended := job.result["amended"]:
        st.caption(
            _n(
                "Figures of {count} report were changed after closing; it says so.",
                "Figures of {count} reports were changed after closing; they say so.",
                amended,
            )
        )
    with st.container(key="report_below_files"):
        for name in job.result["files"]:
            label, mime = FORMATS[name.rpartition(".")[2]]
            st.download_button(
                _(label),
                partial(report_job_queue.result_file, viewer.account_id, viewer.grant_id, job.code, name),
                name,
                mime,
                key=f"report_below_{job.code}_{name.rpartition('.')[2]}",
                icon=":material/download:",
                width="stretch",
                on_click="ignore",
            )
