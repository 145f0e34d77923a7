"""The worker's part of documents: many of an issue in one Word file."""

from collections.abc import Callable
from datetime import date

from components.papers import paper_files
from db.comments import paper_hand_over
from db.comments.paper_hand_over import PaperOrder
from db.errors import Invalid
from db.jobs import jobs, temporary_files
from db.kernel.scope import Audience, Viewer

KIND = "papers"
STEP = 25  # papers between two progress reports


def enqueue(viewer: Viewer, day: date, order: PaperOrder, title: str) -> str:
    """Queue the documents of an issue as one file; returns the job's code."""
    wanted = {"day": day.isoformat(), "order": order.value, "title": title}
    return jobs.enqueue(viewer, KIND, wanted, Audience.ASSESSMENTS)


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Write the file of a job, reporting progress; returns its name."""
    day, order = date.fromisoformat(wanted["day"]), PaperOrder(wanted["order"])
    codes = [line.code for line in paper_hand_over.list_papers(viewer, day, order)]
    if not codes:
        raise Invalid("papers_none")
    total = len(codes)
    progress(0, total)
    made = paper_files.merge_papers(
        viewer, codes, lambda done: progress(done, total) if done % STEP == 0 or done == total else None
    )
    with temporary_files.writing_file(jobs.result_file(code)) as file:
        file.write_bytes(made)
    return {"file": f"phieu-nhan-xet_{day:%Y-%m-%d}_{order.value}.docx", "papers": total}


HANDLERS = {KIND: run}
