"""The table on which a meeting lies, touched as its user touches it: what the boxes say is what is noted."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from streamlit.runtime.scriptrunner import StopException

from components.widgets import feedback
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.exports import meeting_export
from db.figures.figures import FigureQuery
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import draft_writer, meeting_record, meeting_status, meetings, sheet
from db.meetings.meetings import MeetingRef
from db.models import Attendance, Batch, ExemptionClass, Expectation, Meeting, MeetingState, Outcome, Tally, Task
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from db.units import units
from tests.pages import app, button, links, press, said, shown
from tests.rows import code_of, rows

PAGE = "pages/meetings/record.py"
NOVEMBER = {"type": "regular", "period": "202611"}
pytestmark = pytest.mark.usefixtures("november")


def call_of(world, type_: str = "regular") -> MeetingRef:
    return MeetingRef(world.units["dong_bao"], type_, 202611)


def noted(world, viewer=None) -> dict[int, Outcome | None]:
    """Outcomes as they stand on the table, by roster number."""
    lines = meetings.load(viewer or world.secretary, call_of(world)).sheet.lines
    return {line.person.number: line.outcome for line in lines}


def box(app):
    return next(each for each in app.text_input if (each.key or "").startswith("record_numbers0"))


def switch(app, name: str):
    return next(each for each in app.button_group if (each.key or "").startswith(f"record_{name}"))


P, U, E = Outcome.PRESENT, Outcome.UNKNOWN, Outcome.EXCUSED


def test_the_switch_reads_what_is_marked_in_the_new_sense(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 2").run()
    assert noted(world) == {1: U, 2: U, 3: P}
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    assert (box(app).label, box(app).value, noted(world)) == ("Số thứ tự người có mặt", "1 2", {1: P, 2: P, 3: U})
    box(app).set_value("1 2 3").run()
    assert noted(world) == {1: P, 2: P, 3: P}
    switch(app, "mode").set_value(sheet.EntryMode.ABSENT).run()
    assert noted(world) == {1: U, 2: U, 3: U}


def test_a_touch_opens_the_meeting_with_its_people_once(world, monkeypatch):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    opened, open_in = [], meetings.load_in
    monkeypatch.setattr(meetings, "load_in", lambda session, call: opened.append(call) or open_in(session, call))
    touches = (
        lambda: box(app).set_value("1 2"),
        lambda: switch(app, "all").set_value(E),
        lambda: switch(app, "mode").set_value(sheet.EntryMode.PRESENT),
    )
    for at, touch in enumerate(touches, 1):
        touch().run()
        assert len(opened) == at
    assert noted(world) == {1: P, 2: P, 3: E}


def test_an_exempt_person_who_came_is_told_beside_those_absent(world):
    exemptions.exempt(
        world.secretary,
        code_of(world, "binh"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = shown(world.secretary, PAGE, **NOVEMBER)
    next(each for each in app.toggle if each.key == "record_whole").set_value(True).run()
    exempt = world.members["binh"]
    assert "Bình" not in str(switch(app, "names").options)
    switch(app, "exempt").set_value([exempt]).run()
    switch(app, "names").set_value([world.members["an"]]).run()
    assert noted(world) == {1: U, 2: P, 3: P}
    assert "được miễn nhưng vẫn dự **1**" in said(app)
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    assert noted(world) == {1: P, 2: P, 3: U}
    switch(app, "mode").set_value(sheet.EntryMode.ABSENT).run()
    switch(app, "exempt").set_value([]).run()
    assert noted(world) == {1: U, 2: None, 3: P}


def test_a_reason_for_all_holds_for_those_marked_in_the_same_touch(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    box(app).set_value("1 2")
    switch(app, "all").set_value(E).run()
    assert noted(world) == {1: E, 2: E, 3: P}


def test_a_draft_s_place_is_told_to_nobody_outside_the_cell_and_for_no_meeting_that_cannot_be(world):
    call = call_of(world)
    assert meetings.load_draft(world.secretary, call).place == meetings.load(world.secretary, call).place
    with pytest.raises(NotAllowed):
        meetings.load_draft(world.secretary, call._replace(unit_id=world.units["ben_da"]))
    with pytest.raises(Invalid):
        meetings.load_draft(world.secretary, call._replace(type="none_such"))


def test_the_switch_changes_nobody_of_a_saved_meeting(world):
    drafts.save_values(
        world.secretary,
        meetings.load(world.secretary, call_of(world)).place,
        {DraftField(f"m{world.members['an']}", "outcome"): sheet.ABSENT},
        {},
    )
    meeting_record.save(world.secretary, call_of(world))
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 2").run()
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    assert (box(app).value, noted(world)) == ("3", {1: U, 2: U, 3: P})


def test_an_exempt_person_whose_number_is_taken_out_again_did_not_come(world):
    exemptions.exempt(
        world.secretary,
        code_of(world, "binh"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 2").run()
    box(app).set_value("1").run()
    assert noted(world) == {1: U, 2: None, 3: P}


def test_a_reason_for_all_holds_for_those_marked_later_but_not_for_exceptions(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    switch(app, "all").set_value(Outcome.EXCUSED).run()
    box(app).set_value("1 2").run()
    assert noted(world) == {1: E, 2: E, 3: P}
    switch(app, "other").set_value([world.members["an"]]).run()
    box(app).set_value("1 2 3").run()
    assert noted(world) == {1: Outcome.UNEXCUSED, 2: E, 3: E}


def test_two_people_at_the_box_of_numbers_disagree_about_nobody(world):
    first, second = shown(world.secretary, PAGE, **NOVEMBER), shown(world.assistant, PAGE, **NOVEMBER)
    box(first).set_value("1").run()
    box(second).set_value("2").run()
    opened = meetings.load(world.secretary, call_of(world))
    assert (noted(world), opened.typed.conflicts) == ({1: U, 2: U, 3: P}, {})
    box(first).set_value("1 3").run()
    assert noted(world) == {1: U, 2: U, 3: U}
    box(first).set_value("3").run()
    assert noted(world) == {1: P, 2: U, 3: U}


def test_words_in_the_box_are_told_and_the_numbers_noted(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 ² 5-3").run()
    assert noted(world)[1] == U
    assert "Không đọc được: ², 5" in said(app)


def test_a_meeting_of_an_unplanned_type_is_saved_once(world):
    app = shown(world.secretary, PAGE, type="extraordinary", period="202611")
    press(app, "Lưu cuộc họp")
    assert app.success[0].value.startswith("Đã lưu")
    assert [app.query_params["meeting"]] == [row.code for row in rows(Meeting)]
    press(app, "Lưu cuộc họp")
    assert len(rows(Meeting)) == 1
    press(shown(world.secretary, PAGE, type="extraordinary", period="202611", day="2026-11-05"), "Lưu cuộc họp")
    assert len(rows(Meeting)) == 2


def test_saved_and_pressed_again_before_it_is_drawn_anew_a_meeting_is_saved_and_said_to_be(world, monkeypatch):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    before = app._tree

    def interrupted(*_) -> None:
        raise StopException

    with monkeypatch.context() as second_press:
        second_press.setattr(feedback, "_say", interrupted)
        press(app, "Lưu cuộc họp")
    app._tree = before
    press(app, "Lưu cuộc họp")
    assert (errors(app), len(rows(Meeting)), len(app.toast)) == ("", 1, 1)


def test_what_was_not_held_is_recorded_only_by_whoever_says_so(world):
    meeting_status.declare(world.secretary, call_of(world), MeetingState.NOT_HELD, "Bão")
    app = shown(world.secretary, PAGE, **NOVEMBER)
    assert not any(each.label == "Lưu cuộc họp" for each in app.button)
    press(app, "Cuộc họp có diễn ra: ghi người dự")
    press(app, "Lưu cuộc họp")
    assert [(row.state, row.reason, row.postponed_to) for row in rows(Meeting)] == [(MeetingState.HELD, None, None)]


def test_a_pasted_name_that_means_an_exempt_person_is_answered_once(world):
    exemptions.exempt(
        world.secretary,
        code_of(world, "an"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = shown(world.secretary, PAGE, **NOVEMBER)
    next(each for each in app.button_group if each.key == "record_more").set_value("paste").run()
    app.text_area[0].set_value("Chú Văn").run()
    asked = switch(app, "doubt")
    asked.set_value(world.members["an"]).run()
    assert not app.exception
    assert noted(world) == {1: None, 2: P, 3: P}


def test_a_draft_can_be_thrown_away(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    next(each for each in app.button_group if each.key == "record_more").set_value("discard").run()
    button(app, "Bỏ bản nháp").click().run()
    assert (box(app).value, noted(world)) == ("", {1: P, 2: P, 3: P})


def test_what_lies_half_typed_is_offered_as_long_as_it_can_be_opened(world):
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


def test_what_is_emptied_is_empty(world):
    place = meetings.load(world.secretary, call_of(world)).place
    told = {
        DraftField(sheet.MEETING, "place"): "Nhà văn hóa",
        DraftField(sheet.MEETING, "chair"): str(world.members["an"]),
        DraftField(sheet.MEETING, "score"): "90",
    }
    drafts.save_values(world.secretary, place, told, {})
    meeting_record.save(world.secretary, call_of(world))
    app = shown(world.secretary, PAGE, **NOVEMBER)
    next(each for each in app.button_group if each.key == "record_more").set_value("details").run()
    drafts.save_values(
        world.secretary,
        meetings.load(world.secretary, call_of(world)).place,
        {DraftField(sheet.MEETING, name): "" for name in ("chair", "score")},
        {},
    )
    next(each for each in app.text_input if each.label == "Địa điểm").set_value("").run()
    press(app, "Lưu cuộc họp")
    assert [(row.place, row.chair_id, row.score) for row in rows(Meeting)] == [(None, None, None)]


def test_correcting_a_saved_sheet_keeps_what_is_not_touched(world):
    exemptions.exempt(
        world.secretary,
        code_of(world, "cuong"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    switch(app, "all").set_value(Outcome.EXCUSED).run()
    press(app, "Lưu cuộc họp")
    assert box(app).value == "1"
    box(app).set_value("").run()
    assert noted(world) == {1: P, 2: P, 3: None}
    box(app).set_value("1 2 3").run()
    assert noted(world) == {1: E, 2: U, 3: None}
    box(app).set_value("2").run()
    press(app, "Lưu cuộc họp")
    assert [(row.expectation, row.outcome) for row in rows(Attendance)] == [
        (Expectation.EXPECTED, P),
        (Expectation.EXPECTED, U),
        (Expectation.EXEMPT, None),
    ]


def test_whoever_spoke_without_coming_is_told_and_not_noted(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    box(app).set_value("1 2").run()
    next(each for each in app.text_input if (each.key or "").startswith("record_spoke")).set_value("1 3").run()
    assert "Số 3 không có mặt" in said(app)
    assert [
        line.person.number for line in meetings.load(world.secretary, call_of(world)).sheet.lines if line.spoke
    ] == [1]
    box(app).set_value("1 2 3").run()
    assert "không có mặt" not in said(app)


def test_a_name_that_was_found_and_tapped_is_sought_no_longer(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    app.text_input(key="record_find").set_value("binh").run()
    switch(app, "names").set_value([world.members["binh"]]).run()
    assert (app.text_input(key="record_find").value, noted(world)[2]) == ("", U)


def more(app, part: str):
    return next(each for each in app.button_group if each.key == "record_more").set_value(part).run()


def errors(app) -> str:
    return "\n".join(each.value for each in app.error)


def test_who_sees_a_sheet_that_another_threw_away_does_not_save_it_unseen(world):
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


def test_what_another_typed_or_saved_meanwhile_is_looked_at_before_it_is_saved(world):
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


def test_what_one_sees_of_another_and_changes_is_no_question(world):
    first = shown(world.secretary, PAGE, **NOVEMBER)
    box(first).set_value("1").run()
    second = shown(world.assistant, PAGE, **NOVEMBER)
    switch(second, "all").set_value(Outcome.EXCUSED).run()
    third = shown(world.secretary, PAGE, **NOVEMBER)
    switch(third, "all").set_value(Outcome.UNEXCUSED).run()
    assert meetings.load(world.secretary, call_of(world)).typed.conflicts == {}
    assert noted(world)[1] == Outcome.UNEXCUSED


def test_a_sheet_whose_last_touch_could_not_be_kept_is_not_saved_without_it(world, monkeypatch):
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


def test_two_devices_at_one_unplanned_meeting_make_one(world):
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


def test_the_day_that_was_chosen_belongs_to_the_draft(world):
    for type_, query in (("regular", NOVEMBER), ("extraordinary", NOVEMBER | {"type": "extraordinary"})):
        sheet_of = shown(world.secretary, PAGE, **query, day="2026-11-20")
        box(sheet_of).set_value("1").run()
        home = app(world.secretary)
        link = next(each.proto for each in home.get("page_link") if "Đang ghi dở" in each.proto.label)
        resumed = shown(world.assistant, PAGE, **dict(parse_qsl(link.query_string)))
        assert (resumed.date_input[0].value, box(resumed).value) == (date(2026, 11, 20), "1"), type_
        press(resumed, "Lưu cuộc họp")
        assert [row.held_on for row in rows(Meeting, type=type_)] == [date(2026, 11, 20)]


def test_a_day_of_another_month_is_confirmed_first(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    app.date_input[0].set_value(date(2026, 10, 20)).run()
    press(app, "Lưu cuộc họp")
    assert (rows(Meeting), "không thuộc" in errors(app)) == ([], True)
    app.checkbox[0].check().run()
    app.date_input[0].set_value(date(2026, 10, 21)).run()
    assert app.checkbox[0].value is False
    app.checkbox[0].check().run()
    press(app, "Lưu cuộc họp")
    assert [(row.period, row.held_on) for row in rows(Meeting)] == [(202611, date(2026, 10, 21))]
    box(app).set_value("1").run()
    press(app, "Lưu cuộc họp")
    assert (errors(app), rows(Attendance)[0].outcome) == ("", U)


def test_a_sheet_on_which_it_is_told_that_nobody_met_saves_only_that(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    more(app, "declare")
    assert not any(each.label == "Lưu cuộc họp" for each in app.button)
    app.text_input(key="record_declare_why").set_value("Bão").run()
    switch(app, "declare_state").set_value(MeetingState.NOT_HELD).run()
    press(app, "Lưu: không họp")
    assert [(row.state, row.reason) for row in rows(Meeting)] == [(MeetingState.NOT_HELD, "Bão")]
    assert rows(Attendance) == []


def test_a_pasted_name_means_one_person_however_often_it_is_answered(world):
    app = more(shown(world.secretary, PAGE, **NOVEMBER), "paste")
    app.text_area[0].set_value("Văn An Cường\nVăn").run()
    first, second = world.members["an"], world.members["cuong"]
    asked = switch(app, "doubt")
    asked.set_value(first).run()
    switch(app, "doubt").set_value(second).run()
    assert noted(world) == {1: P, 2: P, 3: U}
    assert switch(app, "doubt").value == second
    switch(app, "doubt").set_value(None).run()
    assert noted(world) == {1: P, 2: P, 3: P}


def test_two_namesakes_pasted_in_two_spellings_are_asked_about_each(world):
    unit = units.by_id(world.admin)[world.units["ben_da"]].code
    app = more(shown(world.commune, PAGE, unit=unit, **NOVEMBER), "paste")
    app.text_area[0].set_value("Nguyễn Văn Hùng\nNguyen Van Hung").run()
    assert not app.exception
    for at, key in enumerate(("hung", "hung_lan")):
        [each for each in app.button_group if (each.key or "").startswith("record_doubt")][at].set_value(
            world.members[key]
        ).run()
    lines = meetings.load(world.commune, MeetingRef(world.units["ben_da"], "regular", 202611)).sheet.lines
    assert [line.outcome for line in lines] == [U, U]


def test_a_task_whose_day_is_over_is_marked_by_a_word(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202610))
    raised = rows(Meeting, period=202610)[0].id
    with writing(SYSTEM, "test") as session:
        tasks = [
            {"unit_id": world.units["dong_bao"], "raised_in": raised, "text": text, "due": date(2026, 11, day)}
            for text, day in (("Cụm 1", 21), ("Cụm 2", 22))
        ]
        bulk.insert(session, Task, tasks)
    app = shown(world.secretary, PAGE, **NOVEMBER)
    next(each for each in app.button_group if each.key == "record_more").set_value("tasks").run()
    labels = [each.label for each in app.button_group if "Cụm" in each.label]
    assert ["quá hạn" in label for label in labels] == [True, False]
    assert all("/11/2026" in label for label in labels)


def minutes_field(test):
    return next(each for each in test.date_input if each.label == "Ngày của biên bản dùng để nhập")


def test_a_commune_notes_of_which_day_the_minutes_are_that_it_enters_from(world):
    test = shown(world.commune, PAGE, unit=units.by_id(world.admin)[world.units["dong_bao"]].code, **NOVEMBER)
    field = minutes_field(test)
    field.set_value(date(2026, 11, 1)).run()
    press(test, "Lưu cuộc họp")
    assert "trước cuộc họp" in test.error[0].value
    assert rows(Meeting) == []
    field = minutes_field(test)
    field.set_value(date(2026, 11, 5)).run()
    press(test, "Lưu cuộc họp")
    assert rows(Meeting)[0].minutes_dated == date(2026, 11, 5)
    assert "05/11/2026" in said(shown(world.secretary, PAGE, **NOVEMBER))
    (exported,) = meeting_export.iterate_meetings(world.commune, FigureQuery(202611, 202611))
    assert exported.minutes_dated == date(2026, 11, 5)
    test = shown(world.commune, PAGE, unit=units.by_id(world.admin)[world.units["dong_bao"]].code, **NOVEMBER)
    field = minutes_field(test)
    field.set_value(None).run()
    press(test, "Lưu cuộc họp")
    assert rows(Meeting)[0].minutes_dated is None
