"""Groups with people: created, split, merged, ended; nobody in two of a kind, nobody lost, no leader gone unnoticed."""

from datetime import date

import pytest

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import NotAllowed
from db.history import action_log, undo
from db.households import groups as clusters
from db.meetings import meeting_record, meetings
from db.meetings.meeting_refs import MeetingRef
from db.meetings.sheet import MEETING
from db.models import Attendance, CellGroup, ExemptionClass, GroupKind, GroupMember, GroupRole, Membership
from db.people import exemptions, group_actions, group_board, memberships
from db.people.exemptions import ExemptionInput
from db.people.group_actions import GroupInput
from db.people.group_board import GroupProblem
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def make(world, name: str = "Tổ 1", *people: str, leader: str | None = None, since: date = OCTOBER, **more) -> str:
    wanted = GroupInput(name, [code_of(world, key) for key in people], leader and code_of(world, leader), **more)
    (code,) = group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], since)
    return code


def people(world, code: str, day: date | None = None) -> dict[str, str]:
    """The people in a group, each with the role."""
    line = group_board.load(world.secretary, world.units["dong_bao"], day).find(code)
    return {person.name.split()[-1]: person.role for person in line.people} if line else {}


def test_a_group_is_created_with_its_leader_from_a_day_on(world):
    code = make(world, "Tổ 1", "an", "binh", leader="an")
    assert people(world, code) == {"An": "leader", "Bình": "member"}
    assert people(world, code, date(2026, 9, 30)) == {}
    board = group_board.load(world.secretary, world.units["dong_bao"])
    assert [person.name for person in board.ungrouped[GroupKind.PARTY]] == ["Lê Văn Cường"]
    assert [person.name for person in board.ungrouped[GroupKind.CONTACT]] == ["Phạm Thị Dung"]


def test_splitting_a_group_keeps_the_history_of_both_parts(world):
    code = make(world, "Tổ 1", "an", "binh", "cuong", leader="an")
    first, second = group_actions.save_groups(
        world.secretary,
        world.units["dong_bao"],
        GroupKind.PARTY,
        [
            GroupInput("Tổ 1", [code_of(world, "an")], code=code),
            GroupInput("Tổ 2", [code_of(world, "binh"), code_of(world, "cuong")], code_of(world, "binh")),
        ],
        NOVEMBER,
    )
    assert first == code
    assert people(world, first) == {"An": "leader"}
    assert people(world, second) == {"Bình": "leader", "Cường": "member"}
    assert set(people(world, first, date(2026, 10, 31))) == {"An", "Bình", "Cường"}


def test_nobody_is_in_two_groups_of_a_kind(world):
    one, two = make(world, "Tổ 1", "an", "binh", leader="an"), make(world, "Tổ 2", "cuong", "an", since=NOVEMBER)
    assert people(world, one) == {"Bình": "member"}
    assert people(world, two) == {"An": "member", "Cường": "member"}
    assert sum(row.valid_to is None for row in rows(GroupMember, member_id=world.members["an"])) == 1


def test_a_wrong_move_is_corrected_on_the_same_day(world):
    one, two = make(world, "Tổ 1", "an"), make(world, "Tổ 2", "cuong")
    for to in (two, one, None, two):
        group_actions.move(
            world.secretary, world.units["dong_bao"], GroupKind.PARTY, [code_of(world, "an")], to, OCTOBER
        )
    assert people(world, one) == {}
    assert people(world, two) == {"An": "member", "Cường": "member"}
    assert len(rows(GroupMember, member_id=world.members["an"])) == 1


def test_a_move_before_a_later_one_is_refused(world):
    one, two = make(world, "Tổ 1", "an"), make(world, "Tổ 2", "cuong")
    cell, an = world.units["dong_bao"], [code_of(world, "an")]
    group_actions.move(world.secretary, cell, GroupKind.PARTY, an, two, NOVEMBER)
    with refused_with("group_changed_later", day=NOVEMBER):
        group_actions.move(world.secretary, cell, GroupKind.PARTY, an, one, date(2026, 10, 15))


