"""Classes of a year equal a recount of the rows; the communes and cells behind a class add up to it."""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings as hypothesis, strategies as st

from db.figures import class_results, member_classes
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Evaluation, MembershipKind
from tests.people import MEMBERS
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
CELLS, CLASSES = ("dong_bao", "ben_da", "nui_doi"), ("excellent", "good", "completed", "not_completed")
OWN = {key: row[2] for key, row in MEMBERS.items() if row[3] == MembershipKind.OWN}


def _fill(world, random: Random) -> None:
    with writing(SYSTEM, "evaluate") as session:
        bulk.delete(session, Evaluation, [row.id for row in rows(Evaluation)])
        made = [
            {
                "unit_id": world.units[cell],
                "member_id": world.members[key],
                "year": 2026,
                "proposed": random.choice([None, *CLASSES]),
                "decided": random.choice([None, None, *CLASSES]),
                "unclassified": random.choice([None, "new"]),
            }
            for key, cell in OWN.items()
            if random.random() < 0.7
        ]
        bulk.insert(session, Evaluation, made)


def _recount(world, cells: tuple[str, ...]) -> Counter:
    found: Counter = Counter()
    evaluated = {(row.member_id, row.unit_id): row for row in rows(Evaluation, year=2026)}
    for key, cell in OWN.items():
        if cell in cells:
            row = evaluated.get((world.members[key], world.units[cell]))
            standing = row and (row.decided or row.proposed)
            found[standing or ("unclassified" if row and row.unclassified else "missing")] += 1
    return found


@given(seed=st.integers(0, 10**6))
@hypothesis(
    max_examples=15,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_classes_and_their_parts_equal_a_recount(world, seed):
    _fill(world, Random(seed))
    for role, names in (("district", CELLS), ("commune", CELLS[:2]), ("secretary", CELLS[:1])):
        counted = _recount(world, names)
        found = class_results.by_class(world.viewers[role], 2026)
        assert {row.key: row.members for row in found if row.members} == counted
        assert {row.all for row in found} == {counted.total()}
        for row in found:
            behind = class_results.by_unit(world.viewers[role], 2026, row.key)
            assert member_classes.total(part.count for part in behind) == row[1:]
            for part in behind:
                if role == "secretary":  # the cell opens exactly the members its bar counts
                    people = class_results.list_people(world.secretary, 2026, row.key, part.unit_id)
                    assert len({one.code for one in people}) == part.count.members


def test_an_assistant_and_a_workplace_see_no_classes(world):
    assert {row.all for row in class_results.by_class(world.assistant, 2026)} == {0}
