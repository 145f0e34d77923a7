"""Households that get help in the demonstration, with their class year by year, and the members who look after them."""

from datetime import date
from random import Random

from db import vietnamese
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import OWN
from db.demo.district_state import Cell, CellMember, District, seeded_random, split_total
from db.demo.person_generator import random_address
from db.demo.word_lists import random_name
from db.models import Assignment, CellGroup, GroupKind, Household, HouseholdClass, HouseholdCount, HouseholdPlace, Sex

PSEUDONYM = "Hộ bà M."
COURSES = [  # a household's classes from the year before last on
    ("poor", "poor", "near_poor"),
    ("poor", "near_poor", "near_poor"),
    ("near_poor", "near_poor", "escaped_near_poverty"),
    ("poor", "near_poor", "escaped_poverty"),
    ("near_poor", "other", "other"),
    (None, "near_poor", "near_poor"),
]
Clusters = list[tuple[int, int]]


def fill_book(filler: BulkFiller, district: District, cell: Cell, clusters: Clusters) -> None:
    """Fill the book's cell: households of every course; two clusters well looked after, one no longer since recently,
    one not yet.
    """
    random = seeded_random("caring", cell.id)
    free = _free(cell, district.today)
    left = next(person for person in cell.people_of(OWN) if person.end)
    groups = [_inside(filler, district, cell, random, number, *cluster) for number, cluster in enumerate(clusters, 1)]
    for place, group_id in enumerate(groups[0] + groups[1]):
        _assign(filler, cell, free[place], group_id=group_id, since=district.first_day)
    for group_id in groups[2][:4]:
        _assign(filler, cell, left, group_id=group_id, since=district.first_day)
    for place in range(8):
        group_ids = groups[place % len(clusters)]
        group_id, called = group_ids[place % len(group_ids)], PSEUDONYM if place == 3 else None
        household_id = _household(filler, district, cell, random, group_id, COURSES[place % len(COURSES)], called)
        carers = (
            [left]
            if place == 5
            else [free[20 + place]]
            if place < 6
            else free[28 + place : 30 + place]
            if place == 6
            else []
        )
        for carer in carers:
            _assign(filler, cell, carer, household_id=household_id, since=district.first_day)


def fill(filler: BulkFiller, district: District, cell: Cell, clusters: Clusters) -> None:
    """Fill the other cells: some members in charge of whole clusters, in every third cell a
    household that gets help.
    """
    random = seeded_random("caring", cell.id)
    free = _free(cell, district.today)
    if random.random() < 0.2 or len(free) < len(clusters):
        return  # some cells never assign
    for (group_id, _), person in zip(clusters, random.sample(free, len(clusters)), strict=True):
        if random.random() < 0.85:
            _assign(filler, cell, person, group_id=group_id, since=district.first_day)
    if random.random() < 0.35:
        household_id = _household(filler, district, cell, random, clusters[0][0], random.choice(COURSES), None)
        _assign(filler, cell, random.choice(free), household_id=household_id, since=district.first_day)


def _free(cell: Cell, today: date) -> list[CellMember]:
    """Return own members who are neither exempt nor away."""
    return [person for person in cell.people_on(OWN, today) if not person.exempt_on(today)]


def _inside(
    filler: BulkFiller, district: District, cell: Cell, random: Random, number: int, cluster_id: int, households: int
) -> list[int]:
    """Return the groups of households inside a cluster, about ten each; they add up to the cluster's number."""
    counts = split_total(random, households, [random.uniform(0.8, 1.2) for _ in range(max(households // 10, 1))])
    found = []
    for place, count in enumerate(counts, 1):
        columns = {
            "unit_id": cell.id,
            "kind": GroupKind.HOUSEHOLDS,
            "name": f"Nhóm hộ {number}.{place}",
            "place": place,
            "parent_id": cluster_id,
        }
        found.append(filler.add(CellGroup, **columns))
        filler.add(HouseholdCount, unit_id=cell.id, group_id=found[-1], households=count, valid_from=district.first_day)
    return found


def _household(
    filler: BulkFiller,
    district: District,
    cell: Cell,
    random: Random,
    group_id: int,
    course: tuple,
    called: str | None,
) -> int:
    sex = Sex.FEMALE if random.random() < 0.6 else Sex.MALE
    title = "bà" if sex == Sex.FEMALE else "ông"
    called = called or f"Hộ {title} {random_name(random, sex, random.randint(1940, 1985))}"
    keys = {"sort_key": vietnamese.person_sort_key(called), "search_key": vietnamese.fold(called)}
    household_id = filler.add(
        Household,
        unit_id=cell.id,
        name=called,
        address=random_address(random, cell.place),
        valid_from=district.first_day,
        **keys,
    )
    filler.add(
        HouseholdPlace, unit_id=cell.id, household_id=household_id, group_id=group_id, valid_from=district.first_day
    )
    for back, rating in zip((2, 1, 0), course, strict=True):
        year = district.today.year - back
        if rating:
            paper = f"Quyết định số {random.randint(100, 400)}/QĐ-UBND ngày {random.randint(10, 28)}/12/{year - 1}"
            filler.add(
                HouseholdClass, unit_id=cell.id, household_id=household_id, year=year, rating=rating, paper=paper
            )
    return household_id


def _assign(
    filler: BulkFiller,
    cell: Cell,
    person: CellMember,
    *,
    since: date,
    household_id: int | None = None,
    group_id: int | None = None,
) -> None:
    """Put a member in charge for as long as the membership lasts."""
    start = max(filter(None, (person.start, since)))
    ended = {"valid_to": person.end, "end_reason": "departed"} if person.end else {}
    filler.add(
        Assignment,
        unit_id=cell.id,
        member_id=person.member_id,
        household_id=household_id,
        group_id=group_id,
        valid_from=start,
        **ended,
    )
