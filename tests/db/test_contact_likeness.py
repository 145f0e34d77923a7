"""Whom a letter is about: somebody already in the register, a namesake, or a claim to be confirmed."""

import pytest
from sqlmodel import select

from db.contacts import contact_list, receiving, register_matches
from db.contacts.contact_list import ContactFilter, Turn
from db.contacts.receiving import ANOTHER
from db.errors import Conflict, Invalid
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Batch, Introduction, IntroductionState as State, Member, Membership
from db.people import profiles
from db.people.profiles import MemberInput
from tests.db.contact_letters import introduce, latest_introduction, person
from tests.rows import code_of, rows


def test_a_workplace_learns_nothing_about_the_person_it_names(world):
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


def test_a_person_the_workplace_introduced_before_is_refused_alone_and_skipped_among_others(world):
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
    claim = latest_introduction("Phạm Thị Dung")
    assert claim.member_id != world.members["dung"]
    found = register_matches.matches_by_introduction(world.commune, [claim.id])[claim.id]
    assert found.sure.member_id == world.members["dung"]
    assert receiving.receive(world.commune, [claim.id]) == (1, 0)
    (row,) = [row for row in rows(Introduction) if row.member_id == world.members["dung"]]
    assert (row.id, row.state, row.letter) == (known.id, State.PLACED, "12-GGT/ĐU")
    assert row.workplace_id == world.units["hospital"]
    assert len(rows(Member, name="Phạm Thị Dung")) == 1
    assert rows(Introduction, id=claim.id) == []


def test_a_second_workplaces_letter_waits_until_the_commune_says_who_it_is(world):
    introduce(world, person("Phạm Thị Dung", "1985-06-20"), workplace_id=None, workplace="Công ty An", who="commune")
    clash = latest_introduction("Phạm Thị Dung")
    assert clash.state == State.INTRODUCED
    assert receiving.receive(world.commune, [clash.id]) == (0, 1)
    receiving.receive(world.commune, [clash.id], {clash.id: code_of(world, "dung")})
    earlier, later = [row for row in rows(Introduction) if row.member_id == world.members["dung"]]
    assert (earlier.state, earlier.end_reason, earlier.membership_id) == (State.ENDED, "workplace", None)
    assert (later.id, later.state, later.membership_id is not None) == (clash.id, State.PLACED, True)


def test_a_namesake_may_be_another_person(world):
    introduce(world, person("Phạm Thị Dung", "1985"), workplace_id=None, workplace="Công ty An", who="commune")
    row = latest_introduction("Phạm Thị Dung")
    receiving.receive(world.commune, [row.id], {row.id: ANOTHER})
    assert latest_introduction("Phạm Thị Dung").state == State.RECEIVED
    assert len(rows(Member, name="Phạm Thị Dung")) == 2
    introduce(world, person("Phạm Thị Dung", "1985"), workplace_id=None, workplace="Công ty Bình", who="commune")
    other = latest_introduction("Phạm Thị Dung").id
    with pytest.raises(Conflict):
        receiving.receive(world.commune, [other], {other: code_of(world, "an")})


def test_a_number_finds_a_person_of_another_commune_without_revealing_anything(world):
    with writing(SYSTEM, "number") as session:
        member = session.get_one(Member, world.members["lan"])
        profiles.write_differences(
            session, member, world.units["nui_doi"], MemberInput(citizen="012345678901"), MemberInput()
        )
    introduce(world, person("Vũ Thị Lan", "1960", citizen="012345678901"))
    row = latest_introduction("Vũ Thị Lan")
    assert register_matches.matches_by_introduction(world.commune, [row.id])[row.id].people == []
    receiving.receive(world.commune, [row.id])
    assert rows(Introduction, id=row.id)[0].member_id == world.members["lan"]
    assert len(rows(Member, name="Vũ Thị Lan")) == 1


def test_undoing_a_confirmed_claim_separates_everything_it_merged(world):
    with writing(SYSTEM, "listed") as session:
        known = session.exec(select(Introduction).where(Introduction.member_id == world.members["dung"])).one()
        known.workplace_id, known.state = None, State.UNKNOWN
    introduce(world, person("Phạm Thị Dung", "1985-06-20"))
    claim = latest_introduction("Phạm Thị Dung")
    receiving.receive(world.commune, [claim.id])
    undo.undo(world.commune, rows(Batch, deed="receive_introductions")[0].id)
    assert rows(Introduction, id=claim.id)[0].state == State.INTRODUCED
    assert rows(Introduction, id=known.id)[0].state == State.UNKNOWN
    assert len(rows(Member, name="Phạm Thị Dung")) == 2


@pytest.mark.parametrize(("born", "doubtful"), [("1985-06-02", True), ("1985-09-20", True), ("1986-07-21", False)])
def test_a_letter_whose_date_of_birth_may_be_typed_wrongly_waits_until_the_commune_says_who_it_is(
    world, born, doubtful
):
    introduce(world, person("Phạm Thị Dung", born))
    claim = latest_introduction("Phạm Thị Dung")
    found = register_matches.matches_by_introduction(world.commune, [claim.id])[claim.id]
    assert (found.doubtful, [one.member_id for one in found.people]) == (
        doubtful,
        [world.members["dung"]] if doubtful else [],
    )
    assert receiving.receive(world.commune, [claim.id]) == ((0, 1) if doubtful else (1, 0))
