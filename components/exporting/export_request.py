"""Wishes: which list somebody wants to take away, and how it is narrowed."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from db.errors import NotAllowed
from db.exports import meeting_export, member_export
from db.figures import coverage, figures
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import MembershipKind
from db.models.meetings import MeetingAudience
from db.people import members
from db.units import units


class ExportKind(StrEnum):
    """The lists that there are."""

    MEMBERS = "members"
    MEETINGS = "meetings"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    COVERAGE = "coverage"


PER_CELL = 30  # rows of clusters, groups and households, about
AUDIENCES = {
    ExportKind.MEMBERS: Audience.LISTS,
    ExportKind.MEETINGS: Audience.FIGURES,
    ExportKind.PEOPLE: Audience.NAMES,
    ExportKind.HOUSEHOLDS: Audience.NAMES,
    ExportKind.COVERAGE: Audience.FIGURES,
}


@dataclass(frozen=True)
class ExportRequest:
    """A list: of members or households on a day, or of meetings and who was there from one month to another;
    of one unit or all in sight.
    """

    what: ExportKind
    unit: str | None = None  # the public code of an area or a cell
    kind: MembershipKind | None = None
    on: date | None = None
    left: bool = False
    exempt: bool = False
    since: int = 0
    until: int = 0
    audience: MeetingAudience = MeetingAudience.OWN

    @property
    def members(self) -> members.MemberFilter:
        return members.MemberFilter(unit=self.unit, kind=self.kind, on=self.on, left=self.left, exempt=self.exempt)

    def meetings(self, viewer: Viewer) -> figures.FigureQuery:
        """The same as figures know it. Raises NotAllowed for a unit that is not there."""
        return figures.FigureQuery(self.since, self.until, self.audience, unit_id(viewer, self.unit))

    def told(self) -> dict:
        """As a job keeps it."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def kinds_for(viewer: Viewer) -> list[ExportKind]:
    """The lists that somebody may take away in his role."""
    return [what for what in ExportKind if viewer.reads(AUDIENCES[what])]


def from_dict(told: dict) -> ExportRequest:
    """A wish as a job kept it."""
    kind, on = told["kind"], told["on"]
    typed = {
        "what": ExportKind(told["what"]),
        "audience": MeetingAudience(told["audience"]),
        "kind": MembershipKind(kind) if kind else None,
    }
    return ExportRequest(**{**told, **typed, "on": date.fromisoformat(on) if on else None})


def count_rows(viewer: Viewer, wish: ExportRequest) -> int:
    """About how many rows the list has. Raises NotAllowed for a list that is not for this role."""
    if not viewer.reads(AUDIENCES[wish.what]):
        raise NotAllowed()
    if wish.what == ExportKind.MEMBERS:
        return member_export.count(viewer, wish.members)
    if wish.what in (ExportKind.HOUSEHOLDS, ExportKind.COVERAGE):
        cells = coverage.cells(viewer, unit_id(viewer, wish.unit), wish.on)
        return len(cells) if wish.what == ExportKind.COVERAGE else PER_CELL * len(cells)
    return meeting_export.count_rows(viewer, wish.meetings(viewer), wish.what == ExportKind.PEOPLE)


def unit_id(viewer: Viewer, code: str | None) -> int | None:
    """The id of the unit with a public code. Raises NotAllowed where there is none."""
    if code is None:
        return None
    found = [unit.id for unit in units.by_id(viewer).values() if unit.code == code]
    if not found:
        raise NotAllowed()
    return found[0]
