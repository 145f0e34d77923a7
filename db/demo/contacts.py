"""Contact members of the demonstration: who works elsewhere and was introduced to a cell where he lives, with letters and days."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from db import names
from db.demo import absences
from db.demo.filling import Filling
from db.demo.making import CONTACT, OWN, Making, begin, belong
from db.demo.persons import WORKING, Person, make, some_day, workplace
from db.demo.plan import HOSPITAL_COMMUNES
from db.demo.shape import Cell, Commune, District, Tell, chance
from db.demo.words import weighted, words
from db.models import ExemptionClass, Introduction, UnitKind

YEARLY = 0.08
DEPARTURES = "moved 40, retired 25, not_subject 25, transferred 10"
INTRODUCED, RECEIVED, PLACED, ENDED, UNKNOWN = "introduced", "received", "placed", "ended", "unknown"
FROM_AGENCY = 0.15  # of the contact members are the commune's own officials; in a province all of them are counted among its members


def fill(filling: Filling, district: District, tell: Tell) -> None:
    """Put the contact members of all cells in, the hospital's forty among them, and a few who wait to be placed."""
    hospital = _hospital(district)
    anybody = _officials(district.communes) if district.level == "province" else None
    for done, commune in enumerate(district.communes):
        tell(done, len(district.communes))
        officials = anybody or _officials([commune])
        for cell in commune.cells:
            if cell.contact:
                making = begin(filling, district, cell, "contacts")
                _fill_cell(making, hospital.get(cell.id, 0), officials, 1 if anybody else FROM_AGENCY)
                filling.write()
    _fill_waiting(filling, district)


def _hospital(district: District) -> dict[int, int]:
    """How many of the hospital's forty live where: fourteen in the first township, the others in eleven communes."""
    first = {cell.id: 1 for cell in district.communes[0].cells if cell.contact}
    others = district.communes[2 : HOSPITAL_COMMUNES + 1]
    more = {commune.cells[0].id: 3 if place < 4 else 2 for place, commune in enumerate(others)}
    return dict(list(first.items())[:14]) | more


def _officials(communes: list[Commune]) -> Iterator[Person]:
    """Members of the agency cells, who live in the communes."""
    cells = [cell for commune in communes for cell in commune.cells if cell.kind == UnitKind.AGENCY_CELL]
    return (Person(one.member_id, one.name, one.born) for one in chain(*(cell.of(OWN) for cell in cells)) if one.start is None and one.end is None)


def _fill_cell(making: Making, hospital: int, officials: Iterator[Person], share: float) -> None:
    cell, random = making.cell, making.random
    years = (making.last - making.first).days / 365
    change = min(cell.contact // 3, round(cell.contact * YEARLY * years))
    settled = [(_staff(making), True) for _ in range(min(hospital, cell.contact))]
    while len(settled) < cell.contact - change:
        official = next(officials, None) if random.random() < share else None
        settled.append((official or _worker(making), False))
    leaving = [_worker(making) for _ in range(change)]
    gone = dict(zip([person.member_id for person in leaving], making.days(change), strict=True))
    for person, of_hospital in sorted(settled + [(person, False) for person in leaving], key=lambda one: names.person_key(one[0].name)):
        _place(making, person, _introduced_before(making, of_hospital), gone.get(person.member_id), of_hospital)
    for day in making.days(change):
        _place(making, _worker(making), day, None, False)


def _introduced_before(making: Making, of_hospital: bool) -> date | None:
    """The day of being placed; not known where only an old list names him, nor before the cell was there."""
    earliest = making.cell.founded or making.district.begins - timedelta(days=1500)
    if not of_hospital and not making.cell.founded and making.random.random() < 0.12:
        return None
    return some_day(making.random, earliest, max(earliest, making.first - timedelta(days=25)))


def _staff(making: Making) -> Person:
    position = making.random.choice(words()["work"]["hospital_positions"])
    return _make(making, male=0.4, position=position, organisation="public_service")


def _worker(making: Making) -> Person:
    return _make(making, male=0.55, **workplace(making.random))


def _make(making: Making, **columns) -> Person:
    return make(making.filling, making.random, making.cell.place, making.district.today, WORKING, **columns)


def _place(making: Making, person: Person, day: date | None, end: date | None, of_hospital: bool) -> None:
    random, district = making.random, making.district
    left = {"departure": weighted(random, DEPARTURES)} if end else {}
    membership_id = belong(making, person, CONTACT, day, end, arrival="introduced" if day else "listed", **left)
    exempt = not end and not of_hospital and random.random() < 0.05
    if exempt:
        absences.excuse(making, making.cell.people[-1], ExemptionClass.CONTACT, day, None, random.choice(["away_work", "study"]))
    workplace_id = district.workplaces[words()["work"]["hospital"]] if of_hospital else None
    columns = {"member_id": person.member_id, "workplace_id": workplace_id, "exempt": exempt, "membership_id": membership_id, "ended_on": end}
    state = ENDED if end else PLACED if day else UNKNOWN
    making.filling.add(Introduction, commune_id=making.cell.commune.id, state=state, **columns, **_letter(making, day))


def _letter(making: Making, placed: date | None) -> dict:
    if placed is None:
        return {}
    received = placed - timedelta(days=making.random.randint(1, 20))
    sent = received - timedelta(days=making.random.randint(1, 15))
    letter = f"{making.random.randint(1, 400):02}-GGT/ĐU"
    return {"letter": letter, "letter_date": sent - timedelta(days=making.random.randint(0, 2)), "sent_on": sent, "received_on": received, "placed_on": placed}


def _fill_waiting(filling: Filling, district: District) -> None:
    """A school has introduced nine to the first township: five wait to be placed, four letters are on their way."""
    commune = district.communes[0]
    making = Making(filling, district, Cell("", commune.name), chance("waiting"), district.begins, district.today, iter(()))
    for place in range(9):
        sent = district.today - timedelta(days=4 + 2 * place)
        received = sent + timedelta(days=2) if place > 3 else None
        filling.add(
            Introduction,
            member_id=_make(making, male=0.3, position="Giáo viên", organisation="public_service").member_id,
            workplace_id=district.workplaces[words()["work"]["others"][0]],
            commune_id=commune.id,
            state=RECEIVED if received else INTRODUCED,
            letter=f"{place + 11}-GGT/ĐU",
            letter_date=sent,
            sent_on=sent,
            received_on=received,
        )
