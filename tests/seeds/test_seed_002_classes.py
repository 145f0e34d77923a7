"""Seed 002, a cell of 115 members: everybody except the 28 exempt is evaluated, all do well, 15 percent of them
excellently.
"""

from datetime import date

import pytest

from db.assessments.marked_sheet import FOR_ALL, LIST, draft_part
from db.drafts.drafts import DraftField
from db.evaluations import evaluation_draft, evaluation_list, evaluation_list_writer
from db.figures import evaluation_counts
from db.households import member_work
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Exemption, ExemptionClass, Member, Membership, MembershipKind
from db.settings import settings_and_rules_in_force

YEAR = 2026
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def cell(world) -> int:
    """The cell with its 115 members, 28 of them exempt, alone in its commune."""
    unit = world.units["nui_doi"]
    with writing(SYSTEM, "test") as session:
        names = [f"Đảng viên {number}" for number in range(114)]  # beside the one already there
        ids = bulk.insert(session, Member, [{"name": name, "sort_key": name, "search_key": name} for name in names])
        bulk.insert(
            session, Membership, [{"member_id": each, "unit_id": unit, "kind": MembershipKind.OWN} for each in ids]
        )
        bulk.insert(
            session, Exemption, [{"member_id": each, "unit_id": unit, "kind": ExemptionClass.OWN} for each in ids[:28]]
        )
    return unit


def _evaluate(world, cell: int, excellent: int, whole: bool) -> None:
    """Classify everybody as good in one tap and this many as excellent; the exempt, who get no class for all, one by
    one if the `whole` cell is classified.
    """
    lines = evaluation_list.load(world.neighbour, cell, YEAR).lines
    due = [line.person.member_id for line in lines if line.person.due]
    free = [line.person.member_id for line in lines if not line.person.due]
    values = {DraftField(LIST, f"{FOR_ALL}proposed"): "good"}
    values |= {DraftField(draft_part(each), "proposed"): "excellent" for each in due[:excellent]}
    values |= {DraftField(draft_part(each), "proposed"): "good" for each in free if whole}
    evaluation_draft.save_values(world.neighbour, cell, YEAR, values, {})
    evaluation_list_writer.save(world.neighbour, cell, YEAR)


@pytest.mark.parametrize(("excellent", "whole", "classified"), [(13, False, 87), (17, True, 115)])
@pytest.mark.parametrize(
    ("base", "allowed"),
    [("good", {87: 14, 115: 19}), ("good_or_better", {87: 17, 115: 23}), ("classified", {87: 17, 115: 23})],
)
def test_all_do_well_and_15_percent_excellently_under_both_readings(
    world, cell, excellent, whole, classified, base, allowed
):
    """ "100% đảng viên chi bộ 7 hoàn thành tốt nhiệm vụ, trong đó có 15% … hoàn thành xuất sắc\""""
    parameters = {"percent": 20, "base": base, "scope": "organisation"}
    settings_and_rules_in_force.choose_rule(
        world.district, "excellent_cap", parameters, "Hướng dẫn", True, date(2026, 1, 1)
    )
    _evaluate(world, cell, excellent, whole)
    (part,) = evaluation_counts.by_unit(world.neighbour, YEAR)
    counts = part.count
    assert (counts.on_list, counts.exempt, counts.on_list - counts.exempt) == (115, 28, 87)
    assert (counts.classified, counts.missing) == (classified, 0)
    assert counts.classes == {"good": classified - excellent, "excellent": excellent}
    assert round(100 * excellent / classified) == 15
    _, (line,) = evaluation_counts.load_cap_lines(world.other_commune, YEAR)
    assert (line.result.allowed, line.result.excess) == (allowed[classified], 0)


def test_a_members_work_for_households_is_shown_beside_his_class(world, cell):
    """ "Kết quả thực hiện nhiệm vụ phân công cho đảng viên được … đưa vào tiêu chí bình xét\""""
    with reading(world.neighbour) as session:
        assert member_work.by_member(session, cell, YEAR, date(2026, 11, 22)) == {}
    (line, *_) = evaluation_list.load(world.neighbour, cell, YEAR).lines
    assert line.counts.homes == member_work.MemberWork()
