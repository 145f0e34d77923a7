"""Who is in charge of households: assignments begin, end and are handed over; impossible ones are refused."""

from datetime import date

import pytest

from db.figures import coverage
from db.households import assignments, named_households
from db.households.assignee_availability import UnavailabilityReason
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.models import (
    Assignment,
    ExemptionClass,
    Membership,
)
from db.people import exemptions, memberships
from db.people.exemptions import ExemptionInput
from db.people.memberships import MembershipInput
from tests.db.boards import NOVEMBER, assign, board_of, line_of
from tests.db.neighbours import TODAY
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def test_being_in_charge_of_a_cluster_covers_everything_in_it(world, cluster):
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, NOVEMBER)
    assert assign(world, ["an", "binh"], AssignmentTargets(groups=[cluster])) == 2
    line = line_of(world, home)
    assert line.looked_after
    assert line.assignees == []
    assert [carer.name for carer in line.above] == ["Nguyễn Văn An", "Trần Thị Bình"]
    keepers = {keeper.who.name: keeper.households for keeper in board_of(world).loads}
    assert keepers == {"Nguyễn Văn An": 17, "Trần Thị Bình": 17, "Lê Văn Cường": 0, "Phạm Thị Dung": 0}
    assign(world, ["an"], AssignmentTargets(households=[home]))
    assert next(keeper.households for keeper in board_of(world).loads if keeper.who.name == "Nguyễn Văn An") == 17


@pytest.mark.parametrize("how", ["leaves", "exempt", "away"])
def test_households_have_nobody_from_the_day_their_member_leaves_is_exempt_or_is_away(world, cluster, how):
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    stay = rows(Membership, member_id=world.members["an"])[0]
    if how == "leaves":
        memberships.end_membership(world.secretary, stay.id, date(2026, 11, 14))
    else:
        kind = ExemptionClass.OWN if how == "exempt" else ExemptionClass.AWAY
        exemptions.exempt(
            world.secretary, code_of(world, "an"), world.units["dong_bao"], ExemptionInput(kind, date(2026, 11, 15))
        )
    line = line_of(world, cluster)
    assert (line.looked_after, line.since, line.cover) == (False, date(2026, 11, 15), Cover(17, 0))
    assert [carer.hindered for carer in line.assignees] == [
        {"leaves": UnavailabilityReason.LEFT, "exempt": UnavailabilityReason.EXEMPT, "away": UnavailabilityReason.AWAY}[
            how
        ]
    ]
    assert coverage.by_unit(world.secretary)[0].count.cover == Cover(17, 0)


def test_assignments_end_and_are_handed_over(world, cluster):
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    (charge,) = rows(Assignment)
    assignments.hand_over(
        world.secretary, [charge.id], [code_of(world, "binh"), code_of(world, "cuong")], date(2026, 11, 20), "NQ 5"
    )
    before, after, third = rows(Assignment)
    assert (before.valid_to, before.end_reason, after.valid_from, after.paper) == (
        date(2026, 11, 19),
        "handed_over",
        date(2026, 11, 20),
        "NQ 5",
    )
    assert [carer.name for carer in line_of(world, cluster).assignees] == ["Trần Thị Bình", "Lê Văn Cường"]
    with refused_with("ended_already", day=date(2026, 11, 19)):
        assignments.hand_over(world.secretary, [charge.id], [], date(2026, 11, 22))
    with refused_with("day_before_start", day=date(2026, 11, 20)):
        assignments.hand_over(world.secretary, [after.id], [], date(2026, 11, 20))
    with refused_with("assigned_already"):
        assignments.hand_over(world.secretary, [after.id], [code_of(world, "binh")], date(2026, 11, 21))
    with refused_with("nothing_chosen"):
        assignments.hand_over(world.secretary, [], [code_of(world, "an")], date(2026, 11, 21))
    assignments.hand_over(world.secretary, [after.id, third.id], [], TODAY)
    line = line_of(world, cluster)
    assert (line.assignees, line.since, rows(Assignment)[-1].end_reason) == ([], TODAY, "relieved")


def test_who_may_be_put_in_charge(world, cluster):
    exemptions.exempt(
        world.secretary,
        code_of(world, "cuong"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    exemptions.exempt(
        world.secretary,
        code_of(world, "binh"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.AWAY, date(2026, 10, 1)),
    )
    for key, code in {"cuong": "carer_exempt", "binh": "carer_away", "hung": "not_allowed"}.items():
        with refused_with(code):
            assign(world, [key], AssignmentTargets(groups=[cluster]))
    with refused_with("carer_left", day=date(2019, 12, 31)):
        assign(world, ["an"], AssignmentTargets(groups=[cluster]), since=date(2019, 12, 31))
    with refused_with("nobody_chosen"):
        assign(world, [], AssignmentTargets(groups=[cluster]))
    with refused_with("nothing_chosen"):
        assign(world, ["an"], AssignmentTargets())
    with refused_with("day_missing"):
        assign(world, ["an"], AssignmentTargets(groups=[cluster]), since=None)
    with refused_with("carer_left"):
        assign(world, ["hung"], AssignmentTargets(groups=[cluster]), viewer=world.commune)
    assert rows(Assignment) == []


def test_three_members_at_once_are_refused(world, cluster):
    with refused_with("carers_too_many", limit=2):
        assign(world, ["an", "binh", "cuong"], AssignmentTargets(groups=[cluster]))
    assert rows(Assignment) == []


def test_no_more_than_two_are_in_charge_of_the_same_cluster(world, cluster):
    assert assign(world, ["an", "binh", "an"], AssignmentTargets(groups=[cluster])) == 2
    with refused_with("assigned_already"):
        assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    with refused_with("carers_enough", limit=2):
        assign(world, ["cuong"], AssignmentTargets(groups=[cluster]))
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 11, 10)
    )
    assert assign(world, ["cuong"], AssignmentTargets(groups=[cluster]), since=date(2026, 11, 11)) == 1


def test_a_member_who_returns_does_not_become_a_third_in_charge(world, cluster):
    assign(world, ["an", "binh"], AssignmentTargets(groups=[cluster]), since=date(2026, 1, 1))
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 6, 1)
    )
    assign(world, ["cuong"], AssignmentTargets(groups=[cluster]), since=date(2026, 6, 10))
    memberships.rejoin(
        world.secretary, code_of(world, "binh"), world.units["dong_bao"], MembershipInput(since=date(2026, 9, 1))
    )
    assert [carer.name for carer in line_of(world, cluster).assignees] == ["Nguyễn Văn An", "Lê Văn Cường"]
    assert [row.valid_to for row in rows(Assignment)] == [None, date(2026, 6, 9), None]


def test_a_member_who_is_back_already_keeps_what_nobody_took_over(world, cluster):
    assign(world, ["an", "binh"], AssignmentTargets(groups=[cluster]), since=date(2026, 1, 1))
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 6, 1)
    )
    memberships.rejoin(
        world.secretary, code_of(world, "binh"), world.units["dong_bao"], MembershipInput(since=date(2026, 9, 1))
    )
    with refused_with("carers_enough", people=["Nguyễn Văn An", "Trần Thị Bình"]):
        assign(world, ["cuong"], AssignmentTargets(groups=[cluster]), since=date(2026, 6, 10))
    assert [row.valid_to for row in rows(Assignment)] == [None, None]
