"""The form for exporting a list: which one, its filters, and the download, at once or by the worker."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from components.exporting import export_jobs, export_registry
from components.exporting.export_filters import AUDIENCE_LABELS
from components.exporting.export_registry import Filters
from components.exporting.export_request import ExportRequest, FileFormat
from components.figures import chart_choice, unit_absence
from components.i18n import N_, _, _n
from components.labels import member_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, filters, url_state
from db.access_log import export_log
from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.validation import EARLIEST
from db.models import MembershipKind
from db.models.meetings import MeetingAudience
from db.settings import settings

PAGE = "/exports"
FORMATS = {  # the name of each file format, and what it is good for
    FileFormat.EXCEL: (
        N_("Excel workbook"),
        N_("The file is in Vietnamese, A4 landscape, with a total row and a final sheet for checking the rows."),
    ),
    FileFormat.CSV: (
        N_("CSV for other programs"),
        N_("One line of plain text for each row, separated by commas, without totals; Excel shows the accents."),
    ),
}


def choose_export(viewer: Viewer) -> ExportRequest:
    """The selected export."""
    filters.reset_from_link("exports")
    lists = export_registry.offered_to(viewer)
    kinds = url_state.choice_in_address("exports_what", lists, lambda what: _(lists[what].label), next(iter(lists)))
    what = str(st.selectbox(_("List"), **kinds))
    st.caption(_(lists[what].description))
    if lists[what].filters == Filters.NOTHING:
        return ExportRequest(what)
    if lists[what].filters == Filters.DAY:
        unit, on = _choose_unit_and_day(viewer)
        return ExportRequest(what, unit, on=on)
    if lists[what].filters == Filters.UNIT:
        return ExportRequest(what, filters.unit_filter(viewer, "exports"))
    return (_of_members if lists[what].filters == Filters.MEMBERS else _of_meetings)(viewer, what)


def show_download(viewer: Viewer, request: ExportRequest) -> None:
    """The purpose, then the button: short lists download at once, long ones are made by the worker."""
    rows = export_registry.count_rows(viewer, request)
    if not rows:
        absent = unit_absence.absence_text(viewer, request.unit_id(viewer), *_days(request))
        st.info(escape_markdown(absent) or _("This list is empty. Choose another period or unit."))
        return
    request = replace(request, reason=_choose_reason(viewer), format=_choose_format())
    if rows <= export_jobs.MAX_ROWS_AT_ONCE:
        label, data = (
            _n("Download {count} row", "Download {count} rows", rows),
            partial(export_jobs.make_now, viewer.account_id, viewer.grant_id, request),
        )
        name = export_jobs.file_name(viewer, request)
        st.download_button(
            label,
            data,
            name,
            export_jobs.MIMES[request.format],
            type="primary",
            icon=":material/download:",
            key="exports_download",
            on_click="ignore",
            disabled=not request.reason,
            width="stretch",
        )
    else:
        label = _n("Create a file of {count} row", "Create a file of {count} rows", rows)
        look = {"type": "primary", "icon": ":material/hourglass_empty:", "width": "stretch"}
        if st.button(label, key="exports_ask", disabled=not request.reason, **look):
            _ask(request)


def _choose_reason(viewer: Viewer) -> str:
    """The purpose of the list, without which nothing is exported."""
    options = settings.active_options(viewer, export_log.REASONS)
    reasons = {option.key: escape_markdown(option.label) for option in options}
    chosen = st.pills(
        _("What is the list for?"), reasons, format_func=reasons.get, key="exports_reason", persist_state="session"
    )
    if not chosen:
        st.caption(_("Choose the reason; it is kept in the history with the export."))
    return chosen or ""


def _choose_format() -> FileFormat:
    options = url_state.choice_in_address(
        "exports_format", FileFormat, lambda each: _(FORMATS[each][0]), FileFormat.EXCEL
    )
    chosen = FileFormat(st.segmented_control(_("File"), required=True, label_visibility="collapsed", **options))
    st.caption(_(FORMATS[chosen][1]))
    return chosen


def _ask(request: ExportRequest) -> None:
    with feedback.saving(
        _("The file is being prepared. You may close this page; the file will be under “Work in progress”.")
    ):
        export_jobs.enqueue(auth.viewer(PAGE), request)
        st.switch_page("pages/figures/jobs.py", query_params={})


def _of_members(viewer: Viewer, what: str) -> ExportRequest:
    above = st.container()
    kinds = url_state.choice_in_address(
        "exports_kind", MembershipKind, lambda kind: member_labels.translated_label(member_labels.KINDS, kind)
    )
    kind = st.segmented_control(_("Type"), **kinds)
    left = st.toggle(_("Former members"), key="exports_left", bind="query-params", persist_state="session")
    exempt = st.toggle(
        _("Only those exempt or away"), key="exports_exempt", bind="query-params", persist_state="session"
    )
    with above:
        unit, on = _choose_unit_and_day(viewer, left)
    return ExportRequest(what, unit, kind, on, left, exempt)


def _choose_unit_and_day(viewer: Viewer, left: bool = False) -> tuple[str | None, date | None]:
    """The unit, which may have ended if it existed on the day, and the day below it; `left`: of former members."""
    above = st.container()
    options = {
        "min_value": EARLIEST,
        "max_value": clock.today(),
        "format": "DD/MM/YYYY",
        "bind": "query-params",
        "persist_state": "session",
    }
    on = st.date_input(_("As of"), value=None, key="exports_on", **options)
    with above:
        return filters.unit_filter(viewer, "exports", filters.days_of_list(on, left)), on


def _days(request: ExportRequest) -> tuple[date, date]:
    """The first and the last day that an export is about."""
    if request.since:
        return chart_choice.days_of_months(request.since, request.until)
    return request.day, request.day


def _of_meetings(viewer: Viewer, what: str) -> ExportRequest:
    audiences = url_state.choice_in_address(
        "exports_audience", AUDIENCE_LABELS, lambda audience: _(AUDIENCE_LABELS[audience]), MeetingAudience.OWN
    )
    audience = st.segmented_control(_("Meetings"), required=True, label_visibility="collapsed", **audiences)
    if said := chart_choice.months_problem("exports"):
        st.info(said)
    since, until = chart_choice.choose_months("exports")
    unit = filters.unit_filter(viewer, "exports", chart_choice.days_of_months(since, until))
    return ExportRequest(what, unit, since=since, until=until, audience=MeetingAudience(audience))
