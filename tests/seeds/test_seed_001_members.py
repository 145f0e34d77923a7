"""Seed 001, Thái Bình 2012: 96,757 members in 4,333 cells, counted by the ten kinds of organisation they work in."""

from itertools import chain, repeat

import pytest

from db.figures import member_classes, member_composition
from db.figures.member_composition import CompositionQuery
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Member, Membership, MembershipKind
from db.people.member_traits import UNKNOWN, Trait
from db.settings import settings
from tests.seeds.seed_cells import CELLS, add_cells

KINDS = {
    "commune": 70_251, "ward": 10_064, "state_enterprise": 1_621, "joint_stock": 2_564, "private_enterprise": 150,
    "foreign_enterprise": 24, "administration": 4_899, "public_service": 3_535, "forces": 2_795, "other": 854,
}  # fmt: skip
OWN = CompositionQuery(MembershipKind.OWN, Trait.ORGANISATION)


def _populate(session, cells: dict[str, list[int]]) -> None:
    kinds = list(chain.from_iterable(repeat(kind, count) for kind, count in KINDS.items()))
    people = [
        {"name": "Đồng chí", "sort_key": f"d{at}", "search_key": "dong chi", "organisation": kind}
        for at, kind in enumerate(kinds)
    ]
    ids = insert_rows(session, Member, people)
    where = [cells[kind if kind in cells else "other"] for kind in kinds]
    stays = [
        {"member_id": member_id, "unit_id": units[at % len(units)], "kind": MembershipKind.OWN}
        for at, (member_id, units) in enumerate(zip(ids, where, strict=True))
    ]
    insert_rows(session, Membership, stays)


def test_the_ten_kinds_are_those_of_the_settings_and_add_up():
    assert [row["key"] for row in settings.shipped_value("organisations")] == list(KINDS)
    assert sum(KINDS.values()) == 96_757
    assert sum(CELLS.values()) == 4_333


@pytest.mark.usefixtures("november")
def test_a_province_of_96757_members_in_4333_cells_is_counted_in_full(world):
    with writing(SYSTEM, "province") as session:
        _populate(session, add_cells(session, world.units["tay_son"]))
    found = {row.key: row for row in member_composition.by_class(world.district, OWN)}
    mine = found.pop(UNKNOWN)  # those of the small world it was added to
    assert {key: row.members for key, row in found.items()} == KINDS
    assert {row.all - mine.members for row in found.values()} == {96_757}
    behind = member_composition.by_unit(world.district, OWN, "forces", world.units["tay_son"])
    assert member_classes.total(part.count for part in behind).members == KINDS["forces"]
    assert len(behind) == 4_333 + 1
