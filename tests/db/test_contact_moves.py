"""Contact members once placed: a cell objects, the commune moves or keeps them, an introduction ends."""

from datetime import timedelta

import pytest

from db.calendar import clock
from db.contacts import contact_list, objections, placements
from db.contacts.contact_list import ContactFilter, Turn
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState as State, Membership
from db.people import memberships
from tests.db.contact_letters import introduce, latest_introduction, person, placed
from tests.rows import rows


def test_a_cell_cannot_object_to_its_own_members(world):
    with pytest.raises(Conflict):
        objections.object_to_placement(
            world.secretary, rows(Membership, member_id=world.members["an"])[0].id, "wrong_area"
        )
    assert rows(Introduction, member_id=world.members["an"]) == []


def test_the_cell_objects_and_the_commune_moves_him_or_keeps_him(world):
    row = placed(world, "Hồ Thị Mai")
    with pytest.raises(NotAllowed):
        objections.object_to_placement(world.neighbour, row.membership_id, "wrong_area")
    with pytest.raises(NotAllowed):
        objections.object_to_placement(world.workplace, row.membership_id, "wrong_area")
    with pytest.raises(Invalid, match="objection_missing"):
        objections.object_to_placement(world.secretary, row.membership_id, None)
    objections.object_to_placement(world.secretary, row.membership_id, "wrong_area")
    (line,) = contact_list.list_waiting_for_commune(world.commune)
    assert (line.name, line.objection, line.turn) == ("Hồ Thị Mai", "wrong_area", Turn.COMMUNE)
    (theirs,) = contact_list.search(world.workplace, ContactFilter(search="mai")).rows
    assert (theirs.objection, theirs.turn, contact_list.count_by_state(world.workplace).objections) == (None, None, 0)
    objections.withdraw(world.secretary, row.membership_id)
    assert contact_list.list_waiting_for_commune(world.commune) == []
    objections.object_to_placement(world.secretary, row.membership_id, "wrong_area")
    objections.overrule(world.commune, [row.id])
    assert contact_list.count_by_state(world.commune).objections == 0
    objections.object_to_placement(world.secretary, row.membership_id, "wrong_area")
    assert placements.move_to_cells(world.commune, {row.id: world.units["ben_da"]}, clock.today()) == 1
    old, new = rows(Membership, member_id=row.member_id)
    assert (old.unit_id, old.departure) == (world.units["dong_bao"], "misplaced")
    assert (new.unit_id, new.valid_from) == (world.units["ben_da"], clock.today())
    moved = latest_introduction("Hồ Thị Mai")
    assert (moved.membership_id, moved.objection, moved.state) == (new.id, None, State.PLACED)
    assert contact_list.list_of_cell(world.secretary)[0].name == "Phạm Thị Dung"


def test_a_member_moved_within_the_year_counts_in_each_cell_for_his_time_there(world):
    today = clock.today()
    begun, moved = today - timedelta(days=90), today - timedelta(days=30)
    row = placed(world, "Hồ Thị Mai")
    with writing(SYSTEM, "earlier") as session:
        session.get_one(Membership, row.membership_id).valid_from = begun
        session.get_one(Introduction, row.id).placed_on = begun
    target = {row.id: world.units["ben_da"]}
    with pytest.raises(Invalid, match="reason_missing"):
        placements.move_to_cells(world.commune, target, moved, reason=None)
    with pytest.raises(NotAllowed):
        placements.move_to_cells(world.secretary, target, moved, reason="moved")
    with pytest.raises(Invalid, match="moved_before_placed"):
        placements.move_to_cells(world.commune, target, begun - timedelta(days=1), reason="moved")
    with pytest.raises(Invalid, match="day_to_come"):
        placements.move_to_cells(world.commune, target, today + timedelta(days=1), reason="moved")
    assert len(rows(Membership, member_id=row.member_id)) == 1
    assert placements.move_to_cells(world.commune, target, moved, reason="moved") == 1
    old, new = sorted(rows(Membership, member_id=row.member_id), key=lambda stay: stay.id)
    assert (old.unit_id, old.valid_from, old.valid_to, old.departure) == (
        world.units["dong_bao"], begun, moved - timedelta(days=1), "moved"
    )  # fmt: skip
    assert (new.unit_id, new.valid_from, new.valid_to) == (world.units["ben_da"], moved, None)
    assert latest_introduction("Hồ Thị Mai").membership_id == new.id
    assert placements.move_to_cells(world.commune, target, today, reason="moved") == 0


def test_a_cell_also_lists_and_may_object_to_members_known_only_by_their_membership(world):
    with writing(SYSTEM, "unlisted") as session:
        session.delete(session.get_one(Introduction, rows(Introduction, member_id=world.members["dung"])[0].id))
    (line,) = contact_list.list_of_cell(world.secretary)
    assert (line.name, line.state, line.letter) == ("Phạm Thị Dung", State.UNKNOWN, None)
    objections.object_to_placement(world.secretary, line.membership_id, "not_residing")
    (row,) = rows(Introduction, member_id=world.members["dung"])
    assert (row.state, row.commune_id, row.objection) == (State.UNKNOWN, world.units["dong_ha"], "not_residing")
    assert contact_list.list_waiting_for_commune(world.commune)[0].name == "Phạm Thị Dung"


def test_an_introduction_ends_with_the_membership_whoever_ends_it(world):
    row = placed(world, "Hồ Thị Mai")
    placements.end_introduction(world.commune, row.id, clock.today(), "moved")
    assert (latest_introduction("Hồ Thị Mai").state, latest_introduction("Hồ Thị Mai").end_reason) == (
        State.ENDED,
        "moved",
    )
    assert rows(Membership, id=row.membership_id)[0].valid_to == clock.today()
    other = placed(world, "Lý Thị Ba")
    memberships.end_membership(world.secretary, other.membership_id, clock.today(), "retired")
    assert (latest_introduction("Lý Thị Ba").state, latest_introduction("Lý Thị Ba").ended_on) == (
        State.ENDED,
        clock.today(),
    )


def test_a_workplace_withdraws_a_letter_until_it_has_placed_somebody(world):
    introduce(world, person("Hồ Thị Mai"))
    placements.end_introduction(world.workplace, latest_introduction("Hồ Thị Mai").id, clock.today(), None)
    assert latest_introduction("Hồ Thị Mai").state == State.ENDED
    row = placed(world, "Lý Thị Ba")
    with pytest.raises(NotAllowed):
        placements.end_introduction(world.workplace, row.id, clock.today(), None)


def test_a_commune_ends_an_introduction_with_a_reason_whether_placed_or_not(world):
    introduce(world, person("Hồ Thị Mai"))
    with pytest.raises(Invalid, match="reason_missing"):
        placements.end_introduction(world.commune, latest_introduction("Hồ Thị Mai").id, clock.today(), None)
    placements.end_introduction(world.commune, latest_introduction("Hồ Thị Mai").id, clock.today(), "moved")
    assert (latest_introduction("Hồ Thị Mai").state, latest_introduction("Hồ Thị Mai").end_reason) == (
        State.ENDED,
        "moved",
    )
    row = placed(world, "Lý Thị Ba")
    for viewer in (world.secretary, world.other_commune, world.workplace):
        with pytest.raises(NotAllowed):
            placements.end_introduction(viewer, row.id, clock.today(), "moved")
