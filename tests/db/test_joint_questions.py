"""Backdated changes and joint meetings: the commune that keeps the meeting is asked, as a cell is about its own."""

from datetime import date
from importlib import import_module

import pytest
from sqlalchemy import text

from db import config
from db.errors import NotAllowed
from db.history import undo
from db.maintenance import raw_connection
from db.meetings import meeting_record, meetings, pending_corrections, roster_questions
from db.meetings.sheet import MEETING, draft_part
from db.models import Attendance, Batch, ExemptionClass, Membership, MembershipKind, Question, StandingKind, Tally
from db.people import exemptions, member_registration, memberships
from db.people.exemptions import ExemptionInput
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from tests.db.joint_sheets import assert_recounted, call_cells, mark, save, type_in
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
BEFORE, AFTER = date(2026, 11, 1), date(2026, 11, 20)


@pytest.fixture
def met(world):
    """Two cells met on 10 November; An and Hùng came."""
    call_cells(world, "dong_bao", "ben_da")
    mark(world, "an", "hung")
    save(world)
    return world


def open_questions(world) -> list[tuple[str, str]]:
    names = {member_id: key for key, member_id in world.members.items()}
    found = roster_questions.list_unanswered(world.commune)
    return sorted((names.get(one.member_id, "new"), one.asks) for one in found)


def leave(world, key: str, day: date) -> None:
    memberships.end_membership(world.secretary, rows(Membership, member_id=world.members[key])[0].id, day)


def arrive(world, cell: str, kind: MembershipKind = MembershipKind.OWN, since: date = BEFORE) -> None:
    stay = MembershipInput(kind=kind, since=since)
    member_registration.enter_member(
        world.commune, world.units[cell], MemberInput(name="Hoàng Thị Mai"), StandingKind.FULL, stay
    )


def saved() -> list:
    return [row.model_dump() for table in (Attendance, Tally) for row in rows(table)]


def correct(world) -> str:
    """Correct the sheet as the questions ask and save it."""
    (question,) = roster_questions.list_unanswered(world.commune)
    pending_corrections.add_from_question(world.commune, question.id)
    meeting_record.save(world.commune, meetings.ref_of(world.commune, question.meeting))
    assert_recounted(question.meeting)
    return question.meeting


def test_a_person_who_had_already_left_is_asked_about_and_removed(met):
    before = saved()
    leave(met, "an", BEFORE)
    assert saved() == before
    assert open_questions(met) == [("an", "not_listed")]
    assert roster_questions.list_unanswered(met.secretary) == []
    correct(met)
    assert met.members["an"] not in {row.member_id for row in rows(Attendance)}
    assert open_questions(met) == []


def test_leaving_afterwards_raises_no_question(met):
    leave(met, "an", AFTER)
    assert rows(Question) == []


def test_a_person_who_had_already_joined_a_called_cell_is_asked_about_and_added(met):
    arrive(met, "ben_da")
    assert open_questions(met) == [("new", "expected")]
    correct(met)
    (row,) = [row for row in rows(Attendance) if row.member_id not in met.members.values()]
    assert (row.unit_id, row.kind) == (met.units["ben_da"], MembershipKind.OWN)


def test_contact_members_are_asked_about_where_they_were_called(met):
    arrive(met, "ben_da", MembershipKind.CONTACT)
    assert rows(Question) == []


def test_a_backdated_exemption_raises_a_question_and_makes_exempt(met):
    told = ExemptionInput(ExemptionClass.OWN, BEFORE)
    exemptions.exempt(met.secretary, code_of(met, "binh"), met.units["dong_bao"], told)
    assert open_questions(met) == [("binh", "exempt")]
    correct(met)
    assert [row.exempt for row in rows(Tally, unit_id=met.units["dong_bao"])] == [1]


def test_where_only_some_were_invited_nobody_else_of_their_cell_is_asked_about(world):
    call_cells(world, "ben_da")
    type_in(world, {(draft_part(world.members["an"]), "invited"): "1"})
    save(world)
    leave(world, "cuong", BEFORE)
    arrive(world, "dong_bao")
    assert rows(Question) == []
    leave(world, "an", BEFORE)
    assert open_questions(world) == [("an", "not_listed")]


def test_a_called_cell_with_few_people_on_the_list_stays_called(met):
    """The call itself is stored, not inferred from how many are listed."""
    for key in ("an", "binh"):
        type_in(met, {(draft_part(met.members[key]), "called"): "not_listed"})
    save(met)
    arrive(met, "dong_bao")
    assert ("new", "expected") in open_questions(met)


def test_a_cell_whose_members_were_all_invited_one_by_one_was_not_called(world):
    call_cells(world, "ben_da")
    own = {row.member_id for row in rows(Membership, unit_id=world.units["dong_bao"], kind="own")}
    type_in(world, {(draft_part(one), "invited"): "1" for one in own})
    save(world)
    arrive(world, "dong_bao")
    assert rows(Question) == []


def test_the_migration_tells_called_cells_from_cells_with_some_members_invited(world):
    call_cells(world, "ben_da")
    type_in(world, {(draft_part(world.members["an"]), "invited"): "1"})
    save(world)
    kept = {row.unit_id: row.cell_called for row in rows(Tally)}
    assert kept == {world.units["ben_da"]: True, world.units["dong_bao"]: False}
    migration = import_module("db.migrations.versions.0010_sittings_and_calls")
    with raw_connection.connect(config.database_url()) as connection:
        connection.execute(text("UPDATE tally SET cell_called = true"))
        connection.execute(text(migration.INVITED))
    assert {row.unit_id: row.cell_called for row in rows(Tally)} == kept


def test_correcting_the_day_asks_about_people_who_were_not_members_yet(met):
    leave(met, "an", AFTER)
    arrive(met, "ben_da", since=date(2026, 11, 15))
    assert rows(Question) == []
    type_in(met, {(MEETING, "held_on"): "2026-11-21"})
    save(met)
    assert open_questions(met) == [("an", "not_listed"), ("new", "expected")]


def test_undoing_the_change_removes_its_question(met):
    leave(met, "an", BEFORE)
    undo.undo(met.secretary, rows(Batch, deed="leave")[0].id)
    assert rows(Question) == []


def test_only_those_who_keep_the_meeting_answer(met):
    leave(met, "an", BEFORE)
    (question,) = rows(Question)
    for key in ("secretary", "assistant", "district", "admin", "other_commune", "neighbour"):
        with pytest.raises(NotAllowed):
            roster_questions.keep_meetings_unchanged(met.viewers[key], [question.id])
    roster_questions.keep_meetings_unchanged(met.commune, [question.id])
    assert open_questions(met) == []
    assert rows(Batch, deed="answer_question")[0].on_behalf_of is None
