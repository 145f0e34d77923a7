"""Cells that have not reported: queried again after a change in anything they are derived from, for each viewer
separately.
"""

from datetime import date

import pytest

from components.figures import silent_units_cache
from db.figures import silent_units_and_introduced_members
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Meeting, MeetingState
from db.settings import settings

pytestmark = pytest.mark.usefixtures("november")
NOVEMBER = 202611


@pytest.fixture
def asked(monkeypatch) -> list:
    """The viewers that were queried for."""
    found, ask = [], silent_units_and_introduced_members.list_silent
    monkeypatch.setattr(
        silent_units_and_introduced_members,
        "list_silent",
        lambda viewer, period: found.append(viewer) or ask(viewer, period),
    )
    return found


def test_silent_cells_are_queried_once_while_nothing_changes(world, asked):
    first = silent_units_cache.load(world.commune, NOVEMBER)
    assert [row.name for row in first] == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]
    assert (
        silent_units_cache.load(world.commune, NOVEMBER)
        == first
        == silent_units_and_introduced_members.list_silent(world.commune, NOVEMBER)
    )
    assert len(asked) == 2  # the last of them here


def test_silent_cells_are_queried_again_when_a_cell_reports_or_its_day_changes(world, asked, set_clock):
    assert [row.name for row in silent_units_cache.load(world.district, NOVEMBER)] == ["Xã Đông Hà", "Xã Tây Sơn"]
    settings.set_value(world.commune, world.units["dong_bao"], "meeting_day", 25, date(2020, 1, 1))
    assert [row.name for row in silent_units_cache.load(world.commune, NOVEMBER)] == ["Chi bộ thôn Bến Đá"]
    assert [(row.name, row.cells) for row in silent_units_cache.load(world.district, NOVEMBER)] == [
        ("Xã Đông Hà", 1),
        ("Xã Tây Sơn", 1),
    ]
    set_clock("2026-11-25")
    assert [row.cells for row in silent_units_cache.load(world.district, NOVEMBER)] == [2, 1]
    with writing(SYSTEM, "test") as session:
        told = {
            "type": "regular",
            "audience": "own",
            "period": NOVEMBER,
            "state": MeetingState.NOT_HELD,
            "reason": "mưa bão",
        }
        session.add(Meeting(unit_id=world.units["nui_doi"], area_id=world.units["tay_son"], **told))
    assert [row.name for row in silent_units_cache.load(world.district, NOVEMBER)] == ["Xã Đông Hà"]
    assert asked == [world.district, world.commune, *[world.district] * 3]
