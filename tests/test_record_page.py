"""The sheet of a meeting, used as a user would: what the boxes say is what is recorded."""

from datetime import date

import pytest
from streamlit.runtime.scriptrunner import StopException

from components.widgets import feedback
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.exports import meeting_export
from db.figures.figures import FigureQuery
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings, meetings_not_held, sheet
from db.meetings.meetings import MeetingRef
from db.models import Attendance, ExemptionClass, Expectation, GroupKind, Meeting, MeetingState, Outcome, Task
from db.people import exemptions, group_actions
from db.people.exemptions import ExemptionInput
from db.people.group_actions import GroupInput
from db.settings import settings
from db.units import units
from tests.pages import press, said, shown
from tests.record_sheets import NOVEMBER, PAGE, E, P, U, box, call_of, errors, more, noted, switch
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def test_switching_the_mode_reads_the_same_numbers_in_the_new_sense(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 2").run()
    assert noted(world) == {1: U, 2: U, 3: P}
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    assert (box(app).label, box(app).value, noted(world)) == ("Số thứ tự người có mặt", "1 2", {1: P, 2: P, 3: U})
    box(app).set_value("1 2 3").run()
    assert noted(world) == {1: P, 2: P, 3: P}
    switch(app, "mode").set_value(sheet.EntryMode.ABSENT).run()
    assert noted(world) == {1: U, 2: U, 3: U}


def test_a_number_that_nobody_has_is_not_left_out_before_its_user_could_read_that(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1 99")
    press(app, "Lưu cuộc họp")  # typed and pressed at once
    assert "danh sách này không có số 99" in errors(app)
    assert not rows(Meeting)
    press(app, "Lưu cuộc họp")
    assert len(rows(Meeting)) == 1


def test_a_number_of_another_group_or_of_somebody_absent_is_not_left_out_before_its_user_could_read_that(world):
    groups = [
        GroupInput(f"Tổ {number}", [code_of(world, key) for key in keys], None)
        for number, keys in ((1, ("an", "binh")), (2, ("cuong",)))
    ]
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, groups, date(2026, 11, 1))
    settings.set_value(world.secretary, world.units["dong_bao"], "party_group_sheets", True, date(2026, 11, 1))
    app = shown(world.secretary, PAGE, **NOVEMBER)
    switch(app, "mode").set_value(sheet.EntryMode.PRESENT).run()
    first, _second = [each for each in app.text_input if (each.key or "").startswith("record_numbers_g")]
    first.set_value("1 3")
    press(app, "Lưu cuộc họp")
    assert "số 3 ở tổ khác" in errors(app)
    next(each for each in app.text_input if (each.key or "").startswith("record_spoke")).set_value("2")
    press(app, "Lưu cuộc họp")
    assert "số 2 không có mặt" in errors(app)
    assert not rows(Meeting)
    press(app, "Lưu cuộc họp")
    assert len(rows(Meeting)) == 1


def test_an_interaction_loads_the_meeting_with_its_people_once(world, monkeypatch):
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


def test_an_exempt_person_who_came_is_reported_beside_the_absent(world):
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


def test_a_reason_for_all_applies_to_those_marked_in_the_same_interaction(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    box(app).set_value("1 2")
    switch(app, "all").set_value(E).run()
    assert noted(world) == {1: E, 2: E, 3: P}


def test_switching_the_mode_changes_nobody_in_a_saved_meeting(world):
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


def test_an_exempt_person_whose_number_is_removed_did_not_come(world):
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


def test_a_reason_for_all_applies_to_those_marked_later_but_not_to_exceptions(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    switch(app, "all").set_value(Outcome.EXCUSED).run()
    box(app).set_value("1 2").run()
    assert noted(world) == {1: E, 2: E, 3: P}
    switch(app, "other").set_value([world.members["an"]]).run()
    box(app).set_value("1 2 3").run()
    assert noted(world) == {1: Outcome.UNEXCUSED, 2: E, 3: E}


def test_unreadable_input_is_reported_and_the_numbers_are_recorded(world):
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


def test_a_save_clicked_twice_before_the_page_is_redrawn_is_done_once_and_confirmed(world, monkeypatch):
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


def test_a_meeting_declared_not_held_is_recorded_only_after_saying_it_took_place(world):
    meetings_not_held.declare_not_held(world.secretary, call_of(world), MeetingState.NOT_HELD, "Bão")
    app = shown(world.secretary, PAGE, **NOVEMBER)
    assert not any(each.label == "Lưu cuộc họp" for each in app.button)
    press(app, "Cuộc họp có diễn ra: ghi người dự")
    press(app, "Lưu cuộc họp")
    assert [(row.state, row.reason, row.postponed_to) for row in rows(Meeting)] == [(MeetingState.HELD, None, None)]


def test_an_emptied_field_is_empty(world):
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


def test_correcting_a_saved_sheet_keeps_everything_not_touched(world):
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


def test_a_day_in_another_month_must_be_confirmed_first(world):
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


def test_declaring_that_nobody_met_saves_only_that(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    more(app, "declare")
    assert not any(each.label == "Lưu cuộc họp" for each in app.button)
    declared(app.text_input, "why").set_value("Bão").run()
    declared(app.button_group, "state").set_value(MeetingState.NOT_HELD).run()
    press(app, "Lưu: không họp")
    assert [(row.state, row.reason) for row in rows(Meeting)] == [(MeetingState.NOT_HELD, "Bão")]
    assert rows(Attendance) == []


def test_an_address_that_opens_the_declaration_offers_no_other_save(world):
    app = shown(world.secretary, PAGE, **NOVEMBER, record_more="declare")
    assert [each.label for each in app.button if each.label.startswith("Lưu")] == ["Lưu: hoãn họp"]


def test_what_was_typed_of_a_declaration_is_kept_while_another_section_is_open_and_another_device_discards(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    box(app).set_value("1").run()
    more(app, "declare")
    declared(app.text_input, "why").set_value("Bão").run()
    declared(app.date_input, "day").set_value(date(2026, 11, 21)).run()
    more(app, "guests")
    meeting_record.discard_draft(world.assistant, call_of(world))
    more(app, "declare")
    assert (declared(app.text_input, "why").value, declared(app.date_input, "day").value) == ("Bão", date(2026, 11, 21))
    app = shown(world.secretary, PAGE, **NOVEMBER | {"period": "202610"}, record_more="declare")
    assert declared(app.text_input, "why").value == ""


def test_an_overdue_task_is_marked_with_a_word(world):
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


def declared(elements, name: str):
    return next(each for each in elements if (each.key or "").startswith(f"record_declared_{name}_"))


def minutes_field(test):
    return next(each for each in test.date_input if each.label == "Ngày của biên bản dùng để nhập")


def test_a_commune_records_the_date_of_the_minutes_it_enters_from(world):
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
