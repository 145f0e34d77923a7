"""The worker's part of importing lists and of undoing imports."""

from collections.abc import Callable

from components.importing import staged_lists
from db.history import prepared_writes, undo
from db.history.prepared_writes import ReportProgress
from db.imports import import_kinds, import_run
from db.imports.list_plan import RowEffect
from db.jobs import jobs
from db.kernel.scope import Audience, Viewer

IMPORT_KIND, UNDO_KIND = "import", "undo_import"
READING = "reading"
STEPS = (READING, *prepared_writes.STEPS)
STEP_LENGTH = 100
Progress = Callable[[int, int], None]


def enqueue_import(viewer: Viewer, code: str, shown: str) -> str:
    """Queue the import of a staged list as `shown`, the digest of the plan on the page; return the job's code."""
    staged = staged_lists.load(viewer, code)
    return jobs.enqueue(viewer, IMPORT_KIND, {"file": code, "title": staged.title, "shown": shown}, Audience.LISTS)


def enqueue_undo(viewer: Viewer, batch_id: int, title: str, file: str = "") -> str:
    """Queue the undoing of a large action, such as an import, and return the job's code."""
    return jobs.enqueue(viewer, UNDO_KIND, {"batch": batch_id, "file": file, "title": title}, Audience.LISTS)


def run_import(viewer: Viewer, wanted: dict, code: str, progress: Progress) -> dict:
    """Import a staged list; it is kept only for rows and sheets still open."""
    report = _stage_reporter(progress)
    report(READING, 0)
    staged = staged_lists.load(viewer, wanted["file"])
    done = import_run.execute(
        viewer,
        wanted["file"],
        staged.rows,
        code,
        report,
        not staged.part,
        staged_lists.manual_headings(staged),
        staged.seen.beside,
        import_kinds.IMPORT_KINDS[staged.format.code],
        wanted.get("shown"),
    )
    left = done.counts[RowEffect.REFUSED] + done.counts[RowEffect.ASKED]
    if not left and not staged.open:
        staged_lists.discard(viewer, wanted["file"])
    return {"counts": done.counts, "ended": done.ended, "batch": done.batch_id, "left": left}


def run_undo(viewer: Viewer, wanted: dict, code: str, progress: Progress) -> dict:
    """Undo a large action completely."""
    undo.undo(viewer, wanted["batch"], progress=_stage_reporter(progress))
    return {"undone": wanted["batch"]}


def current_step(job: jobs.JobStatus) -> str | None:
    """Return a job's current step; none before it starts."""
    return STEPS[min(job.done // STEP_LENGTH, len(STEPS) - 1)] if job.total else None


def _stage_reporter(progress: Progress) -> ReportProgress:
    """Return a callback that reports progress: all steps have equal length on the bar and advance where their progress
    is known.
    """
    return lambda step, part: progress(
        STEPS.index(step) * STEP_LENGTH + int(part * STEP_LENGTH) + 1, len(STEPS) * STEP_LENGTH
    )


HANDLERS = {IMPORT_KIND: run_import, UNDO_KIND: run_undo}
