"""One member: what is known, corrections that lose nothing another user typed, and the previous values."""

from datetime import date

import pytest
from sqlmodel import select

from db.errors import Conflict, NotAllowed, Refused
from db.history import member_actions, undo
from db.kernel.session import reading
from db.models import Batch, Member, Membership, MembershipKind, Standing, StandingKind
from db.people import member_registration, memberships, profiles, timelines
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from tests.db.changed_profiles import change
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_profile_holds_what_is_known(world):
    known = profiles.load(world.district, code_of(world, "an"))
    assert (known.facts.name, known.facts.born, known.standing, known.card_last4, known.in_care) == (
        "Nguyễn Văn An",
        "1957-03-02",
        StandingKind.FULL,
        None,
        True,
    )


def test_a_member_of_another_cell_cannot_be_opened_by_code(world):
    for stranger in (world.neighbour, world.other_commune, world.workplace):
        for question in (profiles.load, timelines.load, member_actions.actions_on_member):
            with pytest.raises(NotAllowed):
                question(stranger, code_of(world, "an"))
    with pytest.raises(NotAllowed):
        profiles.load(world.secretary, "../etc/passwd")


def test_two_users_who_change_different_fields_do_not_overwrite_each_other(world):
    code = code_of(world, "an")
    seen = profiles.load(world.secretary, code).facts
    change(world.commune, code, phone="0912 345 678")
    profiles.correct(world.secretary, code, seen, MemberInput(**{**seen.__dict__, "address": "Ngõ 3"}))
    facts = profiles.load(world.secretary, code).facts
    assert (facts.phone, facts.address) == ("0912 345 678", "Ngõ 3")
    with refused_with("changed_meanwhile"):
        profiles.correct(world.secretary, code, seen, MemberInput(**{**seen.__dict__, "phone": "0999"}))


def test_a_new_name_gets_new_sort_and_search_keys(world):
    change(world.secretary, code_of(world, "an"), name="Nguyễn Văn Ấn")
    member = rows(Member, id=world.members["an"])[0]
    assert (member.name, member.search_key) == ("Nguyễn Văn Ấn", "nguyen van an")
    assert member.sort_key.startswith("a2")


def test_a_members_field_can_be_emptied_again(world):
    code = code_of(world, "an")
    change(world.secretary, code, workplace="Trường THCS", expertise=("law", "health"))
    change(world.secretary, code, workplace="", expertise=("law",))
    facts = profiles.load(world.secretary, code).facts
    assert (facts.workplace, facts.expertise) == (None, ("law",))


def test_the_status_follows_the_corrected_date(world):
    code = code_of(world, "an")
    change(world.secretary, code, official="03/02/1980")
    assert rows(Standing, member_id=world.members["an"])[0].valid_from == date(1980, 2, 3)
    change(world.secretary, code, phone="0912345678")
    assert rows(Standing, member_id=world.members["an"])[0].valid_from == date(1980, 2, 3)


def test_a_probationary_member_is_recognised_once_and_not_before_his_admission(world):
    facts = MemberInput(name="Hoàng Thị Mai", born="2000", admitted="10/10/2025")
    code = member_registration.enter_member(
        world.secretary,
        world.units["dong_bao"],
        facts,
        StandingKind.PROBATIONARY,
        MembershipInput(since=date(2025, 10, 10)),
    )
    with refused_with("day_before_admission"):
        profiles.recognise_as_full(world.secretary, code, date(2025, 1, 1))
    with refused_with("day_missing"):
        profiles.recognise_as_full(world.secretary, code, None)
    profiles.recognise_as_full(world.secretary, code, date(2026, 10, 10), "QĐ 12-QĐ/ĐU")
    known = profiles.load(world.secretary, code)
    assert (known.standing, known.facts.official) == (StandingKind.FULL, "2026-10-10")
    assert [stood.kind for stood in timelines.load(world.secretary, code).standings] == [
        StandingKind.FULL,
        StandingKind.PROBATIONARY,
    ]
    with refused_with("full_already"):
        profiles.recognise_as_full(world.secretary, code, date(2026, 11, 10))


@pytest.mark.parametrize("role", ["assistant", "district", "workplace", "neighbour", "other_commune"])
def test_viewers_who_may_only_look_correct_nothing(world, role):
    code, viewer = code_of(world, "an"), getattr(world, role)
    seen = profiles.load(world.secretary, code).facts
    with pytest.raises(NotAllowed):
        profiles.correct(viewer, code, seen, MemberInput(**{**seen.__dict__, "phone": "0912345678"}))
    with pytest.raises(NotAllowed):
        profiles.recognise_as_full(viewer, code, date(2026, 11, 1))


