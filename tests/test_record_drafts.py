"""What is typed about a meeting and not saved yet: whose it is, how it ends, and what others typed or discarded
meanwhile.
"""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.meetings import draft_writer, meeting_record, meetings, sheet
from db.meetings.meetings import MeetingRef
from db.models import Attendance, Batch, Meeting, Outcome, Tally
from tests.pages import app, button, links, press, said, shown
from tests.record_sheets import NOVEMBER, PAGE, P, U, box, call_of, errors, noted, switch
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_drafts_place_is_not_given_to_anybody_outside_the_cell_or_for_an_impossible_meeting(world):
    call = call_of(world)
    assert meetings.load_draft(world.secretary, call).place == meetings.load(world.secretary, call).place
    with pytest.raises(NotAllowed):
        meetings.load_draft(world.secretary, call._replace(unit_id=world.units["ben_da"]))
    with pytest.raises(Invalid):
        meetings.load_draft(world.secretary, call._replace(type="none_such"))


def test_two_users_at_the_box_of_numbers_conflict_about_nobody(world):
    first, second = shown(world.secretary, PAGE, **NOVEMBER), shown(world.assistant, PAGE, **NOVEMBER)
    box(first).set_value("1").run()
    box(second).set_value("2").run()
    opened = meetings.load(world.secretary, call_of(world))
    assert (noted(world), opened.typed.conflicts) == ({1: U, 2: U, 3: P}, {})
    box(first).set_value("1 3").run()
    assert noted(world) == {1: U, 2: U, 3: U}
    box(first).set_value("3").run()
    assert noted(world) == {1: P, 2: U, 3: U}


