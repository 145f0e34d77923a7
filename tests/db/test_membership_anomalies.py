"""Contact members who never came, are in several cells, and the months of a campaign, each against a recount of the
rows.
"""

from collections import Counter
from datetime import date
from random import Random

import pytest

from db.contacts import never_came_or_in_several_cells
from db.errors import NotAllowed
from db.figures import contact_months
from db.figures.contact_months import ContactMonth
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Expectation, Membership, Outcome, Unit
from tests.db.placed_members import CAME, CONTACT, MISSED, meet, place

pytestmark = pytest.mark.usefixtures("november")


EXEMPT = (Expectation.EXEMPT, None)
EXTRA = (Expectation.EXTRA, Outcome.PRESENT)


def test_a_member_expected_since_placement_who_came_to_nothing_has_never_come(world):
    choices, random = [CAME, MISSED, MISSED, EXEMPT, EXTRA], Random(3)
    people = place(world, 40, date(2026, 4, 1))
    said: dict[int, list] = {one: [] for one in people}
    for day in (date(2026, 2, 3), date(2026, 6, 3), date(2026, 9, 3), date(2026, 11, 3)):
        lines = {one: random.choice(choices) for one in people if random.random() < 0.7}
        meet(world, day, lines)
        for one, line in lines.items():
            if day >= date(2026, 4, 1):
                said[one].append(line)
    expected = Counter(
        lines.count(MISSED) for lines in said.values() if MISSED in lines and not {CAME, EXTRA} & set(lines)
    )
    found = never_came_or_in_several_cells.list_never_came(world.commune)
    assert Counter(row.expected for row in found) == expected
    assert expected.total() > 3
    assert found[0][3:6] == ("Bệnh viện huyện An Bình", "Chi bộ thôn Đồng Bào", date(2026, 4, 1))


def test_only_the_cell_and_the_commune_read_who_never_came(world):
    (one,) = place(world, 1, date(2026, 4, 1))
    meet(world, date(2026, 6, 3), {one: MISSED})
    assert len(never_came_or_in_several_cells.list_never_came(world.secretary)) == 1
    assert never_came_or_in_several_cells.list_never_came(world.other_commune) == []
    for who in ("district", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            never_came_or_in_several_cells.list_never_came(world.viewers[who])


def test_a_member_on_the_lists_of_two_cells_is_shown_to_those_who_see_both(world):
    one, other = place(world, 2, date(2026, 4, 1))
    with writing(SYSTEM, "place") as session:
        stay = {"unit_id": world.units["nui_doi"], "kind": CONTACT, "valid_from": date(2026, 5, 1)}
        bulk.insert(session, Membership, [{"member_id": one, **stay}])
        left = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 3, 31), "unit_id": world.units["ben_da"]}
        bulk.insert(session, Membership, [{"member_id": other, "kind": CONTACT, **left}])
    (row,) = never_came_or_in_several_cells.list_in_several_cells(world.district)
    assert row.cells == ["Chi bộ thôn Đồng Bào, Xã Đông Hà", "Chi bộ thôn Núi Đôi, Xã Tây Sơn"]
    assert never_came_or_in_several_cells.list_in_several_cells(world.commune) == []
    assert never_came_or_in_several_cells.list_in_several_cells(world.district, date(2026, 4, 30)) == []


def test_a_practice_cell_is_in_no_list_but_its_own(world):
    one, other = place(world, 2, date(2026, 4, 1))
    meet(world, date(2026, 6, 3), {one: MISSED, other: MISSED})
    with writing(SYSTEM, "place") as session:
        stay = {"unit_id": world.units["ben_da"], "kind": CONTACT, "valid_from": date(2026, 5, 1)}
        bulk.insert(session, Membership, [{"member_id": one, **stay}])
    assert (
        len(never_came_or_in_several_cells.list_never_came(world.commune))
        == len(never_came_or_in_several_cells.list_never_came(world.secretary))
        == 2
    )
    assert (
        len(never_came_or_in_several_cells.list_in_several_cells(world.commune))
        == len(never_came_or_in_several_cells.list_in_several_cells(world.district))
        == 1
    )
    with writing(SYSTEM, "practise") as session:
        session.get(Unit, world.units["dong_bao"]).reports = False
    assert (
        len(never_came_or_in_several_cells.list_never_came(world.secretary))
        == len(never_came_or_in_several_cells.list_never_came(world.assistant))
        == 2
    )
    assert never_came_or_in_several_cells.list_never_came(world.commune) == []
    assert (
        never_came_or_in_several_cells.list_in_several_cells(world.commune)
        == never_came_or_in_several_cells.list_in_several_cells(world.district)
        == []
    )


def test_the_months_of_a_year_show_introductions_and_attendance_at_the_first_meetings(world):
    people = place(world, 10, date(2026, 2, 20))
    meet(world, date(2026, 2, 25), dict.fromkeys(people[:8], CAME) | dict.fromkeys(people[8:], MISSED))
    meet(world, date(2026, 7, 2), dict.fromkeys(people[:3], CAME))
    months = contact_months.by_month(world.district, 2026)
    assert [row.month for row in months] == [202600 + month for month in range(1, 12)]
    assert months[:2] == [ContactMonth(202601, 10, 10), ContactMonth(202602, 0, 0, 10, 1, 10, 8)]
    assert months[6] == ContactMonth(202607, meetings=1, expected=3, present=3)
    assert contact_months.by_month(world.workplace, 2026)[1] == ContactMonth(202602, 0, 0, 10)
    assert contact_months.by_month(world.other_commune, 2026)[0] == ContactMonth(202601)
    assert contact_months.by_month(world.district, 2027) == []
