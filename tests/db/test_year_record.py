"""The year's record: automatic facts are counted from the meetings, entered ones from the entries."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.meetings import due_meetings, meeting_record, meetings
from db.meetings.meeting_refs import MeetingRef
from db.meetings.sheet import MEETING, draft_part
from db.models import (
    Attendance,
    Exemption,
    ExemptionClass,
    Expectation,
    Meeting,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Unit,
    YearEntry,
)
from db.year_entries import entries, year_record_counts
from db.year_entries.entries import EntryInput
from db.year_entries.year_record_counts import YearRecord
from tests import sent_statements
from tests.people import SINCE
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
CONTACT = MembershipKind.CONTACT
FIRST, SECOND = 202601, 202607  # half-years
KINDS = ["people_meeting", "money", "task", "contacted"]


def record_of(world, key: str = "dung", year: int = 2026) -> YearRecord:
    """What the year holds for one person of Đồng Bào."""
    found = year_record_counts.list_records(world.secretary, unit_code(world), year)
    (record,) = [record for record in found if record.member_id == world.members[key]]
    return record


def unit_code(world, unit: str = "dong_bao") -> str:
    return rows(Unit, id=world.units[unit])[0].code


def save(
    world, type_: str, period: int, came: list[str], spoke: list[str] = (), unit: str = "dong_bao", **texts
) -> str:
    """Save a meeting at which these came and spoke and all others were absent."""
    viewer: Viewer = world.commune if unit == "dong_ha" else world.secretary
    day = date(period // 100, 6 if period % 100 == 1 and "periodic" in type_ else period % 100, 20)
    call = MeetingRef(world.units[unit], type_, period, day=min(day, date(2026, 11, 20)))
    typed = {DraftField(MEETING, name): value for name, value in texts.items()}
    _type_in(viewer, call, typed | {DraftField(MEETING, "mode"): "present"})
    marks = {DraftField(draft_part(world.members[key]), "outcome"): "present" for key in came}
    _type_in(viewer, call, marks | {DraftField(draft_part(world.members[key]), "spoke"): "1" for key in spoke})
    return meeting_record.save(viewer, call)


def _type_in(viewer: Viewer, call: MeetingRef, values: dict) -> None:
    opened = meetings.load(viewer, call)
    drafts.save_values(viewer, opened.place, values, {field: opened.typed.values.get(field) for field in values})


def enter(world, kind: str, *people: str, day: date = date(2026, 11, 20)) -> None:
    codes = [code_of(world, key) for key in people]
    entries.record(world.secretary, world.units["dong_bao"], [(EntryInput(kind, day), codes)])


def test_a_member_who_did_nothing_and_came_to_nothing_has_no_entry(world):
    assert record_of(world).is_empty
    save(world, "contact_periodic", SECOND, [])
    record = record_of(world)
    assert (record.expected, record.attended, record.half_years, record.is_empty) == (1, 0, {SECOND: False}, True)


@pytest.mark.parametrize("what", ["came", "entered"])
def test_one_meeting_or_one_entry_is_enough_for_a_record(world, what):
    if what == "came":
        save(world, "contact_periodic", SECOND, ["dung"])
    else:
        enter(world, "contacted", "dung")
    assert not record_of(world).is_empty


def test_contact_meetings_count_by_half_year_and_extra_ones_separately(world):
    save(world, "contact_periodic", FIRST, ["dung"], spoke=["dung"])
    save(world, "contact_periodic", SECOND, [])
    save(world, "contact_extraordinary", 202609, ["dung"], spoke=["dung"])
    record = record_of(world)
    assert (record.expected, record.attended, record.spoke) == (3, 2, 2)
    assert record.half_years == {FIRST: True, SECOND: False}


def test_a_cells_own_meeting_counts_only_for_its_own_members(world):
    save(world, "regular", 202611, ["an"])
    assert (record_of(world, "an").attended, record_of(world, "binh").expected) == (1, 1)
    assert (record_of(world).expected, record_of(world, "an").half_years) == (0, {})


def test_coming_to_the_communes_joint_meeting_counts_for_the_half_year(world):
    cells = str(world.units["dong_bao"])
    save(world, "joint", 202609, ["dung", "an"], unit="dong_ha", cells=cells, kinds="own contact")
    record = record_of(world)
    assert (record.expected, record.attended, record.half_years) == (1, 1, {SECOND: True})
    assert record_of(world, "an").attended == 0  # not a meeting of his own cell


def test_a_half_year_meeting_held_by_the_commune_is_attended_and_no_longer_due(world, set_clock):
    set_clock("2026-12-30")
    planned = ("contact_periodic", SECOND)
    unit = world.units["dong_bao"]
    assert planned in {(row.type, row.period) for row in due_meetings.list_due(world.secretary, unit)}
    save(world, "joint", 202611, ["dung"], unit="dong_ha", cells=str(unit), kinds="contact")
    assert planned not in {(row.type, row.period) for row in due_meetings.list_due(world.secretary, unit)}


@pytest.mark.parametrize(("month", "kinds"), [(202611, "own"), (202605, "contact")])
def test_a_joint_meeting_of_others_or_of_another_half_year_leaves_it_due(world, set_clock, month, kinds):
    set_clock("2026-12-30")
    unit = world.units["dong_bao"]
    save(
        world, "joint", month, ["dung"] if kinds == "contact" else ["an"], unit="dong_ha", cells=str(unit), kinds=kinds
    )
    assert ("contact_periodic", SECOND) in {
        (row.type, row.period) for row in due_meetings.list_due(world.secretary, unit)
    }


def test_being_invited_alone_to_a_joint_meeting_does_not_settle_the_half_year(world):
    call = MeetingRef(world.units["dong_ha"], "joint", 202611, day=date(2026, 11, 20))
    part = draft_part(world.members["dung"])
    _type_in(world.commune, call, {DraftField(MEETING, "cells"): str(world.units["ben_da"])})
    _type_in(world.commune, call, {DraftField(part, "invited"): "1"})
    _type_in(world.commune, call, {DraftField(part, "outcome"): "present"})
    meeting_record.save(world.commune, call)
    assert record_of(world).half_years == {}


def test_an_exempt_member_is_marked_so_and_his_attendance_counts_separately(world):
    with writing(SYSTEM, "exempt") as session:
        leave = {"unit_id": world.units["dong_bao"], "valid_from": SINCE}
        session.add(Exemption(member_id=world.members["dung"], kind=ExemptionClass.CONTACT, **leave))
        session.add(Exemption(member_id=world.members["an"], kind=ExemptionClass.CONTACT, **leave))
    save(world, "contact_periodic", SECOND, ["dung"])
    record = record_of(world)
    assert (record.exempt, record.expected, record.attended) == (True, 0, 1)
    assert not record_of(world, "an").exempt  # from meetings that are not his


def test_half_a_year_in_each_of_two_cells_stays_with_each(world):
    with writing(SYSTEM, "moved") as session:
        (stay,) = session.exec(select(Membership).where(Membership.member_id == world.members["dung"]))
        stay.valid_to = date(2026, 6, 30)
        session.add(
            Membership(
                member_id=world.members["dung"],
                unit_id=world.units["ben_da"],
                kind=CONTACT,
                valid_from=date(2026, 7, 1),
            )
        )
    enter(world, "help", "dung", day=date(2026, 5, 5))
    before = record_of(world)
    assert (before.here, before.entries) == (False, {"help": 1})
    (after,) = [
        record
        for record in year_record_counts.list_records(world.commune, unit_code(world, "ben_da"), 2026)
        if record.kind == CONTACT
    ]
    assert (after.here, after.entries) == (True, {})
    assert not [
        each
        for each in year_record_counts.list_records(world.secretary, unit_code(world), 2027)
        if each.kind == CONTACT
    ]


def test_two_hundred_people_take_as_many_statements_as_one(world):
    def statements() -> int:
        with sent_statements.heard() as sent:
            year_record_counts.list_records(world.secretary, unit_code_of_world, 2026, CONTACT)
        return len(sent)

    unit_code_of_world = unit_code(world)
    few = statements()
    with writing(SYSTEM, "many") as session:
        names = [{"name": f"Người {at}", "sort_key": f"{at}", "search_key": f"nguoi {at}"} for at in range(200)]
        ids = bulk.insert(session, Member, names)
        stays = {"unit_id": world.units["dong_bao"], "kind": CONTACT, "valid_from": SINCE}
        bulk.insert(session, Membership, [stays | {"member_id": member_id} for member_id in ids])
    assert statements() == few <= 6


MEETINGS = st.tuples(
    st.sampled_from(["regular", "contact_periodic", "contact_extraordinary", "joint"]),
    st.integers(1, 11),
    st.sets(st.sampled_from(["an", "binh", "dung"])),
    st.sampled_from(["own", "contact", "own contact"]),
)
ENTRIES = st.tuples(
    st.sampled_from(KINDS), st.sets(st.sampled_from(["an", "cuong", "dung"]), min_size=1), st.integers(1, 11)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(MEETINGS, max_size=3), entered=st.lists(ENTRIES, max_size=4))
def test_counts_equal_a_recount_of_the_rows(world, held, entered):
    for type_, month, came, kinds in held:
        if type_ == "joint":
            texts = {"cells": str(world.units["dong_bao"]), "kinds": kinds}
            called = {"an", "binh"} if kinds == "own" else {"dung"} if kinds == "contact" else {"an", "binh", "dung"}
            save(world, type_, 202600 + month, sorted(came & called), unit="dong_ha", **texts)
        else:
            called = {"an", "binh"} if type_ == "regular" else {"dung"}
            period = (FIRST if month < 7 else SECOND) if type_ == "contact_periodic" else 202600 + month
            save(world, type_, period, sorted(came & called), sorted(came & called)[:1])
    for kind, people, month in entered:
        enter(world, kind, *sorted(people), day=date(2026, month, 15))
    met = {row.id: row for row in rows(Meeting)}
    for record in year_record_counts.list_records(world.secretary, unit_code(world), 2026):
        mine = [
            row
            for row in rows(Attendance, member_id=record.member_id)
            if met[row.meeting_id].type in (CONTACT_TYPES if record.kind == CONTACT else ("regular",))
        ]
        assert record.expected == sum(row.expectation == Expectation.EXPECTED for row in mine)
        assert record.attended == sum(row.outcome == Outcome.PRESENT for row in mine)
        assert record.spoke == sum(row.spoke for row in mine)
        assert record.entries == Counter(row.kind for row in rows(YearEntry, member_id=record.member_id))
        for half_year in (FIRST, SECOND):
            at = [row for row in mine if _half(met[row.meeting_id]) == half_year and record.kind == CONTACT]
            said = any(row.outcome == Outcome.PRESENT for row in at) if at else None
            assert record.half_years.get(half_year) == said


CONTACT_TYPES = ("contact_periodic", "contact_extraordinary", "joint")


def _half(meeting: Meeting) -> int | None:
    if meeting.type == "contact_extraordinary":
        return None
    return FIRST if meeting.period < SECOND else SECOND
