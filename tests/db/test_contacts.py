"""Contact members: introduced by a workplace, received by the commune, placed in a cell that may object."""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlmodel import select

from db.calendar import clock
from db.contacts import (
    contact_list,
    introductions,
    objections,
    placements,
    receiving,
    reconciliation,
    register_likeness,
)
from db.contacts.contact_list import ContactFilter, Turn
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.contacts.receiving import ANOTHER
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Batch,
    Exemption,
    Introduction,
    IntroductionState as State,
    Member,
    Membership,
    MembershipKind,
    StandingKind,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.people import members, memberships, newcomers, profiles
from db.people.members import MemberFilter
from db.people.memberships import MembershipInput
from db.people.profiles import MemberData
from tests import people
from tests.rows import code_of, rows


def letter(world: people.World, **values) -> Letter:
    given = {"commune_id": world.units["dong_ha"], "workplace_id": world.units["hospital"], "number": "12-GGT/ĐU"}
    return Letter(**{**given, **values})


def person(name: str, born: str | None = None, **values) -> IntroducedPerson:
    exempt = {key: values.pop(key) for key in ("exempt", "not_introduced") if key in values}
    return IntroducedPerson(MemberData(name=name, born=born, **values), **exempt)


def introduce(world: people.World, *some: IntroducedPerson, who: str = "workplace", **values):
    return introductions.introduce(world.viewers[who], letter(world, **values), some)


def the(name: str) -> Introduction:
    """The latest introduction of somebody of this name."""
    ids = {member.id for member in rows(Member, name=name)}
    return [row for row in rows(Introduction) if row.member_id in ids][-1]


def placed(world: people.World, name: str, cell: str = "dong_bao", **values) -> Introduction:
    introduce(world, person(name, "1988-01-01", **values))
    receiving.receive(world.commune, [the(name).id])
    placements.place_in_cells(world.commune, {the(name).id: world.units[cell]}, clock.today())
    return the(name)


def test_a_workplace_s_letter_waits_for_the_commune_which_receives_it_and_places_him_in_a_cell(world):
    assert introduce(world, person("Hồ Thị Mai", "1988-02-03", phone="0912 345 678")) == (1, 0, 0, 0)
    row = the("Hồ Thị Mai")
    assert (row.state, row.letter, row.sent_on) == (State.INTRODUCED, "12-GGT/ĐU", clock.today())
    assert receiving.receive(world.commune, [row.id]) == (1, 0)
    assert the("Hồ Thị Mai").state == State.RECEIVED
    day = clock.today() - timedelta(days=1)
    with writing(SYSTEM, "dated") as session:
        session.get_one(Introduction, row.id).letter_date = clock.today()
    with pytest.raises(Invalid, match="placed_before_letter"):
        placements.place_in_cells(world.commune, {row.id: world.units["dong_bao"]}, day)
    assert placements.place_in_cells(world.commune, {row.id: world.units["dong_bao"]}, clock.today()) == 1
    (stay,) = rows(Membership, member_id=row.member_id)
    assert (stay.unit_id, stay.kind, stay.roster_number) == (world.units["dong_bao"], MembershipKind.CONTACT, 5)
    assert (stay.arrival, stay.arrival_paper, stay.valid_from) == ("introduced", "12-GGT/ĐU", clock.today())
    assert the("Hồ Thị Mai").membership_id == stay.id
    listed = members.search(world.secretary, MemberFilter(kind=MembershipKind.CONTACT)).rows
    assert "Hồ Thị Mai" in {line.name for line in listed}


def test_who_is_placed_from_a_day_before_the_letter_was_entered_was_received_by_then(world):
    day = clock.today() - timedelta(days=300)
    introduce(world, person("Hồ Thị Mai", "1988-02-03"), day=day)
    receiving.receive(world.commune, [the("Hồ Thị Mai").id])
    placements.place_in_cells(world.commune, {the("Hồ Thị Mai").id: world.units["dong_bao"]}, day + timedelta(days=20))
    row = the("Hồ Thị Mai")
    assert (row.sent_on, row.received_on, row.placed_on) == (day, row.placed_on, day + timedelta(days=20))


