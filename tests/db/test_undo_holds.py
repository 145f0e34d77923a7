"""After an undo the same holds as after the deeds: who stands where, by which number, who administers, and what saved meetings say."""

from datetime import date

import pytest

from db import batches, closing, drafts, undo
from db.access import accounts, signin
from db.drafts import Field
from db.faults import Conflict, NotAllowed
from db.imports import answers, apply
from db.imports.rows import Row
from db.meetings import meetings, recording
from db.meetings.meetings import Call
from db.models import Account, CellGroup, ExemptionClass, Grant, GroupKind, GroupMember, Membership, Question, Role
from db.people import exemptions, memberships, offices, questions
from db.people.exemptions import Leave
from db.people.memberships import Stay
from db.people.offices import Term
from db.scope import SYSTEM
from db.session import writing
from tests.db.told import told
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def last(viewer) -> int:
    return batches.latest(viewer)[0].id


def left(world, key: str, day: date) -> int:
    """Somebody left; the deed."""
    memberships.leave(world.secretary, rows(Membership, member_id=world.members[key])[0].id, day)
    return last(world.secretary)


def met(world, period: int = 202611, reason: str | None = None) -> int:
    """The cell met; the deed."""
    recording.save(world.secretary, Call(world.units["dong_bao"], "regular", period), reason)
    return last(world.secretary)


def asked(world) -> list[tuple[int, str]]:
    return [(one.member_id, one.asks) for one in questions.unanswered(world.commune)]


def test_whoever_comes_back_by_an_undo_is_asked_about_in_meetings_saved_meanwhile(world):
    batch_id = left(world, "binh", date(2026, 11, 1))
    met(world)
    undo.undo(world.secretary, batch_id)
    assert asked(world) == [(world.members["binh"], "expected")]
    undo.undo(world.secretary, last(world.secretary))
    assert rows(Question) == []


def test_the_same_of_those_whom_a_list_left_out(world):
    answers.put(world.admin, "abcdefghjkmn", {Field("file", "day"): "2026-11-01", Field("file", "missing"): "left"})
    row = Row(2, "Nguyễn Văn An", born="1957-03-02", cell="Chi bộ thôn Đồng Bào")
    done = apply.bring_in(world.admin, "abcdefghjkmn", [row], "t")
    met(world)
    undo.undo(world.admin, done.batch_id)
    assert sorted(asked(world)) == [(world.members["binh"], "expected"), (world.members["cuong"], "expected")]


def test_nobody_comes_back_under_a_number_given_to_another(world):
    batch_id = left(world, "cuong", date(2025, 6, 1))
    memberships.renumber(world.secretary, world.units["dong_bao"], {rows(Membership, member_id=world.members["binh"])[0].id: 3})
    with told("number_taken", number=3, name="Trần Thị Bình"):
        undo.undo(world.secretary, batch_id)


@pytest.mark.parametrize(("cell", "refused"), [("dong_bao", "membership_overlaps"), ("ben_da", "own_elsewhere")])
def test_nobody_comes_back_who_is_back_already_or_elsewhere(world, cell, refused):
    batch_id = left(world, "cuong", date(2026, 6, 1))
    memberships.rejoin(world.commune, code_of(world, "cuong"), world.units[cell], Stay(since=date(2026, 9, 1)))
    with told(refused):
        undo.undo(world.secretary, batch_id)


def test_neither_exemption_nor_post_is_left_outside_the_time_in_the_cell(world):
    code, cell = code_of(world, "cuong"), world.units["dong_bao"]
    exemptions.exempt(world.secretary, code, cell, Leave(ExemptionClass.OWN, date(2026, 1, 1), date(2026, 3, 1)))
    exemptions.correct(world.secretary, 1, Leave(ExemptionClass.OWN, date(2026, 1, 1), date(2026, 2, 1)))
    shortened = last(world.secretary)
    offices.take(world.secretary, code, cell, Term("secretary", date(2026, 1, 1)))
    offices.step_down(world.secretary, 1, date(2026, 2, 1))
    stepped_down = last(world.secretary)
    left(world, "cuong", date(2026, 2, 10))
    with told("exemption_outside_membership"):
        undo.undo(world.secretary, shortened)
    with told("office_outside_membership"):
        undo.undo(world.secretary, stepped_down)


