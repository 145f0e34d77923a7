"""Exports of petitions: their text for those who may read it, counts for everybody above, and text as text."""

from datetime import date

import pytest

from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from db.errors import NotAllowed
from db.figures import petition_counts
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from tests.exported_files import HOSTILE, cells_of
from tests.rows import code_of

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def asked(world) -> str:
    """A contact member's petition that was passed on and answered."""
    unit, day = world.units["dong_bao"], date(2026, 10, 1)
    wanted = PetitionInput(HOSTILE, "contact_member", day, member=code_of(world, "dung"))
    code = petitions.receive(world.secretary, unit, wanted)
    petitions.forward(world.secretary, code, day=day)
    petitions.answer(world.commune, code, "Sẽ làm cống", date(2026, 11, 10))
    return code


def test_a_file_contains_what_its_reader_may_read_and_never_who_brought_the_petition(world, asked):
    for viewer in (world.secretary, world.commune):
        ((_, cell, text, source, *_, outcome, answered, told),) = cells_of(viewer, "petitions")
        assert (cell, text, outcome) == ("Chi bộ thôn Đồng Bào", HOSTILE, "Sẽ làm cống")
        assert source == "Đảng viên giữ mối liên hệ chuyển đến"
        assert (answered.date(), told) == (date(2026, 11, 10), None)
        assert "Phạm Thị Dung" not in str(cells_of(viewer, "petitions"))
    assert export_registry.count_rows(world.district, ExportRequest("petitions")) == 0


def test_a_past_day_knows_nothing_of_a_later_answer(world, asked):
    (row,) = cells_of(world.secretary, "petitions", on=date(2026, 10, 20))
    assert row[8:] == ["Đang chờ trả lời", None, None, None]
    (row,) = cells_of(world.secretary, "petitions", on=date(2026, 11, 5))
    assert row[8] == "Để quá lâu"
    assert export_registry.count_rows(world.secretary, ExportRequest("petitions", on=date(2026, 9, 30))) == 0


def test_the_counts_in_a_file_are_those_on_the_screen(world, asked):
    for viewer in (world.commune, world.district):
        found = cells_of(viewer, "petition_counts")
        shown = petition_counts.total(part.count for part in petition_counts.by_unit(viewer))
        received, waiting, overdue, answered, told, closed = (sum(row[at] for row in found) for at in range(3, 9))
        assert (received, waiting, answered, told, closed, overdue) == shown


def test_nobody_else_exports_petitions(world, asked):
    for viewer in (world.admin, world.workplace):
        for what in ("petitions", "petition_counts"):
            with pytest.raises(NotAllowed):
                export_registry.count_rows(viewer, ExportRequest(what))
