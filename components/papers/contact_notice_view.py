"""The notices for a cell's contact members, as one Word file with a page each, or for one person."""

import streamlit as st

from components.files import template_builder, word_template
from components.i18n import _, _n
from components.papers import download_button, paper_files
from components.widgets import filters
from db.comments import contact_notices
from db.errors import Invalid
from db.kernel.scope import Viewer

KIND = contact_notices.KIND


def show(viewer: Viewer) -> None:
    """Choose the cell and the people, then download the file."""
    cell = filters.choose_cell(viewer, "papers")
    if cell is None:
        return
    found = contact_notices.load(viewer, cell.id)
    if not found.pages:
        st.caption(_("There are no contact members in this cell."))
        return
    names = [page["ho va ten"] for page in found.pages]
    place = st.selectbox(
        _("For whom"),
        range(-1, len(names)),
        format_func=lambda at: names[at] if at >= 0 else _n("all {count}", "all {count}", len(names)),
        key=f"notice_who_{cell.code}",
    )
    if not found.verified:
        st.caption(
            _(
                "Duties whose wording was not checked against the regulation are not printed word for word. They can "
                "be written into the template."
            )
        )
    download_button.show(
        viewer,
        _("Notice to contact members (Word)"),
        notice_file,
        cell.id,
        place,
        name=f"thong-bao-dang-vien_{cell.code}.docx",
        key="notice_get",
        icon=":material/description:",
    )


def notice_file(account_id: int, grant_id: int, unit_id: int, place: int) -> bytes:
    """The notices of a cell in one file, or the one at an index, if the account may have them now."""
    found = contact_notices.load(paper_files.current_viewer(account_id, grant_id), unit_id)
    pages = found.pages if place < 0 else found.pages[place : place + 1]
    if not pages:
        raise Invalid("papers_none")
    return word_template.render(found.template or template_builder.build_template(KIND), pages)
