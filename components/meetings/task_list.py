"""Tasks of a cell: what is open, by whom and by when; closed with what came of it; new ones beside any meeting."""

import streamlit as st

from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.meetings.task_inputs import until_text
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from db.kernel import validation
from db.kernel.scope import Viewer
from db.meetings import tasks
from db.meetings.tasks import TaskInput, TaskLine
from db.units.units import UnitName

CLOSE, NEW = "task_close", "task_new"


def show(viewer: Viewer, cell: UnitName) -> None:
    """The open tasks of a cell, a form to close one and one to raise another, and those closed last."""
    lines = tasks.list_open(viewer, cell.id)
    if lines:
        _close_form(lines)
    else:
        st.caption(_("No open tasks."))
    with st.expander(_("New task")):
        _new_form(viewer, cell)
    closed = tasks.list_closed(viewer, cell.id)
    if closed:
        st.subheader(_("Closed tasks"))
        for line in closed:
            st.markdown(_closed_text(line))


def task_text(line: TaskLine) -> str:
    """A task with who does it and by when."""
    told = escape_markdown(" · ".join(part for part in (line.text, line.who) if part))
    return told + until_text(line.due)


def _close_form(lines: list[TaskLine]) -> None:
    form = forms.form_key(CLOSE)
    labels = {line.id: task_text(line) for line in lines}
    chosen = st.pills(_("Open tasks: tap one to close it"), list(labels), format_func=labels.get, key=f"{form}_task")
    if chosen is None:
        return
    words = {True: _("Done"), False: _("Not done")}
    done = st.segmented_control(
        _("What came of it"), list(words), format_func=words.get, default=True, required=True, key=f"{form}_done"
    )
    result = st.text_input(
        _("Result") if done else _("Why not"), key=f"{form}_result", live=True, max_chars=tasks.LONGEST
    )
    if st.button(_("Close the task"), type="primary", key=f"{form}_save"):
        with feedback.saving(_("Task closed.")):
            with forms.once_token(CLOSE) as token:
                tasks.close(auth.viewer(), chosen, bool(done), result, token)
            st.rerun()


def _new_form(viewer: Viewer, cell: UnitName) -> None:
    form = forms.form_key(NEW)
    text = st.text_input(_("What is to be done"), key=f"{form}_text", live=True, max_chars=tasks.LONGEST)
    labels = {str(each.member_id): person_finder.label(each, False) for each in tasks.people(viewer, cell.id)}
    member = forms.choice_field(_("Member in charge"), labels, key=f"{form}_member")
    who = st.text_input(_("Or others, by name"), key=f"{form}_who", live=True, max_chars=120)
    due = forms.date_field(_("Due date"), key=f"{form}_due", ahead=validation.PLANNED)
    if st.button(_("Add the task"), key=f"{form}_save"):
        with feedback.saving(_("Task added.")):
            asked = TaskInput(text, int(member) if member else None, who, due)
            with forms.once_token(NEW) as token:
                tasks.create(auth.viewer(), cell.id, asked, token)
            st.rerun()


def _closed_text(line: TaskLine) -> str:
    state = _("Done") if line.done else _("Not done")
    parts = (state, day_text(line.closed_on), escape_markdown(line.result or ""))
    return f"{escape_markdown(line.text)} · {escape_markdown(line.who)}  \n" + " · ".join(
        part for part in parts if part
    )