def test_many_are_placed_at_once_in_several_cells_with_numbers_in_the_order_of_names(world):
    introduce(world, person("Tạ Văn Út"), person("Hồ Văn Ân"), person("Lý Thị Ba", exempt=True))
    ids = {name: the(name).id for name in ("Tạ Văn Út", "Hồ Văn Ân", "Lý Thị Ba")}
    receiving.receive(world.commune, list(ids.values()))
    cells = {ids["Tạ Văn Út"]: "dong_bao", ids["Hồ Văn Ân"]: "dong_bao", ids["Lý Thị Ba"]: "ben_da"}
    placements.place_in_cells(world.commune, {row: world.units[cell] for row, cell in cells.items()}, clock.today())
    stays = {name: rows(Membership, member_id=the(name).member_id)[0] for name in ids}
    numbers = {name: (stay.unit_id == world.units["dong_bao"], stay.roster_number) for name, stay in stays.items()}
    assert numbers == {"Hồ Văn Ân": (True, 5), "Tạ Văn Út": (True, 6), "Lý Thị Ba": (False, 1)}
    (exempt,) = rows(Exemption, member_id=the("Lý Thị Ba").member_id)
    assert (exempt.kind, exempt.unit_id, exempt.valid_to) == ("contact", world.units["ben_da"], None)


def test_a_workplace_learns_nothing_of_somebody_whom_it_names(world):
    introduce(world, person("Nguyễn Văn An", "1957-03-02"), person("Vũ Thị Lan", "1960"))
    with reading(world.workplace) as session:
        names = session.exec(select(Member.name, Member.address, Member.id)).all()
        stays = set(session.exec(select(Membership.member_id)))
    assert {row.id for row in names} & {world.members["an"], world.members["lan"]} == set()
    assert stays == {world.members["dung"], world.members["quan"]}
    lines = contact_list.search(world.workplace, ContactFilter(search="an")).rows
    assert [(line.state, line.cell, line.turn) for line in lines if line.name == "Nguyễn Văn An"] == [
        (State.INTRODUCED, "", Turn.COMMUNE)
    ]


def test_a_workplace_sees_and_introduces_only_for_itself(world):
    with writing(SYSTEM, "school") as session:
        session.add(school := Unit(kind=UnitKind.WORKPLACE, level="workplace"))
        session.flush()
        version = {"name": "Trường An Bình", "search_key": "truong an binh", "sort_key": "t"}
        session.add(UnitVersion(unit_id=school.id, parent_id=world.units["an_binh"], **version))
    with pytest.raises(NotAllowed):
        introduce(world, person("Hồ Thị Mai"), workplace_id=school.id)
    introduce(world, person("Hồ Thị Mai"), workplace_id=school.id, who="commune")
    assert contact_list.search(world.workplace, ContactFilter(search="mai")).total == 0
    assert contact_list.search(world.commune, ContactFilter(search="mai")).total == 1
    (batch,) = rows(Batch, deed="introduce")
    assert batch.on_behalf_of == school.id


@pytest.mark.parametrize("who", ["secretary", "assistant", "neighbour"])
def test_a_cell_introduces_nobody(world, who):
    with pytest.raises(NotAllowed):
        introduce(world, person("Hồ Thị Mai"), who=who)


def test_another_commune_s_people_are_neither_received_nor_placed_nor_put_in_its_cells(world):
    introduce(world, person("Hồ Thị Mai"))
    row = the("Hồ Thị Mai")
    with pytest.raises(NotAllowed):
        receiving.receive(world.other_commune, [row.id])
    receiving.receive(world.commune, [row.id])
    with pytest.raises(NotAllowed):
        placements.place_in_cells(world.other_commune, {row.id: world.units["nui_doi"]}, clock.today())
    with pytest.raises(NotAllowed):
        placements.place_in_cells(world.commune, {row.id: world.units["nui_doi"]}, clock.today())
    with pytest.raises(NotAllowed):
        placements.place_in_cells(world.workplace, {row.id: world.units["dong_bao"]}, clock.today())
    with pytest.raises(NotAllowed):
        introduce(world, person("Lý Thị Ba"), who="other_commune")


def test_nobody_is_put_in_a_cell_of_another_commune_by_whoever_looks_after_both(world):
    introduce(world, person("Hồ Thị Mai"))
    row = the("Hồ Thị Mai")
    receiving.receive(world.admin, [row.id])
    with pytest.raises(NotAllowed):
        placements.place_in_cells(world.admin, {row.id: world.units["nui_doi"]}, clock.today())
    placements.place_in_cells(world.admin, {row.id: world.units["dong_bao"]}, clock.today())
    with pytest.raises(NotAllowed):
        placements.move_to_cells(world.admin, {row.id: world.units["nui_doi"]}, clock.today())


