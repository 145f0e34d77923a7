"""Entering requests: a workbook, pasted names, or somebody on no list."""

import streamlit as st

from components.i18n import _, _n
from components.labels import comment_request_labels
from components.labels.distinct_labels import distinct
from components.labels.pasted_name_labels import unaccented_text
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms, unit_boxes
from db.calendar import clock
from db.comments import comment_requests, pasted_name_requests
from db.comments.comment_requests import OUTSIDERS
from db.comments.pasted_name_requests import MatchedContactMember, PastedName
from db.comments.request_writer import Outsider, RequestDetails
from db.kernel.scope import Viewer
from db.models import UnitKind
from db.units import units

PAGE, PASTED, OUTSIDE = "/requests", "request_paste", "request_outside"
NOBODY = "nobody"


def show_list_link() -> None:
    """The link for importing a workbook of requests."""
    st.page_link(
        "pages/administration/imports.py", label=_("Enter requests from an Excel list"), icon=":material/upload_file:"
    )


def show_pasted(viewer: Viewer) -> None:
    """Names, one per line; doubtful ones are asked, unknown ones listed."""
    form = forms.form_key(PASTED)
    text = st.text_area(_("Names, one per line"), key=f"{form}_names", height=160, placeholder=_("paste the list here"))
    asked = _asked_fields(viewer, form, comment_request_labels.offered_option_words(viewer, "request_occasions"))
    found = _found(viewer, form, text, asked.workplace_id)
    answers = _answers(form, found)
    chosen = list(dict.fromkeys(code for code in answers if code and code != NOBODY))
    missing = [one.line for one, code in zip(found, answers, strict=True) if code == NOBODY]
    if missing:
        st.warning(
            _("On no list of contact members: {names}", names=escape_markdown(", ".join(missing))),
            icon=":material/person_off:",
        )
    if unmarked := [(one.line, one.sure.name) for one in found if one.sure and one.unaccented]:
        st.caption(unaccented_text(unmarked))
    if open_names := answers.count(None):
        st.caption(_n("{count} name waits for an answer.", "{count} names wait for an answer.", open_names))
    elif not chosen:
        st.caption(_("Paste or type the names above: those on the list can then be entered."))
    label = _n("Enter {count} request", "Enter {count} requests", len(chosen))
    if st.button(label, type="primary", width="stretch", key=f"{form}_save", disabled=not chosen):
        with feedback.saving(_("Entered; the cells see it now.")):
            with forms.once_token(PASTED) as token:
                comment_requests.add(auth.viewer(PAGE), chosen, asked, token)
            st.rerun()


def show_outsider(viewer: Viewer) -> None:
    """The form for somebody on no list, for admission or candidacy."""
    form = forms.form_key(OUTSIDE)
    st.caption(_("For admission or candidacy. The name is erased from here some months after the answer."))
    name = st.text_input(_("Full name"), key=f"{form}_name", max_chars=120)
    born = st.text_input(_("Year of birth"), key=f"{form}_born", max_chars=4)
    address = st.text_input(_("Address"), key=f"{form}_address", max_chars=200)
    words = comment_request_labels.offered_option_words(viewer, "request_occasions")
    asked = _asked_fields(viewer, form, {key: label for key, label in words.items() if key in OUTSIDERS})
    if st.button(_("Enter the request"), type="primary", width="stretch", key=f"{form}_save"):
        with feedback.saving(_("Entered.")):
            with forms.once_token(OUTSIDE) as token:
                comment_requests.add_outsider(auth.viewer(PAGE), Outsider(name, born, address), asked, token)
            st.rerun()


def _found(viewer: Viewer, form: str, text: str, workplace_id: int | None) -> list[PastedName]:
    """Return the matches of the names, looked up only when they or the asker change."""
    key, asked = f"{form}_found", (viewer.account_id, viewer.grant_id, text, workplace_id)
    kept = st.session_state.get(key)
    if kept is None or kept[0] != asked:
        kept = st.session_state[key] = (
            asked,
            pasted_name_requests.match_names(viewer, text, workplace_id) if text.strip() else [],
        )
    return kept[1]


def _asked_fields(viewer: Viewer, form: str, occasions: dict[str, str]) -> RequestDetails:
    """Occasion, asker, channel, and days."""
    occasion = (
        st.pills(
            _("What for"),
            list(occasions),
            format_func=lambda key: escape_markdown(occasions[key]),
            key=f"{form}_occasion",
        )
        or ""
    )
    places = {one.code: one for one in units.by_id(viewer).values() if one.kind == UnitKind.WORKPLACE}
    names = {one.code: shown for shown, one in unit_boxes.units_by_name(places.values()).items()}
    workplace = forms.choice_field(_("Workplace that asks"), names, key=f"{form}_workplace")
    other = "" if workplace else st.text_input(_("or another committee"), key=f"{form}_asker", max_chars=200)
    sources = comment_request_labels.offered_option_words(viewer, "request_sources")
    with st.expander(_("How and when it came")):
        source = st.selectbox(_("How it came"), list(sources), format_func=sources.get, key=f"{form}_source")
        received = forms.date_field(_("Received on"), clock.today(), key=f"{form}_received") or clock.today()
        due = forms.date_field(_("Answer wanted by"), key=f"{form}_due")
    return RequestDetails(
        occasion, source or "", received, due, places[workplace].id if workplace else None, other or ""
    )


def _answers(form: str, found: list[PastedName]) -> list[str | None]:
    """The person meant by each name, by code: certain or selected; none if nobody or undecided."""
    return [_answer(form, one) for one in found]


def _answer(form: str, one: PastedName) -> str | None:
    """Ask which of several people is meant, or nobody, if it is not certain."""
    if one.sure or not one.candidates:
        return one.sure.code if one.sure else NOBODY
    numbers = {person.code: person.number for person in one.candidates}
    labels = distinct({person.code: _label(person) for person in one.candidates}, numbers)
    labels[NOBODY] = _("Not on the list")
    return st.pills(
        escape_markdown(one.line), list(labels), format_func=labels.get, key=f"{form}_line_{one.line}_{one.nth}"
    )


def _label(person: MatchedContactMember) -> str:
    return " · ".join(
        filter(None, (escape_markdown(person.name), (person.born or "")[:4], escape_markdown(person.cell)))
    )
