"""Contact members: introduced by a workplace, received by the commune, placed in a cell; by whom,
and what is refused.
"""

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
)
from db.contacts.contact_list import ContactFilter
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
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
from db.people import member_registration, member_search
from db.people.member_search import MemberFilter
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from tests.db.contact_letters import introduce, latest_introduction, letter, person, placed
from tests.rows import rows


def test_a_workplaces_letter_is_received_by_the_commune_which_places_him_in_a_cell(world):
    assert introduce(world, person("Hồ Thị Mai", "1988-02-03", phone="0912 345 678")) == (1, 0, 0, 0)
    row = latest_introduction("Hồ Thị Mai")
    assert (row.state, row.letter, row.sent_on) == (State.INTRODUCED, "12-GGT/ĐU", clock.today())
    assert receiving.receive(world.commune, [row.id]) == (1, 0)
    assert latest_introduction("Hồ Thị Mai").state == State.RECEIVED
    day = clock.today() - timedelta(days=1)
    with writing(SYSTEM, "dated") as session:
        session.get_one(Introduction, row.id).letter_date = clock.today()
    with pytest.raises(Invalid, match="placed_before_letter"):
        placements.place_in_cells(world.commune, {row.id: world.units["dong_bao"]}, day)
    assert placements.place_in_cells(world.commune, {row.id: world.units["dong_bao"]}, clock.today()) == 1
    (stay,) = rows(Membership, member_id=row.member_id)
    assert (stay.unit_id, stay.kind, stay.roster_number) == (world.units["dong_bao"], MembershipKind.CONTACT, 5)
    assert (stay.arrival, stay.arrival_paper, stay.valid_from) == ("introduced", "12-GGT/ĐU", clock.today())
    assert latest_introduction("Hồ Thị Mai").membership_id == stay.id
    listed = member_search.search(world.secretary, MemberFilter(kind=MembershipKind.CONTACT)).rows
    assert "Hồ Thị Mai" in {line.name for line in listed}


def test_a_placement_dated_before_the_letter_was_entered_counts_as_received_by_then(world):
    day = clock.today() - timedelta(days=300)
    introduce(world, person("Hồ Thị Mai", "1988-02-03"), day=day)
    receiving.receive(world.commune, [latest_introduction("Hồ Thị Mai").id])
    placements.place_in_cells(
        world.commune, {latest_introduction("Hồ Thị Mai").id: world.units["dong_bao"]}, day + timedelta(days=20)
    )
    row = latest_introduction("Hồ Thị Mai")
    assert (row.sent_on, row.received_on, row.placed_on) == (day, row.placed_on, day + timedelta(days=20))


def test_many_are_placed_at_once_in_several_cells_with_numbers_in_name_order(world):
    introduce(world, person("Tạ Văn Út"), person("Hồ Văn Ân"), person("Lý Thị Ba", exempt=True))
    ids = {name: latest_introduction(name).id for name in ("Tạ Văn Út", "Hồ Văn Ân", "Lý Thị Ba")}
    receiving.receive(world.commune, list(ids.values()))
    cells = {ids["Tạ Văn Út"]: "dong_bao", ids["Hồ Văn Ân"]: "dong_bao", ids["Lý Thị Ba"]: "ben_da"}
    placements.place_in_cells(world.commune, {row: world.units[cell] for row, cell in cells.items()}, clock.today())
    stays = {name: rows(Membership, member_id=latest_introduction(name).member_id)[0] for name in ids}
    numbers = {name: (stay.unit_id == world.units["dong_bao"], stay.roster_number) for name, stay in stays.items()}
    assert numbers == {"Hồ Văn Ân": (True, 5), "Tạ Văn Út": (True, 6), "Lý Thị Ba": (False, 1)}
    (exempt,) = rows(Exemption, member_id=latest_introduction("Lý Thị Ba").member_id)
    assert (exempt.kind, exempt.unit_id, exempt.valid_to) == ("contact", world.units["ben_da"], None)


def test_a_workplace_sees_and_introduces_only_its_own_people(world):
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


def test_another_communes_people_are_neither_received_nor_placed_nor_put_in_its_cells(world):
    introduce(world, person("Hồ Thị Mai"))
    row = latest_introduction("Hồ Thị Mai")
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


def test_an_officer_of_two_communes_cannot_place_people_across_them(world):
    introduce(world, person("Hồ Thị Mai"))
    row = latest_introduction("Hồ Thị Mai")
    receiving.receive(world.admin, [row.id])
    with pytest.raises(NotAllowed):
        placements.place_in_cells(world.admin, {row.id: world.units["nui_doi"]}, clock.today())
    placements.place_in_cells(world.admin, {row.id: world.units["dong_bao"]}, clock.today())
    with pytest.raises(NotAllowed):
        placements.move_to_cells(world.admin, {row.id: world.units["nui_doi"]}, clock.today())


@pytest.mark.parametrize("who", ["workplace", "district", "secretary", "assistant"])
def test_only_roles_that_keep_member_lists_receive_letters_and_settle_objections(world, who):
    objected = placed(world, "Lý Thị Ba")
    objections.object_to_placement(world.secretary, objected.membership_id, "wrong_area")
    introduce(world, person("Hồ Thị Mai"))
    with pytest.raises(NotAllowed):
        receiving.receive(world.viewers[who], [latest_introduction("Hồ Thị Mai").id])
    with pytest.raises(NotAllowed):
        objections.overrule(world.viewers[who], [objected.id])
    assert latest_introduction("Hồ Thị Mai").state == State.INTRODUCED
    assert latest_introduction("Lý Thị Ba").objection == "wrong_area"


def test_a_closed_cell_takes_nobody(world):
    introduce(world, person("Hồ Thị Mai"), who="commune")
    with writing(SYSTEM, "close") as session:
        for version in session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["ben_da"])):
            version.valid_to = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid, match="placement_cell_closed"):
        placements.place_in_cells(
            world.commune, {latest_introduction("Hồ Thị Mai").id: world.units["ben_da"]}, clock.today()
        )


def test_invalid_introductions_are_refused(world):
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


def test_nothing_is_kept_in_history_either_of_a_person_exempt_from_introduction(world):
    with pytest.raises(Invalid, match="introduction_exempt"):
        introduce(world, person("Lý Thị Ba"), person("Hồ Thị Mai", not_introduced=True))
    assert rows(Batch, deed="introduce") == []


def test_nobody_is_placed_twice_or_as_a_contact_member_of_his_own_cell(world):
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


def test_every_step_is_undone_as_one(world):
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


def test_contact_members_entered_by_hand_are_counted_separately_as_unknown_introductions(world):
    facts, stay = MemberInput("Tạ Văn Lực", born="1980"), MembershipInput(MembershipKind.CONTACT, date(2026, 3, 1))
    before = reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, clock.today()))
    member_registration.enter_member(world.secretary, world.units["dong_bao"], facts, StandingKind.FULL, stay)
    row = latest_introduction("Tạ Văn Lực")
    assert (row.state, row.commune_id, row.workplace_id) == (State.UNKNOWN, world.units["dong_ha"], None)
    after = reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, clock.today()))
    assert after == before._replace(unknown=before.unknown + 1)
    assert contact_list.count_by_state(world.commune).states[State.UNKNOWN] == 1
    (found,) = contact_list.search(world.commune, ContactFilter(State.UNKNOWN)).rows
    assert (found.name, found.cell) == ("Tạ Văn Lực", "Chi bộ thôn Đồng Bào")
