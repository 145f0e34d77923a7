"""Households of the demonstration: their clusters, and who looks after them."""

from random import Random

from db.demo import assigned_households
from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK, PAPER, DistrictSize
from db.demo.district_state import Cell, CountProgress, District, seeded_random, split_total
from db.models import CellGroup, GroupKind, HouseholdCount, PartyGroupCluster, UnitKind

BOOK_CLUSTERS = [17, 61, 63, 59]
FIXED = {BOOK: BOOK_CLUSTERS, PAPER: [46, 52, 58, 44]}


def fill(filler: BulkFiller, district: District, size: DistrictSize, progress: CountProgress) -> None:
    """Add the groups and households of all residential cells."""
    cells = [cell for cell in district.cells if cell.kind == UnitKind.CELL and cell.own]
    for done, (cell, households) in enumerate(zip(cells, _households(cells, size), strict=True)):
        progress(done, len(cells))
        random = seeded_random("households", cell.id)
        clusters = _clusters(filler, district, cell, FIXED.get(cell.name) or _counts(random, households))
        for party_group, (cluster_id, _) in zip(cell.party_groups, clusters, strict=False):
            filler.add(PartyGroupCluster, unit_id=cell.id, group_id=party_group, cluster_id=cluster_id)
        if cell.name == BOOK:
            assigned_households.fill_book(filler, district, cell, clusters)
        elif cell.name != PAPER:  # nobody is assigned there yet
            assigned_households.fill(filler, district, cell, clusters)
        filler.write()


def _households(cells: list[Cell], size: DistrictSize) -> list[int]:
    """Return the number of each cell's households: plausible for a cell, and adding up to the number
    that the size sets.
    """
    random = seeded_random("households")
    if not size.households:
        return [random.randint(60, 180) for _ in cells]
    book = next(place for place, cell in enumerate(cells) if cell.name == BOOK)
    others = split_total(random, size.households - sum(BOOK_CLUSTERS), [random.uniform(0.6, 1.4) for _ in cells[1:]])
    return [*others[:book], sum(BOOK_CLUSTERS), *others[book:]]


def _counts(random: Random, households: int) -> list[int]:
    clusters = min(2 + households // 70, households // 10 + 1)
    return split_total(random, households, [random.uniform(0.7, 1.3) for _ in range(clusters)])


def _clusters(filler: BulkFiller, district: District, cell: Cell, counts: list[int]) -> list[tuple[int, int]]:
    """Add the clusters with their numbers of households; return their ids and numbers."""
    found = []
    for number, count in enumerate(counts, 1):
        group_id = add_group(filler, cell, GroupKind.CLUSTER, f"Cụm {number}", number)
        filler.add(HouseholdCount, unit_id=cell.id, group_id=group_id, households=count, valid_from=district.first_day)
        found.append((group_id, count))
    return found


def add_group(
    filler: BulkFiller, cell: Cell, kind: GroupKind, name: str, place: int, parent_id: int | None = None
) -> int:
    """Add a group; return its id."""
    return filler.add(CellGroup, unit_id=cell.id, kind=kind, name=name, place=place, parent_id=parent_id)
