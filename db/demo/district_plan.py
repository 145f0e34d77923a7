"""The size of the demonstration: its communes, their cells, and how many people each is to have."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.demo.district_state import Cell, Commune, District, ReportingHabit, first_of_month, seeded_random, split_total
from db.demo.word_lists import load_words
from db.models import UnitKind

BOOK = "Chi bộ thôn Đồng Bào"  # the cell of the account "bithu"
LARGE = "Chi bộ tổ dân phố số 7"
CROWDED = "Chi bộ tổ dân phố số 3"
PAPER = "Chi bộ tổ dân phố số 12"
COPIED = "Chi bộ tổ dân phố số 10"  # for long everybody attends, then the same two are absent each time
HOSPITAL_COMMUNES = 12
VILLAGES = 12  # cells of a ward besides those of its town

# The first township's fourteen groups: own members, exempt ones among them, contact members.
FIRST = [(34, 4, 42), (28, 3, 38), (41, 6, 200), (26, 2, 35), (31, 4, 40), (22, 2, 31), (115, 28, 45),
         (29, 3, 36), (24, 2, 33), (37, 5, 44), (21, 1, 29), (50, 7, 40), (19, 1, 27), (25, 3, 30)]  # fmt: skip


@dataclass(frozen=True)
class DistrictSize:
    """The total numbers for one size of the demonstration; without them each commune has one or two small cells."""

    communes: int
    months: int
    cells: int | None = None
    own: int | None = None
    contact: int | None = None
    households: int | None = None
    agencies: int = 28
    officials: int = 473  # members of agency cells
    towns: int = 2
    town_cells: int = 27
    town_own: int | None = None
    root: str = "district"  # a key of `levels.roots`


SIZES = {
    "small": DistrictSize(communes=30, months=24),
    "ward": DistrictSize(communes=1, months=24, root="ward"),
    "district": DistrictSize(communes=30, months=120, cells=600, own=15_000, contact=6_000, households=60_000),
    "province": DistrictSize(285, 24, 4_333, 96_757, 12_000, None, 1_325, 16_442, 32, 460, 10_064, "province"),
}


def plan_district(size: DistrictSize, today: date) -> District:
    """Return the district of a size, its cells with their planned numbers."""
    random = seeded_random("plan", size.communes, size.cells)
    communes = [_ward(random, today)] if size.root == "ward" else _communes(random, size, today)
    district = District(load_words()["places"][size.root], size.root, today, size.months, communes)
    _give_habits(random, district)
    _turn(district)
    for commune in communes:
        for cell in commune.cells:
            cell.commune = commune
    return district


def _communes(random: Random, size: DistrictSize, today: date) -> list[Commune]:
    communes = [_first(), _second(today), *_others(random, size)]
    _share_people(random, size, communes)
    _share_agencies(random, size, communes)
    return communes


def _ward(random: Random, today: date) -> Commune:
    """Plan a ward: the first township's cells with those of villages around it, its own offices, and
    new cells without a list.
    """
    places = load_words()["places"]
    new = [cell for cell in _second(today).cells if cell.founded]
    named = [name for name in places["villages"] if f"thôn {name}" not in {cell.place for cell in new}]
    villages = [
        Cell(f"Chi bộ thôn {name}", f"thôn {name}", own=random.randint(14, 34), contact=random.randint(6, 30))
        for name in random.sample(named, VILLAGES)
    ]
    offices = [
        Cell(f"Chi bộ {name}", places["ward"], UnitKind.AGENCY_CELL, own=random.randint(12, 28))
        for name in places["offices"]
    ]
    return Commune(places["ward"], [*_first().cells, *villages, *offices, *new], town=True)


def _first() -> Commune:
    cells = [_group(number, own, exempt, contact) for number, (own, exempt, contact) in enumerate(FIRST, 1)]
    return Commune(
        load_words()["places"]["first"], [*cells, Cell(BOOK, "thôn Đồng Bào", own=50, exempt=5, contact=110)], town=True
    )


def _second(today: date) -> Commune:
    """Plan cells without contact members; the last four are new and have no list yet."""
    old = [_group(number, 18 + number * 5 % 13) for number in range(1, 9)]
    new = [
        Cell(f"Chi bộ thôn {name}", f"thôn {name}", founded=first_of_month(today))
        for name in ("Hạ", "Thượng", "Đông", "Bến")
    ]
    return Commune(load_words()["places"]["second"], old + new, town=True)


def _group(number: int, own: int = 0, exempt: int | None = None, contact: int = 0) -> Cell:
    return Cell(f"Chi bộ tổ dân phố số {number}", f"tổ dân phố số {number}", own=own, exempt=exempt, contact=contact)


def _others(random: Random, size: DistrictSize) -> list[Commune]:
    named = random.sample(
        [f"{head} {tail}" for head in load_words()["places"]["heads"] for tail in load_words()["places"]["tails"]],
        size.communes - 2,
    )
    towns, villages = named[: size.towns - 2], named[size.towns - 2 :]
    in_towns = _spread(random, size.town_cells - 27, towns)
    in_villages = (
        _spread(random, size.cells - size.agencies - size.town_cells, villages)
        if size.cells
        else [1 + place % 2 for place in range(len(villages))]
    )
    numbered = zip(towns + villages, in_towns + in_villages, strict=True)
    return [_commune(random, name, cells, town=name in towns) for name, cells in numbered]


def _spread(random: Random, total: int, over: list, least: float = 0.7, most: float = 1.3) -> list[int]:
    return split_total(random, total, [random.uniform(least, most) for _ in over]) if over else []


def _commune(random: Random, name: str, cells: int, *, town: bool) -> Commune:
    if town:
        return Commune(f"Phường {name}", [_group(number) for number in range(1, cells + 1)], town=True)
    villages = random.sample(load_words()["places"]["villages"], cells)
    return Commune(f"Xã {name}", [Cell(f"Chi bộ thôn {village}", f"thôn {village}") for village in villages])


def _share_people(random: Random, size: DistrictSize, communes: list[Commune]) -> None:
    """Share out own members and contact members among the cells that have none planned, so that the totals come out."""
    planned_own = sum(cell.own for commune in communes for cell in commune.cells)
    in_towns = [cell for commune in communes[2:] if commune.town for cell in commune.cells]
    in_villages = [cell for commune in communes[2:] if not commune.town for cell in commune.cells]
    if not size.own:
        return _share_few(random, communes, in_villages)
    town_own = size.town_own or planned_own
    own = _spread(random, town_own - planned_own, in_towns, 0.4, 1.6) + _spread(
        random, size.own - size.officials - town_own, in_villages, 0.4, 1.6
    )
    contact = _spread(random, size.contact - 780, in_towns + in_villages, 0.1, 1.9)
    for cell, members, guests in zip(in_towns + in_villages, own, contact, strict=True):
        cell.own, cell.contact = members, guests


def _share_few(random: Random, communes: list[Commune], cells: list[Cell]) -> None:
    for cell in cells:
        cell.own = random.randint(8, 14)
    for commune in communes[2 : HOSPITAL_COMMUNES + 6]:
        commune.cells[0].contact = random.randint(4, 7)


def _share_agencies(random: Random, size: DistrictSize, communes: list[Commune]) -> None:
    """Share out agency cells: none in the last communes of a district, several in each commune of a province."""
    for place, number in enumerate(_spread(random, size.officials, range(size.agencies), 0.6, 1.5)):
        commune, again = communes[place % len(communes)], place // len(communes) + 1
        office = commune.name[0].lower() + commune.name[1:]
        name = f"Chi bộ cơ quan {office}" if again == 1 else f"Chi bộ cơ quan số {again} {office}"
        commune.cells.append(Cell(name, commune.name, UnitKind.AGENCY_CELL, own=number))


def _give_habits(random: Random, district: District) -> None:
    cells = [cell for cell in district.cells if cell.own]
    for cell in cells:
        cell.habit = random.choices(
            [ReportingHabit.GOOD, ReportingHabit.FORGETFUL, ReportingHabit.SILENT, ReportingHabit.PERFECT],
            [90, 8, 1.5, 1],
        )[0]
        cell.meeting_day = 3 if random.random() < 0.9 else random.choice([5, 10, 15, 25])
    for name, habit in (
        (BOOK, ReportingHabit.FORGETFUL),
        (LARGE, ReportingHabit.GOOD),
        (CROWDED, ReportingHabit.GOOD),
        (PAPER, ReportingHabit.PAPER),
    ):
        cell = district.cell_of_first_commune(name)
        cell.habit, cell.meeting_day = habit, 3
    district.cell_of_first_commune("Chi bộ tổ dân phố số 9").habit = ReportingHabit.SILENT
    for name in ("Chi bộ tổ dân phố số 13", COPIED):
        district.cell_of_first_commune(name).habit = ReportingHabit.PERFECT
    district.cell_of_first_commune("Chi bộ tổ dân phố số 5").meeting_day = 5


def _turn(district: District) -> None:
    """Plan one cell that was merged from two, and one that was renamed on the same day."""
    commune, renamed = (
        district.communes[0 if district.has_cells_at_root else 4],
        district.cell_of_first_commune("Chi bộ tổ dân phố số 14"),
    )
    merged = commune.cells[len(FIRST) + 1 if district.has_cells_at_root else 0]
    merged.founded, renamed.formerly = district.merger_day, "Chi bộ khu phố Bến Gỗ"
    merged.before = [
        Cell(f"Chi bộ xóm {name}", f"xóm {name}", closed=district.merger_day - timedelta(days=1), commune=commune)
        for name in ("Trại", "Mới")
    ]
