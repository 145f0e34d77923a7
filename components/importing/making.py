"""The worker's part of bringing lists in and of taking them back."""

from collections.abc import Callable

from components.importing import staging
from db import ahead, jobs, undo
from db.ahead import Tell
from db.imports import apply
from db.imports.outcomes import Effect
from db.scope import Audience, Viewer

KIND, BACK = "import", "undo_import"
READING = "reading"
STEPS = (READING, *ahead.STEPS)
PART = 100
Progress = Callable[[int, int], None]


def ask(viewer: Viewer, code: str) -> str:
    """Ask the worker to bring a staged list in; the job's code."""
    staged = staging.load(viewer, code)
    return jobs.ask(viewer, KIND, {"file": code, "title": staged.title}, Audience.LISTS)


def ask_back(viewer: Viewer, batch_id: int, title: str, file: str = "") -> str:
    """Ask the worker to undo a large deed, such as a list that was brought in; the job's code."""
    return jobs.ask(viewer, BACK, {"batch": batch_id, "file": file, "title": title}, Audience.LISTS)


def work(viewer: Viewer, wanted: dict, code: str, progress: Progress) -> dict:
    """Bring a staged list in; it waits on only for rows and sheets that are still open."""
    tell = _teller(progress)
    tell(READING, 0)
    staged = staging.load(viewer, wanted["file"])
    done = apply.bring_in(viewer, wanted["file"], staged.rows, code, tell, not staged.part, staging.said(staged), staged.seen.beside)
    left = done.counts[Effect.REFUSED] + done.counts[Effect.ASKED]
    if not left and not staged.open:
        staging.discard(viewer, wanted["file"])
    return {"counts": done.counts, "ended": done.ended, "batch": done.batch_id, "left": left}


def work_back(viewer: Viewer, wanted: dict, code: str, progress: Progress) -> dict:
    """Undo a large deed as a whole."""
    undo.undo(viewer, wanted["batch"], tell=_teller(progress))
    return {"undone": wanted["batch"]}


def step(job: jobs.Asked) -> str | None:
    """The step that a job is at; none before it began."""
    return STEPS[min(job.done // PART, len(STEPS) - 1)] if job.total else None


def _teller(progress: Progress) -> Tell:
    """Each step is as long as the others on the bar, and goes on within itself where it can be told."""
    return lambda step, part: progress(STEPS.index(step) * PART + int(part * PART) + 1, len(STEPS) * PART)


HANDLERS = {KIND: work, BACK: work_back}
