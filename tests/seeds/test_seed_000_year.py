"""The year in between, as the articles of 13 December 2021 and March 2012 report it: a campaign of 110 members with
about 20 million in total, two groups whose leaders pass everything on, and 200 people split because no room holds them.
"""

from datetime import date

import pytest

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import GroupKind, Member, Membership, MembershipKind, Unit
from db.people import cell_announcements, group_actions, group_board, group_proposals
from db.people.group_actions import GroupInput
from db.people.group_proposals import SplitBy
from db.year_entries import amount_parser, campaigns, entries, entry_list, year_record_counts
from db.year_entries.campaigns import CampaignInput
from db.year_entries.entries import EntryInput
from db.year_entries.entry_list import EntryFilter
from tests.people import SINCE, World
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
DAY = date(2026, 11, 20)


def contact_members(world: World, count: int) -> list[str]:
    """This many contact members of Đồng Bào, including Mrs Dung; returns their public codes in
    order of their numbers.
    """
    names = [
        {"name": f"Trần Văn {at:03}", "sort_key": f"{at:03}", "search_key": f"tran van {at:03}"}
        for at in range(2, count + 1)
    ]
    with writing(SYSTEM, "introduced") as session:
        ids = bulk.insert(session, Member, names)
        stay = {"unit_id": world.units["dong_bao"], "kind": MembershipKind.CONTACT, "valid_from": SINCE}
        rows_ = [stay | {"member_id": one, "roster_number": at} for at, one in enumerate(ids, 5)]
        bulk.insert(session, Membership, rows_)
    codes = {row.id: row.code for row in rows(Member)}
    return [code_of(world, "dung"), *(codes[one] for one in ids)]


def split(world: World, count: int) -> list[str]:
    """Split the contact members into this many groups by name, each led by its first member;
    returns the groups' codes.
    """
    unit = world.units["dong_bao"]
    people = group_board.load(world.secretary, unit).people(GroupKind.CONTACT)
    parts = group_proposals.propose(people, SplitBy.NAME, count, {})
    wanted = [
        GroupInput(f"Tổ {at}", [person.code for person in part.people], part.people[0].code)
        for at, part in enumerate(parts, 1)
    ]
    return group_actions.save_groups(world.secretary, unit, GroupKind.CONTACT, wanted, date(2026, 11, 1))


def test_seed_000_110_members_gave_about_20_million_together_without_a_split(world):
    """Tiền Tiến: "110 đảng viên 213 … ủng hộ khoảng 20 triệu đồng" for the house of a woman aged 79."""
    unit, people = world.units["dong_bao"], contact_members(world, 110)
    typed = amount_parser.parse_money("khoảng 20 triệu đồng")
    wanted = CampaignInput("Xây nhà cho cụ bà 79 tuổi", int(typed.value or 0), typed.approximate)
    code = campaigns.create(world.secretary, unit, wanted)
    assert entries.record(world.secretary, unit, [(EntryInput("money", DAY, campaign=code), people)]) == 110
    (line,) = campaigns.list_for_year(world.secretary, unit, 2026)
    assert (line.sum, line.people) == ((20_000_000, True), 110)
    (entered,) = entry_list.list_for_unit(world.secretary, unit, EntryFilter(2026, campaign=code))
    assert (len(entered.names), entered.amount) == (110, None)
    cell = rows(Unit, id=unit)[0].code
    records = year_record_counts.list_records(world.secretary, cell, 2026, MembershipKind.CONTACT)
    assert [record.entries for record in records] == [{"money": 1}] * 110


def test_seed_000_two_group_leaders_pass_news_on_to_everybody(world):
    """Mỹ Độ, tổ dân phố 2: "chia thành 2 tổ"; urgent news reaches everybody through their leaders."""
    unit = world.units["dong_bao"]
    contact_members(world, 60)
    one, two = split(world, 2)
    code = cell_announcements.announce(world.secretary, unit, "Họp bàn mở đường tối thứ Bảy", DAY)
    cell_announcements.pass_on(world.secretary, code, [one], DAY)
    (line,) = cell_announcements.list_open(world.secretary, unit)
    assert ([group.name for group in line.waiting], line.reached) == (["Tổ 2"], 30)
    cell_announcements.pass_on(world.secretary, code, [two], date(2026, 11, 21))
    (line,) = cell_announcements.list_open(world.secretary, unit)
    assert len({group.leader for group in line.groups}) == 2
    assert (line.reached, line.people, line.waiting) == (60, 60, [])


def test_seed_001_two_hundred_people_are_split_and_nobody_is_lost(world):
    """Thái Bình: 150 or 200 people in a place that has no room for them."""
    contact_members(world, 200)
    split(world, 5)
    groups = group_board.load(world.secretary, world.units["dong_bao"]).of(GroupKind.CONTACT)
    assert [len(group.people) for group in groups] == [40] * 5
    assert len({person.member_id for group in groups for person in group.people}) == 200
