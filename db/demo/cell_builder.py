"""A cell of the demonstration while its people are added: the possible days of change, and their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import repeat
from random import Random

from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Cell, CellMember, District, ReportingHabit, seeded_random
from db.demo.person_generator import DemoPerson, PersonSpec, random_day
from db.models import Membership, MembershipKind

OWN, TEMPORARY, CONTACT = MembershipKind.OWN, MembershipKind.TEMPORARY, MembershipKind.CONTACT


@dataclass
class CellBuilder:
    """Everything needed to add a person to a cell."""

    filler: BulkFiller
    district: District
    cell: Cell
    random: Random
    first: date
    last: date
    organisations: Iterator[str]
    specs: list[PersonSpec] = field(default_factory=list)

    def random_day(self) -> date:
        """Return a random day on which something may change."""
        return random_day(self.random, self.first, self.last)

    def days(self, number: int) -> list[date]:
        """Return this many such days in order, spread over the time."""
        span = (self.last - self.first).days
        return [
            self.first + timedelta(days=int(span * (place + self.random.random()) / number)) for place in range(number)
        ]


def start_cell(filler: BulkFiller, district: District, cell: Cell, matter: str) -> CellBuilder:
    """Start a cell; where numbers must be exact, nothing changes in the last months."""
    still = timedelta(days=70 if cell.exempt is not None else 12)
    first = max(district.first_day, cell.founded or district.first_day) + timedelta(days=20)
    return CellBuilder(
        filler, district, cell, seeded_random(matter, cell.id), first, district.today - still, repeat(None)
    )


def add_membership(
    builder: CellBuilder, person: DemoPerson, kind: MembershipKind, start: date | None, end: date | None, **columns
) -> int:
    """Add a membership with the sheet's next number, and the person to the cell; return its id."""
    cell, sheet = builder.cell, (CONTACT,) if kind == CONTACT else (OWN, TEMPORARY)
    number = len(cell.people_of(*sheet)) + 1
    cell.people.append(CellMember(person.member_id, kind, start, end, person.name, person.born, _comes(builder, kind)))
    return builder.filler.add(
        Membership,
        member_id=person.member_id,
        unit_id=cell.id,
        kind=kind,
        roster_number=number,
        valid_from=start,
        valid_to=end,
        **columns,
    )


def _comes(builder: CellBuilder, kind: MembershipKind) -> float:
    """Return the member's likelihood of attending; every cell has its own usual rate."""
    usual = seeded_random("usual", builder.cell.id)
    own, contact = usual.uniform(0.87, 0.97), usual.uniform(0.5, 0.75)
    if kind == CONTACT:
        return min(max(builder.random.gauss(contact, 0.2), 0.05), 0.98)
    return 1.0 if builder.cell.habit == ReportingHabit.PERFECT else min(builder.random.gauss(own, 0.05), 1.0)
