"""Contact members of the demonstration: people who work elsewhere, introduced to the cell where they live,
with letters and days.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from db import vietnamese
from db.demo import absences
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT, OWN, CellBuilder, add_membership, start_cell
from db.demo.district_plan import HOSPITAL_COMMUNES
from db.demo.district_state import Commune, CountProgress, District
from db.demo.person_generator import WORKING, DemoPerson, make_person, random_day, random_workplace
from db.demo.word_lists import load_words, weighted_choice
from db.models import ExemptionClass, Introduction, UnitKind

YEARLY = 0.08
HOSPITAL = 40  # people of the hospital who are introduced
DEPARTURES = "moved 40, retired 25, not_subject 25, transferred 10"
INTRODUCED, RECEIVED, PLACED, ENDED, UNKNOWN = "introduced", "received", "placed", "ended", "unknown"
# Share of contact members who are the commune's own officials; in a province all of these count among its members.
FROM_AGENCY = 0.15


def fill(filler: BulkFiller, district: District, progress: CountProgress) -> None:
    """Add the contact members of all cells, including the hospital's forty."""
    hospital = _hospital(district)
    anybody = _officials(district.communes) if district.root == "province" else None
    for done, commune in enumerate(district.communes):
        progress(done, len(district.communes))
        officials = anybody or _officials([commune])
        for cell in commune.cells:
            if cell.contact:
                making = start_cell(filler, district, cell, "contacts")
                _fill_cell(making, hospital.get(cell.id, 0), officials, 1 if anybody else FROM_AGENCY)
                filler.write()


def _hospital(district: District) -> dict[int, int]:
    """Return where the hospital's forty live: fourteen in the first township, the others in eleven communes; in a ward,
    spread over all its cells.
    """
    first = {cell.id: 1 for cell in district.communes[0].cells if cell.contact}
    if district.has_cells_at_root:
        return {cell_id: HOSPITAL // len(first) + (at < HOSPITAL % len(first)) for at, cell_id in enumerate(first)}
    others = district.communes[2 : HOSPITAL_COMMUNES + 1]
    more = {commune.cells[0].id: 3 if place < 4 else 2 for place, commune in enumerate(others)}
    return dict(list(first.items())[:14]) | more


def _officials(communes: list[Commune]) -> Iterator[DemoPerson]:
    """Return members of the agency cells who live in the communes."""
    cells = [cell for commune in communes for cell in commune.cells if cell.kind == UnitKind.AGENCY_CELL]
    return (
        DemoPerson(one.member_id, one.name, one.born)
        for one in chain(*(cell.people_of(OWN) for cell in cells))
        if one.start is None and one.end is None
    )


def _fill_cell(builder: CellBuilder, hospital: int, officials: Iterator[DemoPerson], share: float) -> None:
    cell, random = builder.cell, builder.random
    years = (builder.last - builder.first).days / 365
    change = min(cell.contact // 3, round(cell.contact * YEARLY * years))
    settled = [(_staff(builder), True) for _ in range(min(hospital, cell.contact))]
    while len(settled) < cell.contact - change:
        official = next(officials, None) if random.random() < share else None
        settled.append((official or _worker(builder), False))
    leaving = [_worker(builder) for _ in range(change)]
    gone = dict(zip([person.member_id for person in leaving], builder.days(change), strict=True))
    for person, of_hospital in sorted(
        settled + [(person, False) for person in leaving], key=lambda one: vietnamese.person_sort_key(one[0].name)
    ):
        _place(builder, person, _introduced_before(builder, of_hospital), gone.get(person.member_id), of_hospital)
    for day in builder.days(change):
        _place(builder, _worker(builder), day, None, False)


def _introduced_before(builder: CellBuilder, of_hospital: bool) -> date | None:
    """Return the day of placement; unknown if only an old list has the name, and not before the cell existed."""
    earliest = builder.cell.founded or builder.district.first_day - timedelta(days=1500)
    if not of_hospital and not builder.cell.founded and builder.random.random() < 0.12:
        return None
    return random_day(builder.random, earliest, max(earliest, builder.first - timedelta(days=25)))


def _staff(builder: CellBuilder) -> DemoPerson:
    position = builder.random.choice(load_words()["work"]["hospital_positions"])
    return _make(builder, male=0.4, position=position, organisation="public_service")


def _worker(builder: CellBuilder) -> DemoPerson:
    return _make(builder, male=0.55, **random_workplace(builder.random))


def _make(builder: CellBuilder, **columns) -> DemoPerson:
    return make_person(builder.filler, builder.random, builder.cell.place, builder.district.today, WORKING, **columns)


def _place(builder: CellBuilder, person: DemoPerson, day: date | None, end: date | None, of_hospital: bool) -> None:
    random, district = builder.random, builder.district
    left = {"departure": weighted_choice(random, DEPARTURES)} if end else {}
    membership_id = add_membership(
        builder, person, CONTACT, day, end, arrival="introduced" if day else "listed", **left
    )
    exempt = not end and not of_hospital and random.random() < 0.05
    if exempt:
        absences.add_exemption(
            builder, builder.cell.people[-1], ExemptionClass.CONTACT, day, None, random.choice(["away_work", "study"])
        )
    workplace_id = district.workplaces[load_words()["work"]["hospital"]] if of_hospital else None
    columns = {
        "member_id": person.member_id,
        "workplace_id": workplace_id,
        "exempt": exempt,
        "membership_id": membership_id,
        "ended_on": end,
        "end_reason": left.get("departure"),
    }
    state = ENDED if end else PLACED if day else UNKNOWN
    objects = state == PLACED and _objects(builder)
    objection = {"objection": "wrong_area", "objected_on": district.today - timedelta(days=6)} if objects else {}
    commune_id, letter = builder.cell.commune.id, _letter(builder, day)
    builder.filler.add(Introduction, commune_id=commune_id, state=state, **columns, **letter, **objection)


def _objects(builder: CellBuilder) -> bool:
    """Add the objections: the first commune's first cell says that two of its people live elsewhere."""
    return builder.cell is builder.district.communes[0].cells[0] and len(builder.cell.people_of(CONTACT)) in range(3, 5)


def _letter(builder: CellBuilder, placed: date | None) -> dict:
    if placed is None:
        return {}
    received = placed - timedelta(days=builder.random.randint(1, 20))
    sent = received - timedelta(days=builder.random.randint(1, 15))
    letter = f"{builder.random.randint(1, 400):02}-GGT/ĐU"
    return {
        "letter": letter,
        "letter_date": sent - timedelta(days=builder.random.randint(0, 2)),
        "sent_on": sent,
        "received_on": received,
        "placed_on": placed,
    }
