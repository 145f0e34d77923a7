"""After an undo the same rules hold as after any action: memberships, roster numbers, administrators, and what saved
meetings say.
"""

from datetime import date

import pytest

from db.accounts import accounts, signin
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, NotAllowed
from db.history import action_log, undo
from db.imports import import_answers, import_run
from db.imports.person_rows import PersonRow
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings, roster_questions
from db.meetings.meetings import MeetingRef
from db.models import (
    Account,
    CellGroup,
    ExemptionClass,
    Grant,
    GroupKind,
    GroupMember,
    Meeting,
    Membership,
    Question,
    Role,
    UnitKind,
)
from db.people import exemptions, memberships, offices
from db.people.exemptions import ExemptionInput
from db.people.memberships import MembershipInput
from db.people.offices import OfficeInput
from db.periods import closing
from db.units import unit_actions, unit_list
from db.units.unit_actions import UnitInput
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def latest_batch(viewer) -> int:
    return action_log.list_latest(viewer)[0].id


def end_membership(world, key: str, day: date) -> int:
    """Somebody left; returns the batch."""
    memberships.end_membership(world.secretary, rows(Membership, member_id=world.members[key])[0].id, day)
    return latest_batch(world.secretary)


def hold_meeting(world, period: int = 202611, reason: str | None = None) -> int:
    """The cell met; returns the batch."""
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", period), reason)
    return latest_batch(world.secretary)


def open_questions(world) -> list[tuple[int, str]]:
    return [(one.member_id, one.asks) for one in roster_questions.list_unanswered(world.commune)]


def test_a_member_restored_by_an_undo_is_asked_about_in_meetings_saved_meanwhile(world):
    batch_id = end_membership(world, "binh", date(2026, 11, 1))
    hold_meeting(world)
    undo.undo(world.secretary, batch_id)
    assert open_questions(world) == [(world.members["binh"], "expected")]
    undo.undo(world.secretary, latest_batch(world.secretary))
    assert rows(Question) == []


def test_members_restored_by_undoing_an_import_are_asked_about_too(world):
    import_answers.save_answers(
        world.admin, "abcdefghjkmn", {DraftField("file", "day"): "2026-11-01", DraftField("file", "missing"): "left"}
    )
    row = PersonRow(2, "Nguyễn Văn An", born="1957-03-02", cell="Chi bộ thôn Đồng Bào")
    done = import_run.execute(world.admin, "abcdefghjkmn", [row], "t")
    hold_meeting(world)
    undo.undo(world.admin, done.batch_id)
    assert sorted(open_questions(world)) == [(world.members["binh"], "expected"), (world.members["cuong"], "expected")]


def test_nobody_comes_back_with_a_number_given_to_somebody_else(world):
    batch_id = end_membership(world, "cuong", date(2025, 6, 1))
    memberships.renumber(
        world.secretary, world.units["dong_bao"], {rows(Membership, member_id=world.members["binh"])[0].id: 3}
    )
    with refused_with("number_taken", number=3, name="Trần Thị Bình"):
        undo.undo(world.secretary, batch_id)


@pytest.mark.parametrize(("cell", "refused"), [("dong_bao", "membership_overlaps"), ("ben_da", "own_elsewhere")])
def test_nobody_comes_back_who_is_already_back_or_elsewhere(world, cell, refused):
    batch_id = end_membership(world, "cuong", date(2026, 6, 1))
    memberships.rejoin(
        world.commune, code_of(world, "cuong"), world.units[cell], MembershipInput(since=date(2026, 9, 1))
    )
    with refused_with(refused):
        undo.undo(world.secretary, batch_id)


def test_no_exemption_or_office_is_left_outside_the_time_in_the_cell(world):
    code, cell = code_of(world, "cuong"), world.units["dong_bao"]
    exemptions.exempt(
        world.secretary, code, cell, ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), date(2026, 3, 1))
    )
    exemptions.correct(world.secretary, 1, ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), date(2026, 2, 1)))
    shortened = latest_batch(world.secretary)
    offices.appoint(world.secretary, code, cell, OfficeInput("secretary", date(2026, 1, 1)))
    offices.end_term(world.secretary, 1, date(2026, 2, 1))
    stepped_down = latest_batch(world.secretary)
    end_membership(world, "cuong", date(2026, 2, 10))
    with refused_with("exemption_outside_membership"):
        undo.undo(world.secretary, shortened)
    with refused_with("office_outside_membership"):
        undo.undo(world.secretary, stepped_down)


def second_administrator(world):
    accounts.create(world.admin, username="quantri2", name="Hai", role=Role.ADMIN, unit_id=world.units["an_binh"])
    account = rows(Account, username="quantri2")[0]
    return accounts.viewer_for(account.id, rows(Grant, account_id=account.id)[0].id)


def test_an_administrator_remains_when_granting_a_role_is_undone(world):
    accounts.grant_role(world.admin, world.commune.account_id, Role.ADMIN, world.units["an_binh"])
    given = latest_batch(world.admin)
    second = accounts.viewer_for(
        world.commune.account_id, rows(Grant, account_id=world.commune.account_id, role=Role.ADMIN)[0].id
    )
    accounts.end_grant(second, world.admin.grant_id)
    with refused_with("last_administrator"):
        undo.undo(second, given)


def test_an_administrator_remains_when_unlocking_an_account_is_undone(world):
    second = second_administrator(world)
    accounts.set_active(second, world.admin.account_id, False)
    accounts.set_active(second, world.admin.account_id, True)
    unlocked = latest_batch(second)
    accounts.set_active(world.admin, second.account_id, False)
    with refused_with("last_administrator"):
        undo.undo(world.admin, unlocked)


