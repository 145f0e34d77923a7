"""Names on the page of a meeting, whether pasted, searched for or entered as speakers: each means one person, or is
asked about.
"""

from datetime import date

import pytest

from db.meetings import meetings, sheet
from db.meetings.meetings import MeetingRef
from db.models import ExemptionClass, Meeting
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from db.units import units
from tests.pages import press, said, shown
from tests.record_sheets import NOVEMBER, PAGE, P, U, box, call_of, more, noted, switch
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


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


def test_a_meeting_is_saved_only_once_each_pasted_name_marks_somebody(world):
    app = more(shown(world.secretary, PAGE, **NOVEMBER), "paste")
    app.text_area[0].set_value("Trần Thị Bình\nVăn\nKính gửi").run()
    press(app, "Lưu cuộc họp")
    assert ("ai\\: Trần Thị Bình và Văn\\." in app.error[0].value, rows(Meeting)) == (True, [])
    press(app, "Đánh dấu 1 đồng chí đã rõ")
    switch(app, "doubt").set_value(world.members["an"]).run()
    press(app, "Lưu cuộc họp")
    assert (len(rows(Meeting)), noted(world)) == (1, {1: U, 2: U, 3: P})


def test_a_pasted_exempt_person_is_named_as_such_and_marks_nobody(world):
    span = ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1))
    exemptions.exempt(world.secretary, code_of(world, "binh"), world.units["dong_bao"], span)
    app = more(shown(world.secretary, PAGE, **NOVEMBER), "paste")
    app.text_area[0].set_value("Trần Thị Bình").run()
    assert ("Trần Thị Bình" in said(app), [each for each in app.button if "Đánh dấu" in each.label]) == (True, [])
    press(app, "Lưu cuộc họp")
    assert len(rows(Meeting)) == 1


def test_a_speaker_who_did_not_come_is_reported_and_not_recorded(world):
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


def test_a_search_is_cleared_once_its_result_is_tapped(world):
    app = shown(world.secretary, PAGE, **NOVEMBER)
    app.text_input(key="record_find").set_value("binh").run()
    switch(app, "names").set_value([world.members["binh"]]).run()
    assert (app.text_input(key="record_find").value, noted(world)[2]) == ("", U)


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


def test_two_namesakes_pasted_in_two_spellings_are_each_asked_about(world):
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
