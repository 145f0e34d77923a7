"""Letters proposing that a workplace commend a member or review the member's case, and their outcome."""

import streamlit as st

from components.files.paper_fields import WORKPLACE_LETTER
from components.i18n import _, day_text
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from components.papers import download_button, paper_files
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from db.calendar import clock
from db.comments import proposals_to_workplaces
from db.comments.proposals_to_workplaces import ProposalLine
from db.kernel.scope import Viewer
from db.models import MembershipKind, Role
from db.people import member_search
from db.people.member_search import MemberFilter

PAGE, FORM = "/papers", "letter"


def show(viewer: Viewer) -> None:
    """A new letter, for the commune; existing ones with their outcome."""
    if viewer.role == Role.COMMUNE:
        _new(viewer)
    words = {each.key: each.short for each in proposals_to_workplaces.list_kinds(viewer)}
    for line in proposals_to_workplaces.list_all(viewer):
        with st.container(border=True, key=f"letter_{line.code}"):
            _line(viewer, line, words.get(line.kind, line.kind))


def _new(viewer: Viewer) -> None:
    form = forms.form_key(FORM)
    typed = person_finder.search_box(f"{form}_find", _("About whom"))
    if not typed:
        return
    wanted = MemberFilter(typed, kind=MembershipKind.CONTACT, by_name=True)
    rows = {row.code: row for row in member_search.search(viewer, wanted).rows[:12]}
    told = {code: f"{escape_markdown(row.name)} · {escape_markdown(row.unit)}" for code, row in rows.items()}
    labels = distinct(told, {code: row.number for code, row in rows.items()})
    member = st.pills(_("Person"), list(labels), format_func=labels.get, key=f"{form}_who_{typed}")
    words = {each.key: each.short for each in proposals_to_workplaces.list_kinds(viewer)}
    kind = st.segmented_control(
        _("What is proposed"), list(words), format_func=words.get, key=f"{form}_kind", default=next(iter(words), None)
    )
    text = st.text_area(_("Why"), key=f"{form}_text", max_chars=500)
    if st.button(_("Write the letter"), type="primary", key=f"{form}_save", disabled=not member):
        with feedback.saving(_("Written; the workplace reads it now.")):
            shipped = paper_files.shipped_template_ids(WORKPLACE_LETTER)
            with forms.once_token(FORM) as token:
                proposals_to_workplaces.propose(auth.viewer(PAGE), member or "", kind or "", text, shipped, token)
            st.rerun()


def _line(viewer: Viewer, line: ProposalLine, kind: str) -> None:
    told = (line.workplace, kind.lower(), day_text(line.proposed_on))
    st.markdown(
        f"**{escape_markdown(line.name)}** · {escape_markdown(' · '.join(told))}  \n{escape_markdown(line.text or '')}"
    )
    if line.outcome:
        st.markdown(f"→ {escape_markdown(line.outcome)} · {day_text(line.outcome_on)}")
    if line.paper:
        download_button.show_paper(viewer, line.paper, f"cong-van_{line.paper}.docx", f"letter_get_{line.code}")
    if viewer.role == Role.COMMUNE and not line.outcome:
        with st.popover(_("What came of it"), key=f"letter_outcome_{line.code}"):
            outcome = st.text_input(_("Answer of the workplace"), key=f"letter_said_{line.code}", max_chars=500)
            day = forms.date_field(_("On"), clock.today(), key=f"letter_day_{line.code}")
            if st.button(_("Save"), key=f"letter_save_{line.code}"):
                with feedback.saving(_("Recorded.")):
                    proposals_to_workplaces.record_outcome(auth.viewer(PAGE), line.code, outcome, day)
                    st.rerun()
