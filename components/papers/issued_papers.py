"""The papers that were issued to a workplace: what stands there, and each as a file for whoever may read it."""

import streamlit as st

from components.i18n import _
from components.labels import paper_labels
from components.markdown import escape_markdown
from components.papers import download_button
from db.kernel.scope import Viewer
from db.papers import documents
from db.papers.documents import PaperHeading


def show(viewer: Viewer) -> None:
    """The papers issued to the viewer's unit, the latest first."""
    st.subheader(_("Papers issued to your unit"))
    found = documents.list_issued_to(viewer)
    if not found:
        st.caption(_("No paper has been issued to your unit yet."))
    for heading in found:
        with st.container(key=f"paper_{heading.code}", horizontal=True, vertical_alignment="center"):
            st.markdown(_text(heading), width="stretch")
            name = f"{heading.kind}_{heading.number}_{heading.code}.docx"
            download_button.show_paper(viewer, heading.code, name, f"paper_get_{heading.code}")


def _text(heading: PaperHeading) -> str:
    who = f"**{escape_markdown(heading.person)}** · " if heading.person else ""
    replaced = " · " + _("replaced by a later one") if heading.superseded else ""
    return (
        f"{who}{escape_markdown(paper_labels.kind(heading.kind))}{replaced}  \n"
        f"{escape_markdown(paper_labels.number_line(heading))}"
    )