def test_a_draft_can_be_discarded(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    next(each for each in app.button_group if each.key == "record_more").set_value("discard").run()
    button(app, "Bỏ bản nháp").click().run()
    assert (box(app).value, noted(world)) == ("", {1: P, 2: P, 3: P})


def test_a_draft_is_offered_as_long_as_it_can_be_opened(world):
    contact = MeetingRef(world.units["dong_bao"], "contact_periodic", 202607)
    drafts.save_values(
        world.secretary,
        meetings.load(world.secretary, contact).place,
        {DraftField(sheet.MEETING, "place"): "Nhà văn hóa"},
        {},
    )
    meeting_record.save(world.secretary, call_of(world))
    drafts.save_values(
        world.secretary,
        meetings.load(world.secretary, call_of(world)).place,
        {DraftField(sheet.MEETING, "place"): "Nhà văn hóa"},
        {},
    )
    half = [label for label in links(app(world.secretary), "record") if "Đang ghi dở" in label]
    assert {label.split(" · ")[0].split(", ")[1] for label in half} == {"tháng 11/2026", "kỳ II năm 2026"}
    undo.undo(world.secretary, rows(Batch, deed="record_meeting")[0].id)
    assert ["kỳ II năm 2026" in label for label in links(app(world.secretary), "record") if "Đang ghi dở" in label] == [
        True
    ]


def test_a_sheet_that_another_user_discarded_is_not_saved_unseen(world):
    first, second = shown(world.secretary, PAGE, **NOVEMBER), shown(world.assistant, PAGE, **NOVEMBER)
    box(first).set_value("1 2").run()
    meeting_record.discard_draft(world.assistant, call_of(world))
    press(first, "Lưu cuộc họp")
    assert (rows(Meeting), "Chưa lưu" in errors(first), box(first).value) == ([], True, "")
    press(first, "Ghi lại những gì tôi đã thấy")
    assert (box(first).value, noted(world)) == ("1 2", {1: U, 2: U, 3: P})
    press(second, "Lưu cuộc họp")
    assert (rows(Meeting), "Chưa lưu" in errors(second), "**1/3** có mặt" in said(second)) == ([], True, True)
    press(second, "Lưu cuộc họp")
    assert [row.outcome for row in rows(Attendance)] == [U, U, P]


def test_what_another_user_discards_at_a_saved_meeting_can_be_restored_but_not_what_was_saved(world):
    meeting_record.save(world.secretary, call_of(world))
    first, second = shown(world.secretary, PAGE, **NOVEMBER), shown(world.assistant, PAGE, **NOVEMBER)
    box(first).set_value("1 2").run()
    meeting_record.discard_draft(world.assistant, call_of(world))
    press(first, "Lưu cuộc họp")
    assert "Chưa lưu" in errors(first)
    press(first, "Ghi lại những gì tôi đã thấy")
    assert box(first).value == "1 2"
    second.run()
    press(second, "Lưu cuộc họp")
    assert [row.outcome for row in rows(Attendance)] == [U, U, P]
    press(first, "Lưu cuộc họp")
    assert not [each for each in first.button if each.label == "Ghi lại những gì tôi đã thấy"]


def test_what_another_user_typed_or_saved_meanwhile_must_be_seen_before_saving(world):
    first, second = shown(world.secretary, PAGE, **NOVEMBER), shown(world.assistant, PAGE, **NOVEMBER)
    box(first).set_value("1").run()
    press(second, "Lưu cuộc họp")
    assert (rows(Meeting), "Chưa lưu" in errors(second)) == ([], True)
    press(first, "Lưu cuộc họp")
    press(second, "Lưu cuộc họp")
    assert ("Chưa lưu" in errors(second), [row.outcome for row in rows(Attendance)]) == (True, [U, P, P])
    box(second).set_value("1 2").run()
    press(second, "Lưu cuộc họp")
    assert [row.outcome for row in rows(Attendance)] == [U, U, P]


def test_changing_another_users_value_after_seeing_it_raises_no_question(world):
    first = shown(world.secretary, PAGE, **NOVEMBER)
    box(first).set_value("1").run()
    second = shown(world.assistant, PAGE, **NOVEMBER)
    switch(second, "all").set_value(Outcome.EXCUSED).run()
    third = shown(world.secretary, PAGE, **NOVEMBER)
    switch(third, "all").set_value(Outcome.UNEXCUSED).run()
    assert meetings.load(world.secretary, call_of(world)).typed.conflicts == {}
    assert noted(world)[1] == Outcome.UNEXCUSED


def test_a_sheet_whose_last_change_could_not_be_stored_is_not_saved_without_it(world, monkeypatch):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    save, refuse = draft_writer.save_values, [True]

    def refused(*args, **options):
        if refuse:
            raise Conflict("busy")
        return save(*args, **options)

    monkeypatch.setattr(draft_writer, "save_values", refused)
    box(app).set_value("1 2")
    press(app, "Lưu cuộc họp")
    assert rows(Meeting, period=202611) == []
    assert errors(app)
    press(app, "Lưu cuộc họp")
    assert rows(Meeting, period=202611) == []
    assert errors(app)
    refuse.clear()
    press(app, "Lưu cuộc họp")
    (meeting,) = rows(Meeting, period=202611)
    (tally,) = rows(Tally, meeting_id=meeting.id)
    assert tally.unknown == 2


def test_two_devices_at_one_unplanned_meeting_create_one(world):
    for query in ({"day": "2026-11-20"}, {}):
        first, second = (
            shown(viewer, PAGE, type="extraordinary", period="202611", **query)
            for viewer in (world.secretary, world.assistant)
        )
        standing = len(rows(Meeting))
        press(first, "Lưu cuộc họp")
        press(second, "Lưu cuộc họp")
        assert (len(rows(Meeting)), "Chưa lưu" in errors(second)) == (standing + 1, True)
        press(second, "Lưu cuộc họp")
        assert len(rows(Meeting)) == standing + 1


def test_the_chosen_day_belongs_to_the_draft(world):
    for type_, query in (("regular", NOVEMBER), ("extraordinary", NOVEMBER | {"type": "extraordinary"})):
        sheet_of = shown(world.secretary, PAGE, **query, day="2026-11-20")
        box(sheet_of).set_value("1").run()
        home = app(world.secretary)
        link = next(each.proto for each in home.get("page_link") if "Đang ghi dở" in each.proto.label)
        resumed = shown(world.assistant, PAGE, **dict(parse_qsl(link.query_string)))
        assert (resumed.date_input[0].value, box(resumed).value) == (date(2026, 11, 20), "1"), type_
        press(resumed, "Lưu cuộc họp")
        assert [row.held_on for row in rows(Meeting, type=type_)] == [date(2026, 11, 20)]
