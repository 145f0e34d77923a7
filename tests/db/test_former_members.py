"""People who left a cell for another one: what the former cell still sees of them, and what it does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from db.exports import member_export
from db.history import member_actions, undo
from db.kernel.session import reading
from db.models import Batch, Change, Exemption, ExemptionClass, Membership
from db.people import exemptions, memberships, profiles, timelines
from db.people.exemptions import ExemptionInput
from db.people.member_search import MemberFilter
from db.people.memberships import MembershipInput
from tests.people import World
from tests.rows import code_of, rows


def note(viewer, code: str, **typed) -> None:
    seen = profiles.load(viewer, code).facts
    profiles.correct(viewer, code, seen, replace(seen, **typed))


@pytest.fixture
def moved(world: World, set_clock: Callable[[str], None]) -> tuple[World, str]:
    """Binh moved from Dong Bao to Nui Doi, in another commune, on 30 June; each cell wrote something about her while
    she was there.
    """
    code = code_of(world, "binh")
    set_clock("2026-05-05")
    note(world.secretary, code, phone="0911 111 111", address="Xóm Cũ", card="11112222")
    set_clock("2026-06-20")
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 6, 30)
    )
    memberships.rejoin(world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 7, 1)))
    set_clock("2026-11-22")
    note(
        world.neighbour,
        code,
        phone="0922 222 222",
        address="Xóm Mới",
        workplace="Trường Mới",
        card="33334444",
        expertise=("law",),
    )
    return world, code


def test_the_former_cell_sees_who_she_is_and_its_own_dates(moved):
    world, code = moved
    for viewer in (world.secretary, world.assistant, world.commune):
        known = profiles.load(viewer, code)
        assert (known.facts.name, known.facts.born, known.is_former, known.in_care) == (
            "Trần Thị Bình",
            "1964",
            True,
            False,
        )
        assert [(stay.since, stay.until) for stay in timelines.load(viewer, code).stays] == [
            (date(2020, 1, 1), date(2026, 6, 30))
        ]


def test_the_former_cell_does_not_see_how_to_reach_her_now(moved):
    world, code = moved
    for viewer in (world.secretary, world.assistant, world.commune):
        told = (
            str(profiles.load(viewer, code))
            + str(member_actions.actions_on_member(viewer, code))
            + str(list(member_export.iterate_members(viewer, MemberFilter(left=True))))
        )
        told += str(list(member_export.iterate_members(viewer, MemberFilter(on=date(2026, 6, 1)))))
        assert "Trần Thị Bình" in told
        for younger in ("0922 222 222", "Xóm Mới", "Trường Mới", "'4444'", "'law'"):
            assert younger not in told


def test_everything_is_shown_about_the_others_on_the_same_list(moved):
    world, _code = moved
    note(world.secretary, code_of(world, "an"), phone="0933 333 333")
    told = {
        row.name: row.phone for row in member_export.iterate_members(world.secretary, MemberFilter(on=date(2026, 6, 1)))
    }
    assert (told["Nguyễn Văn An"], told["Trần Thị Bình"]) == ("0933 333 333", None)


def test_the_former_cells_history_of_her_ends_when_she_left(moved):
    world, code = moved
    assert [done.action for done in member_actions.actions_on_member(world.secretary, code)] == [
        "leave",
        "correct_member",
        "world",
    ]
    with reading(world.secretary) as session:
        theirs = [batch.id for batch in rows(Batch, role="secretary", unit_id=world.units["nui_doi"])]
        assert theirs
        assert not session.exec(select(Batch.id).where(Batch.id.in_(theirs))).all()
        assert not session.exec(select(Change.id).where(Change.batch_id.in_(theirs))).all()


def test_the_former_cell_can_still_undo_its_own_actions(moved):
    world, code = moved
    exemptions.exempt(
        world.secretary,
        code,
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), date(2026, 3, 31)),
    )
    undo.undo(world.secretary, member_actions.actions_on_member(world.secretary, code)[0].batch_id)
    assert rows(Exemption) == []


def test_her_present_cell_and_those_above_both_see_everything(moved):
    world, code = moved
    for viewer in (world.neighbour, world.other_commune, world.district, world.admin):
        known = profiles.load(viewer, code)
        assert (known.facts.phone, known.facts.expertise, known.card_last4, known.is_former) == (
            "0922 222 222",
            ("law",),
            "4444",
            False,
        )


def test_within_one_commune_nothing_is_hidden_from_the_former_cell(world, set_clock):
    set_clock("2026-11-22")
    code = code_of(world, "binh")
    memberships.end_membership(
        world.commune, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 6, 30)
    )
    memberships.rejoin(world.commune, code, world.units["ben_da"], MembershipInput(since=date(2026, 7, 1)))
    note(world.commune, code, phone="0922 222 222")
    assert profiles.load(world.commune, code).facts.phone == "0922 222 222"
    assert [done.action for done in member_actions.actions_on_member(world.commune, code)] == [
        "correct_member",
        "rejoin",
        "leave",
        "world",
    ]
    assert profiles.load(world.secretary, code).facts.phone is None
    assert "correct_member" not in {done.action for done in member_actions.actions_on_member(world.secretary, code)}


def test_a_person_who_is_in_no_cell_now_still_belongs_to_his_last_one(world, set_clock):
    set_clock("2026-11-22")
    code, stay = code_of(world, "binh"), rows(Membership, member_id=world.members["binh"])[0]
    note(world.secretary, code, phone="0911 111 111")
    memberships.end_membership(world.secretary, stay.id, date(2026, 6, 30))
    assert profiles.load(world.secretary, code).facts.phone == "0911 111 111"
    memberships.rejoin(
        world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 7, 1), until=date(2026, 9, 30))
    )
    known = profiles.load(world.secretary, code)
    assert (known.facts.phone, known.in_care, known.is_former) == (None, False, True)
    assert profiles.load(world.neighbour, code).in_care


def test_a_person_about_to_leave_or_to_join_is_fully_visible_to_both_cells(world, set_clock):
    set_clock("2026-11-22")
    code = code_of(world, "binh")
    note(world.secretary, code, phone="0911 111 111")
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 11, 30)
    )
    memberships.rejoin(world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 12, 1)))
    for viewer, ours in ((world.secretary, True), (world.neighbour, False)):
        known = profiles.load(viewer, code)
        assert (known.facts.phone, known.in_care) == ("0911 111 111", ours)
    set_clock("2026-12-01")
    assert profiles.load(world.secretary, code).is_former
    assert profiles.load(world.neighbour, code).in_care
