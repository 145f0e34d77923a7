"""Tasks on a meeting's sheet: open ones to be closed, and new ones."""

from datetime import date

import streamlit as st

from components.i18n import _
from components.labels.task_labels import task_markdown
from components.meetings import attendance_inputs, sheet_draft
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.kernel import validation
from db.meetings.meetings import OpenMeeting
from db.meetings.tasks import TaskLine


def show(opened: OpenMeeting) -> None:
    """Open tasks to be closed, and new ones."""
    people = {str(line.person.member_id): line for line in opened.sheet.lines}
    for task in opened.tasks:
        _open_task(opened, task)
    filled = sorted(where for where, name in opened.typed.values if where.startswith("task") and name == "text")
    for at in range(len(filled) + 1):
        where = f"task{at}"
        st.text_input(
            _("New task"),
            value=opened.typed.values.get(DraftField(where, "text")) or "",
            live=True,
            **sheet_draft.typed_field(opened, where, "text"),
        )
        labels = {each: attendance_inputs.person_label(line, opened) for each, line in people.items()}
        told = opened.typed.values.get(DraftField(where, "member"))
        st.selectbox(
            _("Member in charge"),
            list(labels),
            index=list(labels).index(told) if told in labels else None,
            format_func=labels.get,
            placeholder=_("Not entered"),
            **sheet_draft.typed_field(opened, where, "member"),
        )
        with st.container(horizontal=True):
            st.text_input(
                _("Or others, by name"),
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


def _open_task(opened: OpenMeeting, task: TaskLine) -> None:
    """An open task: done or not, and what came of it."""
    where = f"close{task.id}"
    words = {"1": _("Done"), "0": _("Not done")}
    told = opened.typed.values.get(DraftField(where, "done"))
    label = task_markdown(task)
    st.segmented_control(
        label,
        list(words),
        format_func=words.get,
        default=told or None,
        **sheet_draft.typed_field(opened, where, "done"),
    )
    if told:
        st.text_input(
            _("Result") if told == "1" else _("Why not"),
            value=opened.typed.values.get(DraftField(where, "result")) or "",
            live=True,
            max_chars=500,
            **sheet_draft.typed_field(opened, where, "result"),
        )