def test_a_cell_is_no_longer_responsible_for_a_member_who_has_joined_another(world):
    code = code_of(world, "an")
    stay = rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.admin, stay.id, date(2026, 11, 1))
    change(world.secretary, code, phone="0912345678")
    memberships.rejoin(world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 11, 2)))
    assert not profiles.load(world.secretary, code).in_care
    with refused_with("member_elsewhere"):
        change(world.secretary, code, phone="0999999999")
    change(world.neighbour, code, phone="0888888888")


def test_history_tells_who_did_what_and_the_previous_values(world):
    code = code_of(world, "an")
    change(world.secretary, code, phone="0912345678")
    change(world.commune, code, phone="0999999999", card="45012345")
    memberships.end_membership(world.admin, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 11, 1))
    for viewer in (world.secretary, world.commune, world.district, world.admin):
        last, second, first = member_actions.actions_on_member(viewer, code)[:3]
        assert [(done.action, done.who, done.on_behalf_of) for done in (last, second, first)] == [
            ("leave", "quantri", None),
            ("correct_member", "xa", "Chi bộ thôn Đồng Bào"),
            ("correct_member", "bithu", None),
        ]
        assert second.rows[0].before == {"phone": "0912345678", "card_last4": None}
        assert last.rows[0].before == {"valid_to": None}


def test_any_action_in_a_members_history_can_be_undone(world):
    code = code_of(world, "an")
    change(world.commune, code, phone="0912345678")
    change(world.secretary, code, address="Ngõ 3")
    last, first = member_actions.actions_on_member(world.secretary, code)[:2]
    undo.undo(world.secretary, last.batch_id)
    undo.undo(world.secretary, first.batch_id)
    facts = profiles.load(world.secretary, code).facts
    assert (facts.phone, facts.address) == (None, None)
    assert [(done.action, done.undone) for done in member_actions.actions_on_member(world.secretary, code)][:4] == [
        ("undo", False), ("undo", False), ("correct_member", True), ("correct_member", True),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        undo.undo(world.secretary, first.batch_id)


def test_a_cell_reads_only_actions_on_its_own_book(world):
    memberships.end_membership(world.admin, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 11, 1))
    with reading(world.neighbour) as session:
        assert "leave" not in set(session.exec(select(Batch.deed)))
    with reading(world.secretary) as session:
        assert "leave" in set(session.exec(select(Batch.deed)))


def test_a_number_belongs_to_one_person_anywhere_and_whose_it_is_stays_hidden(world):
    same = {"born": "1960", "citizen": "001060000001"}
    member_registration.enter_member(
        world.neighbour,
        world.units["nui_doi"],
        MemberInput(name="Hoàng Văn Trùng", **same),
        StandingKind.FULL,
        MembershipInput(since=date(2026, 1, 1)),
    )
    for viewer, cell in ((world.secretary, "dong_bao"), (world.admin, "ben_da")):
        with pytest.raises(Refused) as refused:
            member_registration.enter_member(
                viewer,
                world.units[cell],
                MemberInput(name="Hoàng Trùng", **same),
                StandingKind.FULL,
                MembershipInput(since=date(2026, 2, 1)),
                confirmed_different=True,
            )
        assert (refused.value.code, refused.value.values) == ("number_known", {})
    assert len(rows(Member, citizen_last4="0001")) == 1


def test_somebody_elses_number_cannot_be_put_into_a_profile(world):
    change(world.secretary, code_of(world, "an"), card="001060000001")
    with refused_with("number_known"):
        change(world.secretary, code_of(world, "binh"), citizen="001060000001")
    change(world.secretary, code_of(world, "an"), citizen="001060000001")


def test_nobody_is_an_own_member_of_two_cells_except_on_the_day_he_moves(world):
    code = code_of(world, "binh")
    with refused_with("own_elsewhere"):
        memberships.rejoin(world.commune, code, world.units["ben_da"], MembershipInput(since=date(2026, 11, 1)))
    memberships.rejoin(
        world.commune,
        code,
        world.units["ben_da"],
        MembershipInput(kind=MembershipKind.CONTACT, since=date(2026, 11, 1)),
    )
    memberships.end_membership(
        world.commune, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 11, 3)
    )
    memberships.end_membership(
        world.commune, rows(Membership, member_id=world.members["binh"])[1].id, date(2026, 11, 2)
    )
    memberships.rejoin(world.commune, code, world.units["ben_da"], MembershipInput(since=date(2026, 11, 3)))
