"""The tasks of a report's cells: those closed in the period, and those open now."""

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.i18n import N_
from db.calendar.months import first_day
from db.figures import task_counts
from db.figures.task_counts import TaskCounts
from db.kernel.scope import Viewer


def load_counts(viewer: Viewer, wanted: BriefingQuery) -> TaskCounts:
    """Read the tasks of the period."""
    return task_counts.count(viewer, wanted.unit_id, first_day(wanted.since), wanted.day)


FIGURES = (
    Figure("tasks_done", N_("Tasks done in the period"), lambda found: found.done),
    Figure("tasks_not_done", N_("Tasks closed in the period as not done"), lambda found: found.not_done),
    Figure("tasks_open", N_("Tasks open as of now"), lambda found: found.open),
    Figure("tasks_overdue", N_("Tasks overdue as of now"), lambda found: found.overdue),
)


def _headline(text: PrintedFigures, found: TaskCounts, wanted: BriefingQuery) -> str:
    return f"Hoàn thành {text['tasks_done']} nhiệm vụ" if found.done else "Chưa có nhiệm vụ hoàn thành"


def _sentences(text: PrintedFigures, found: TaskCounts, wanted: BriefingQuery) -> list[str]:
    if not any(found):
        return ["Chưa ghi nhiệm vụ nào."]
    done = f"hoàn thành {text['tasks_done']} nhiệm vụ" if found.done else "chưa có nhiệm vụ nào hoàn thành"
    closed = f"Trong {wanted.name} {done}"
    closed += f", {text['tasks_not_done']} nhiệm vụ không hoàn thành" if found.not_done else ""
    late = f", trong đó {text['tasks_overdue']} nhiệm vụ quá hạn" if found.overdue else ""
    return [f"{closed}.", f"Đến ngày lập báo cáo còn {text['tasks_open']} nhiệm vụ đang thực hiện{late}."]


SECTIONS = (
    Section(
        "tasks",
        question=load_counts,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=lambda found, wanted: (),
        kinds=frozenset({BriefingKind.REPORT}),
    ),
)
