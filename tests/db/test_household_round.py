"""A meeting's round of reports on households: everybody at once, then the exceptions; what was said
stays in the cell.
"""

from datetime import date

import pytest

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.history import undo
from db.households import assignments, groups, household_notes, named_households
from db.households.assignments import AssignmentTargets
from db.meetings import (
    draft_writer,
    household_round,
    meeting_record,
    meetings,
    meetings_not_held,
    sheet,
    sheet_snapshot,
    tasks,
)
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.models import Batch, HouseholdNote, HouseholdReport, Meeting, Task
from tests.db.told import refused_with
from tests.rows import code_of, rows

NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def places(world) -> dict[str, str]:
    """A cluster that Mr An looks after, and a named household that Ms Bình looks after."""
    unit = world.units["dong_bao"]
    cluster = groups.create(world.secretary, unit, "Cụm 1", 17)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", "Ngõ 3", None)
    for key, chosen in (("an", AssignmentTargets(groups=[cluster])), ("binh", AssignmentTargets(households=[home]))):
        assignments.assign(world.secretary, unit, [code_of(world, key)], chosen, NOVEMBER)
    return {"cluster": cluster, "home": home}


def call_of(world) -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], "regular", 202611)


def load_meeting(world, viewer=None) -> OpenMeeting:
    return meetings.load(viewer or world.secretary, call_of(world))


def type_in(world, values: dict, viewer=None) -> None:
    fields = {DraftField(*at): value for at, value in values.items()}
    known = sheet_snapshot.take_snapshot(load_meeting(world, viewer))
    draft_writer.save_values(viewer or world.secretary, call_of(world), fields, known)


def save(world, viewer=None) -> Meeting:
    meeting_record.save(viewer or world.secretary, call_of(world))
    return rows(Meeting)[-1]


def reported_by_member(world) -> dict[str, bool]:
    names = {member_id: key for key, member_id in world.members.items()}
    return {names[row.member_id]: row.reported for row in rows(HouseholdReport)}


def test_everybody_reports_with_one_tap(world, places):
    type_in(world, {("meeting", "round"): "1"})
    save(world)
    assert reported_by_member(world) == {"an": True, "binh": True}
    assert load_meeting(world).round.recorded


def test_a_member_corrected_to_absent_counts_as_not_having_reported_unless_noted(world, places):
    an, binh = (f"m{world.members[key]}" for key in ("an", "binh"))
    type_in(world, {("meeting", "round"): "1"})
    save(world)
    type_in(world, {(an, "outcome"): sheet.ABSENT})
    assert load_meeting(world).round.reported == {world.members["an"]: False, world.members["binh"]: True}
    save(world)
    assert reported_by_member(world) == {"an": False, "binh": True}
    type_in(world, {(binh, "outcome"): sheet.ABSENT, (binh, "reported"): "1"})
    save(world)
    type_in(world, {(an, "outcome"): "present"})
    save(world)
    assert reported_by_member(world) == {"an": False, "binh": True}


def test_an_absent_member_has_not_reported_unless_noted(world, places):
    an, binh = (f"m{world.members[key]}" for key in ("an", "binh"))
    type_in(world, {("meeting", "round"): "1", (an, "outcome"): sheet.ABSENT, (binh, "reported"): "0"})
    assert load_meeting(world).round.reported == {world.members["an"]: False, world.members["binh"]: False}
    type_in(world, {(an, "reported"): "1"})
    save(world)
    assert reported_by_member(world) == {"an": True, "binh": False}
    type_in(world, {(binh, "reported"): "1"})
    save(world)
    assert reported_by_member(world) == {"an": True, "binh": True}
    type_in(world, {("meeting", "round"): "0"})
    save(world)
    assert reported_by_member(world) == {}, "no round is something else than nobody having reported"


def test_a_meeting_without_a_round_records_no_reports(world, places):
    type_in(world, {("meeting", "place"): "Nhà văn hóa"})
    save(world)
    assert reported_by_member(world) == {}
    assert not load_meeting(world).round.recorded


def test_an_exception_says_what_where_and_who_will_see_to_it(world, places):
    said = {"place": places["home"], "note": "Cần sửa mái nhà", "member": str(world.members["an"])}
    type_in(world, {("meeting", "round"): "1"} | {("newnote0", name): value for name, value in said.items()})
    save(world)
    (note,), (task,) = rows(HouseholdNote), rows(Task)
    assert (note.text, note.task_id, note.on_behalf_of) == ("Cần sửa mái nhà", task.id, None)
    assert (task.text, task.member_id) == ("Hộ bà M.", world.members["an"])
    assert [line.text for line in tasks.list_open(world.commune)] == ["Hộ bà M."], "the commune reads no more of it"
    (line,) = household_notes.list_notes(world.secretary, places["home"])
    assert (line.day, line.meeting, line.text, line.next) == (
        date(2026, 11, 3),
        "regular",
        "Cần sửa mái nhà",
        "Nguyễn Văn An",
    )
    assert (
        household_notes.list_notes(world.commune, places["home"])
        == load_meeting(world, world.commune).round.notes
        == []
    )
    type_in(world, {(f"note{note.id}", "note"): "Cần sửa mái nhà và hàng rào"})
    save(world)
    assert rows(HouseholdNote)[0].text == "Cần sửa mái nhà và hàng rào"
    type_in(world, {(f"note{note.id}", "note"): ""})
    save(world)
    assert rows(HouseholdNote) == rows(Task) == []
    undo.undo(world.secretary, rows(Batch)[-1].id)
    assert (len(rows(HouseholdNote)), len(rows(Task))) == (1, 1)


