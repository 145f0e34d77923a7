"""The worker's part of bringing lists in and of taking them back."""

from collections.abc import Callable

from components.importing import staging
from db import jobs, undo
from db.imports import apply
from db.scope import Audience, Viewer

KIND, BACK = "import", "undo_import"


def ask(viewer: Viewer, code: str) -> str:
    """Ask the worker to bring a staged list in; the job's code."""
    staged = staging.load(viewer, code)
    return jobs.ask(viewer, KIND, {"file": code, "title": staged.title}, Audience.LISTS)


def ask_back(viewer: Viewer, done: jobs.Asked) -> str:
    """Ask the worker to undo what a job brought in; the job's code."""
    return jobs.ask(viewer, BACK, {"batch": done.result["batch"], "file": done.wanted["file"], "title": done.wanted["title"]}, Audience.LISTS)


def work(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Bring a staged list in. How far it is can be told only before the deed: nobody else writes meanwhile."""
    rows = staging.load(viewer, wanted["file"]).rows
    progress(len(rows) // 3, len(rows))
    done = apply.bring_in(viewer, wanted["file"], rows, code)
    return {"counts": done.counts, "ended": done.ended, "batch": done.batch_id}


def work_back(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Undo a list that was brought in, as a whole."""
    progress(1, 3)
    undo.undo(viewer, wanted["batch"])
    return {"undone": wanted["batch"]}


HANDLERS = {KIND: work, BACK: work_back}
