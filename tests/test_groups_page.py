"""The page of groups with people: created, split and led from there, shown on the home page and in the boxes of a
meeting.
"""

from datetime import date

import pytest

from db.households import assignments, groups as clusters, named_households
from db.households.assignments import AssignmentTargets
from db.models import GroupKind, GroupMember, GroupRole, Membership, Unit
from db.people import group_actions, group_board, group_proposals, memberships
from db.people.exemptions import ExemptionClass, ExemptionInput, exempt
from db.people.group_actions import GroupInput
from db.people.group_proposals import SplitBy, cluster_in_address
from db.settings import settings
from tests.pages import app, links, press, shown
from tests.rows import code_of, rows

PAGE, RECORD, ROSTER = "pages/people/groups.py", "pages/meetings/record.py", "pages/meetings/signing_sheet.py"
NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def group(world) -> str:
    """Tổ đảng số 1 with its leader Mr An, and Mrs Bình."""
    wanted = GroupInput("Tổ đảng số 1", [code_of(world, key) for key in ("an", "binh")], code_of(world, "an"))
    return group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], NOVEMBER)[0]


def choose(test, name: str):
    next(each for each in test.button_group if (each.key or "").endswith("_action")).set_value(name).run()
    assert not test.exception, test.exception
    return test


def people_box(test):
    return next(each for each in test.button_group if "_people" in (each.key or ""))


def captions(test) -> str:
    return "\n".join(each.value for each in test.caption)


def target(test):
    return next(each for each in test.selectbox if (each.key or "").endswith("_to"))


def board(world):
    return group_board.load(world.secretary, world.units["dong_bao"])


def test_a_cell_is_split_with_one_number_and_one_button(world):
    test = choose(shown(world.secretary, PAGE), "split")
    assert [field.value for field in test.text_input if "_name_" in field.key] == ["Tổ đảng số 1", "Tổ đảng số 2"]
    press(test, "Chia thành 2 tổ")
    assert {line.name: [person.name for person in line.people] for line in board(world).groups} == {
        "Tổ đảng số 1": ["Nguyễn Văn An", "Trần Thị Bình"],
        "Tổ đảng số 2": ["Lê Văn Cường"],
    }
    assert len([line for line in links(test, "groups") if line.startswith("**")]) == 2
    assert "chưa có tổ trưởng" in " ".join(links(test, "groups"))


def test_a_cell_with_clusters_is_split_by_them_and_each_group_is_responsible_for_its_own(world):
    unit = world.units["dong_bao"]
    one, two = (clusters.create(world.secretary, unit, f"Cụm {number}", 20) for number in (1, 2))
    home = named_households.create(world.secretary, two, "Hộ bà M.", "", NOVEMBER, None)
    for key, targets in (("an", AssignmentTargets(groups=[one])), ("binh", AssignmentTargets(households=[home]))):
        assignments.assign(world.secretary, unit, [code_of(world, key)], targets, NOVEMBER, "")
    test = choose(shown(world.secretary, PAGE), "split")
    next(each for each in test.button_group if (each.key or "").endswith("_by")).set_value(SplitBy.CLUSTER).run()
    assert not test.exception, test.exception
    press(test, "Chia thành 2 tổ")
    found = {line.clusters[0][1]: [person.name for person in line.people] for line in board(world).groups}
    assert found == {"Cụm 1": ["Nguyễn Văn An"], "Cụm 2": ["Trần Thị Bình"]}
    assert [person.name for person in board(world).ungrouped[GroupKind.PARTY]] == ["Lê Văn Cường"]


def test_a_leader_is_chosen_on_the_groups_own_page(world, group):
    test = choose(shown(world.secretary, PAGE, group=group), "lead")
    next(each for each in test.button_group if "_people" in (each.key or "")).set_value(code_of(world, "binh")).run()
    press(test, "Lưu")
    (line,) = board(world).groups
    assert [line.holder(role).name for role in (GroupRole.LEADER,)] == ["Trần Thị Bình"]
    assert len(line.people) == 2


def test_an_exempt_leader_is_a_task_on_home_and_a_warning_on_the_page(world, group):
    unit = world.units["dong_bao"]
    assert not links(app(world.secretary), "groups")
    exempt(world.secretary, code_of(world, "an"), unit, ExemptionInput(ExemptionClass.OWN, NOVEMBER, None, "age"))
    (task,) = links(app(world.secretary), "groups")
    assert task == "Tổ đảng số 1: tổ trưởng miễn sinh hoạt hoặc đi vắng"
    assert "tổ trưởng miễn sinh hoạt" in shown(world.secretary, PAGE, group=group).warning[0].value


def test_a_leader_who_leaves_the_cell_is_a_task_on_home_and_another_is_chosen(world, group):
    stay = rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    assert links(app(world.secretary), "groups") == ["Tổ đảng số 1: chưa có tổ trưởng"]
    test = choose(shown(world.secretary, PAGE, group=group), "lead")
    assert "chưa có tổ trưởng" in test.warning[0].value
    people_box(test).set_value(code_of(world, "binh")).run()
    press(test, "Lưu")
    assert not links(app(world.secretary), "groups")
    assert not shown(world.secretary, PAGE, group=group).warning


