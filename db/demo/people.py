"""The cells' own members of the demonstration: who belongs where with which number, who joined and who left."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, repeat
from random import Random

from db import vietnamese
from db.demo import absences, offices
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import OWN, TEMPORARY, CellBuilder, add_membership, start_cell
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, CellMember, CountProgress, District
from db.demo.person_generator import RESIDENTS, WORKING, DemoPerson, PersonSpec, make_person, weighted_birth_year
from db.demo.units import DECISION
from db.demo.word_lists import random_name, weighted_choice
from db.models import Membership, Sex, UnitKind

TWICE = "Nguyễn Văn Hùng"
YEARLY = 0.04  # share of the members who come or go in a year
DEPARTURES = "transferred 45, died 30, moved 20, left 5"
PROVINCE = {"state_enterprise": 1_621, "joint_stock": 2_564, "private_enterprise": 150, "foreign_enterprise": 24,
            "administration": 4_899, "public_service": 3_535, "forces": 2_795, "other": 854}  # fmt: skip


def fill(filler: BulkFiller, district: District, progress: CountProgress) -> None:
    """Add the own members of all cells, with offices and exemptions; afterwards the cells know them."""
    organisations = _organisations(district)
    for done, cell in enumerate(district.cells):
        progress(done, len(district.cells))
        if cell.own:
            making = start_cell(filler, district, cell, "people")
            making.organisations = (
                organisations
                if cell.kind == UnitKind.AGENCY_CELL
                else repeat("ward" if cell.commune.town else "commune")
            )
            making.specs = _known(district.today) if cell.name == BOOK else []
            _fill_cell(making)
            filler.write()


def _known(today: date) -> list[PersonSpec]:
    """Return the members of the book's cell who have a story: the secretary, two with the same name, one name spelt in
    two ways.
    """
    named = [("Phạm Đình Lộc", Sex.MALE, today.year - 67), (TWICE, Sex.MALE, 1956), (TWICE, Sex.MALE, 1972)]
    return [
        PersonSpec(*known) for known in [*named, ("Trần Thị Thủy", Sex.FEMALE, 1963), ("Lê Thị Thuỷ", Sex.FEMALE, 1970)]
    ]


def _organisations(district: District) -> Iterator[str]:
    """Yield the kind of organisation of each member of an agency cell, in the numbers that a province once counted."""
    counted = PROVINCE if district.root == "province" else {}
    return chain(*(repeat(kind, number) for kind, number in counted.items()), repeat("administration"))


def _fill_cell(builder: CellBuilder) -> None:
    cell, random = builder.cell, builder.random
    years = (builder.last - builder.first).days / 365
    change = min(cell.own // 3, round(cell.own * YEARLY * years + random.random() * 0.6))
    settled = [_person(builder) for _ in range(cell.own - change)]
    arrived = [_newcomer(builder, day) for day in builder.days(change)]
    builder.organisations = repeat(None)
    leaving = [_person(builder) for _ in range(change)]
    staff = offices.choose_holders(settled, cell.own)
    _enter(builder, settled, leaving, staff)
    for person, day, arrival in arrived:
        add_membership(builder, person, OWN, day, None, arrival=arrival)
    offices.fill(builder.filler, builder.district, cell, staff, settled)
    absences.fill(builder, {person.member_id for person in staff})
    if cell.exempt is None and cell.own >= 10 and random.random() < 0.12:
        _visit(builder)


def _person(builder: CellBuilder, ages: str | None = None, joined: date | None = None) -> DemoPerson:
    cell, spec = builder.cell, builder.specs.pop(0) if builder.specs else PersonSpec()
    ages = ages or (WORKING if cell.kind == UnitKind.AGENCY_CELL else RESIDENTS)
    if cell.name == BOOK and not spec.name:
        spec = _unlike(builder.random, ages)
    organisation = next(builder.organisations)
    return make_person(
        builder.filler,
        builder.random,
        cell.place,
        builder.district.today,
        ages,
        spec,
        joined=joined,
        organisation=organisation,
    )


def _unlike(random: Random, ages: str) -> PersonSpec:
    """Return somebody whose name is not the one that two people in the book's cell already share."""
    born, sex = weighted_birth_year(random, ages), Sex.MALE if random.random() < 0.6 else Sex.FEMALE
    drawn = (random_name(random, sex, born) for _ in repeat(None))
    return PersonSpec(next(one for one in drawn if one != TWICE), sex, born)


def _newcomer(builder: CellBuilder, day: date) -> tuple[DemoPerson, date, str]:
    if builder.random.random() < 0.5:
        return _person(builder, f"{day.year - 33}-{day.year - 19} 1", day), day, "admitted"
    return _person(builder), day, "transferred"


def _enter(builder: CellBuilder, settled: list[DemoPerson], leaving: list[DemoPerson], staff: list[DemoPerson]) -> None:
    """Add those on the first list: the committee first, then by name, as lists do."""
    by_name = sorted(
        (person for person in settled + leaving if person not in staff),
        key=lambda person: vietnamese.person_sort_key(person.name),
    )
    gone = dict(zip([person.member_id for person in leaving], builder.days(len(leaving)), strict=True))
    for place, person in enumerate(staff + by_name):
        columns = {"arrival": "listed"}
        if builder.cell.before:
            columns = {"arrival": "transferred", "arrival_paper": DECISION}
            _came_from(builder, builder.cell.before[place % len(builder.cell.before)], person)
        if person.member_id in gone:
            columns |= {"departure": weighted_choice(builder.random, DEPARTURES)}
        add_membership(builder, person, OWN, builder.cell.founded, gone.get(person.member_id), **columns)


def _came_from(builder: CellBuilder, old: Cell, person: DemoPerson) -> None:
    """Add the earlier membership in one of the two cells that were merged."""
    columns = {
        "roster_number": len(old.people) + 1,
        "arrival": "listed",
        "departure": "transferred",
        "departure_paper": DECISION,
    }
    builder.filler.add(Membership, member_id=person.member_id, unit_id=old.id, kind=OWN, valid_to=old.closed, **columns)
    old.people.append(CellMember(person.member_id, OWN, None, old.closed, person.name, person.born, 0.92))


def _visit(builder: CellBuilder) -> None:
    """Add a temporary member, who is on the same sheet."""
    start = builder.district.today - timedelta(days=builder.random.randint(60, 200))
    add_membership(builder, _person(builder, WORKING), TEMPORARY, start, None, arrival="temporary")
