"""Queueing past figures, at a period's closing or on a day, without the code that computes them,
which only the worker needs.
"""

from dataclasses import asdict, dataclass
from datetime import date

from components.briefings import briefing_request, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.i18n import _, in_language
from db.errors import NotAllowed
from db.history import closings_in_force
from db.history.closings_in_force import PastMoment
from db.jobs import jobs
from db.jobs.jobs import JobStatus
from db.kernel.audience import Audience
from db.kernel.scope import Viewer, Work

KIND = "past_figures"


@dataclass(frozen=True)
class PastRequest:
    """The figures of a unit for a period, as of a day, or of its closing (None)."""

    period: int
    months: int
    unit: str | None = None  # public code of an area or a cell; None: the requester's own
    on: str | None = None  # a day as yyyy-mm-dd

    def to_dict(self) -> dict:
        """The request as a job stores it, with its title."""
        with in_language("vi"):
            return asdict(self) | {"title": _("Figures then and now")}

    @property
    def briefing(self) -> BriefingRequest:
        """The request for all briefing sections."""
        return BriefingRequest(self.period, self.months, self.unit, section_keys())


def from_dict(values: dict) -> PastRequest:
    """A request stored by a job."""
    return PastRequest(**{name: value for name, value in values.items() if name != "title"})


def section_keys() -> tuple[str, ...]:
    """The sections whose figures are included."""
    found = section_registry.sections_by_key().items()
    return tuple(key for key, section in found if BriefingKind.MEETING in section.kinds)


def requested_moment(viewer: Viewer, request: PastRequest) -> PastMoment:
    """The moment meant by the request. Raises if the request is refused."""
    unit_id = briefing_request.to_query(viewer, request.briefing).unit_id
    if request.on:
        return closings_in_force.moment_of_day(viewer, date.fromisoformat(request.on))
    return closings_in_force.moment_of_closing(viewer, request.period, request.months, unit_id)


def enqueue(viewer: Viewer, request: PastRequest) -> str:
    """Queue it; returns the job's code. Raises NotAllowed, and as `requested_moment` does."""
    if not viewer.writes(Work.PERIODS):
        raise NotAllowed()
    requested_moment(viewer, request)
    return jobs.enqueue(viewer, KIND, request.to_dict(), Audience.FIGURES)


def latest_job(viewer: Viewer, request: PastRequest) -> JobStatus | None:
    """The latest job with exactly this request."""
    asked = (job for job in jobs.list_own(viewer) if job.kind == KIND)
    return next((job for job in asked if from_dict(job.wanted) == request), None)