def test_leader_deputy_and_member_in_charge_change_by_name_and_day(world):
    code = make(world, "Tổ 1", "an", "binh", leader="an", in_charge=code_of(world, "cuong"))
    group_actions.appoint(
        world.secretary,
        code,
        {GroupRole.LEADER: code_of(world, "binh"), GroupRole.DEPUTY: code_of(world, "an")},
        NOVEMBER,
    )
    assert people(world, code) == {"An": "deputy", "Bình": "leader"}
    assert people(world, code, date(2026, 10, 20)) == {"An": "leader", "Bình": "member"}
    group_actions.appoint(world.secretary, code, {GroupRole.LEADER: None, GroupRole.IN_CHARGE: None}, date(2026, 11, 9))
    (line,) = group_board.load(world.secretary, world.units["dong_bao"]).groups
    assert (people(world, code), line.in_charge) == ({"An": "deputy", "Bình": "member"}, None)
    assert rows(GroupMember, role=GroupRole.IN_CHARGE)[0].valid_to == date(2026, 11, 8)


def test_an_exempt_member_leads_no_group(world):
    leave = ExemptionInput(ExemptionClass.OWN, OCTOBER, None, "age")
    exemptions.exempt(world.secretary, code_of(world, "cuong"), world.units["dong_bao"], leave)
    with refused_with("leader_exempt", name="Lê Văn Cường"):
        make(world, "Tổ 1", "an", leader="cuong")
    with refused_with("leader_exempt"):
        make(world, "Tổ 1", "an", in_charge=code_of(world, "cuong"))
    assert rows(CellGroup) == []


def test_a_leader_who_leaves_or_becomes_exempt_raises_a_question(world):
    code, unit = make(world, "Tổ 1", "an", "binh", leader="an"), world.units["dong_bao"]
    assert group_board.with_problems(world.secretary, unit) == []
    leave = ExemptionInput(ExemptionClass.AWAY, NOVEMBER)
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, leave)
    assert [line.problem for line in group_board.with_problems(world.secretary, unit)] == [GroupProblem.LEADER_EXEMPT]
    stay = rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    assert [line.problem for line in group_board.with_problems(world.secretary, unit)] == [GroupProblem.NO_LEADER]
    assert people(world, code) == {"Bình": "member"}


