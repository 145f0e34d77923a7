"""One document of an issue: found by name, printed alone, or replaced with a reason."""

from datetime import date

import streamlit as st

from components.i18n import _
from components.labels import paper_labels
from components.markdown import escape_markdown
from components.papers import download_button, paper_files
from components.shell import auth
from components.widgets import feedback, forms, lazy_expander, person_finder
from db.calendar import clock
from db.comments import comment_correction, comment_issue, paper_hand_over
from db.comments.comment_issue import IssueOrder
from db.comments.paper_hand_over import HandOverLine
from db.errors import Conflict
from db.kernel.scope import Viewer
from db.models import Role
from db.vietnamese import fold

PAGE, FORM, FOUND = "/papers", "correct", 8


def show(viewer: Viewer, day: date) -> None:
    """A search box; the person's documents of that day, each to print, or for the commune to replace."""
    typed = person_finder.search_box(f"single_find_{day}", _("Print or correct one paper"))
    if not typed:
        return
    words = typed.split()
    lines = [line for line in paper_hand_over.list_papers(viewer, day) if _means(words, line)]
    if not lines:
        st.caption(_("Nobody matches. Type less of the name."))
    for line in lines[:FOUND]:
        with st.container(key=f"single_{line.code}", horizontal=True, vertical_alignment="center"):
            st.markdown(_told(line), width="stretch")
            name = f"phieu-nhan-xet_{line.code}.docx"
            download_button.show_paper(viewer, line.code, name, f"single_get_{line.code}")
        if viewer.role == Role.COMMUNE:
            _correct(viewer, line)


def _told(line: HandOverLine) -> str:
    head = f"**{escape_markdown(line.name)}** · {line.number} · {escape_markdown(line.cell)}"
    if line.replaces is None:
        return head
    why = _("replaces number {number}: {reason}", number=line.replaces, reason=escape_markdown(line.because or ""))
    return f"{head}  \n{why}"


def _means(words: list[str], line: HandOverLine) -> bool:
    parts = fold(line.name).split()
    return all(any(part.startswith(word) for part in parts) or word == line.number for word in words)


def _correct(viewer: Viewer, line: HandOverLine) -> None:
    """Replace it by one that differs only in the correction."""
    with lazy_expander.show(_("Correct"), f"single_open_{line.code}") as made:
        if not made:
            return
        try:
            differing = comment_correction.list_differing(viewer, line.code)
        except Conflict as refused:
            feedback.show_refusal(refused)
            return
        if not differing:
            st.caption(
                _(
                    "The register says the same as this document. Correct the member's data, or have the "
                    "cell assess again, then come back."
                )
            )
            return
        st.caption(_("The new document is identical except for the correction; this one stays, marked as replaced."))
        corrected = st.pills(
            _("What is corrected"),
            differing,
            format_func=paper_labels.correction_field_label,
            selection_mode="multi",
            default=differing if len(differing) == 1 else None,
            key=f"single_what_{line.code}",
        )
        because = st.text_input(_("Reason"), key=f"single_why_{line.code}", max_chars=200)
        if st.button(_("Replace this paper"), type="primary", key=f"single_save_{line.code}"):
            with feedback.saving(_("Replaced.")):
                first = comment_issue.next_number(viewer, viewer.unit_id or 0)
                order = IssueOrder(clock.today(), first, paper_files.shipped_template_ids(*paper_files.COMMENTS))
                with forms.once_token(f"{FORM}_{line.code}") as token:
                    comment_correction.replace_paper(
                        auth.viewer(PAGE), line.code, corrected or (), because, order, token
                    )
                st.rerun()
