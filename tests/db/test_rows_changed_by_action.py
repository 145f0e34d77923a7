"""What an action changed: values before and after, without revealing anything to those who may not read it."""

from datetime import date

import pytest

from db.history import action_log, rows_changed_by_action
from db.households import groups, named_households
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import draft_part
from db.models import Account, Batch, ChangeKind, Membership
from db.people import memberships
from db.people.memberships import MembershipInput
from tests.db.changed_profiles import change
from tests.db.recorded_meetings import call_of, type_in
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def last(viewer) -> list[rows_changed_by_action.RowChange]:
    """What the latest action changed, as this viewer reads it."""
    return rows_changed_by_action.load(viewer, action_log.list_latest(viewer)[0].id)[0]


def test_the_value_afterwards_is_what_the_next_change_replaced_or_the_present_one(world):
    code = code_of(world, "an")
    change(world.secretary, code, phone="0912345678")
    change(world.secretary, code, phone="0999999999")
    second, first = (
        rows_changed_by_action.load(world.secretary, row.id)[0][0]
        for row in action_log.list_latest(world.secretary)[:2]
    )
    assert (first.about, first.before, first.after) == (("Nguyễn Văn An",), {"phone": None}, {"phone": "0912345678"})
    assert (second.before, second.after) == ({"phone": "0912345678"}, {"phone": "0999999999"})


def test_a_new_row_shows_what_was_entered_even_after_it_was_changed(world):
    cluster = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 10)
    home = named_households.create(world.secretary, cluster, "Ông Bảy", None, None)
    made = action_log.list_latest(world.secretary)[0].id
    named_households.correct(world.secretary, home, "Bà Tám", None, ("Ông Bảy", None))
    entered = next(was for was in rows_changed_by_action.load(world.secretary, made)[0] if was.table == "household")
    assert (entered.action, entered.after["name"]) == (ChangeKind.INSERT, "Ông Bảy")
    assert last(world.secretary)[0].before["name"] == "Ông Bảy"
    assert last(world.secretary)[0].after["name"] == "Bà Tám"


def test_absence_reasons_are_shown_to_the_cell_only(world):
    call, an = call_of(world), world.members["an"]
    type_in(
        world.secretary,
        call,
        {(draft_part(an), "outcome"): "absent", (draft_part(an), "why"): "excused", (draft_part(an), "reason"): "work"},
    )
    meeting_record.save(world.secretary, call)
    deed = action_log.list_latest(world.secretary)[0].id
    for viewer, told in (
        (world.secretary, True),
        (world.assistant, True),
        (world.commune, False),
        (world.district, False),
        (world.admin, False),
    ):
        found = rows_changed_by_action.load(viewer, deed)[0]
        assert any(was.table == "absence_reason" for was in found) is told
        assert ("'reason': 'work'" in str(found)) is told
    assert any(was.table == "attendance" for was in rows_changed_by_action.load(world.commune, deed)[0])
    assert {was.table for was in rows_changed_by_action.load(world.district, deed)[0]} <= {
        "meeting",
        "tally",
        "sitting",
    }
    assert rows_changed_by_action.load(world.neighbour, deed) == ([], 0)


def test_a_later_change_by_another_cell_is_not_shown_as_the_value_afterwards(world, set_clock):
    set_clock("2026-11-22")
    code = code_of(world, "binh")
    change(world.secretary, code, phone="0911111111")
    mine = action_log.list_latest(world.secretary)[0].id
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["binh"])[0].id, date(2026, 11, 1)
    )
    memberships.rejoin(world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 11, 2)))
    change(world.neighbour, code, phone="0922222222")
    change(world.neighbour, code, address="Xóm Mới")
    assert rows_changed_by_action.load(world.admin, mine)[0][0].after == {"phone": "0911111111"}
    told = rows_changed_by_action.load(world.secretary, mine)[0][0]
    assert told.before == {"phone": None}
    assert told.after == {"phone": "0911111111"}


def test_no_password_or_hash_is_ever_shown(world):
    with writing(SYSTEM, "test") as session:
        account = session.get_one(Account, world.secretary.account_id)
        account.password_hash, account.name = "$2b$secret", "Bí thư An"
    deed = rows(Batch)[-1].id
    assert rows_changed_by_action.load(world.admin, deed)[0][0].after == {"name": "Bí thư An"}
    assert "secret" not in str(rows_changed_by_action.load(world.admin, deed))


def test_a_long_action_is_shown_in_part_with_the_number_of_remaining_changes(world, monkeypatch):
    monkeypatch.setattr(rows_changed_by_action, "MOST", 2)
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    row = action_log.list_latest(world.secretary)[0]
    found, more = rows_changed_by_action.load(world.secretary, row.id)
    assert (len(found), more) == (2, row.rows - 2)


def test_each_action_names_its_meeting_household_or_account(world):
    cluster = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 10)
    named_households.create(world.secretary, cluster, "Ông Bảy", None, None)
    assert action_log.list_latest(world.secretary)[0].about.things[0] == "Ông Bảy"
    assert "Ông Bảy" not in str(action_log.list_latest(world.district))
    groups.set_household_count(world.secretary, cluster, 12, date(2026, 11, 2))
    assert action_log.list_latest(world.secretary)[0].about.things == ("Cụm 1",)
    call, an = call_of(world), world.members["an"]
    meeting_record.save(world.secretary, call)
    type_in(world.secretary, call, {(draft_part(an), "outcome"): "absent", (draft_part(an), "why"): "excused"})
    meeting_record.save(world.secretary, call)
    about = action_log.list_latest(world.secretary)[0].about
    assert (about.meeting.type, about.names) == ("regular", ("Nguyễn Văn An",))