def test_a_member_in_charge_who_leaves_raises_a_question_too(world):
    make(world, "Tổ 1", "an", "binh", leader="an", in_charge=code_of(world, "cuong"))
    stay = rows(Membership, member_id=world.members["cuong"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    (line,) = group_board.with_problems(world.secretary, world.units["dong_bao"])
    assert line.problem == GroupProblem.IN_CHARGE_LEFT


def test_a_group_with_people_ends_only_if_they_are_given_another_group(world):
    one, two = make(world, "Tổ 1", "an", "binh", leader="an"), make(world, "Tổ 2", "cuong", leader="cuong")
    with refused_with("people_group_not_empty", name="Tổ 1", count=2):
        group_actions.end(world.secretary, one, date(2026, 10, 31))
    with refused_with("group_into_itself"):
        group_actions.end(world.secretary, one, date(2026, 10, 31), to=one)
    group_actions.end(world.secretary, one, date(2026, 10, 31), to=two)
    assert people(world, two) == {"An": "member", "Bình": "member", "Cường": "leader"}
    assert rows(CellGroup, code=one)[0].valid_to == date(2026, 10, 31)
    assert set(people(world, one, date(2026, 10, 31))) == {"An", "Bình"}
    group_actions.end(world.secretary, two, date(2026, 11, 22), release=True)
    assert rows(GroupMember, valid_to=None) == []


def test_group_names_are_unique_within_a_kind(world):
    make(world, "Tổ 1", "an")
    with refused_with("group_name_taken"):
        make(world, "tổ  1", "binh")
    with refused_with("people_group_name_missing"):
        make(world, " ", "binh")
    clusters.create(world.secretary, world.units["dong_bao"], "Tổ 1", 9)
    code = make(world, "Tổ 2", "binh")
    with refused_with("group_name_taken"):
        group_actions.rename(world.secretary, code, "TỔ 1")
    group_actions.rename(world.secretary, code, "Tổ Đông")
    assert rows(CellGroup, code=code)[0].name == "Tổ Đông"


def test_a_contact_member_is_in_no_party_group(world):
    with refused_with("group_person_elsewhere"):
        make(world, "Tổ 1", "dung")
    with refused_with("group_person_elsewhere"):
        make(world, "Tổ 1", "an", in_charge=code_of(world, "dung"))
    with refused_with("group_person_elsewhere"):
        make(world, "Tổ 1", "lan")


def test_party_groups_are_responsible_for_clusters_from_a_day_on(world):
    unit = world.units["dong_bao"]
    first, second = (clusters.create(world.secretary, unit, f"Cụm {at}", 20) for at in (1, 2))
    code = make(world, "Tổ 1", "an", clusters=[first])
    group_actions.set_answering_clusters(world.secretary, code, [second], NOVEMBER)
    named = [
        [name for _, name in group_board.load(world.secretary, unit, day).find(code).clusters]
        for day in (date(2026, 10, 31), NOVEMBER)
    ]
    assert named == [["Cụm 1"], ["Cụm 2"]]
    with pytest.raises(NotAllowed):
        group_actions.set_answering_clusters(world.secretary, code, ["nowhere"], NOVEMBER)
    with refused_with("group_of_another_cell"):
        group_actions.set_answering_clusters(world.secretary, code, [code], NOVEMBER)


@pytest.mark.parametrize("role", ["neighbour", "district", "admin", "workplace", "other_commune"])
def test_nobody_else_changes_a_cells_groups(world, role):
    code = make(world, "Tổ 1", "an", "binh", leader="an")
    for attempt in (
        lambda viewer: group_actions.rename(viewer, code, "Khác"),
        lambda viewer: group_actions.end(viewer, code, NOVEMBER, release=True),
        lambda viewer: group_actions.appoint(viewer, code, {GroupRole.LEADER: None}, NOVEMBER),
        lambda viewer: group_actions.save_groups(
            viewer, world.units["dong_bao"], GroupKind.PARTY, [GroupInput("Tổ 9")], NOVEMBER
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt(getattr(world, role))
    assert people(world, code) == {"An": "leader", "Bình": "member"}


def test_a_commune_arranges_groups_on_a_cells_behalf_and_everything_is_undone_at_once(world):
    unit = world.units["dong_bao"]
    group_actions.save_groups(
        world.commune,
        unit,
        GroupKind.PARTY,
        [GroupInput("Tổ 1", [code_of(world, "an")]), GroupInput("Tổ 2", [code_of(world, "binh")])],
        NOVEMBER,
    )
    (batch, *_) = action_log.list_latest(world.secretary)
    assert (batch.action, batch.on_behalf_of) == ("arrange_groups", unit)
    undo.undo(world.secretary, batch.id)
    assert group_board.load(world.secretary, unit).groups == []


def test_a_saved_meeting_keeps_the_groups_of_its_day(world):
    unit = world.units["dong_bao"]
    one = make(world, "Tổ 1", "an", "binh", leader="an")
    call = MeetingRef(unit, "regular", 202610)
    place = meetings.load(world.secretary, call).place
    drafts.save_values(world.secretary, place, {DraftField(MEETING, "held_on"): "2026-10-20"}, {})
    meeting_record.save(world.secretary, call)
    before = {line.person.name: line.person.group for line in meetings.load(world.secretary, call).sheet.lines}
    assert before == {"Nguyễn Văn An": "Tổ 1", "Trần Thị Bình": "Tổ 1", "Lê Văn Cường": ""}
    make(world, "Tổ 2", "cuong", "binh", since=date(2026, 10, 2))
    group_actions.end(world.secretary, one, date(2026, 10, 2), release=True)
    assert {line.person.name: line.person.group for line in meetings.load(world.secretary, call).sheet.lines} == before
    assert {row.group_id for row in rows(Attendance)} == {None, rows(CellGroup, code=one)[0].id}
