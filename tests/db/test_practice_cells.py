"""A practice cell is used like any other and is in no figure: each figure is counted again from rows without it."""

from dataclasses import replace

import pytest

from db.accounts import account_list
from db.exports import meeting_export
from db.figures import cells_met, coverage, drill_down, figures, silent_units_and_introduced_members
from db.figures.figures import FigureQuery
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.models import CellGroup, GroupKind, HouseholdCount, Tally, UnitKind
from db.units import unit_actions
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
MONTH = 202611
WANTED = FigureQuery(MONTH, MONTH)
PRACTISING = "Chi bộ thôn Bến Đá"


@pytest.fixture
def practised(world):
    """Two cells met and have households; one of them is a practice cell."""
    for viewer, key in ((world.secretary, "dong_bao"), (world.commune, "ben_da")):
        meeting_record.save(viewer, MeetingRef(world.units[key], "regular", MONTH))
    with writing(SYSTEM, "test") as session:
        for key, households in (("dong_bao", 30), ("ben_da", 500)):
            session.add(cluster := CellGroup(unit_id=world.units[key], kind=GroupKind.CLUSTER, name="Cụm 1"))
            session.flush()
            session.add(HouseholdCount(unit_id=world.units[key], group_id=cluster.id, households=households))
    unit_actions.correct(world.admin, world.units["ben_da"], UnitKind.CELL, reports=False)
    return world


def test_no_sum_counts_a_practice_cell(practised):
    others = [tally for tally in rows(Tally) if tally.unit_id != practised.units["ben_da"] and tally.kind == "own"]
    counts = figures.attendance_by_period(practised.district, WANTED)[0].counts
    assert (counts.meetings, counts.expected) == (1, sum(tally.expected for tally in others)) == (1, 3)
    assert cells_met.by_month(practised.district, WANTED)[0].cells == (1, 0, 0, 1, 0)
    whole = coverage.total([part.count for part in coverage.by_unit(practised.district)])
    assert (whole.cover.households, whole.cells) == (30, 2)


@pytest.mark.parametrize("key", ["commune", "district"])
def test_no_list_behind_a_figure_names_a_practice_cell(practised, key):
    viewer = practised.viewers[key]
    below = replace(WANTED, unit_id=practised.units["dong_ha"])
    assert [part.name for part in drill_down.list_parts(viewer, below, MONTH)] == ["Chi bộ thôn Đồng Bào"]
    assert PRACTISING not in [cell.cell for cell in coverage.list_cells(viewer)]
    assert PRACTISING not in [row.cell for row in meeting_export.iterate_meetings(viewer, WANTED)]
    assert PRACTISING not in [row.name for row in silent_units_and_introduced_members.list_silent(viewer, 202610)]


def test_a_practice_cell_is_not_reported_as_lacking_a_secretary(practised):
    assert PRACTISING not in [cell.name for cell in account_list.cells_without_secretary(practised.admin)]
