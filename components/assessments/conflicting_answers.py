"""Different answers by two people for the same person or item: asked, never decided automatically."""

import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _
from components.labels import assessment_labels
from components.markdown import escape_markdown
from db.assessments.marked_sheet import FOR_ALL, MarkedSheet


def show_conflict_questions(sheet: MarkedSheet) -> None:
    """Show a question for each conflict."""
    lines = {line.part: line for line in sheet.lines}
    for field, rivals in sheet.typed.conflicts.items():
        line = lines.get(field.part)
        form = line.form if line else sheet.form
        item = form.item(field.name.removeprefix(FOR_ALL)) if form else None
        who = assessment_labels.person_text(line) if line else _("the whole list")
        authors = {rival.value: rival.author for rival in rivals}
        labels = [
            f"{escape_markdown(author)}: {escape_markdown((item.label(value) if item else value) or _('no entry'))}"
            for value, author in authors.items()
        ]
        key = marked_list_draft.field_key("rival", *field)
        about = f"{who}, {escape_markdown(item.short)}" if item else who
        st.segmented_control(
            _("{who}: two users made different entries. Which is correct?").format(who=about),
            range(len(labels)), format_func=labels.__getitem__, key=key, on_change=marked_list_draft.on_conflict_answer,
            args=(key, sheet, field, list(authors)),
        )  # fmt: skip
