"""Announcements through groups: passed on by their leaders, with those who have not done so visible; corrected, ended,
taken back.
"""

from datetime import date

import pytest

from db.errors import Invalid, NotAllowed
from db.history import undo
from db.history.latest_change import latest_change
from db.kernel import bulk
from db.kernel.concurrent_changes import based_on
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import AnnouncementRelay, Batch, GroupKind, Member, Membership, MembershipKind
from db.people import cell_announcements, group_actions
from db.people.cell_announcements import AnnouncementLine
from db.people.group_actions import GroupInput
from tests.db.told import refused_with
from tests.people import SINCE
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
DAY, LATER = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture
def groups(world) -> list[str]:
    """Two contact groups of Đồng Bào, and one person in neither."""
    names = [{"name": f"Lê Văn {word}", "sort_key": word, "search_key": f"le van {word}"} for word in ("ba", "tu")]
    with writing(SYSTEM, "more") as session:
        ids = bulk.insert(session, Member, names)
        stay = {"unit_id": world.units["dong_bao"], "kind": MembershipKind.CONTACT, "valid_from": SINCE}
        bulk.insert(session, Membership, [stay | {"member_id": one} for one in ids])
    codes = [row.code for row in rows(Member) if row.id in ids]
    wanted = [
        GroupInput("Tổ 1", [code_of(world, "dung")], code_of(world, "dung")),
        GroupInput("Tổ 2", codes[:1], codes[0]),
    ]
    return group_actions.save_groups(
        world.secretary, world.units["dong_bao"], GroupKind.CONTACT, wanted, date(2026, 11, 1)
    )


def announce(world) -> str:
    return cell_announcements.announce(world.assistant, world.units["dong_bao"], "Họp thôn tối 25/11", DAY)


def line_of(world) -> AnnouncementLine:
    (line,) = cell_announcements.list_open(world.assistant, world.units["dong_bao"])
    return line


def test_an_announcement_waits_for_every_group(world, groups):
    announce(world)
    line = line_of(world)
    assert [(group.name, group.leader, group.people) for group in line.waiting] == [
        ("Tổ 1", "Phạm Thị Dung", 1),
        ("Tổ 2", "Lê Văn ba", 1),
    ]
    assert (line.reached, line.people, line.ungrouped) == (0, 3, 1)


def test_a_group_counts_as_reached_once_its_leader_passed_it_on(world, groups):
    code = announce(world)
    cell_announcements.pass_on(world.assistant, code, groups[:1], DAY)
    cell_announcements.pass_on(world.assistant, code, groups, LATER)  # the first group keeps its day
    assert [group.passed_on for group in line_of(world).groups] == [DAY, LATER]
    assert (line_of(world).reached, line_of(world).waiting) == (2, [])


def test_no_group_counts_as_having_heard_words_that_were_corrected_unseen(world, groups):
    code, shown = announce(world), latest_change()
    cell_announcements.correct(world.secretary, code, "Họp lúc 20 giờ", DAY)
    with based_on(shown), refused_with("changed_meanwhile"):
        cell_announcements.pass_on(world.assistant, code, groups[:1], DAY)
    with based_on(latest_change()):
        cell_announcements.pass_on(world.assistant, code, groups[:1], DAY)


def test_a_tick_can_be_taken_back_and_that_can_be_undone(world, groups):
    code = announce(world)
    cell_announcements.pass_on(world.assistant, code, groups, LATER)
    cell_announcements.delete_relay(world.assistant, code, groups[1])
    assert [group.name for group in line_of(world).waiting] == ["Tổ 2"]
    undo.undo(world.secretary, rows(Batch, deed="take_back_relay")[0].id)
    assert line_of(world).waiting == []


def test_an_ended_announcement_is_listed_with_the_groups_it_reached(world, groups):
    code = announce(world)
    cell_announcements.pass_on(world.assistant, code, groups[1:], LATER)
    cell_announcements.correct(world.assistant, code, "Họp thôn tối 26/11", DAY, LATER)
    assert cell_announcements.list_open(world.assistant, world.units["dong_bao"]) == []
    (past,) = cell_announcements.list_ended(world.assistant, world.units["dong_bao"])
    assert (past.text, past.groups) == ("Họp thôn tối 26/11", ("Tổ 2",))


def test_invalid_announcements_are_refused(world, groups):
    code = announce(world)
    unit = world.units["dong_bao"]
    for refused, act in {
        "announcement_text_missing": lambda: cell_announcements.announce(world.assistant, unit, " ", DAY),
        "day_to_come": lambda: cell_announcements.announce(world.assistant, unit, "Họp", date(2026, 11, 23)),
        "day_before_start": lambda: cell_announcements.pass_on(world.assistant, code, groups, date(2026, 11, 19)),
        "people_group_missing": lambda: cell_announcements.pass_on(world.assistant, code, [], LATER),
    }.items():
        with pytest.raises(Invalid) as told:
            act()
        assert told.value.code == refused
    assert not rows(AnnouncementRelay)


@pytest.mark.parametrize("role", ["district", "workplace", "neighbour", "admin"])
def test_announcements_belong_to_their_cell_and_its_commune(world, groups, role):
    code, viewer = announce(world), world.viewers[role]
    for act in (
        lambda: cell_announcements.list_open(viewer, world.units["dong_bao"]),
        lambda: cell_announcements.list_ended(viewer, world.units["dong_bao"]),
        lambda: cell_announcements.announce(viewer, world.units["dong_bao"], "Họp", DAY),
        lambda: cell_announcements.pass_on(viewer, code, groups, LATER),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert cell_announcements.list_open(world.commune, world.units["dong_bao"])
