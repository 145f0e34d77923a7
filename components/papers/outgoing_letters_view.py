"""A workplace's letters as Word files: introducing its people, and requesting comments."""

import streamlit as st

from components.files import template_builder, word_template
from components.i18n import DASH, _, _n, day_text
from components.papers import download_button, paper_files
from db.comments import outgoing_letters
from db.comments.outgoing_letters import LetterSet, SentLetter
from db.errors import Invalid
from db.kernel.scope import Viewer


def show_introductions(viewer: Viewer) -> None:
    """The selected letter, and its file with a page for each person."""
    with st.expander(_("Print letters of introduction"), key="letters_introduction", on_change="rerun") as box:
        if not box.open:
            return
        letters = outgoing_letters.list_introductions(viewer)
        if not letters:
            st.caption(_("Nobody is introduced yet."))
            return
        at = st.selectbox(
            _("Letter"), range(len(letters)), format_func=lambda at: _label(letters[at]), key="letters_which"
        )
        letter = letters[at or 0]
        download_button.show(
            viewer,
            _("Letter of introduction (Word)"),
            introduction_file,
            letter,
            name="giay-gioi-thieu.docx",
            key="letters_introduction_get",
            icon=":material/description:",
        )


def show_requests(viewer: Viewer) -> None:
    """The letters for unanswered requests, a page for each commune and occasion."""
    if not outgoing_letters.load_requests(viewer).pages:
        return
    download_button.show(
        viewer,
        _("Request letters (Word)"),
        request_file,
        name="phieu-xin-y-kien.docx",
        key="letters_request_get",
        icon=":material/description:",
    )


def introduction_file(account_id: int, grant_id: int, letter: SentLetter) -> bytes:
    """A letter of introduction; made when its button is pressed, if the account may have it then."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    return _rendered(outgoing_letters.INTRODUCTION, outgoing_letters.load_introductions(viewer, letter))


def request_file(account_id: int, grant_id: int) -> bytes:
    """The request letters; made when their button is pressed, if the account may have them then."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    return _rendered(outgoing_letters.REQUEST, outgoing_letters.load_requests(viewer))


def _rendered(kind: str, found: LetterSet) -> bytes:
    if not found.pages:
        raise Invalid("papers_none")
    return word_template.render(found.template or template_builder.build_template(kind), found.pages)


def _label(letter: SentLetter) -> str:
    people = _n("{count} person", "{count} people", letter.people)
    return " · ".join((letter.number or DASH, day_text(letter.day) if letter.day else DASH, people))
