"""The cells' own members of the demonstration: who belongs where with which number, who joined and who left."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, repeat
from random import Random

from db import vietnamese
from db.demo import absences, offices
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import OWN, TEMPORARY, CellBuilder, add_membership, start_cell
from db.demo.district import Cell, CellMember, CountProgress, District
from db.demo.person_generator import RESIDENTS, WORKING, DemoPerson, PersonSpec, make_person, weighted_birth_year
from db.demo.plan import BOOK
from db.demo.units import DECISION
from db.demo.word_lists import random_name, weighted_choice
from db.models import Membership, Sex, UnitKind

TWICE = "Nguyễn Văn Hùng"
YEARLY = 0.04  # share of the members who come or go in a year
DEPARTURES = "transferred 45, died 30, moved 20, left 5"
PROVINCE = {"state_enterprise": 1_621, "joint_stock": 2_564, "private_enterprise": 150, "foreign_enterprise": 24,
            "administration": 4_899, "public_service": 3_535, "forces": 2_795, "other": 854}  # fmt: skip


def fill(filling: BulkFiller, district: District, progress: CountProgress) -> None:
    """Add the own members of all cells, with offices and exemptions; afterwards the cells know them."""
    organisations = _organisations(district)
    for done, cell in enumerate(district.cells):
        progress(done, len(district.cells))
        if cell.own:
            making = start_cell(filling, district, cell, "people")
            making.organisations = (
                organisations
                if cell.kind == UnitKind.AGENCY_CELL
                else repeat("ward" if cell.commune.town else "commune")
            )
            making.specs = _known(district.today) if cell.name == BOOK else []
            _fill_cell(making)
            filling.write()


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


def _fill_cell(making: CellBuilder) -> None:
    cell, random = making.cell, making.random
    years = (making.last - making.first).days / 365
    change = min(cell.own // 3, round(cell.own * YEARLY * years + random.random() * 0.6))
    settled = [_person(making) for _ in range(cell.own - change)]
    arrived = [_newcomer(making, day) for day in making.days(change)]
    making.organisations = repeat(None)
    leaving = [_person(making) for _ in range(change)]
    staff = offices.choose_holders(settled, cell.own)
    _enter(making, settled, leaving, staff)
    for person, day, arrival in arrived:
        add_membership(making, person, OWN, day, None, arrival=arrival)
    offices.fill(making.filling, making.district, cell, staff, settled)
    absences.fill(making, {person.member_id for person in staff})
    if cell.exempt is None and cell.own >= 10 and random.random() < 0.12:
        _visit(making)


def _person(making: CellBuilder, ages: str | None = None, joined: date | None = None) -> DemoPerson:
    cell, spec = making.cell, making.specs.pop(0) if making.specs else PersonSpec()
    ages = ages or (WORKING if cell.kind == UnitKind.AGENCY_CELL else RESIDENTS)
    if cell.name == BOOK and not spec.name:
        spec = _unlike(making.random, ages)
    organisation = next(making.organisations)
    return make_person(
        making.filling,
        making.random,
        cell.place,
        making.district.today,
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


def _newcomer(making: CellBuilder, day: date) -> tuple[DemoPerson, date, str]:
    if making.random.random() < 0.5:
        return _person(making, f"{day.year - 33}-{day.year - 19} 1", day), day, "admitted"
    return _person(making), day, "transferred"


def _enter(making: CellBuilder, settled: list[DemoPerson], leaving: list[DemoPerson], staff: list[DemoPerson]) -> None:
    """Add those on the first list: the committee first, then by name, as lists do."""
    by_name = sorted(
        (person for person in settled + leaving if person not in staff),
        key=lambda person: vietnamese.person_sort_key(person.name),
    )
    gone = dict(zip([person.member_id for person in leaving], making.days(len(leaving)), strict=True))
    for place, person in enumerate(staff + by_name):
        columns = {"arrival": "listed"}
        if making.cell.before:
            columns = {"arrival": "transferred", "arrival_paper": DECISION}
            _came_from(making, making.cell.before[place % len(making.cell.before)], person)
        if person.member_id in gone:
            columns |= {"departure": weighted_choice(making.random, DEPARTURES)}
        add_membership(making, person, OWN, making.cell.founded, gone.get(person.member_id), **columns)


def _came_from(making: CellBuilder, old: Cell, person: DemoPerson) -> None:
    """Add the earlier membership in one of the two cells that were merged."""
    columns = {
        "roster_number": len(old.people) + 1,
        "arrival": "listed",
        "departure": "transferred",
        "departure_paper": DECISION,
    }
    making.filling.add(Membership, member_id=person.member_id, unit_id=old.id, kind=OWN, valid_to=old.closed, **columns)
    old.people.append(CellMember(person.member_id, OWN, None, old.closed, person.name, person.born, 0.92))


def _visit(making: CellBuilder) -> None:
    """Add a temporary member, who is on the same sheet."""
    start = making.district.today - timedelta(days=making.random.randint(60, 200))
    add_membership(making, _person(making, WORKING), TEMPORARY, start, None, arrival="temporary")
