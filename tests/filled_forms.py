"""Superiors' forms brought to the register and filled by its worker, for tests."""

import openpyxl

from components.i18n import in_language
from components.jobs import worker
from components.report_forms import figure_vocabulary as vocabulary, form_job_queue
from components.report_forms.form_request import FormRequest
from db.calendar import clock
from db.jobs import jobs
from db.models import JobState
from db.papers import report_forms
from db.papers.report_forms import FormDraft
from tests.form_files import saved


def bring(viewer, content: bytes, name: str = "Biểu 03", **other) -> str:
    draft = {"name": name, "format": "xlsx", "content": content, "blank": "", "since": clock.today()}
    return report_forms.add(viewer, FormDraft(**draft | other))


def ask_for_every_figure() -> bytes:
    """A workbook that asks for every figure: its code, the figure by it, the figure by its Vietnamese name."""
    book = openpyxl.Workbook()
    with in_language("vi"):
        for at, field in enumerate(vocabulary.fields_by_code().values(), 1):
            book.active[f"A{at}"] = field.code
            book.active[f"B{at}"] = f"{{{{{field.code}}}}}"
            book.active[f"C{at}"] = f"→ {{{{{vocabulary._(field.label)}}}}}"
    return saved(book)


def made(viewer, request: FormRequest) -> bytes:
    code = form_job_queue.enqueue(viewer, request)
    assert worker.run_next_job()
    job = jobs.find(viewer, code)
    assert job.state == JobState.DONE, job.result
    return form_job_queue.result_file(viewer.account_id, viewer.grant_id, code)
