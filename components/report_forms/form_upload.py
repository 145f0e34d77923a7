"""Uploading a superior's form, which is checked first, and withdrawing one."""

import streamlit as st

from components.files import report_form_check
from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.refusals import sentences
from components.report_forms import example_form, figure_vocabulary as vocabulary, form_labels, vocabulary_view
from components.shell import auth
from components.web import request_limits
from components.widgets import feedback, forms, lazy_expander
from db.calendar import clock
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.papers import report_forms
from db.papers.report_forms import FormDraft, FormVersion

PAGE = "/papers"
TYPES = [*report_form_check.KINDS, *report_form_check.OTHER_ENDS]
MOST_SENT = request_limits.MAX_FILE_BYTES >> 20  # MB that the browser sends; a form's own limit is smaller


def show(viewer: Viewer, versions: list[FormVersion], opened: bool) -> None:
    """Own forms with their versions, the upload, and the available figures; collapsed if there is a form already."""
    own = [one for one in versions if one.unit_id == viewer.unit_id]
    title = _("Bring a form, replace or withdraw one")
    with lazy_expander.show(title, "forms_keeping", expanded=opened, icon=":material/upload_file:") as made:
        if not made:
            return
        current = [one for one in own if one.until is None or one.until >= clock.today()]
        for one in current:
            _kept(one)
        _upload(current)
        st.download_button(
            _("Download an example form"),
            example_form.build_example,
            "bieu-vi-du.xlsx",
            example_form.MIME,
            key="forms_example",
            icon=":material/download:",
            on_click="ignore",
        )
        vocabulary_view.show()


def _kept(one: FormVersion) -> None:
    with st.container(key=f"forms_kept_{one.code}", horizontal=True, vertical_alignment="center"):
        since = form_labels.version_and_days(one)
        st.markdown(f"**{escape_markdown(one.name)}** · {since}", width="stretch")
        st.button(_("Stop using it"), key=f"forms_withdraw_{one.code}", on_click=_withdraw, args=(one.series,))


def _withdraw(series: str) -> None:
    """Withdraw a form. A callback."""
    with feedback.saving(_("Withdrawn. Forms already filled stay as they are.")):
        report_forms.withdraw(auth.viewer(PAGE), series)


def _upload(current: list[FormVersion]) -> None:
    form = forms.form_key("report_form")
    # here the style sheet translates into Vietnamese what a browser refuses
    with st.container(key=f"report_form_upload_{auth.viewer(PAGE).language}"):
        file = st.file_uploader(
            _("Excel or Word form with placeholders in double braces (.xlsx, .docx)"),
            type=TYPES,
            key=f"{form}_file",
            max_upload_size=MOST_SENT,
        )
    if file is None:
        return
    try:
        checked = report_form_check.require_fillable_form(
            file.name, file.getvalue(), vocabulary.placeholders_as_offered()
        )
    except Invalid as refused:
        st.error(escape_markdown(sentences.of_refusal(refused)))
        return
    for note in checked.notes:
        st.caption(escape_markdown(note))
    name = st.text_input(_("Name"), file.name.rpartition(".")[0][:120], key=f"{form}_name", max_chars=120)
    names = {one.series: one.name for one in current}
    replaces = (
        st.selectbox(
            _("Takes the place of"),
            list(names),
            index=None,
            format_func=lambda series: names.get(series, series),
            placeholder=_("None: it is a new form"),
            key=f"{form}_replaces",
        )
        if names
        else None
    )
    since = forms.date_field(_("Valid from"), clock.today(), key=f"{form}_since", ahead=report_forms.YEAR)
    blank = st.segmented_control(
        _("Where nothing is recorded yet"),
        report_forms.BLANKS,
        format_func=form_labels.blank_choice_text,
        default=report_forms.BLANKS[0],
        required=True,
        key=f"{form}_blank",
    )
    if st.button(_("Keep this form"), type="primary", key=f"{form}_save", disabled=since is None):
        with feedback.saving(_("Kept. It can be filled from {day} on.", day=day_text(since))):
            draft = FormDraft(name, checked.format, file.getvalue(), blank or "", since or clock.today(), replaces)
            with forms.once_token("report_form") as token:
                report_forms.add(auth.viewer(PAGE), draft, token)
            st.rerun()
