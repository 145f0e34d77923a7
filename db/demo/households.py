"""Groups and households of the demonstration: Party groups, contact groups, clusters, and who looks after whom."""

from datetime import date
from random import Random

from db import vietnamese
from db.demo import assignments
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT, OWN
from db.demo.district import Cell, CellMember, District, Tell, seeded_random, split_total
from db.demo.plan import BOOK, DistrictSize
from db.models import CellGroup, GroupKind, GroupMember, GroupRole, HouseholdCount, UnitKind

BOOK_CLUSTERS = [17, 61, 63, 59]
CONTACT_GROUP = 45  # about so many contact members in a group


def fill(filling: BulkFiller, district: District, size: DistrictSize, tell: Tell) -> None:
    """Put groups and households of all residential cells in."""
    cells = [cell for cell in district.cells if cell.kind == UnitKind.CELL and cell.own]
    for done, (cell, households) in enumerate(zip(cells, _households(cells, size), strict=True)):
        tell(done, len(cells))
        random = seeded_random("households", cell.id)
        clusters = _clusters(
            filling, district, cell, BOOK_CLUSTERS if cell.name == BOOK else _counts(random, households)
        )
        _contact_groups(filling, district, cell)
        if cell.name == BOOK:
            _party_groups(filling, district, cell)
            assignments.fill_book(filling, district, cell, clusters)
        else:
            assignments.fill(filling, district, cell, clusters)
        filling.write()


def _households(cells: list[Cell], size: DistrictSize) -> list[int]:
    """How many each cell has: about as many as there is work for, and in all so many as the size says."""
    random = seeded_random("households")
    if not size.households:
        return [random.randint(60, 180) for _ in cells]
    book = next(place for place, cell in enumerate(cells) if cell.name == BOOK)
    others = split_total(random, size.households - sum(BOOK_CLUSTERS), [random.uniform(0.6, 1.4) for _ in cells[1:]])
    return [*others[:book], sum(BOOK_CLUSTERS), *others[book:]]


def _counts(random: Random, households: int) -> list[int]:
    clusters = min(2 + households // 70, households // 10 + 1)
    return split_total(random, households, [random.uniform(0.7, 1.3) for _ in range(clusters)])


def _clusters(filling: BulkFiller, district: District, cell: Cell, counts: list[int]) -> list[tuple[int, int]]:
    """Clusters with their numbers of households: ids and numbers."""
    found = []
    for number, count in enumerate(counts, 1):
        group_id = add_group(filling, cell, GroupKind.CLUSTER, f"Cụm {number}", number)
        filling.add(HouseholdCount, unit_id=cell.id, group_id=group_id, households=count, valid_from=district.begins)
        found.append((group_id, count))
    return found


def add_group(
    filling: BulkFiller, cell: Cell, kind: GroupKind, name: str, place: int, parent_id: int | None = None
) -> int:
    """Put a group in; its id."""
    return filling.add(CellGroup, unit_id=cell.id, kind=kind, name=name, place=place, parent_id=parent_id)


def _contact_groups(filling: BulkFiller, district: District, cell: Cell) -> None:
    """Groups of contact members with a leader, each with one of the cell's own members in charge of it."""
    people = sorted(cell.of(CONTACT), key=lambda person: vietnamese.person_sort_key(person.name))
    number = 3 if cell.name == BOOK else round(len(people) / CONTACT_GROUP) if cell.contact >= 60 else 0
    charged = [person for person in cell.today(OWN, district.today) if not person.exempt]
    for place in range(number):
        group_id = add_group(filling, cell, GroupKind.CONTACT, f"Tổ {place + 1}", place + 1)
        in_group = people[place::number]
        leader = next(person for person in in_group if person.here(district.today) and not person.exempt)
        for person in in_group:
            add_to_group(filling, cell, group_id, person, GroupRole.LEADER if person is leader else GroupRole.MEMBER)
        add_to_group(filling, cell, group_id, charged[place + 3], GroupRole.IN_CHARGE, district.begins)


def _party_groups(filling: BulkFiller, district: District, cell: Cell) -> None:
    """One Party group for each cluster."""
    people = cell.today(OWN, district.today)
    for place in range(len(BOOK_CLUSTERS)):
        group_id = add_group(filling, cell, GroupKind.PARTY, f"Tổ đảng số {place + 1}", place + 1)
        in_group = people[place :: len(BOOK_CLUSTERS)]
        leader = next(person for person in in_group if not person.exempt)
        for person in in_group:
            add_to_group(filling, cell, group_id, person, GroupRole.LEADER if person is leader else GroupRole.MEMBER)


def add_to_group(
    filling: BulkFiller, cell: Cell, group_id: int, person: CellMember, role: GroupRole, since: date | None = None
) -> None:
    """Put somebody into a group, for as long as he is in the cell."""
    start = max(filter(None, (person.start, since)), default=None)
    filling.add(
        GroupMember,
        unit_id=cell.id,
        group_id=group_id,
        member_id=person.member_id,
        role=role,
        valid_from=start,
        valid_to=person.end,
    )
