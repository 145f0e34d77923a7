"""Documents issued to a workplace: a year's comments in one file, the latest ones, and the others collapsed."""

from collections.abc import Sequence

import streamlit as st

from components.i18n import _, _n
from components.labels import paper_labels
from components.markdown import escape_markdown
from components.papers import download_button, paper_files, proposal_answer_form, workplace_comments_view
from db.comments import proposals_to_workplaces
from db.kernel.scope import Viewer
from db.papers.documents import PaperHeading

SHOWN = 5  # few, so that the people whom a workplace introduced stay within reach below


def show(viewer: Viewer, found: Sequence[PaperHeading]) -> None:
    """Show the documents issued to the viewer's unit, latest first."""
    st.subheader(_("Papers issued to your unit"))
    if not found:
        st.caption(_("No paper has been issued to your unit yet."))
    _year_file(viewer, found)
    _rows(viewer, found[:SHOWN])
    if earlier := found[SHOWN:]:
        title = _n("{count} earlier paper", "{count} earlier papers", len(earlier))
        with st.expander(title, key="papers_earlier", on_change="rerun") as box:
            if box.open:
                _rows(viewer, earlier)


def _year_file(viewer: Viewer, found: Sequence[PaperHeading]) -> None:
    """All comments of the latest year in one file, requested or not."""
    comments = [one for one in found if one.kind in paper_files.COMMENTS and not one.superseded]
    year = max((one.issued_on.year for one in comments), default=0)
    codes = tuple(one.code for one in comments if one.issued_on.year == year)
    if len(codes) > 1:
        download_button.show(
            viewer,
            _n(
                "{count} comment of {year} in one file",
                "{count} comments of {year} in one file",
                len(codes),
                year=str(year),
            ),
            workplace_comments_view.papers_file,
            codes,
            name=f"phieu-nhan-xet_{year}.docx",
            key="papers_year",
            width="stretch",
        )


def _rows(viewer: Viewer, found: Sequence[PaperHeading]) -> None:
    letters = proposals_to_workplaces.received_letters_with_answers(viewer)
    for heading in found:
        with st.container(key=f"paper_{heading.code}", horizontal=True, vertical_alignment="center"):
            st.markdown(_text(heading), width="stretch")
            name = f"{heading.kind}_{heading.number}_{heading.code}.docx"
            download_button.show_paper(viewer, heading.code, name, f"paper_get_{heading.code}")
            if heading.code in letters:
                proposal_answer_form.show(heading.code, letters[heading.code])


def _text(heading: PaperHeading) -> str:
    who = f"**{escape_markdown(heading.person)}** · " if heading.person else ""
    replaced = " · " + _("replaced by a later one") if heading.superseded else ""
    return (
        f"{who}{escape_markdown(paper_labels.paper_kind_label(heading.kind))}{replaced}  \n"
        f"{escape_markdown(paper_labels.number_line(heading))}"
    )
