"""Groups of people of the demonstration:
Party groups and contact groups, their leaders, and the members in charge of them.
"""

from datetime import date

from db import vietnamese
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT, OWN
from db.demo.district_plan import BOOK, PAPER
from db.demo.district_state import Cell, CellMember, District
from db.demo.households import BOOK_CLUSTERS, add_group
from db.models import GroupKind, GroupMember, GroupRole, UnitKind

CONTACT_GROUP = 45  # contact members in a group, roughly


def fill(filler: BulkFiller, district: District) -> None:
    """Add the groups of all residential cells, before their meetings, which record who was in which group."""
    for cell in district.cells:
        if cell.kind == UnitKind.CELL and cell.own:
            _contact_groups(filler, district, cell)
            if cell.name in (BOOK, PAPER):
                _party_groups(filler, district, cell)
            filler.write()


def _contact_groups(filler: BulkFiller, district: District, cell: Cell) -> None:
    """Add groups of contact members with a leader, each with one of the cell's own members in charge."""
    people = sorted(cell.people_of(CONTACT), key=lambda person: vietnamese.person_sort_key(person.name))
    number = 3 if cell.name == BOOK else round(len(people) / CONTACT_GROUP) if cell.contact >= 60 else 0
    charged = [person for person in cell.people_on(OWN, district.today) if not person.exempt]
    for place in range(number):
        group_id = add_group(filler, cell, GroupKind.CONTACT, f"Tổ {place + 1}", place + 1)
        in_group = people[place::number]
        leader = next(person for person in in_group if person.is_present(district.today) and not person.exempt)
        for person in in_group:
            _add(filler, cell, group_id, person, GroupRole.LEADER if person is leader else GroupRole.MEMBER)
        _add(filler, cell, group_id, charged[place + 3], GroupRole.IN_CHARGE, district.first_day)


def _party_groups(filler: BulkFiller, district: District, cell: Cell) -> None:
    """Add one Party group for each cluster."""
    people = cell.people_on(OWN, district.today)
    for place in range(len(BOOK_CLUSTERS)):
        group_id = add_group(filler, cell, GroupKind.PARTY, f"Tổ đảng số {place + 1}", place + 1)
        cell.party_groups.append(group_id)
        in_group = people[place :: len(BOOK_CLUSTERS)]
        leader = next(person for person in in_group if not person.exempt)
        for person in in_group:
            _add(filler, cell, group_id, person, GroupRole.LEADER if person is leader else GroupRole.MEMBER)


def _add(
    filler: BulkFiller, cell: Cell, group_id: int, person: CellMember, role: GroupRole, since: date | None = None
) -> None:
    """Add a person to a group for as long as the person is in the cell."""
    if role != GroupRole.IN_CHARGE:
        person.group_id = group_id
    start = max(filter(None, (person.start, since)), default=None)
    filler.add(
        GroupMember,
        unit_id=cell.id,
        group_id=group_id,
        member_id=person.member_id,
        role=role,
        valid_from=start,
        valid_to=person.end,
    )
