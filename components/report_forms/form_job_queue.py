"""Queueing a form to be filled and fetching the result."""

from components.briefings import units_below
from components.briefings.units_below import UnitSelection
from components.i18n import in_language, period_name
from components.report_forms import form_request
from components.report_forms.form_request import FormRequest
from db.access_log import export_log
from db.accounts import accounts
from db.errors import Invalid, NotAllowed
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

KIND = "report_form"


def enqueue(viewer: Viewer, request: FormRequest) -> str:
    """Queue a form; returns the job's code. Raises if the request is refused, and without a reason."""
    export_log.require_export_reason(viewer, request.reason)
    wanted = form_request.to_query(viewer, request)
    form = form_request.form_in_force(viewer, request.form)
    if request.whose != UnitSelection.ONE and not units_below.list_units(viewer, wanted, request.whose):
        raise Invalid("form_no_units")
    with in_language("vi"):
        title = f"{form.name}, {period_name(request.period, request.months)}"
    return jobs.enqueue(viewer, KIND, request.to_dict() | {"title": title}, Audience.FIGURES)


def latest_job(viewer: Viewer) -> JobStatus | None:
    """The viewer's latest form job."""
    return next((job for job in jobs.list_own(viewer) if job.kind == KIND), None)


def result_file(account_id: int, grant_id: int, code: str) -> bytes:
    """The filled form; read when its button is pressed, if the account may still have it."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return jobs.result_file(jobs.find(viewer, code).code).read_bytes()