def test_a_new_password_cannot_be_undone(world):
    """The old one is kept nowhere: the one-time password would stay in force and no longer have to be changed."""
    word = accounts.reset_password(world.admin, world.secretary.account_id)
    with pytest.raises(Conflict, match="undo_password"):
        undo.undo(world.admin, latest_batch(world.admin))
    assert signin.check_password("bithu", word, "here")
    assert rows(Account, username="bithu")[0].must_change


def test_a_correction_in_a_closed_month_is_not_undone_without_a_reason(world):
    cell, binh = world.units["dong_bao"], f"m{world.members['binh']}"
    hold_meeting(world, 202610)
    closing.close_months(world.district, world.units["an_binh"], [202610])
    place = meetings.load(world.secretary, MeetingRef(cell, "regular", 202610)).place
    drafts.save_values(world.secretary, place, {DraftField(binh, "outcome"): "absent"}, {})
    corrected = hold_meeting(world, 202610, "the minutes say so")
    with refused_with("period_closed"):
        undo.undo(world.secretary, corrected)
    undo.undo(world.secretary, corrected, "the minutes were misread")
    assert action_log.list_latest(world.secretary)[0].reason == "the minutes were misread"


@pytest.mark.parametrize("who", ["admin", "commune"])
def test_an_actions_author_also_undoes_its_consequences(world, who):
    """The administrator may write neither questions on meetings nor groups of households."""
    viewer, binh = world.viewers[who], world.members["binh"]
    with writing(SYSTEM, "test") as session:
        session.add(group := CellGroup(unit_id=world.units["dong_bao"], kind=GroupKind.PARTY, name="Tổ 1"))
        session.flush()
        session.add(GroupMember(unit_id=world.units["dong_bao"], group_id=group.id, member_id=binh))
    hold_meeting(world)
    memberships.end_membership(viewer, rows(Membership, member_id=binh)[0].id, date(2026, 11, 1))
    assert open_questions(world) == [(binh, "not_listed")]
    undo.undo(viewer, latest_batch(viewer))
    assert rows(Question) == []
    assert rows(GroupMember)[0].valid_to is None


def test_a_move_by_an_import_is_undone_with_its_questions(world):
    hold_meeting(world)
    import_answers.save_answers(
        world.admin, "abcdefghjkmn", {DraftField("file", "day"): "2026-11-01", DraftField("file", "moved"): "move"}
    )
    row = PersonRow(2, "Nguyễn Văn An", born="1957-03-02", cell="Chi bộ thôn Bến Đá")
    done = import_run.execute(world.admin, "abcdefghjkmn", [row], "t")
    assert open_questions(world) == [(world.members["an"], "not_listed")]
    undo.undo(world.admin, done.batch_id)
    assert rows(Question) == []


def area(world, name: str, above: str) -> int:
    code = unit_actions.create(world.admin, world.units[above], UnitInput(UnitKind.AREA, name))
    return unit_list.find(world.admin, code).id


def test_no_unit_is_restored_below_itself(world):
    inner = area(world, "Đảng bộ bộ phận số 1", "dong_ha")
    unit_actions.move(world.admin, inner, world.units["tay_son"], date(2026, 11, 10))
    moved = latest_batch(world.admin)
    unit_actions.move(world.admin, world.units["dong_ha"], inner, date(2026, 11, 12))
    with refused_with("unit_under_itself"):
        undo.undo(world.admin, moved)


def test_no_unit_name_is_restored_that_a_sibling_has_by_now(world):
    unit_actions.rename(world.admin, world.units["ben_da"], "Chi bộ thôn Bến Mới", date(2026, 11, 10))
    renamed = latest_batch(world.admin)
    typed = UnitInput(UnitKind.CELL, "Chi bộ thôn Bến Đá", date(2026, 11, 15))
    unit_actions.create(world.admin, world.units["dong_ha"], typed)
    with refused_with("unit_there", name="Chi bộ thôn Bến Đá"):
        undo.undo(world.admin, renamed)


def test_no_unit_is_restored_below_one_that_has_ended(world):
    inner = area(world, "Đảng bộ bộ phận số 1", "dong_ha")
    code = unit_actions.create(world.admin, inner, UnitInput(UnitKind.CELL, "Chi bộ thôn Cầu Đá"))
    unit_actions.end(world.admin, unit_list.find(world.admin, code).id, date(2026, 11, 9))
    ended = latest_batch(world.admin)
    unit_actions.end(world.admin, inner, date(2026, 11, 10))
    with refused_with("unit_ended"):
        undo.undo(world.admin, ended)


def test_a_cell_is_not_moved_back_once_a_meeting_counts_where_it_is_now(world):
    unit_actions.move(world.admin, world.units["dong_bao"], world.units["tay_son"], date(2026, 11, 2))
    moved = latest_batch(world.admin)
    hold_meeting(world)
    assert rows(Meeting)[0].area_id == world.units["tay_son"]
    with refused_with("unit_met_since", day=date(2026, 11, 3)):
        undo.undo(world.admin, moved)


def test_the_administrator_cannot_undo_what_the_register_did_for_another_role(world):
    hold_meeting(world)
    batch_id = end_membership(world, "binh", date(2026, 11, 1))
    with pytest.raises(NotAllowed):
        undo.undo(world.admin, batch_id)
