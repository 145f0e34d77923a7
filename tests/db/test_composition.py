"""Composition of members: each class equals a recount of the rows, its parts add up to it, and its list opens to the
same members.
"""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings as hypothesis, strategies as st
from sqlmodel import select

from db.calendar import clock
from db.figures import member_classes, member_composition
from db.figures.member_composition import CompositionQuery
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Member, Membership, MembershipKind, Sex, Standing, StandingKind
from db.people import member_search
from db.people.member_search import MemberFilter
from db.people.member_traits import UNKNOWN, Trait
from db.settings import settings

pytestmark = pytest.mark.usefixtures("november")
OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT
CELLS = ("dong_bao", "ben_da", "nui_doi")


def populate(world, random: Random) -> None:
    """People of all kinds: some have left, and of some this or that is unknown."""
    kinds = [row["key"] for row in settings.shipped_value("organisations")]
    born = [None, "1996", "1995-12-31", "1996-01", "1926-05-05", "1900", f"{random.randint(1920, 2008)}"]
    people = [
        {
            "name": f"Người {at}",
            "sort_key": f"n{at:04}",
            "search_key": f"nguoi {at}",
            "sex": random.choice([None, *Sex]),
            "born": random.choice(born),
            "organisation": random.choice([None, "closed_down", *kinds]),
        }
        for at in range(random.randint(0, 60))
    ]
    with writing(SYSTEM, "people") as session:
        ids = insert_rows(session, Member, people)
        days = [None, date(2020, 1, 1), date(2026, 11, 22), date(2026, 11, 23)]
        stays = [
            {
                "member_id": member_id,
                "unit_id": world.units[random.choice(CELLS)],
                "kind": random.choice([OWN, OWN, CONTACT]),
                "valid_from": random.choice(days),
                "valid_to": random.choice([None, None, date(2026, 11, 21), date(2026, 11, 22)]),
            }
            for member_id in ids
        ]
        insert_rows(session, Membership, [row for row in stays if not (row["valid_from"] and row["valid_to"])])
        stood = [
            {"member_id": member_id, "kind": random.choice(list(StandingKind)), "valid_from": random.choice(days)}
            for member_id in ids
            for _ in range(random.randint(0, 3))
        ]
        insert_rows(session, Standing, stood)


def recount(world, wanted: CompositionQuery, cells: list[int]) -> Counter:
    """The same by hand, row by row: people by cell and class."""
    day = clock.today()
    with reading(SYSTEM) as session:
        people = {row.id: row for row in session.exec(select(Member)).all()}
        stays = [row.model_dump() for row in session.exec(select(Membership)).all()]
        rows = [row.model_dump() for row in session.exec(select(Standing).order_by(Standing.id)).all()]
        known = {key: (row.sex, row.born, row.organisation) for key, row in people.items()}
    found: set[tuple] = set()
    for stay in stays:
        here = (stay["valid_from"] or date.min) <= day <= (stay["valid_to"] or date.max)
        if stay["kind"] == wanted.kind and here and stay["unit_id"] in cells:
            sex, born, organisation = known[stay["member_id"]]
            begun = [
                row for row in rows if row["member_id"] == stay["member_id"] and (row["valid_from"] or date.min) <= day
            ]
            last = max(begun, key=lambda row: (row["valid_from"] or date.min, row["id"]), default={"kind": None})
            told = {
                Trait.SEX: sex,
                Trait.ORGANISATION: organisation,
                Trait.STANDING: last["kind"],
                Trait.AGE: _group(day.year - int(born[:4])) if born else None,
            }[wanted.trait]
            found.add((stay["unit_id"], stay["member_id"], told or UNKNOWN))
    return Counter((cell, key) for cell, _, key in found)


def _group(age: int) -> str:
    return next((f"to_{upto}" for upto in (30, 40, 50, 60, 70) if age <= upto), "over_70")


@given(seed=st.integers(0, 10**6), kind=st.sampled_from([OWN, CONTACT]), trait=st.sampled_from(Trait))
@hypothesis(
    max_examples=15,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_classes_their_parts_and_their_lists_equal_a_recount(world, seed, kind, trait):
    wanted = CompositionQuery(kind, trait)
    populate(world, Random(seed))
    reach = {
        "district": CELLS,
        "commune": ("dong_bao", "ben_da"),
        "secretary": ("dong_bao",),
    }
    for role, names in reach.items():
        viewer, cells = world.viewers[role], [world.units[name] for name in names]
        counted = recount(world, wanted, cells)
        found = member_composition.by_class(viewer, wanted)
        assert {row.key: row.members for row in found if row.members} == _by_key(counted)
        assert {row.all for row in found} == {counted.total()}
        for row in found:
            behind = member_composition.by_unit(viewer, wanted, row.key)
            assert member_classes.total(part.count for part in behind) == (row.members, row.all)
            listed = MemberFilter(kind=kind, trait=trait, trait_class=row.key)
            if row.key != "closed_down":  # it is not in any list to choose from
                assert member_search.search(viewer, listed).total == row.members
        below = member_composition.by_unit(viewer, wanted, found[0].key, world.units["dong_bao"])
        of_cell = recount(world, wanted, [world.units["dong_bao"]])
        told = [(part.unit_id, *part.count) for part in below]
        assert told == [(world.units["dong_bao"], _by_key(of_cell)[found[0].key], of_cell.total())] * bool(of_cell)


def _by_key(counted: Counter) -> Counter:
    found: Counter = Counter()
    for (_, key), many in counted.items():
        found[key] += many
    return found