def second_administrator(world):
    accounts.create_account(world.admin, username="quantri2", name="Hai", role=Role.ADMIN, unit_id=world.units["an_binh"])
    account = rows(Account, username="quantri2")[0]
    return accounts.viewer_for(account.id, rows(Grant, account_id=account.id)[0].id)


def test_an_administrator_remains_when_a_role_is_taken_back(world):
    accounts.give(world.admin, world.commune.account_id, Role.ADMIN, world.units["an_binh"])
    given = last(world.admin)
    second = accounts.viewer_for(world.commune.account_id, rows(Grant, account_id=world.commune.account_id, role=Role.ADMIN)[0].id)
    accounts.take(second, world.admin.grant_id)
    with told("last_administrator"):
        undo.undo(second, given)


def test_an_administrator_remains_when_an_unlocking_is_taken_back(world):
    second = second_administrator(world)
    accounts.set_active(second, world.admin.account_id, False)
    accounts.set_active(second, world.admin.account_id, True)
    unlocked = last(second)
    accounts.set_active(world.admin, second.account_id, False)
    with told("last_administrator"):
        undo.undo(world.admin, unlocked)


def test_a_password_is_not_taken_back(world):
    """The old one is kept nowhere: the one-time password would stay in force, and need not be changed any more."""
    word = accounts.reset_password(world.admin, world.secretary.account_id)
    with pytest.raises(Conflict, match="undo_password"):
        undo.undo(world.admin, last(world.admin))
    assert signin.check("bithu", word, "here")
    assert rows(Account, username="bithu")[0].must_change


def test_what_was_put_right_in_a_closed_month_is_not_taken_back_without_a_reason(world):
    cell, binh = world.units["dong_bao"], f"m{world.members['binh']}"
    met(world, 202610)
    closing.close(world.district, world.units["an_binh"], [202610])
    place = meetings.opened(world.secretary, Call(cell, "regular", 202610)).place
    drafts.put(world.secretary, place, {Field(binh, "outcome"): "absent"}, {})
    corrected = met(world, 202610, "the minutes say so")
    with told("period_closed"):
        undo.undo(world.secretary, corrected)
    undo.undo(world.secretary, corrected, "the minutes were misread")
    assert batches.latest(world.secretary)[0].reason == "the minutes were misread"


@pytest.mark.parametrize("who", ["admin", "commune"])
def test_whoever_did_a_deed_takes_back_what_followed_from_it_too(world, who):
    """Neither questions on meetings nor groups of households are the administrator's to write."""
    viewer, binh = world.viewers[who], world.members["binh"]
    with writing(SYSTEM, "test") as session:
        session.add(group := CellGroup(unit_id=world.units["dong_bao"], kind=GroupKind.PARTY, name="Tổ 1"))
        session.flush()
        session.add(GroupMember(unit_id=world.units["dong_bao"], group_id=group.id, member_id=binh))
    met(world)
    memberships.leave(viewer, rows(Membership, member_id=binh)[0].id, date(2026, 11, 1))
    assert asked(world) == [(binh, "not_listed")]
    undo.undo(viewer, last(viewer))
    assert rows(Question) == []
    assert rows(GroupMember)[0].valid_to is None


def test_a_move_by_a_list_is_taken_back_with_its_questions(world):
    met(world)
    answers.put(world.admin, "abcdefghjkmn", {Field("file", "day"): "2026-11-01", Field("file", "moved"): "move"})
    row = Row(2, "Nguyễn Văn An", born="1957-03-02", cell="Chi bộ thôn Bến Đá")
    done = apply.bring_in(world.admin, "abcdefghjkmn", [row], "t")
    assert asked(world) == [(world.members["an"], "not_listed")]
    undo.undo(world.admin, done.batch_id)
    assert rows(Question) == []


def test_what_the_register_did_for_another_role_is_not_the_administrators_to_take_back(world):
    met(world)
    batch_id = left(world, "binh", date(2026, 11, 1))
    with pytest.raises(NotAllowed):
        undo.undo(world.admin, batch_id)
