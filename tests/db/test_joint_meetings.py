"""A commune's meeting with people of several cells: everybody is called and counted once, and each cell keeps its own
rate.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from db.errors import Invalid, NotAllowed
from db.exports import meeting_export
from db.figures import cells_met, drill_down, figures
from db.figures.figures import AttendanceCounts, FigureQuery
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import due_meetings, invitations, meeting_list, meeting_record, meetings, meetings_not_held
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import MEETING, draft_part
from db.models import (
    Attendance,
    Batch,
    Expectation,
    Meeting,
    MeetingAudience,
    Membership,
    MembershipKind,
    Outcome,
    Sitting,
    Tally,
)
from tests.db.joint_sheets import assert_recounted, call_cells, call_of, mark, save, type_in
from tests.db.recorded_meetings import rows_of, tallies_of
from tests.people import SINCE
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT


def test_people_of_two_cells_are_called_and_counted_with_their_own_cells(world):
    call_cells(world, "dong_bao", "ben_da")
    mark(world, "an", "hung")
    code = save(world)
    assert_recounted(code)
    assert Counter(row.unit_id for row in rows_of(code)) == {world.units["dong_bao"]: 3, world.units["ben_da"]: 2}
    assert {(tally.unit_id, tally.present) for tally in tallies_of(code)} == {
        (world.units["dong_bao"], 1),
        (world.units["ben_da"], 1),
    }


def test_a_cells_own_rate_is_untouched_and_its_month_remains_to_be_reported(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))
    wanted = FigureQuery(202611, 202611)
    before = [
        figures.attendance_by_period(viewer, wanted) for viewer in (world.secretary, world.commune, world.district)
    ]
    met = cells_met.by_month(world.commune, wanted)
    call_cells(world, "dong_bao", "ben_da")
    save(world)
    assert [
        figures.attendance_by_period(viewer, wanted) for viewer in (world.secretary, world.commune, world.district)
    ] == before
    assert cells_met.by_month(world.commune, wanted) == met


def test_contact_members_who_were_called_have_had_their_meeting(world):
    call_cells(world, "dong_bao", "ben_da", kinds="own contact")
    mark(world, "dung")
    code = save(world)
    assert_recounted(code)
    wanted = FigureQuery(202607, 202612, MeetingAudience.CONTACT)
    for viewer in (world.secretary, world.commune, world.district):
        assert figures.attendance_by_period(viewer, wanted)[0].counts == AttendanceCounts(1, 0, 1, 1)
    parts = drill_down.list_parts(world.commune, wanted, 202607)
    assert drill_down.sum_of_parts(world.commune, wanted, 202607, parts).counts.meetings == 1
    (meeting,) = drill_down.list_meetings(world.secretary, wanted, 202607, world.units["dong_bao"])
    assert (meeting.code, meeting.counts.present) == (code, 1)


def test_a_joint_contact_meeting_settles_the_half_year_for_its_cells(world):
    half = ("contact_periodic", 202607)
    assert half in {(row.type, row.period) for row in _due_in_december(world)}
    call = call_of(world, "contact_periodic", 202607)
    type_in(world, {(MEETING, "cells"): str(world.units["dong_bao"])}, call)
    save(world, call)
    assert half not in {(row.type, row.period) for row in _due_in_december(world)}


def _due_in_december(world) -> list:
    with reading(world.secretary) as session:
        return due_meetings.list_due_in(session, world.units["dong_bao"], date(2026, 12, 30))


def test_a_person_who_comes_to_two_sittings_came_once(world):
    call_cells(world, "dong_bao", "ben_da", sittings="2")
    type_in(world, {("s1", "place"): "Hội trường", ("s2", "held_on"): "2026-11-12"})
    mark(world, "an", "binh", sitting=1)
    mark(world, "an", "hung", sitting=2)
    code = save(world)
    assert_recounted(code)
    first, second = rows(Sitting)
    assert (first.place, second.held_on) == ("Hội trường", date(2026, 11, 12))
    came = {row.member_id: row.sitting_id for row in rows_of(code) if row.outcome == Outcome.PRESENT}
    assert came == {world.members["an"]: first.id, world.members["binh"]: first.id, world.members["hung"]: second.id}
    assert sum(tally.present for tally in tallies_of(code)) == 3
    opened = meetings.load(world.commune, call_of(world))
    assert opened.sheet.present_in(1) == [world.members["an"], world.members["binh"]]
    assert opened.sheet.present_in(2) == [world.members["an"], world.members["hung"]]
    mark(world, "binh", sitting=2)
    type_in(world, {(draft_part(world.members["binh"]), "in1"): "0"})
    save(world)
    assert_recounted(code)
    assert {row.member_id for row in rows_of(code) if row.sitting_id == second.id} == {
        world.members["binh"],
        world.members["hung"],
    }
    type_in(world, {(draft_part(world.members["an"]), "in1"): "0"})
    save(world)
    assert_recounted(code)
    assert {row.sitting_id for row in rows_of(code) if row.outcome == Outcome.PRESENT} == {second.id}
    assert sum(tally.present for tally in tallies_of(code)) == 3
    type_in(world, {(draft_part(world.members["an"]), "in2"): "0"})
    save(world)
    assert sum(tally.present for tally in tallies_of(code)) == 2


def test_removing_a_sitting_removes_only_its_own_attendance(world):
    call_cells(world, "dong_bao", sittings="3")
    mark(world, "an", sitting=2)
    mark(world, "an", "binh", sitting=3)
    code = save(world)
    type_in(world, {(MEETING, "sittings"): "2"})
    save(world)
    sheet = meetings.load(world.commune, call_of(world)).sheet
    assert (sheet.present_in(2), sheet.present_in(3)) == ([world.members["an"]], [])
    assert [row.later_sittings for row in rows_of(code)] == [None] * len(rows_of(code))


def test_a_cells_own_meeting_can_have_sittings_too_and_lose_them_again(world):
    call = MeetingRef(world.units["dong_bao"], "contact_periodic", 202607)
    type_in(world, {(MEETING, "sittings"): "2", (draft_part(world.members["dung"]), "in2"): "1"}, call, world.secretary)
    code = meeting_record.save(world.secretary, call)
    assert (len(rows(Sitting)), rows_of(code)[0].outcome) == (2, Outcome.PRESENT)
    type_in(world, {(MEETING, "sittings"): "1"}, call, world.secretary)
    meeting_record.save(world.secretary, call)
    assert (rows(Sitting), rows_of(code)[0].outcome, rows_of(code)[0].sitting_id) == ([], Outcome.PRESENT, None)


def test_a_person_called_through_two_cells_is_called_once_through_his_own(world):
    stay = {"member_id": world.members["an"], "unit_id": world.units["ben_da"], "kind": CONTACT}
    with writing(SYSTEM, "second") as session:
        bulk.insert(session, Membership, [stay | {"valid_from": SINCE, "roster_number": 9}])
    call_cells(world, "ben_da", "dong_bao", kinds="own contact")
    code = save(world)
    assert_recounted(code)
    (row,) = [row for row in rows_of(code) if row.member_id == world.members["an"]]
    assert (row.unit_id, row.kind) == (world.units["dong_bao"], OWN)


def test_a_person_invited_alone_does_not_give_his_cell_a_meeting(world):
    type_in(world, {(draft_part(world.members["dung"]), "invited"): "1"})
    mark(world, "dung")
    code = save(world)
    assert_recounted(code)
    assert {tally.audience for tally in tallies_of(code)} == {MeetingAudience.INVITED}
    wanted = FigureQuery(202607, 202612, MeetingAudience.CONTACT)
    assert figures.attendance_by_period(world.commune, wanted)[0].counts == AttendanceCounts()


def test_cells_and_people_from_elsewhere_cannot_be_called(world):
    call_cells(world, "nui_doi", "hospital", "an_binh")
    type_in(world, {(draft_part(world.members["lan"]), "invited"): "1"})
    with pytest.raises(Invalid) as refused:
        save(world)
    assert refused.value.code == "nobody_called"


def test_more_cells_can_be_called_to_a_saved_meeting(world):
    call_cells(world, "dong_bao")
    code = save(world)
    call_cells(world, "ben_da")
    assert save(world) == code
    assert_recounted(code)
    assert len(rows_of(code)) == 5


def test_each_cell_lists_a_joint_meeting_with_its_own_people(world):
    call_cells(world, "dong_bao", "ben_da")
    mark(world, "an", "hung")
    code = save(world)
    (line,) = meeting_list.list_latest(world.secretary, world.units["dong_bao"])
    assert (line.code, line.expected, line.present) == (code, 3, 1)
    (line,) = meeting_list.list_latest(world.commune, world.units["dong_ha"])
    assert (line.code, line.expected, line.present) == (code, 5, 2)
    assert meeting_list.list_latest(world.neighbour, world.units["nui_doi"]) == []


def test_joint_meetings_are_exported_with_each_cells_own_people(world):
    call_cells(world, "dong_bao", "ben_da", kinds="own contact")
    code = save(world)
    wanted = FigureQuery(202611, 202611, MeetingAudience.INVITED)
    assert [row.counts.expected for row in meeting_export.iterate_meetings(world.commune, wanted)] == [2, 3]
    people = list(meeting_export.iterate_attendance(world.commune, wanted))
    assert len(people) == sum(row.kind != CONTACT for row in rows_of(code))
    assert len(list(meeting_export.iterate_attendance(world.secretary, wanted))) == 3


@pytest.mark.parametrize("key", ["secretary", "assistant", "other_commune", "district", "admin", "workplace"])
def test_only_the_commune_records_its_meeting(world, key):
    call_cells(world, "dong_bao")
    with pytest.raises(NotAllowed):
        meeting_record.save(world.viewers[key], call_of(world))
    code = save(world)
    with pytest.raises(NotAllowed):
        meetings_not_held.cancel_meeting(world.viewers[key], code)


def test_a_commune_has_no_members_of_its_own_and_a_cell_calls_no_other_cell(world):
    for viewer, call in (
        (world.commune, call_of(world, "regular")),
        (world.secretary, MeetingRef(world.units["dong_bao"], "joint", 202611)),
    ):
        with pytest.raises(Invalid) as refused:
            meetings.load(viewer, call)
        assert refused.value.code == "meeting_unknown"


def test_a_joint_meeting_is_undone_and_cancelled_whole(world):
    call_cells(world, "dong_bao", "ben_da", sittings="2")
    mark(world, "an", sitting=2)
    code = save(world)
    meetings_not_held.cancel_meeting(world.commune, code)
    assert rows(Attendance) == rows(Tally) == rows(Sitting) == []
    undo.undo(world.commune, rows(Batch, deed="cancel_meeting")[0].id)
    assert_recounted(code)
    undo.undo(world.commune, rows(Batch, deed="record_meeting")[0].id)
    assert rows(Attendance) == rows(Tally) == rows(Sitting) == rows(Meeting) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rounds=st.lists(
        st.tuples(
            st.sets(st.sampled_from(["dong_bao", "ben_da"])),
            st.sampled_from(["own", "contact", "own contact"]),
            st.sampled_from(["1", "2", "3"]),
            st.dictionaries(
                st.sampled_from(["an", "binh", "cuong", "dung", "hung", "hung_lan"]),
                st.tuples(st.sampled_from(["outcome", "in1", "in2", "in3", "invited"]), st.booleans()),
            ),
        ),
        min_size=1,
        max_size=3,
    ),
    day=st.integers(1, 22),
)
def test_tallies_equal_a_recount_after_any_calls_and_marks(world, rounds, day):
    call = call_of(world, day=date(2026, 11, day))
    words = {"outcome": ("absent", "present"), "invited": (None, "1")}
    for cells, kinds, sittings, marks in rounds:
        ids = " ".join(str(world.units[cell]) for cell in cells)
        typed: dict = {(MEETING, "cells"): ids, (MEETING, "kinds"): kinds, (MEETING, "sittings"): sittings}
        for member, (name, value) in marks.items():
            typed[draft_part(world.members[member]), name] = words.get(name, ("0", "1"))[value]
        type_in(world, typed, call)
        opened = meetings.load(world.commune, call)
        if not opened.sheet.lines:
            continue
        code = save(world, call)
        assert_recounted(code)
        saved = meetings.load(world.commune, call).sheet
        assert {line.person.member_id: line.outcome for line in saved.lines} == {
            line.person.member_id: line.outcome for line in opened.sheet.lines
        }
        assert all(row.expectation == Expectation.EXPECTED for row in rows_of(code))


def test_a_person_in_no_cell_on_that_day_cannot_be_invited(world):
    with writing(SYSTEM, "left") as session:
        (stay,) = session.exec(select(Membership).where(Membership.member_id == world.members["dung"]))
        stay.valid_to = date(2026, 11, 1)
    for member, code in (("dung", "of_no_cell"), ("an", "called_already")):
        call_cells(world, "dong_bao")
        with pytest.raises(Invalid) as refused:
            invitations.invite(world.commune, call_of(world), world.members[member])
        assert refused.value.code == code
    found = invitations.find_people_to_invite(world.commune, meetings.load(world.commune, call_of(world)), "dung")
    assert [one.cell for one in found] == [""]
    with pytest.raises(NotAllowed):
        invitations.invite(world.commune, call_of(world), world.members["lan"])


def test_inviting_one_contact_member_beside_a_called_cell_keeps_it_a_single_meeting(world):
    stay = {"member_id": world.members["lan"], "unit_id": world.units["ben_da"], "kind": CONTACT}
    with writing(SYSTEM, "contact") as session:
        bulk.insert(session, Membership, [stay | {"valid_from": SINCE, "roster_number": 9}])
    call_cells(world, "dong_bao", kinds="contact")
    type_in(world, {(draft_part(world.members["lan"]), "invited"): "1"})
    assert_recounted(save(world))
    wanted = FigureQuery(202607, 202612, MeetingAudience.CONTACT)
    assert figures.attendance_by_period(world.commune, wanted)[0].counts == AttendanceCounts(1, 0, 1, 0, 0, 0, 1)
