"""Office holders of the demonstration: secretaries and their committees, Front committee heads and village heads."""

from datetime import date, timedelta

from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District, seeded_random
from db.demo.person_generator import DemoPerson, random_phone
from db.demo.word_lists import random_name
from db.models import Office, Sex, UnitKind

OTHERS = ("front_head", "unit_head")


def choose_holders(settled: list[DemoPerson], own: int) -> list[DemoPerson]:
    """Return secretary, deputy and committee, of suitable age, more of them in a larger cell; the secretary first."""
    fit = sorted(settled, key=lambda person: not 1957 <= person.born <= 1990)
    return fit[: 1 if own < 9 else 3 if own < 30 else 4 if own < 60 else 5]


def fill(
    filler: BulkFiller, district: District, cell: Cell, staff: list[DemoPerson], settled: list[DemoPerson]
) -> None:
    """Add the posts; afterwards the cell knows its secretaries."""
    congress = max(date(district.today.year - 1, 6, 10), cell.founded or date.min)
    _secretaries(filler, district, cell, staff, congress)
    for place, person in enumerate(staff[1:]):
        _hold(filler, cell, "committee" if place else "deputy", congress, person)
    if cell.kind == UnitKind.CELL:
        for post in OTHERS:
            _other(filler, cell, post, settled[len(staff) :], congress)


def _secretaries(filler: BulkFiller, district: District, cell: Cell, staff: list[DemoPerson], congress: date) -> None:
    """Add the secretaries; about every third cell has changed its secretary at the congress, the previous one being the
    last of its committee.
    """
    random = seeded_random("secretary", cell.id)
    if len(staff) > 2 and cell.name != BOOK and not cell.founded and random.random() < 0.35:
        before = congress - timedelta(days=1)
        filler.add(Office, unit_id=cell.id, member_id=staff[-1].member_id, post="secretary", valid_to=before)
        cell.secretaries.append((None, before, staff[-1].member_id))
        cell.secretaries.append((congress, None, staff[0].member_id))
    else:
        cell.secretaries.append((None, None, staff[0].member_id))
    _hold(filler, cell, "secretary", congress, staff[0])


def _hold(filler: BulkFiller, cell: Cell, post: str, since: date, person: DemoPerson) -> None:
    filler.add(Office, unit_id=cell.id, member_id=person.member_id, post=post, valid_from=since)


def _other(filler: BulkFiller, cell: Cell, post: str, rest: list[DemoPerson], since: date) -> None:
    """Add the heads of the Front committee and the village, who are often members, but need not be."""
    random, rest = seeded_random(post, cell.id), [person for person in rest if person.born > 1952]
    if rest and random.random() < 0.7:
        return _hold(filler, cell, post, since, random.choice(rest))
    born = random.randint(1958, 1985)
    person = random_name(random, Sex.MALE if random.random() < 0.6 else Sex.FEMALE, born)
    filler.add(Office, unit_id=cell.id, person=person, phone=random_phone(random), post=post, valid_from=since)
