"""A unit's report to the level above on screen: period and unit, preview, and download."""

from functools import partial

import streamlit as st

from components.briefings import (
    briefing_content,
    briefing_request,
    bulk_report_view,
    period_choice,
    report_files,
    section_choice,
)
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.files.briefing_document import Briefing
from components.i18n import N_, _
from components.markdown import escape_markdown
from components.widgets import filters
from db.kernel.scope import Viewer

NOUN, USUAL = "report", "report"
LENGTHS = (1, 12)
FORMATS = {
    "docx": (
        N_("Report in Word"),
        ":material/description:",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (N_("Report in PDF"), ":material/picture_as_pdf:", "application/pdf"),
}


def show(viewer: Viewer) -> None:
    """Show the choices, the files, and a preview on request."""
    filters.reset_from_link(NOUN)
    st.caption(_("One A4 page with the figures of the register, to be completed and signed."))
    period, months = period_choice.choose_first_month_and_length(NOUN, LENGTHS)
    unit = filters.unit_filter(viewer, NOUN, briefing_request.days_of_period(period, months))
    reason = period_choice.choose_reason(viewer, NOUN, _("What is the report for?"), USUAL)
    sections = section_choice.show(viewer, BriefingKind.REPORT)
    request = BriefingRequest(period, months, unit, sections, reason, BriefingKind.REPORT)
    if not sections:
        st.caption(_("Tick at least one section."))
        return
    if briefing_request.may_request(viewer, request):
        _own(viewer, request)
    bulk_report_view.show(viewer, request)


def _own(viewer: Viewer, request: BriefingRequest) -> None:
    """The report of the selected unit: files, and a preview on request."""
    briefing_request.to_query(viewer, request)
    with st.container(key="report_files"):
        for at, (end, (label, icon, mime)) in enumerate(FORMATS.items()):
            st.download_button(
                _(label),
                partial(report_files.make_report_file, viewer.account_id, viewer.grant_id, request, end),
                report_files.file_name(viewer, request, end),
                mime,
                key=f"report_get_{end}",
                type="secondary" if at else "primary",
                icon=icon,
                width="stretch",
                on_click="ignore",
                disabled=not request.reason,
            )
    with st.expander(_("What the report says"), key="report_preview", on_change="rerun") as preview:
        if preview.open:
            _preview(briefing_content.write_briefing(viewer, request))


def _preview(paper: Briefing) -> None:
    """The page as it will be printed."""
    st.markdown(f"**{escape_markdown(f'{paper.title} {paper.subject} {paper.period}')}**")
    for at, section in enumerate(paper.sections, 1):
        st.markdown(f"**{at}. {escape_markdown(section.title)}**")
        st.markdown(escape_markdown(" ".join(section.sentences)))
    if paper.warning:
        st.caption(escape_markdown(paper.warning))
