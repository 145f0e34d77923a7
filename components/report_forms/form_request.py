"""Which form somebody wants filled: on which period, of which unit or of those below it, for what."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from components.briefings import briefing_request
from components.briefings.briefing_content import period_slug
from components.briefings.section import BriefingQuery
from db.calendar import clock
from db.calendar.months import first_day
from db.errors import Invalid, NotAllowed
from db.figures import unit_history
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import Role, UnitKind
from db.models.units import CELLS
from db.papers import report_forms
from db.papers.report_forms import FormVersion
from db.units import units
from db.units.units import UnitName

ROLES = frozenset({Role.SECRETARY, Role.COMMUNE, Role.DISTRICT})  # who fills forms


class Whose(StrEnum):
    """Of which units a form is filled: of one, of each right below it, of each cell below it."""

    ONE = "one"
    PARTS = "parts"
    CELLS = "cells"


@dataclass(frozen=True)
class FormRequest:
    """A form on the period of so many months that begins with a month."""

    form: str  # the code of its version
    period: int
    months: int = 1
    unit: str | None = None  # the public code of an area or a cell; none is the asker's own
    whose: Whose = Whose.ONE
    reason: str = ""

    def filters(self) -> dict:
        """What narrows it, as the history keeps it."""
        return {"period": self.period, "months": self.months}

    def to_dict(self) -> dict:
        """As a job keeps it."""
        return asdict(self) | {"whose": self.whose.value}


def from_dict(values: dict) -> FormRequest:
    """A request as a job kept it, whatever else stands beside it."""
    known = {name: values[name] for name in FormRequest.__dataclass_fields__}
    return FormRequest(**known | {"whose": Whose(known["whose"])})


def form_in_force(viewer: Viewer, code: str) -> FormVersion:
    """The version of a form that is asked for. Raises Invalid where it is not in force today."""
    found = report_forms.in_force(report_forms.list_known(viewer), clock.today())
    version = next((one for one in found if one.code == code), None)
    if version is None:
        raise Invalid("form_withdrawn")
    return version


def query(viewer: Viewer, request: FormRequest) -> BriefingQuery:
    """What the form asks of its unit. Raises NotAllowed for a role that fills none, and as `of_period` does."""
    if viewer.role not in ROLES or not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    return briefing_request.of_period(viewer, request.period, request.months, request.unit)


def units_below(viewer: Viewer, wanted: BriefingQuery, whose: Whose = Whose.PARTS) -> list[UnitName]:
    """The units right below the one asked about, or all cells below it, as they stood at the end of the period: those
    that had a cell in it.
    """
    since, until = first_day(wanted.since), wanted.day
    found = list(units.children_of(viewer, wanted.unit_id or viewer.unit_id or 0, until).values())
    if whose == Whose.CELLS:
        return _cells(viewer, found, until)
    return [one for one in found if one.kind in CELLS or unit_history.had_cells(viewer, one.id, since, until)]


def _cells(viewer: Viewer, found: list[UnitName], day: date) -> list[UnitName]:
    """The cells among these and below them, area by area."""
    cells = [one for one in found if one.kind in CELLS]
    for area in (one for one in found if one.kind == UnitKind.AREA):
        cells += _cells(viewer, list(units.children_of(viewer, area.id, day).values()), day)
    return cells


def name_slug(request: FormRequest) -> str:
    """The period in the name of a file."""
    return period_slug(request.period, request.months)
