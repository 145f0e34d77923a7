"""Taking a list away on screen: which one, narrowed how, at once or by the worker."""

from datetime import date
from functools import partial

import streamlit as st

from components.exporting import export_jobs, export_request
from components.exporting.export_request import ExportKind, ExportRequest
from components.figures import chart_choice
from components.i18n import N_, _, _n
from components.labels import member_labels
from components.shell import auth
from components.widgets import feedback, filters, url_state
from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.validation import EARLIEST
from db.models import MembershipKind
from db.models.meetings import MeetingAudience

PAGE = "/exports"
KIND_LABELS = {
    ExportKind.MEMBERS: N_("Members"),
    ExportKind.MEETINGS: N_("Meetings with figures"),
    ExportKind.PEOPLE: N_("Attendance by name"),
    ExportKind.HOUSEHOLDS: N_("Households by name"),
    ExportKind.COVERAGE: N_("Household counts by cell"),
}
KIND_DESCRIPTIONS = {
    ExportKind.MEMBERS: N_(
        "One row per member: dates of birth, admission and recognition, membership status, "
        "exemption, posts, workplace, address and phone."
    ),
    ExportKind.MEETINGS: N_(
        "One row per meeting: date, status, numbers expected, present, absent and exempt; no names."
    ),
    ExportKind.PEOPLE: N_(
        "One row per person and meeting: expected, present, absent, exempt, spoke. Specific "
        "reasons for absence stay in the register."
    ),
    ExportKind.HOUSEHOLDS: N_(
        "Clusters, household groups and assisted households: who is in charge, since when "
        "nobody has been, and their classes with the decisions."
    ),
    ExportKind.COVERAGE: N_(
        "For each cell: households with a member in charge and members in charge of households; no names."
    ),
}
AUDIENCE_LABELS = {
    MeetingAudience.OWN: N_("The cells' own meetings"),
    MeetingAudience.CONTACT: N_("Meetings of contact members"),
}


def choose(viewer: Viewer) -> ExportRequest:
    """What is to be taken away, as chosen."""
    filters.reset_from_link("exports")
    lists = export_request.kinds_for(viewer)
    kinds = url_state.bind("exports_what", lists, lambda what: _(KIND_LABELS[what]), lists[0])
    what = ExportKind(st.segmented_control(_("List"), required=True, label_visibility="collapsed", **kinds))
    st.caption(_(KIND_DESCRIPTIONS[what]))
    if what in (ExportKind.HOUSEHOLDS, ExportKind.COVERAGE):
        return ExportRequest(what, filters.unit_filter(viewer, "exports"), on=_day())
    return _of_members(viewer) if what == ExportKind.MEMBERS else _of_meetings(viewer, what)


def show_download(viewer: Viewer, wish: ExportRequest) -> None:
    """The button: a short list is downloaded at once, a long one is made by the worker."""
    rows = export_request.count_rows(viewer, wish)
    if not rows:
        st.info(_("This list is empty. Choose another period or unit."))
    elif rows <= export_jobs.MAX_ROWS_AT_ONCE:
        label, data = (
            _n("Download {count} row", "Download {count} rows", rows),
            partial(export_jobs.make_now, viewer.account_id, viewer.grant_id, wish),
        )
        name = export_jobs.file_name(viewer, wish)
        st.download_button(
            label,
            data,
            name,
            export_jobs.MIME,
            type="primary",
            icon=":material/download:",
            key="exports_download",
            on_click="ignore",
            width="stretch",
        )
    else:
        label = _n("Create a file of {count} row", "Create a file of {count} rows", rows)
        if st.button(label, type="primary", icon=":material/hourglass_empty:", key="exports_ask", width="stretch"):
            _ask(wish)


def _ask(wish: ExportRequest) -> None:
    with feedback.saving(
        _("The file is being prepared. You may close this page; the file will be under “Work in progress”.")
    ):
        export_jobs.enqueue(auth.viewer(PAGE), wish)
        st.switch_page("pages/figures/jobs.py", query_params={})


def _of_members(viewer: Viewer) -> ExportRequest:
    unit = filters.unit_filter(viewer, "exports")
    kinds = url_state.bind("exports_kind", MembershipKind, lambda kind: member_labels.label(member_labels.KINDS, kind))
    kind = st.segmented_control(_("Type"), **kinds)
    left = st.toggle(_("Former members"), key="exports_left", bind="query-params", persist_state="session")
    exempt = st.toggle(
        _("Only those exempt or away"), key="exports_exempt", bind="query-params", persist_state="session"
    )
    return ExportRequest(ExportKind.MEMBERS, unit, kind, _day(), left, exempt)


def _day() -> date | None:
    options = {
        "min_value": EARLIEST,
        "max_value": clock.today(),
        "format": "DD/MM/YYYY",
        "bind": "query-params",
        "persist_state": "session",
    }
    return st.date_input(_("As of"), value=None, key="exports_on", **options)


def _of_meetings(viewer: Viewer, what: ExportKind) -> ExportRequest:
    audiences = url_state.bind(
        "exports_audience", AUDIENCE_LABELS, lambda audience: _(AUDIENCE_LABELS[audience]), MeetingAudience.OWN
    )
    audience = st.segmented_control(_("Meetings"), required=True, label_visibility="collapsed", **audiences)
    since, until = chart_choice.choose_months("exports")
    unit = filters.unit_filter(viewer, "exports")
    return ExportRequest(what, unit, since=since, until=until, audience=MeetingAudience(audience))
