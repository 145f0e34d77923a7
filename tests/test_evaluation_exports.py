"""Exports of evaluations and candidates for admission: by name for the cell and the commune, counts for everybody
above.
"""

from datetime import date

import pytest

from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from db.admissions import candidates
from db.admissions.candidates import CandidateInput
from db.errors import NotAllowed
from db.models import Membership
from db.people import memberships
from tests.db.evaluating import of_all, of_list, of_one, save, typed
from tests.exported_files import cells_of
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_each_own_member_has_a_row_with_what_is_saved_but_not_what_is_typed(world):
    votes = of_all(proposed="good", votes="3") | of_list(voters="3") | of_one(world, "an", proposed="excellent")
    save(world, votes)
    save(world, of_one(world, "an", decided="excellent") | of_list(decision_number="=cmd", decided_on="2026-11-20"))
    typed(world, of_one(world, "binh", proposed="not_completed"))
    for viewer in (world.secretary, world.commune):
        found = {row[2]: row for row in cells_of(viewer, "evaluations")}
        an, binh = found["Nguyễn Văn An"], found["Trần Thị Bình"]
        assert an[6:12] == [3, 3, "Hoàn thành xuất sắc nhiệm vụ", None, "Hoàn thành xuất sắc nhiệm vụ", "=cmd"]
        assert an[12].date() == date(2026, 11, 20)
        assert (binh[8], binh[10]) == ("Hoàn thành tốt nhiệm vụ", None)
        assert "Phạm Thị Dung" not in found
    for viewer in (world.district, world.assistant, world.admin):
        with pytest.raises(NotAllowed):
            export_registry.count_rows(viewer, ExportRequest("evaluations"))
    assert cells_of(world.secretary, "evaluations", on=date(2025, 12, 31))[0][8] is None


def test_whoever_left_in_the_year_is_counted_as_a_row_only_if_evaluated(world):
    save(world, of_one(world, "an", proposed="excellent"))
    for stay in [row for row in rows(Membership) if row.member_id in (world.members["an"], world.members["binh"])]:
        memberships.end_membership(world.secretary, stay.id, date(2026, 11, 1))
    for viewer, count in ((world.secretary, 2), (world.commune, 4)):
        assert len(cells_of(viewer, "evaluations")) == export_registry.count_rows(viewer, ExportRequest("evaluations"))
        assert export_registry.count_rows(viewer, ExportRequest("evaluations")) == count


def test_the_counts_in_a_file_are_those_on_the_screen_and_name_nobody(world):
    save(world, of_all(proposed="good") | of_one(world, "an", proposed="excellent"))
    (row,) = [row for row in cells_of(world.district, "evaluation_counts") if row[2] == "Chi bộ thôn Đồng Bào"]
    assert row[3:12] == [3, 0, 1, 2, 0, 0, 0, 0, 0]
    assert "Nguyễn Văn An" not in str(cells_of(world.district, "evaluation_counts"))


def test_candidates_for_admission_are_counted_by_cell(world):
    typed_in = CandidateInput("Trần Văn Mới", 2001, date(2026, 10, 1))
    code = candidates.propose(world.secretary, world.units["dong_bao"], typed_in)
    candidates.advance(world.secretary, code, date(2026, 11, 1))
    (row,) = [row for row in cells_of(world.district, "admission_counts") if row[2] == "Chi bộ thôn Đồng Bào"]
    assert row[3:] == [1, 0, 1, 0, 0, 0, 0]
    past = cells_of(world.district, "admission_counts", on=date(2026, 10, 20))
    assert [each[3:6] for each in past if each[2] == "Chi bộ thôn Đồng Bào"] == [[1, 1, 0]]
    assert "Trần Văn Mới" not in str(past)
