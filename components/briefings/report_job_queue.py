"""Queueing the reports of all units below in one file and fetching it, without the code that writes it."""

from dataclasses import replace

from components.briefings import briefing_request, units_below
from components.briefings.briefing_request import BriefingRequest
from components.briefings.units_below import UnitSelection
from db.access_log import export_log
from db.accounts import accounts
from db.errors import Invalid, NotAllowed
from db.jobs import jobs, temporary_files
from db.jobs.jobs import JobStatus
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.units.units import UnitName

KIND = "unit_reports"


def enqueue(viewer: Viewer, request: BriefingRequest, selection: UnitSelection) -> str:
    """Queue the reports; returns the job's code. Raises if the request is refused, without a reason, and
    Invalid("form_no_units") if there is no such unit below.
    """
    export_log.require_export_reason(viewer, request.reason)
    if not list_requests(viewer, request, selection):
        raise Invalid("form_no_units")
    wanted = request.to_dict() | {"title": request.title, "whose": selection.value}
    return jobs.enqueue(viewer, KIND, wanted, Audience.FIGURES)


def list_requests(
    viewer: Viewer, request: BriefingRequest, selection: UnitSelection
) -> list[tuple[UnitName, BriefingRequest]]:
    """Each unit below with the request for its report. Raises if the request is refused."""
    if viewer.role not in briefing_request.ROLES_BELOW[request.kind] or selection == UnitSelection.ONE:
        raise NotAllowed()
    asked = briefing_request.query_of_period(viewer, request.period, request.months, request.unit)
    below = units_below.list_units(viewer, asked, selection)
    found = [(unit, replace(request, unit=unit.code)) for unit in below]
    for _unit, one in found[:1]:
        briefing_request.to_query(viewer, one)
    return found


def latest(viewer: Viewer) -> JobStatus | None:
    """The viewer's latest job of reports."""
    return next((job for job in jobs.list_own(viewer) if job.kind == KIND), None)


def result_file(account_id: int, grant_id: int, code: str, name: str) -> bytes:
    """The reports in one of the formats; read when its button is pressed, if the account may still have them."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    return temporary_files.read_part(jobs.result_file(jobs.find(viewer, code).code), name)
