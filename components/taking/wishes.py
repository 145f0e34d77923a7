"""Wishes: which list somebody wants to take away, and how it is narrowed."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from db import units
from db.audience import Audience
from db.faults import NotAllowed
from db.figures import coverage, exports, figures
from db.models import MembershipKind
from db.models.meetings import MeetingAudience
from db.people import listed, members
from db.scope import Viewer


class What(StrEnum):
    """The lists that there are."""

    MEMBERS = "members"
    MEETINGS = "meetings"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    COVERAGE = "coverage"


PER_CELL = 30  # rows of clusters, groups and households, about
AUDIENCES = {
    What.MEMBERS: Audience.LISTS,
    What.MEETINGS: Audience.FIGURES,
    What.PEOPLE: Audience.NAMES,
    What.HOUSEHOLDS: Audience.NAMES,
    What.COVERAGE: Audience.FIGURES,
}


@dataclass(frozen=True)
class Wish:
    """A list: of members or households on a day, or of meetings and who was there from one month to another; of one unit or all in sight."""

    what: What
    unit: str | None = None  # the public code of an area or a cell
    kind: MembershipKind | None = None
    on: date | None = None
    left: bool = False
    exempt: bool = False
    since: int = 0
    until: int = 0
    audience: MeetingAudience = MeetingAudience.OWN

    @property
    def members(self) -> members.Wanted:
        return members.Wanted(unit=self.unit, kind=self.kind, on=self.on, left=self.left, exempt=self.exempt)

    def meetings(self, viewer: Viewer) -> figures.Wanted:
        """The same as figures know it. Raises NotAllowed for a unit that is not there."""
        return figures.Wanted(self.since, self.until, self.audience, unit_id(viewer, self.unit))

    def told(self) -> dict:
        """As a job keeps it."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def lists_for(viewer: Viewer) -> list[What]:
    """The lists that somebody may take away in his role."""
    return [what for what in What if viewer.reads(AUDIENCES[what])]


def from_told(told: dict) -> Wish:
    """A wish as a job kept it."""
    kind, on = told["kind"], told["on"]
    typed = {"what": What(told["what"]), "audience": MeetingAudience(told["audience"]), "kind": MembershipKind(kind) if kind else None}
    return Wish(**{**told, **typed, "on": date.fromisoformat(on) if on else None})


def size(viewer: Viewer, wish: Wish) -> int:
    """About how many rows the list has. Raises NotAllowed for a list that is not for this role."""
    if not viewer.reads(AUDIENCES[wish.what]):
        raise NotAllowed()
    if wish.what == What.MEMBERS:
        return listed.size(viewer, wish.members)
    if wish.what in (What.HOUSEHOLDS, What.COVERAGE):
        cells = coverage.cells(viewer, unit_id(viewer, wish.unit), wish.on)
        return len(cells) if wish.what == What.COVERAGE else PER_CELL * len(cells)
    return exports.size(viewer, wish.meetings(viewer), wish.what == What.PEOPLE)


def unit_id(viewer: Viewer, code: str | None) -> int | None:
    """The id of the unit with a public code. Raises NotAllowed where there is none."""
    if code is None:
        return None
    found = [unit.id for unit in units.named(viewer).values() if unit.code == code]
    if not found:
        raise NotAllowed()
    return found[0]
