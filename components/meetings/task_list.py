"""Tasks of a cell: open ones by assignee, due day and period, and the results of closed ones."""

import streamlit as st

from components.i18n import _, day_text, number
from components.labels.task_labels import plan_text, task_markdown
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import forms, lost_press, url_state
from components.widgets.draft_fields import DraftFields
from db.drafts.drafts import DraftKey
from db.kernel.scope import Audience, Viewer
from db.meetings import tasks
from db.meetings.tasks import TaskLine
from db.units.units import UnitName

CLOSE, CHOICE, ALL = "task_close", "_task_action", "all"
ADDRESS = "/tasks"


def show_open(viewer: Viewer, cell: UnitName) -> None:
    """Show the open tasks of a cell, all or of one period, and a form to close one."""
    lines = tasks.list_open(viewer, cell.id)
    if not lines:
        _explain_closed([])
        st.caption(_("No open tasks."))
        return
    _close_form(cell, _of_period(lines))


def show_closed(viewer: Viewer, cell: UnitName) -> None:
    """Show the latest closed tasks with their results."""
    closed = tasks.list_closed(viewer, cell.id)
    if closed:
        st.subheader(_("Closed tasks"))
        st.markdown("\n\n".join(map(_closed_text, closed)))


def _of_period(lines: list[TaskLine]) -> list[TaskLine]:
    """The tasks of the selected period, if there are several."""
    plans = {_plan_code(line): plan_text(line.period, line.months) for line in sorted(lines, key=_plan_code)}
    if len(plans) < 2:
        return lines
    counts = {code: sum(_plan_code(line) == code for line in lines) for code in plans}
    words = {ALL: f"{_('All')} · {number(len(lines))}"}
    words |= {code: f"{plan} · {number(counts[code])}" for code, plan in plans.items()}
    chosen = (
        st.pills(_("Period"), **url_state.choice_in_address("tasks_plan", words, lambda code: words[code], ALL)) or ALL
    )
    return lines if chosen == ALL else [line for line in lines if _plan_code(line) == chosen]


def _plan_code(line: TaskLine) -> str:
    return f"{line.period}-{line.months}" if line.period else "other"


def _close_form(cell: UnitName, lines: list[TaskLine]) -> None:
    """The open tasks, and the form to close one, kept as a draft of its author as it is typed."""
    form = forms.form_key(CLOSE)
    labels = {line.id: task_markdown(line) for line in lines}
    _explain_closed(list(labels))
    title = _("Open tasks: tap one to close it")
    with st.container(key="printed_tasks"):
        chosen = st.pills(title, list(labels), format_func=labels.get, key=f"{form}{CHOICE}")
    if chosen is None:
        return
    author = auth.viewer(ADDRESS).account_id
    fields = DraftFields(DraftKey(CLOSE, cell.id, f"{author}:{chosen}"), ADDRESS, Audience.NAMES)
    words = {True: _("Done"), False: _("Not done")}
    done = st.segmented_control(
        _("What came of it"), list(words), format_func=words.get, default=fields.value("done", "1") == "1",
        required=True, **fields.widget_options("done"),
    )  # fmt: skip
    result = st.text_input(
        _("Result") if done else _("Why not"), fields.value("result"), live=True, max_chars=tasks.LONGEST,
        **fields.widget_options("result"),
    )  # fmt: skip
    fields.save_button(
        _("Close the task"),
        _("Task closed."),
        lambda viewer, token: tasks.close(viewer, chosen, bool(done), result, token, fields.place),
    )


def _explain_closed(open_ids: list[int]) -> None:
    """Give back what was typed about a task that another device has closed."""
    form = forms.form_key(CLOSE)
    lost_press.explain_lost_choice(f"{form}{CHOICE}", open_ids, form)


def _closed_text(line: TaskLine) -> str:
    state = _("Done") if line.done else _("Not done")
    what = " · ".join(filter(None, (line.text, line.who)))
    parts = (state, day_text(line.closed_on), escape_markdown(line.result or ""))
    return f"{escape_markdown(what)}  \n" + " · ".join(part for part in parts if part)
