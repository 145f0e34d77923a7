"""Unfinished introductions of the demonstration:
a few in the first commune, many in the second, some of them letters from two workplaces about one person.
"""

from datetime import timedelta

from db import vietnamese
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Commune, District, seeded_random
from db.demo.person_generator import WORKING, DemoPerson, make_person
from db.demo.word_lists import load_words
from db.models import Introduction, IntroductionState as State, Member, UnitKind

FIRST = {State.INTRODUCED: 4, State.RECEIVED: 5}
SECOND = {State.INTRODUCED: 11, State.RECEIVED: 8, State.TO_INTRODUCE: 3}
ALIKE = 2  # people of the second commune whom another workplace has introduced as well


def fill(filler: BulkFiller, district: District) -> None:
    """Add a school's teachers on their way to the first commune, and people of other workplaces on
    their way to the second.
    """
    work = load_words()["work"]
    others = work["others_of_ward" if district.has_cells_at_root else "others"]
    _fill(filler, district, district.communes[0], FIRST, [others[0]])
    if len(district.communes) > 1:
        second = district.communes[1]
        people = _fill(filler, district, second, SECOND, others[1:])
        _fill_alike(filler, district, second, people[:ALIKE], others[0])


def _fill(
    filler: BulkFiller, district: District, commune: Commune, states: dict[State, int], workplaces: list[str]
) -> list[DemoPerson]:
    random = seeded_random("waiting", commune.name)
    cells = [cell for cell in commune.cells if cell.kind == UnitKind.CELL and cell.stands_on(district.today)]
    people = []
    for place, state in enumerate(state for state, count in states.items() for _ in range(count)):
        named = random.choice(cells).place if cells and place % 3 else commune.name
        person = make_person(
            filler,
            random,
            named,
            district.today,
            WORKING,
            male=0.4,
            position="Giáo viên",
            organisation="public_service",
        )
        columns = {
            "member_id": person.member_id,
            "workplace_id": district.workplaces[workplaces[place % len(workplaces)]],
        }
        filler.add(
            Introduction,
            commune_id=commune.id,
            state=state,
            exempt=place == 2,
            **columns,
            **_days(district, place, state),
        )
        people.append(person)
    return people


def _days(district: District, place: int, state: State) -> dict:
    sent = district.today - timedelta(days=4 + 2 * place)
    if state == State.TO_INTRODUCE:
        return {"listed_on": sent, "pending_reason": None}
    received = {"received_on": sent + timedelta(days=2)} if state == State.RECEIVED else {}
    return {"letter": f"{place + 11}-GGT/ĐU", "letter_date": sent, "sent_on": sent, **received}


def _fill_alike(
    filler: BulkFiller, district: District, commune: Commune, people: list[DemoPerson], workplace: str
) -> None:
    """Add letters about people with the same names, giving only their years of birth."""
    for place, person in enumerate(people):
        member_id = filler.add(
            Member,
            name=person.name,
            sort_key=vietnamese.person_sort_key(person.name),
            search_key=vietnamese.fold(person.name),
            born=str(person.born),
        )
        days = _days(district, place, State.INTRODUCED)
        sides = {"workplace_id": district.workplaces[workplace], "commune_id": commune.id}
        filler.add(Introduction, member_id=member_id, state=State.INTRODUCED, **sides, **days)
