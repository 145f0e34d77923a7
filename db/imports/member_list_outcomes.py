"""The outcomes of importing a list of members: of each row, of missing people, and the whole plan."""

from dataclasses import dataclass, field
from typing import NamedTuple

from db.imports.list_plan import ListOutcome, ListPlan, RowEffect
from db.imports.person_rows import PersonRow
from db.imports.register_snapshot import CurrentMembership, RegisterSnapshot
from db.imports.unit_names import UnitMeaning, UnitNameInList
from db.models import MembershipKind

__all__ = ["ImportPlan", "MembershipStart", "MissingPerson", "RowEffect", "RowOutcome"]


class MembershipStart(NamedTuple):
    """A membership to begin."""

    where: UnitMeaning
    kind: MembershipKind


@dataclass
class RowOutcome(ListOutcome):
    """The outcome of a row and its reason, the person meant, what is set, begun and ended, contradicting stays, and
    differences between list and register.
    """

    row: PersonRow
    member_id: int | None = None
    sets: dict = field(default_factory=dict)
    joins: list[MembershipStart] = field(default_factory=list)
    ends: list[CurrentMembership] = field(default_factory=list)
    against: list[CurrentMembership] = field(default_factory=list)
    asked: tuple[int, ...] = ()
    differing: dict[str, tuple] = field(default_factory=dict)


class MissingPerson(NamedTuple):
    """A member of these cells who is not on the list, or is marked there as gone; and whether the stay ends."""

    member_id: int
    stay: CurrentMembership
    said: str | None
    ends: bool


@dataclass
class ImportPlan(ListPlan):
    """The whole plan; `beside` are people named on hidden rows or unselected sheets: neither missing nor imported."""

    outcomes: list[RowOutcome]
    known: RegisterSnapshot
    names: dict[str, UnitNameInList]
    missing: list[MissingPerson]
    beside: list[MissingPerson]

    @property
    def changes(self) -> bool:
        return super().changes or self.ended > 0

    @property
    def ended(self) -> int:
        return sum(one.ends for one in self.missing)

    def written(self) -> list[tuple]:
        return [*super().written(), *((one.member_id, one.stay) for one in self.missing if one.ends)]

    def written_for(self, outcome: RowOutcome) -> tuple:
        person = self.known.people.get(outcome.member_id, {})
        before = {name: person.get(name) for name in outcome.sets}
        return outcome.member_id, before, outcome.sets, outcome.joins, outcome.ends