@pytest.mark.parametrize("who", ["workplace", "district", "secretary", "assistant"])
def test_only_who_puts_people_on_lists_receives_letters_and_settles_objections(world, who):
    objected = placed(world, "Lý Thị Ba")
    objections.object_to_placement(world.secretary, objected.membership_id, "wrong_area")
    introduce(world, person("Hồ Thị Mai"))
    with pytest.raises(NotAllowed):
        receiving.receive(world.viewers[who], [the("Hồ Thị Mai").id])
    with pytest.raises(NotAllowed):
        objections.overrule(world.viewers[who], [objected.id])
    assert the("Hồ Thị Mai").state == State.INTRODUCED
    assert the("Lý Thị Ba").objection == "wrong_area"


def test_a_closed_cell_takes_nobody(world):
    introduce(world, person("Hồ Thị Mai"), who="commune")
    with writing(SYSTEM, "close") as session:
        for version in session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["ben_da"])):
            version.valid_to = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid, match="placement_cell_closed"):
        placements.place_in_cells(world.commune, {the("Hồ Thị Mai").id: world.units["ben_da"]}, clock.today())


def test_what_cannot_be_is_refused(world):
    with pytest.raises(Invalid, match="letter_to_come"):
        introduce(world, person("Hồ Thị Mai"), day=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid, match="introduction_exempt"):
        introduce(world, person("Hồ Thị Mai", not_introduced=True))
    with pytest.raises(Invalid, match="introduction_commune_missing"):
        introduce(world, person("Hồ Thị Mai"), commune_id=world.units["dong_bao"], who="district")
    with pytest.raises(Invalid, match="introduction_workplace_missing"):
        introduce(world, person("Hồ Thị Mai"), workplace_id=None, who="commune")
    with pytest.raises(Invalid, match="introduction_workplace_missing"):
        introduce(world, person("Hồ Thị Mai"), workplace_id=world.units["ben_da"], who="commune")
    assert rows(Member, name="Hồ Thị Mai") == []


def test_a_cell_objects_to_none_of_its_own_members(world):
    with pytest.raises(Conflict):
        objections.object_to_placement(
            world.secretary, rows(Membership, member_id=world.members["an"])[0].id, "wrong_area"
        )
    assert rows(Introduction, member_id=world.members["an"]) == []


def test_of_somebody_exempt_from_introduction_nothing_is_kept_in_history_either(world):
    with pytest.raises(Invalid, match="introduction_exempt"):
        introduce(world, person("Lý Thị Ba"), person("Hồ Thị Mai", not_introduced=True))
    assert rows(Batch, deed="introduce") == []


def test_whoever_a_workplace_introduced_before_is_refused_alone_and_passed_over_among_others(world):
    introduce(world, person("Hồ Thị Mai", "1988-02-03"))
    with pytest.raises(Invalid, match="introduced_already"):
        introduce(world, person("Hồ Thị Mai", "1988-02-03"))
    twice = person("Lý Thị Ba"), person("Lý Thị Ba")
    assert introduce(world, person("Hồ Thị Mai", "1988-02-03"), *twice) == (1, 2, 0, 0)
    assert len(rows(Member, name="Hồ Thị Mai")) == len(rows(Member, name="Lý Thị Ba")) == 1


def test_a_letter_about_an_imported_member_is_a_claim_that_the_commune_confirms(world):
    with writing(SYSTEM, "listed") as session:
        known = session.exec(select(Introduction).where(Introduction.member_id == world.members["dung"])).one()
        known.workplace_id, known.state = None, State.UNKNOWN
    introduce(world, person("Phạm Thị Dung", "1985-06-20", phone="0912 000 000"))
    claim = the("Phạm Thị Dung")
    assert claim.member_id != world.members["dung"]
    found = register_likeness.likeness_by_introduction(world.commune, [claim.id])[claim.id]
    assert found.sure.member_id == world.members["dung"]
    assert receiving.receive(world.commune, [claim.id]) == (1, 0)
    (row,) = [row for row in rows(Introduction) if row.member_id == world.members["dung"]]
    assert (row.id, row.state, row.letter) == (known.id, State.PLACED, "12-GGT/ĐU")
    assert row.workplace_id == world.units["hospital"]
    assert len(rows(Member, name="Phạm Thị Dung")) == 1
    assert rows(Introduction, id=claim.id) == []


