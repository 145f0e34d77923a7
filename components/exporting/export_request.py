"""Export requests: the list and its filters."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from db.calendar import clock
from db.errors import NotAllowed
from db.figures import figures
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.models.meetings import MeetingAudience
from db.people import member_search
from db.units import units


class FileFormat(StrEnum):
    """The file format of an export, by extension."""

    EXCEL = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class ExportRequest:
    """A list of members or households on a day, or of meetings and attendance between two months; of one unit or all in
    sight.
    """

    what: str  # its key
    unit: str | None = None  # the public code of an area or a cell
    kind: MembershipKind | None = None
    on: date | None = None
    left: bool = False
    exempt: bool = False
    since: int = 0
    until: int = 0
    audience: MeetingAudience = MeetingAudience.OWN
    reason: str = ""  # the purpose, a key of the setting
    format: FileFormat = FileFormat.EXCEL

    @property
    def day(self) -> date:
        """The selected day, by default today."""
        return self.on or clock.today()

    @property
    def members(self) -> member_search.MemberFilter:
        return member_search.MemberFilter(
            unit=self.unit, kind=self.kind, on=self.on, left=self.left, exempt=self.exempt
        )

    def meetings(self, viewer: Viewer) -> figures.FigureQuery:
        """The query for these meetings. Raises NotAllowed for an unknown unit."""
        return figures.FigureQuery(self.since, self.until, self.audience, self.unit_id(viewer))

    def unit_id(self, viewer: Viewer) -> int | None:
        """The id of its unit. Raises NotAllowed for an unknown code."""
        return unit_id(viewer, self.unit)

    def filters(self) -> dict:
        """Its filters, as the history stores them."""
        left_out = {"what", "unit", "reason"} | ({"format"} if self.format == FileFormat.EXCEL else set())
        return {name: value for name, value in self.to_dict().items() if value and name not in left_out}

    def to_dict(self) -> dict:
        """The request as a job stores it."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def from_dict(values: dict) -> ExportRequest:
    """A request stored by a job."""
    kind, on = values["kind"], values["on"]
    typed = {
        "audience": MeetingAudience(values["audience"]),
        "kind": MembershipKind(kind) if kind else None,
        "format": FileFormat(values.get("format", FileFormat.EXCEL)),
    }
    return ExportRequest(**{**values, **typed, "on": date.fromisoformat(on) if on else None})


def unit_id(viewer: Viewer, code: str | None) -> int | None:
    """The id of the unit with a public code. Raises NotAllowed if there is none."""
    if code is None:
        return None
    if not (found := units.find_by_code(viewer, code)):
        raise NotAllowed()
    return found.id
