"""Superiors' forms on screen: form, period and unit, one button, then the filled file."""

from functools import partial

import streamlit as st

from components.briefings import briefing_request, period_choice, units_below
from components.briefings.units_below import UnitSelection
from components.i18n import _, _n, join_list, period_name
from components.markdown import escape_markdown
from components.report_forms import figure_vocabulary as vocabulary, form_job_queue, form_request, form_upload
from components.report_forms.form_request import FormRequest
from components.shell import auth
from components.widgets import feedback, filters, latest_job, url_state
from components.widgets.unit_boxes import Days
from db.calendar import clock
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer
from db.models import JobState
from db.papers import report_forms
from db.papers.report_forms import FormVersion

PAGE, REPORT = "/papers", "report"  # the default purpose of a filled form
OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}
MOST_NAMED = 6  # blank figures that are named


def show(viewer: Viewer) -> None:
    """Show the form to fill, and the upload for those who keep forms."""
    filters.reset_from_link("forms")
    st.caption(_("The Excel or Word form of the level above, filled with the figures of the register."))
    versions = report_forms.list_versions(viewer)
    usable = report_forms.versions_in_force(versions, clock.today())
    if usable:
        _choose(viewer, usable)
    elif report_forms.may_manage_forms(viewer):
        st.info(_("No form yet. Bring the file below: then it is filled here for every unit in one touch."))
    else:
        st.info(_("No form yet. The commune or district brings it; then it is filled here in one touch."))
    if report_forms.may_manage_forms(viewer):
        form_upload.show(viewer, versions, opened=not usable)


def _choose(viewer: Viewer, usable: list[FormVersion]) -> None:
    names = {one.code: f"{one.name} ({'Excel' if one.format == 'xlsx' else 'Word'})" for one in usable}
    form = str(
        st.selectbox(
            _("Form"), **url_state.choice_in_address("forms_form", names, lambda code: names[code], usable[0].code)
        )
    )
    period, months = period_choice.choose_first_month_and_length("forms")
    days = briefing_request.days_of_period(period, months)
    unit = filters.unit_filter(viewer, "forms", days)
    whose = _whose(viewer, unit, days)
    reason = period_choice.choose_reason(viewer, "forms", _("What is the form for?"), REPORT)
    request = FormRequest(form, period, months, unit, whose, reason)
    last = form_job_queue.latest_job(viewer)
    made = last is not None and last.state == JobState.DONE and form_request.from_dict(last.wanted) == request
    st.button(
        _("Fill the form for {period}", period=period_name(period, months)),
        type="secondary" if made else "primary",
        width="stretch",
        icon=":material/edit_document:",
        key="forms_fill",
        disabled=not reason,
        on_click=_ask,
        args=(request,),
    )
    running = last is not None and last.state in latest_job.ACTIVE
    st.fragment(_result, run_every=1 if running else None)(running)


def _whose(viewer: Viewer, code: str | None, days: Days) -> UnitSelection:
    """Which units to include; not asked if there are none below."""
    offered = units_below.offered_selections(viewer, code, days)
    if len(offered) == 1:
        return UnitSelection.ONE
    bound = url_state.choice_in_address(
        "forms_whose", offered, lambda each: _(units_below.WHOSE[each]), UnitSelection.ONE
    )
    return UnitSelection(st.segmented_control(_("Filled for"), required=True, **bound) or UnitSelection.ONE)


def _ask(request: FormRequest) -> None:
    """Queue the form. A callback."""
    with feedback.saving(_("The form is being filled.")):
        form_job_queue.enqueue(auth.viewer(PAGE), request)


def _result(was_running: bool) -> None:
    """The latest job: its progress or its file."""
    viewer = auth.viewer(PAGE)
    latest_job.show(
        form_job_queue.latest_job(viewer),
        was_running,
        lambda job: _file(viewer, job),
        _("The filled form is no longer available. Fill it again."),
    )


def _file(viewer: Viewer, job: JobStatus) -> None:
    name, files = job.result["file"], job.result["files"]
    st.download_button(
        _("Download the filled form")
        if files == 1
        else _n("Download {count} filled form", "Download {count} filled forms", files),
        partial(form_job_queue.result_file, viewer.account_id, viewer.grant_id, job.code),
        name,
        MIMES[name.rpartition(".")[2]],
        key=f"forms_get_{job.code}",
        on_click="ignore",
        type="primary",
        width="stretch",
        icon=":material/download:",
    )
    if amended := job.result.get("amended"):
        st.caption(
            _("Figures in it were changed after closing; the file says so.")
            if files == 1
            else _n(
                "In {count} file figures were changed after closing; it says so.",
                "In {count} files figures were changed after closing; they say so.",
                amended,
            )
        )
    if missing := job.result["missing"]:
        known = vocabulary.fields_by_code()
        names = [_(known[code].label) for code in missing if code in known]
        more = [f"+{len(names) - MOST_NAMED}"] if len(names) > MOST_NAMED else []
        told = escape_markdown(join_list([*names[:MOST_NAMED], *more]))
        st.caption(_left_blank(job.result["blank"], files > 1).format(figures=told))


def _left_blank(blank: str, some: bool) -> str:
    """The message about figures without data, in one file or in some of many."""
    if blank:
        whole = _("There is no data for these yet, so a dash is shown: {figures}.")
        return _("Some files have no data for these yet and show a dash: {figures}.") if some else whole
    whole = _("There is no data for these yet, so they are left blank: {figures}.")
    return _("Some files have no data for these yet and leave them blank: {figures}.") if some else whole