def test_a_group_without_people_says_why_it_has_no_leader_and_takes_some_in(world):
    cell = world.units["dong_bao"]
    code = group_actions.save_groups(world.secretary, cell, GroupKind.PARTY, [GroupInput("Tổ 1", [], None)], NOVEMBER)[
        0
    ]
    test = choose(shown(world.secretary, PAGE, group=code), "lead")
    assert "Tổ chưa có đảng viên" in captions(test)
    assert "Lưu" not in [each.label for each in test.button]
    test = choose(shown(world.secretary, PAGE, group=code), "join")
    people_box(test).set_value([code_of(world, key) for key in ("an", "binh")]).run()
    press(test, "Thêm vào tổ")
    assert [person.name for person in board(world).groups[0].people] == ["Nguyễn Văn An", "Trần Thị Bình"]
    test = choose(shown(world.secretary, PAGE, group=code), "lead")
    people_box(test).set_value(code_of(world, "an")).run()
    press(test, "Lưu")
    assert board(world).groups[0].holder(GroupRole.LEADER).name == "Nguyễn Văn An"


def test_people_of_one_group_can_move_to_another_but_not_to_their_own(world, group):
    cell, wanted = world.units["dong_bao"], GroupInput("Tổ đảng số 2", [code_of(world, "cuong")], None)
    code = group_actions.save_groups(world.secretary, cell, GroupKind.PARTY, [wanted], NOVEMBER)[0]
    test = choose(shown(world.secretary, PAGE, group=code), "join")
    assert [label for label in people_box(test).options if "Cường" in label] == []
    people_box(test).set_value([code_of(world, "binh")]).run()
    press(test, "Thêm vào tổ")
    assert [[person.name for person in line.people] for line in board(world).groups] == [
        ["Nguyễn Văn An"],
        ["Trần Thị Bình", "Lê Văn Cường"],
    ]


def test_a_new_group_says_that_its_leader_is_one_of_its_members(world):
    test = choose(shown(world.secretary, PAGE), "add")
    assert "Tổ trưởng là một đảng viên của tổ" in captions(test)
    people_box(test).set_value([code_of(world, "an")]).run()
    assert "Tổ trưởng là một đảng viên của tổ" not in captions(test)


def test_a_group_with_people_ends_only_after_their_new_group_is_chosen(world, group):
    test = choose(shown(world.secretary, PAGE, group=group), "end")
    press(test, "Giải thể tổ")
    assert "còn 2 đảng viên" in test.error[0].value
    target(test).set_value("none")
    press(test, "Giải thể tổ")
    assert not test.error, test.error[0].value
    assert all(row.valid_to for row in rows(GroupMember))


def test_moving_asks_whom_and_where_to(world, group):
    test = choose(shown(world.secretary, PAGE, group=group), "move")
    press(test, "Chuyển")
    assert test.error[0].value == "Đồng chí chọn tổ chuyển đến\\."
    target(test).set_value("none").run()
    press(test, "Chuyển")
    assert test.error[0].value == "Đồng chí chọn đảng viên trước\\."
    next(each for each in test.button_group if "_people" in (each.key or "")).set_value([code_of(world, "an")]).run()
    press(test, "Chuyển")
    assert [person.name for person in board(world).groups[0].people] == ["Trần Thị Bình"]


def test_own_meetings_get_a_box_and_a_sheet_for_each_party_group_if_the_cell_chose_so(world, group):
    asked = {"type": "regular", "period": "202611"}
    boxes = [field.label for field in shown(world.secretary, RECORD, **asked).text_input if "vắng" in field.label]
    assert boxes == ["Số thứ tự người vắng"]
    settings.set_value(world.secretary, world.units["dong_bao"], "party_group_sheets", True, NOVEMBER)
    boxes = [field.label for field in shown(world.secretary, RECORD, **asked).text_input if "vắng" in field.label]
    assert boxes == [
        "Số thứ tự người vắng: Tổ đảng số 1",
        "Số thứ tự người vắng: chưa vào tổ",
    ]
    assert len(shown(world.secretary, ROSTER, **asked).subheader) == 2


@pytest.mark.parametrize("role", ["assistant", "commune"])
def test_cells_and_communes_open_the_page(world, group, role):
    cell = rows(Unit, id=world.units["dong_bao"])[0].code
    assert "Tổ đảng số 1" in links(shown(getattr(world, role), PAGE, groups_cell=cell), "groups")[0]


def test_people_are_split_evenly_and_nobody_is_lost(world):
    people = board(world).people(GroupKind.PARTY)
    for by in (SplitBy.NAME, SplitBy.NUMBER):
        for count in (1, 2, 3, 9):
            parts = group_proposals.propose(people, by, count, {})
            assert sorted(person.member_id for part in parts for person in part.people) == sorted(
                person.member_id for person in people
            )
            sizes = [len(part.people) for part in parts]
            assert max(sizes) - min(sizes) <= 1
    by_cluster = group_proposals.propose(people, SplitBy.CLUSTER, 0, {people[1].member_id: "Cụm 2"})
    assert [(part.cluster, [person.name for person in part.people]) for part in by_cluster] == [
        ("Cụm 2", ["Trần Thị Bình"])
    ]


def test_a_cluster_in_an_address_is_matched_only_as_a_whole_name():
    names = ["Cụm 2", "Cụm 21"]
    assert cluster_in_address("Ngõ 3, cụm 21, thôn Đồng Bào", names) == "Cụm 21"
    assert cluster_in_address("Ngõ 2", names) is None
    assert cluster_in_address(None, names) is None


def test_a_cell_without_party_groups_is_not_told_that_its_members_are_in_none(world):
    wanted = GroupInput("Tổ 1", [code_of(world, "dung")], code_of(world, "dung"))
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.CONTACT, [wanted], NOVEMBER)
    assert not [each.value for each in shown(world.secretary, PAGE).caption if "chưa ở tổ nào" in each.value]
