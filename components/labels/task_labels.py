"""Tasks in words: what has to be done, by whom and by when."""

from datetime import date

from components.i18n import _, capitalized, day_text, period_name
from components.markdown import escape_markdown
from db.calendar import clock
from db.meetings.tasks import TaskLine


def task_markdown(line: TaskLine) -> str:
    """Return a task with assignee and deadline, for Markdown; the whole cell as assignee is not mentioned."""
    return escape_markdown(" · ".join(filter(None, (line.text, line.who)))) + _until_text(line.due)


def plan_text(period: int | None, months: int | None) -> str:
    """Return what tasks were planned for: a month, a quarter, a year, or none of these."""
    if period is None or months is None:
        return _("Other tasks")
    return capitalized(period_name(period, months))


def _until_text(due: date | None) -> str:
    """Return a task's deadline; an overdue one is marked by a sign and a word."""
    if due is None:
        return ""
    late = " · **! " + _("overdue") + "**" if due < clock.today() else ""
    return f"{late} · {day_text(due)}"
