"""Serving a member at the counter: person, occasion, and the document from the year's assessment."""

import streamlit as st

from components.files.paper_fields import COMMENT, SHORT_COMMENT
from components.i18n import _, day_text
from components.labels import comment_request_labels, member_labels
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.papers import download_button, paper_files
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from db.calendar import clock
from db.comments import comment_issue, comment_requests, request_list
from db.comments.comment_issue import IssueOrder
from db.comments.request_writer import RequestDetails
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone
from db.models import MembershipKind, new_code
from db.people import member_search
from db.people.member_search import MemberFilter, MemberListRow

PAGE, FORM = "/requests", "counter"
OFFERED = 12


def show(viewer: Viewer) -> None:
    """Search, person, occasion, then the document; without an assessment the request is entered instead."""
    form = forms.form_key(FORM)
    person = _person(viewer, form)
    if person is None:
        return
    occasions = comment_request_labels.offered_option_words(viewer, "request_occasions")
    occasion = st.pills(
        _("What for"),
        list(occasions),
        format_func=lambda key: escape_markdown(occasions[key]),
        key=f"{form}_occasion_{person.code}",
    )
    if not occasion:
        return
    with feedback.stop_on_refusal():
        assessed_on = request_list.day_of_answering_assessment(viewer, person.code)
    if assessed_on:
        _print(viewer, person, occasion)
        st.caption(_("From the assessment of {day}, confirmed.", day=day_text(assessed_on)))
    else:
        _wait(person, occasion)


def _person(viewer: Viewer, form: str) -> MemberListRow | None:
    typed = person_finder.search_box(f"{form}_find", _("Who is asked about"))
    if not typed:
        return None
    wanted = MemberFilter(search=typed, kind=MembershipKind.CONTACT, by_name=True)
    rows = {row.code: row for row in member_search.search(viewer, wanted).rows[:OFFERED]}
    if not rows:
        st.caption(_("Nobody on the lists of contact members has this name. Type less of it."))
        return None
    if len(rows) == 1:
        st.markdown(_label(next(iter(rows.values()))))
        return next(iter(rows.values()))
    numbers = {code: row.number for code, row in rows.items()}
    labels = distinct({code: _label(row) for code, row in rows.items()}, numbers)
    chosen = st.pills(_("Person"), list(labels), format_func=labels.get, key=f"{form}_who_{typed}")
    return rows.get(chosen) if chosen else None


def _label(row: MemberListRow) -> str:
    exempt = member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, row.exempt) if row.exempt else ""
    return " · ".join(
        filter(None, (escape_markdown(row.name), (row.born or "")[:4], escape_markdown(row.unit), exempt))
    )


def _print(viewer: Viewer, person: MemberListRow, occasion: str) -> None:
    """A button that issues the document once, then one for its file."""
    key = f"{forms.form_key(FORM)}_{person.code}_{occasion}"
    look = {"icon": ":material/print:", "type": "primary", "width": "stretch"}
    if code := st.session_state.get(f"{key}_issued"):
        name = f"phieu-nhan-xet_{person.code}.docx"
        download_button.show(viewer, _("Download"), paper_files.paper_file, code, name=name, key=f"{key}_get", **look)
    elif st.button(_("Issue the comment"), key=f"{key}_print", **look):
        with feedback.saving(_("Issued; download it to print it.")):
            st.session_state[f"{key}_issued"] = _issue(person, occasion, f"{key}_token")
            st.rerun()


def _issue(person: MemberListRow, occasion: str, token_key: str) -> str:
    """Issue the document, or find the one that an earlier press issued; returns its code."""
    viewer = auth.viewer(PAGE)
    first = comment_issue.next_number(viewer, viewer.unit_id or 0)
    order = IssueOrder(clock.today(), first, paper_files.shipped_template_ids(COMMENT, SHORT_COMMENT))
    asked = RequestDetails(occasion, comment_requests.COUNTER, clock.today())
    token = st.session_state.setdefault(token_key, new_code())
    try:
        return comment_requests.issue_at_counter(viewer, person.code, asked, order, token)
    except AlreadyDone:
        return request_list.latest_comment_code(viewer, person.code)


def _wait(person: MemberListRow, occasion: str) -> None:
    st.info(
        _("There is no confirmed assessment that is recent enough: {cell} assesses first.", cell=person.unit),
        icon=":material/hourglass_empty:",
    )
    if st.button(_("Enter the request"), type="primary", width="stretch", key=f"{forms.form_key(FORM)}_enter"):
        with feedback.saving(_("Entered; the cell sees it now.")):
            with forms.once_token(FORM) as token:
                asked = RequestDetails(occasion, comment_requests.COUNTER, clock.today())
                comment_requests.add(auth.viewer(PAGE), [person.code], asked, token)
            st.rerun()
