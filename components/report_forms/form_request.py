"""A request to fill a form: period, unit or units below it, and purpose."""

from dataclasses import asdict, dataclass

from components.briefings import briefing_request
from components.briefings.briefing_content import period_slug
from components.briefings.section_declaration import BriefingQuery
from components.briefings.units_below import UnitSelection
from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role
from db.papers import report_forms
from db.papers.report_forms import FormVersion

ROLES = frozenset({Role.SECRETARY, Role.COMMUNE, Role.DISTRICT})  # roles that fill in forms


@dataclass(frozen=True)
class FormRequest:
    """A form for a period, given by its first month and its number of months."""

    form: str  # the code of its version
    period: int
    months: int = 1
    unit: str | None = None  # public code of an area or a cell; None: the requester's own
    whose: UnitSelection = UnitSelection.ONE
    reason: str = ""

    def filters(self) -> dict:
        """Its filters, as the history stores them."""
        return {"period": self.period, "months": self.months}

    def to_dict(self) -> dict:
        """The request as a job stores it."""
        return asdict(self) | {"whose": self.whose.value}


def from_dict(values: dict) -> FormRequest:
    """A request stored by a job, ignoring other keys."""
    known = {name: values[name] for name in FormRequest.__dataclass_fields__}
    return FormRequest(**known | {"whose": UnitSelection(known["whose"])})


def form_in_force(viewer: Viewer, code: str) -> FormVersion:
    """The requested version of a form. Raises Invalid if it is not in force today."""
    found = report_forms.versions_in_force(report_forms.list_versions(viewer), clock.today())
    version = next((one for one in found if one.code == code), None)
    if version is None:
        raise Invalid("form_withdrawn")
    return version


def to_query(viewer: Viewer, request: FormRequest) -> BriefingQuery:
    """The query behind the form. Raises NotAllowed for roles that fill none, and as `query_of_period` does."""
    if viewer.role not in ROLES or not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    return briefing_request.query_of_period(viewer, request.period, request.months, request.unit)


def period_in_file_name(request: FormRequest) -> str:
    """The period as part of a file name."""
    return period_slug(request.period, request.months)
