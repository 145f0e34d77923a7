"""New tasks outside a meeting: from the catalogue or in own words, for whom, for which period or by which day."""

import streamlit as st

from components.i18n import _, _n
from components.labels.task_labels import plan_text
from components.shell import auth
from components.widgets import feedback, forms, person_finder
from db.calendar import clock
from db.calendar.months import add_months, month_of, period_of
from db.kernel import validation
from db.kernel.scope import Viewer
from db.meetings import tasks
from db.meetings.tasks import KINDS, PLANNED, TaskInput
from db.units.units import UnitName

NEW = "task_new"


def show(viewer: Viewer, cell: UnitName) -> None:
    """Show the form for one task, given to each selected person or group, or to the whole cell."""
    form = forms.form_key(NEW)
    kind = forms.option_field(viewer, KINDS, _("From the catalogue"), key=f"{form}_kind")
    text = st.text_input(
        _("What is to be done"),
        key=f"{form}_text",
        live=True,
        max_chars=tasks.LONGEST,
        placeholder=_("Leave empty for the words of the catalogue") if kind else None,
    )
    st.caption(_("Leave the next fields empty for a task of the whole cell."))
    members = _chosen(
        _("Members in charge"),
        {
            str(each.member_id): person_finder.person_label(each, False)
            for each in tasks.people_to_give_tasks(viewer, cell.id)
        },
        f"{form}_members",
    )
    groups = {str(group_id): name for group_id, name in tasks.groups_to_give_tasks(viewer, cell.id).items()}
    group_ids = _chosen(_("Party groups"), groups, f"{form}_groups") if groups else []
    who = st.text_input(_("Or others, by name"), key=f"{form}_who", live=True, max_chars=120)
    period, months = _plan(form)
    due = forms.date_field(_("Due date"), key=f"{form}_due", ahead=validation.PLANNED)
    if st.button(_("Add the task"), key=f"{form}_save"):
        asked = TaskInput(text, who=who, due=due, kind=kind, period=period, months=months)
        count = max(1, len(members) + len(group_ids))
        with feedback.saving(_n("{count} task added.", "{count} tasks added.", count)):
            with forms.once_token(NEW) as token:
                tasks.create(auth.viewer(), cell.id, asked, members, group_ids, token)
            st.rerun()


def _chosen(label: str, words: dict[str, str], key: str) -> list[int]:
    return [int(each) for each in forms.multiple_choice_field(label, words, (), key=key)]


def _plan(form: str) -> tuple[int | None, int | None]:
    """The period of the task: this or the next month, quarter or year, or none."""
    month = month_of(clock.today())
    periods = {
        f"{period}-{length}": (period, length)
        for length in PLANNED
        for period in (period_of(month, length), add_months(period_of(month, length), length))
    }
    words = {code: plan_text(*period) for code, period in periods.items()}
    chosen = forms.choice_field(_("Period"), words, key=f"{form}_plan", help=_("The due date is its last day."))
    return periods[chosen] if chosen else (None, None)
