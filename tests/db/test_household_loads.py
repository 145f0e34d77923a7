"""Members' loads equal a recount household by household; the communes and cells behind a class add up to it."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from components.households import load_choice
from db.figures import coverage, household_loads
from db.figures.household_loads import load_class_key
from db.households import household_board
from db.households.assignments import AssignmentTargets
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import AssignmentDecision
from db.settings import settings as choices
from tests import people
from tests.db import neighbours
from tests.db.boards import assign
from tests.db.neighbours import TODAY, Street

pytestmark = pytest.mark.usefixtures("november")
STREETS = settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def recounted(street: Street, cells: list[int]) -> Counter:
    """The households of everybody present and in charge, one by one."""
    found: Counter = Counter()
    acting = {
        (who, where)
        for who, where, *_, span in street.charges
        if where in cells and neighbours.holds(*span, TODAY) and street.here(who, where, TODAY)
    }
    for who, where in acting:
        if street.free(who, where, TODAY):
            mine = {
                (of, what)
                for member, cell, of, what, span in street.charges
                if (member, cell) == (who, where) and neighbours.holds(*span, TODAY)
            }
            homes = [home for home in street.homes if home.unit_id == where]
            load = sum(
                ("household_id", home.id) in mine or any(("group_id", group) in mine for group in home.group_ids)
                for home in homes
            )
            found[load_class_key(load)] += 1
    return found


@STREETS
@given(seed=st.integers(0, 10**9))
def test_classes_and_their_parts_equal_a_recount(emptied, seed):
    emptied()
    world = people.world()
    cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
    choices.set_value(world.district, world.units["an_binh"], "assignment_most", Random(seed).randint(1, 4), TODAY)
    street = neighbours.make(cells, Random(seed))
    for viewer, inside in ((world.district, cells), (world.commune, cells[:2]), (world.secretary, cells[:1])):
        counted, found = recounted(street, inside), household_loads.by_class(viewer)
        assert {row.key: row.members for row in found if row.members} == counted
        assert {row.all for row in found} == {counted.total()}
        every = coverage.total([part.count for part in coverage.by_unit(viewer)])
        assert sum(row.overloaded for row in found) == every.overloaded, "as the chart of coverage says"
        for row in found:
            behind = household_loads.by_unit(viewer, row.key)
            assert household_loads.total(part.count for part in behind) == row[1:]
    for cell in cells[:2]:  # its page lists exactly the members a bar counts
        loads = household_board.load(world.commune, cell).loads
        for row in household_loads.by_class(world.commune, cell):
            assert len(load_choice.keep_load_class(loads, row.key)) == row.members


def test_nobody_has_a_load_in_a_cell_that_resolved_not_to_assign(world, cluster):
    """Whatever stands of charges there: they end with the decision, and may come back by an undo."""
    unit, since = world.units["dong_bao"], date(2026, 1, 1)
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    assert sum(row.members for row in household_loads.by_class(world.commune)) == 1
    with writing(SYSTEM, "test") as session:
        session.add(AssignmentDecision(unit_id=unit, valid_from=since, assigns=False, paper="NQ 7"))
    assert {row.all for row in household_loads.by_class(world.commune)} == {0}
