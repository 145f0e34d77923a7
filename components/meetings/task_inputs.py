"""Tasks on a meeting's sheet: open ones to be closed, and new ones."""

from datetime import date

import streamlit as st

from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.meetings import sheet_draft
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.kernel import validation
from db.meetings.meetings import OpenMeeting


def show(opened: OpenMeeting) -> None:
    """Open tasks to be closed, and new ones."""
    for task in opened.tasks:
        where, label = f"close{task.id}", " · ".join(filter(None, (task.text, task.who)))
        done = opened.typed.values.get(DraftField(where, "done")) == "1"
        st.checkbox(
            escape_markdown(label) + _until(task.due), value=done, **sheet_draft.typed_field(opened, where, "done")
        )
    filled = sorted(where for where, name in opened.typed.values if where.startswith("task") and name == "text")
    for at in range(len(filled) + 1):
        where = f"task{at}"
        st.text_input(
            _("New task"),
            value=opened.typed.values.get(DraftField(where, "text")) or "",
            live=True,
            **sheet_draft.typed_field(opened, where, "text"),
        )
        with st.container(horizontal=True):
            st.text_input(
                _("Who"),
                value=opened.typed.values.get(DraftField(where, "who")) or "",
                live=True,
                **sheet_draft.typed_field(opened, where, "who"),
            )
            until = opened.typed.values.get(DraftField(where, "due"))
            ends = {
                "min_value": validation.EARLIEST,
                "max_value": clock.today() + validation.PLANNED,
                "format": "DD/MM/YYYY",
            }
            st.date_input(
                _("Due date"),
                value=date.fromisoformat(until) if until else None,
                **ends,
                **sheet_draft.typed_field(opened, where, "due"),
            )


def _until(due: date | None) -> str:
    """By when a task is to be done; one whose day is over is marked by a sign and a word."""
    if due is None:
        return ""
    late = " · **! " + _("overdue") + "**" if due < clock.today() else ""
    return f"{late} · {day_text(due)}"