def test_an_incomplete_note_is_refused_and_stays_typed(world, places):
    type_in(world, {("newnote0", "note"): "Cần vay vốn"})
    with refused_with("round_place_missing"):
        save(world)
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): " "})
    with refused_with("round_nothing_said", name="Hộ bà M."):
        save(world)
    type_in(world, {("newnote0", "note"): "x" * 501})
    with refused_with("text_long"):
        save(world)
    assert rows(HouseholdNote) == []
    assert load_meeting(world).round.notes[0].place == places["home"]


def test_a_household_chosen_without_a_note_is_refused_with_a_sentence(world, places):
    type_in(world, {("meeting", "round"): "1", ("newnote0", "place"): places["home"]})
    with refused_with("round_nothing_said", name="Hộ bà M."):
        save(world)


def test_the_commune_saves_what_the_cell_typed_without_reading_it(world, places):
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): "Cần vay vốn"})
    assert load_meeting(world, world.commune).round.notes == []
    save(world, world.commune)
    assert [(row.text, row.on_behalf_of) for row in rows(HouseholdNote)] == [("Cần vay vốn", None)]
    assert household_notes.list_notes(world.commune, places["home"]) == []


def test_the_commune_never_overwrites_a_note_of_the_cell_it_has_not_seen(world, places):
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): "Cần vay vốn"})
    part = household_round.unused_note_part(load_meeting(world, world.commune).round)
    typed = {(part, "place"): places["cluster"], (part, "note"): "Dọn kênh"}
    type_in(world, typed, world.commune)
    assert [note.text for note in load_meeting(world, world.commune).round.notes] == ["Dọn kênh"]
    save(world, world.commune)
    kept = [(row.text, row.on_behalf_of) for row in rows(HouseholdNote)]
    assert kept == [("Cần vay vốn", None), ("Dọn kênh", world.units["dong_ha"])]


def test_two_notes_on_one_household_are_not_saved_by_somebody_who_sees_only_one(world, places):
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): "Cần vay vốn"})
    type_in(world, {("newnote0", "note"): "Của xã"}, world.commune)
    with refused_with("rivals"):
        save(world, world.commune)
    assert rows(HouseholdNote) == []


def test_a_member_put_in_charge_after_the_round_was_not_asked(world, places):
    type_in(world, {("meeting", "round"): "1"})
    save(world)
    chosen = AssignmentTargets(groups=[places["cluster"]])
    assignments.assign(world.secretary, world.units["dong_bao"], [code_of(world, "cuong")], chosen, NOVEMBER)
    assert set(load_meeting(world).round.reported) == {world.members["an"], world.members["binh"]}


def test_notes_typed_by_the_commune_are_read_by_the_commune_and_the_cell(world, places):
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): "Cần vay vốn"}, world.commune)
    save(world, world.commune)
    for viewer in (world.commune, world.secretary):
        assert [line.text for line in household_notes.list_notes(viewer, places["home"])] == ["Cần vay vốn"]


def test_a_household_of_another_cell_is_refused(world, places):
    other = groups.create(world.neighbour, world.units["nui_doi"], "Cụm lạ", 5)
    type_in(world, {("newnote0", "place"): other, ("newnote0", "note"): "Cần vay vốn"})
    with refused_with("group_of_another_cell"):
        save(world)
    assert rows(HouseholdNote) == []


def test_notes_from_a_cancelled_meeting_are_no_longer_shown(world, places):
    said = {"place": places["home"], "note": "Vay vốn", "member": str(world.members["an"])}
    type_in(world, {("meeting", "round"): "1"} | {("newnote0", name): value for name, value in said.items()})
    meeting = save(world)
    meetings_not_held.cancel_meeting(world.secretary, meeting.code)
    assert household_notes.list_notes(world.secretary, places["home"]) == []
    assert rows(HouseholdReport) == rows(HouseholdNote) == rows(Task) == []
    undo.undo(world.secretary, rows(Batch)[-1].id)
    assert (len(rows(HouseholdReport)), len(rows(HouseholdNote)), len(rows(Task))) == (2, 1, 1)


def test_a_report_is_dated_on_the_day_the_meeting_was_held(world, places):
    type_in(world, {("meeting", "round"): "1"})
    save(world)
    type_in(world, {("meeting", "held_on"): "2026-11-05"})
    save(world)
    assert {row.reported_on for row in rows(HouseholdReport)} == {date(2026, 11, 5)}


def test_a_round_that_somebody_saved_meanwhile_is_refused_as_changed(world, places):
    save_first = sheet_snapshot.take_snapshot(load_meeting(world))
    type_in(world, {("meeting", "round"): "1"}, world.assistant)
    save(world, world.assistant)
    with refused_with("sheet_changed"):
        meeting_record.save(world.secretary, call_of(world), shown=save_first)


def test_only_the_cells_own_meeting_has_a_round(world, places):
    contact = meetings.load(world.secretary, MeetingRef(world.units["dong_bao"], "contact_periodic", 202607))
    assert not contact.round.applies
    assert drafts.load(world.secretary, contact.place).values == {}


def test_nothing_can_be_noted_about_a_household_not_followed_on_that_day(world, places):
    named_households.end(world.secretary, places["home"], date(2026, 11, 2), "other")
    type_in(world, {("newnote0", "place"): places["home"], ("newnote0", "note"): "Xin vay vốn"})
    with refused_with("visit_after_end"):
        save(world)
    assert rows(HouseholdNote) == []
