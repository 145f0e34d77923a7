"""One mark for the whole list: most people's mark of each item, set once; exceptions are changed afterwards."""

import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _
from components.markdown import escape_markdown
from components.widgets import draft_fields
from db.assessments.assessment_forms import FormItem
from db.assessments.marked_sheet import FOR_ALL, LIST, MarkedSheet
from db.drafts.drafts import DraftField


def show(sheet: MarkedSheet) -> None:
    """Show a row of marks for each item, for people not assessed yet."""
    if sheet.form is None or not sheet.accepts_common_marks:
        return
    one_by_one = st.session_state.get("assess_view") == "people"
    opened = not one_by_one and (not sheet.has_common_marks or st.session_state.get("assess_common", False))
    with st.expander(_("For everyone on the list"), expanded=opened):
        st.caption(_("Applies to everyone without an answer of their own; then change the exceptions."))
        for item in sheet.common_items:
            _row(sheet, item)


def _row(sheet: MarkedSheet, item: FormItem) -> None:
    chosen = sheet.common_mark(item)
    labels = {mark.key: escape_markdown(mark.label) for mark in item.marks}
    name = f"{FOR_ALL}{item.key}"
    key = marked_list_draft.field_key("all", item.key, chosen or "none")
    st.segmented_control(
        escape_markdown(item.short), list(labels), format_func=labels.get, default=chosen, key=key,
        help=escape_markdown(item.text), width="stretch", on_change=_chosen, args=(key, sheet, name),
    )  # fmt: skip
    if item.attendance and not chosen:
        st.caption(_("Taken from the meeting record; choose a mark only where no meeting is recorded."))


def _chosen(key: str, sheet: MarkedSheet, name: str) -> None:
    """Keep the rows open while marks for all are being set. A callback."""
    st.session_state["assess_common"] = True
    draft_fields.on_change(key, lambda text: marked_list_draft.save_values(sheet, {DraftField(LIST, name): text}))