def test_a_second_workplace_s_paper_waits_until_the_commune_says_who_it_is(world):
    introduce(world, person("Phạm Thị Dung", "1985-06-20"), workplace_id=None, workplace="Công ty An", who="commune")
    clash = the("Phạm Thị Dung")
    assert clash.state == State.INTRODUCED
    assert receiving.receive(world.commune, [clash.id]) == (0, 1)
    receiving.receive(world.commune, [clash.id], {clash.id: code_of(world, "dung")})
    earlier, later = [row for row in rows(Introduction) if row.member_id == world.members["dung"]]
    assert (earlier.state, earlier.end_reason, earlier.membership_id) == (State.ENDED, "workplace", None)
    assert (later.id, later.state, later.membership_id is not None) == (clash.id, State.PLACED, True)


def test_somebody_of_the_same_name_may_be_another_person(world):
    introduce(world, person("Phạm Thị Dung", "1985"), workplace_id=None, workplace="Công ty An", who="commune")
    row = the("Phạm Thị Dung")
    receiving.receive(world.commune, [row.id], {row.id: ANOTHER})
    assert the("Phạm Thị Dung").state == State.RECEIVED
    assert len(rows(Member, name="Phạm Thị Dung")) == 2
    introduce(world, person("Phạm Thị Dung", "1985"), workplace_id=None, workplace="Công ty Bình", who="commune")
    other = the("Phạm Thị Dung").id
    with pytest.raises(Conflict):
        receiving.receive(world.commune, [other], {other: code_of(world, "an")})


def test_a_number_finds_somebody_of_another_commune_and_tells_nothing_of_him(world):
    with writing(SYSTEM, "number") as session:
        member = session.get_one(Member, world.members["lan"])
        profiles.write_differences(
            session, member, world.units["nui_doi"], MemberData(citizen="012345678901"), MemberData()
        )
    introduce(world, person("Vũ Thị Lan", "1960", citizen="012345678901"))
    row = the("Vũ Thị Lan")
    assert register_likeness.likeness_by_introduction(world.commune, [row.id])[row.id].people == []
    receiving.receive(world.commune, [row.id])
    assert rows(Introduction, id=row.id)[0].member_id == world.members["lan"]
    assert len(rows(Member, name="Vũ Thị Lan")) == 1


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
    moved = the("Hồ Thị Mai")
    assert (moved.membership_id, moved.objection, moved.state) == (new.id, None, State.PLACED)
    assert contact_list.list_of_cell(world.secretary)[0].name == "Phạm Thị Dung"


def test_whoever_is_moved_within_the_year_stays_with_each_cell_for_his_part_of_it(world):
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
    assert the("Hồ Thị Mai").membership_id == new.id
    assert placements.move_to_cells(world.commune, target, today, reason="moved") == 0


def test_the_cell_has_also_those_of_whom_only_their_place_is_known_and_objects_to_them(world):
    with writing(SYSTEM, "unlisted") as session:
        session.delete(session.get_one(Introduction, rows(Introduction, member_id=world.members["dung"])[0].id))
    (line,) = contact_list.list_of_cell(world.secretary)
    assert (line.name, line.state, line.letter) == ("Phạm Thị Dung", State.UNKNOWN, None)
    objections.object_to_placement(world.secretary, line.membership_id, "not_residing")
    (row,) = rows(Introduction, member_id=world.members["dung"])
    assert (row.state, row.commune_id, row.objection) == (State.UNKNOWN, world.units["dong_ha"], "not_residing")
    assert contact_list.list_waiting_for_commune(world.commune)[0].name == "Phạm Thị Dung"


def test_an_introduction_ends_with_his_place_in_the_cell_whoever_ends_it(world):
    row = placed(world, "Hồ Thị Mai")
    placements.end_introduction(world.commune, row.id, clock.today(), "moved")
    assert (the("Hồ Thị Mai").state, the("Hồ Thị Mai").end_reason) == (State.ENDED, "moved")
    assert rows(Membership, id=row.membership_id)[0].valid_to == clock.today()
    other = placed(world, "Lý Thị Ba")
    memberships.end_membership(world.secretary, other.membership_id, clock.today(), "retired")
    assert (the("Lý Thị Ba").state, the("Lý Thị Ba").ended_on) == (State.ENDED, clock.today())


def test_a_workplace_withdraws_a_letter_until_somebody_is_placed_by_it(world):
    introduce(world, person("Hồ Thị Mai"))
    placements.end_introduction(world.workplace, the("Hồ Thị Mai").id, clock.today(), None)
    assert the("Hồ Thị Mai").state == State.ENDED
    row = placed(world, "Lý Thị Ba")
    with pytest.raises(NotAllowed):
        placements.end_introduction(world.workplace, row.id, clock.today(), None)


def test_nobody_is_placed_twice_nor_as_a_contact_member_of_his_own_cell(world):
    row = placed(world, "Hồ Thị Mai")
    with pytest.raises(Conflict):
        placements.place_in_cells(world.commune, {row.id: world.units["ben_da"]}, clock.today())
    introduce(world, person("Nguyễn Văn An", "1957-03-02"), who="commune")
    (own,) = rows(Introduction, member_id=world.members["an"])
    with pytest.raises(Invalid, match="contact_is_own_member"):
        placements.place_in_cells(world.commune, {own.id: world.units["dong_bao"]}, clock.today())
    assert placements.place_in_cells(world.commune, {own.id: world.units["ben_da"]}, clock.today()) == 1


def test_a_used_token_introduces_nobody_again(world):
    for _ in range(2):
        with suppress(Conflict):
            introductions.introduce(world.workplace, letter(world), [person("Hồ Thị Mai")], token="once")
    assert len(rows(Member, name="Hồ Thị Mai")) == 1


def test_every_step_is_taken_back_as_one(world):
    before = Counter(row.state for row in rows(Introduction))
    row = placed(world, "Hồ Thị Mai")
    objections.object_to_placement(world.secretary, row.membership_id, "wrong_area")
    placements.move_to_cells(world.commune, {row.id: world.units["ben_da"]}, clock.today())
    deeds = [batch for batch in rows(Batch) if batch.deed != "world"]
    for batch in reversed(deeds):
        who = {"object_to_placement": world.secretary, "introduce": world.admin}.get(batch.deed, world.commune)
        undo.undo(who, batch.id)
    assert Counter(row.state for row in rows(Introduction)) == before
    assert rows(Member, name="Hồ Thị Mai") == []


def test_a_confirmed_claim_is_taken_back_with_all_that_it_put_together(world):
    with writing(SYSTEM, "listed") as session:
        known = session.exec(select(Introduction).where(Introduction.member_id == world.members["dung"])).one()
        known.workplace_id, known.state = None, State.UNKNOWN
    introduce(world, person("Phạm Thị Dung", "1985-06-20"))
    claim = the("Phạm Thị Dung")
    receiving.receive(world.commune, [claim.id])
    undo.undo(world.commune, rows(Batch, deed="receive_introductions")[0].id)
    assert rows(Introduction, id=claim.id)[0].state == State.INTRODUCED
    assert rows(Introduction, id=known.id)[0].state == State.UNKNOWN
    assert len(rows(Member, name="Phạm Thị Dung")) == 2


def test_whoever_is_entered_by_hand_as_a_contact_member_has_an_unknown_introduction_counted_apart(world):
    facts, stay = MemberData("Tạ Văn Lực", born="1980"), MembershipInput(MembershipKind.CONTACT, date(2026, 3, 1))
    before = reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, clock.today()))
    newcomers.enter_member(world.secretary, world.units["dong_bao"], facts, StandingKind.FULL, stay)
    row = the("Tạ Văn Lực")
    assert (row.state, row.commune_id, row.workplace_id) == (State.UNKNOWN, world.units["dong_ha"], None)
    after = reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, clock.today()))
    assert after == before._replace(unknown=before.unknown + 1)
    assert contact_list.count_by_state(world.commune).states[State.UNKNOWN] == 1
    (found,) = contact_list.search(world.commune, ContactFilter(State.UNKNOWN)).rows
    assert (found.name, found.cell) == ("Tạ Văn Lực", "Chi bộ thôn Đồng Bào")


def test_a_commune_ends_an_introduction_with_a_reason_placed_or_not(world):
    introduce(world, person("Hồ Thị Mai"))
    with pytest.raises(Invalid, match="reason_missing"):
        placements.end_introduction(world.commune, the("Hồ Thị Mai").id, clock.today(), None)
    placements.end_introduction(world.commune, the("Hồ Thị Mai").id, clock.today(), "moved")
    assert (the("Hồ Thị Mai").state, the("Hồ Thị Mai").end_reason) == (State.ENDED, "moved")
    row = placed(world, "Lý Thị Ba")
    for viewer in (world.secretary, world.other_commune, world.workplace):
        with pytest.raises(NotAllowed):
            placements.end_introduction(viewer, row.id, clock.today(), "moved")
