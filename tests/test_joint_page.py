"""A commune's joint meeting on its screens, and what each of its cells sees of it."""

from datetime import date

import pytest

from components.i18n import _
from db.meetings import invitations, meetings
from db.meetings.meetings import MeetingRef
from db.models import Attendance, Outcome
from db.units import units
from tests.pages import button, links, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
HELD = date(2026, 11, 10)
PAGE = "pages/meetings/record.py"


def code(world, key: str) -> str:
    return units.by_id(world.admin)[world.units[key]].code


def opened(world):
    day = {"type": "joint", "period": "202611", "day": "2026-11-10"}
    return shown(world.commune, PAGE, unit=code(world, "dong_ha"), **day)


def pills(test, name: str):
    return next(each for each in test.button_group if (each.key or "").startswith(name))


def boxes(test) -> list:
    return [each for each in test.text_input if (each.key or "").startswith("record_numbers")]


def recorded(world) -> str:
    test = opened(world)
    pills(test, "record_cells").set_value([world.units["dong_bao"], world.units["ben_da"]]).run()
    bao = next(box for box in boxes(test) if "Đồng Bào" in box.label)
    bao.set_value("1 2").run()
    press(test, _("Save the meeting"))
    assert not test.error
    return meetings.load(world.commune, MeetingRef(world.units["dong_ha"], "joint", 202611, day=HELD)).meeting.code


def test_a_commune_finds_its_joint_meetings_beside_its_cells(world):
    test = shown(world.commune, PAGE)
    assert _("Joint meetings of several cells") in links(test, "record")
    own = shown(world.commune, PAGE, unit=code(world, "dong_ha"))
    assert "Sinh hoạt thường kỳ" not in own.selectbox(key="record_other_type").options
    assert "Họp chung nhiều chi bộ" in own.selectbox(key="record_other_type").options
    assert "Họp chung nhiều chi bộ" not in shown(world.secretary, PAGE).selectbox(key="record_other_type").options


def test_a_meeting_without_anybody_called_is_refused_with_a_sentence(world):
    test = press(opened(world), _("Save the meeting"))
    assert "Chưa triệu tập ai" in test.error[0].value


def test_cells_are_picked_and_each_has_a_box_for_its_numbers(world):
    recorded(world)
    came = {(row.unit_id, row.outcome) for row in rows(Attendance)}
    assert (world.units["dong_bao"], Outcome.PRESENT) in came
    assert (world.units["ben_da"], Outcome.PRESENT) not in came


def test_each_cell_sees_its_own_people_in_it_and_no_others(world):
    meeting = recorded(world)
    listed = shown(world.secretary, PAGE)
    assert any("Họp chung nhiều chi bộ · 2/3 có mặt" in label for label in links(listed, "record"))
    test = shown(world.secretary, PAGE, meeting=meeting)
    assert "Lê Văn Cường" in said(test)
    assert "Nguyễn Văn Hùng" not in said(test)
    assert not [each for each in test.button if each.label == _("Save the meeting")]
    assert shown(world.neighbour, PAGE, meeting=meeting).error


def test_a_person_is_invited_by_name_and_can_be_removed_again(world):
    test = opened(world)
    test.text_input(key="record_invite").set_value("pham dung").run()
    pills(test, "record_invite").set_value(world.members["dung"]).run()
    assert [box.label for box in boxes(test)] == ["Số thứ tự người có mặt: Chi bộ thôn Đồng Bào (giữ mối liên hệ)"]
    pills(test, "record_invited").set_value([]).run()
    assert boxes(test) == []


def test_inviting_somebody_already_called_or_in_no_cell_is_refused_with_a_sentence(world):
    test = opened(world)
    pills(test, "record_cells").set_value([world.units["dong_bao"]]).run()
    test.text_input(key="record_invite").set_value("van an").run()
    pills(test, "record_invite").set_value(world.members["an"]).run()
    assert "đã có trong danh sách" in test.error[0].value


def test_attendance_is_entered_for_each_sitting(world):
    test = opened(world)
    pills(test, "record_cells").set_value([world.units["dong_bao"]]).run()
    pills(test, "record_more").set_value("sittings").run()
    pills(test, "record_meeting_sittings").set_value(2).run()
    boxes(test)[0].set_value("1 2").run()
    pills(test, "record_sitting").set_value(2).run()
    assert boxes(test)[0].value == ""
    boxes(test)[0].set_value("2 3").run()
    press(test, _("Save the meeting"))
    assert [row.outcome for row in rows(Attendance)] == [Outcome.PRESENT] * 3
    assert "2 buổi" in test.code[0].value
    assert button(test, _("Save the meeting"))


def test_a_cell_sees_all_sittings_each_of_its_people_came_to(world):
    test = opened(world)
    pills(test, "record_cells").set_value([world.units["dong_bao"]]).run()
    pills(test, "record_more").set_value("sittings").run()
    pills(test, "record_meeting_sittings").set_value(2).run()
    boxes(test)[0].set_value("1 2").run()
    pills(test, "record_sitting").set_value(2).run()
    boxes(test)[0].set_value("2").run()
    press(test, _("Save the meeting"))
    meeting = meetings.load(world.commune, MeetingRef(world.units["dong_ha"], "joint", 202611, day=HELD)).meeting
    text = said(shown(world.secretary, PAGE, meeting=meeting.code))
    assert ("(buổi 1)" in text, "(buổi 1, 2)" in text) == (True, True)


def test_invitations_find_people_without_accents(world):
    call = MeetingRef(world.units["dong_ha"], "joint", 202611, day=HELD)
    found = invitations.find_people_to_invite(world.commune, meetings.load(world.commune, call), "hung")
    assert [one.cell for one in found] == ["Chi bộ thôn Bến Đá"] * 2


def test_speakers_are_recorded_by_the_numbers_of_each_cell(world):
    test = opened(world)
    pills(test, "record_cells").set_value([world.units["dong_bao"], world.units["ben_da"]]).run()
    for box in [box.label for box in boxes(test)]:
        next(each for each in boxes(test) if each.label == box).set_value("1 2").run()
    pills(test, "record_more").set_value("speakers").run()
    for cell, numbers in (("Đồng Bào", "2"), ("Bến Đá", "1 9")):
        spoke = [each for each in test.text_input if (each.key or "").startswith("record_spoke")]
        next(each for each in spoke if cell in each.label).set_value(numbers).run()
    assert "không có số 9" in said(test).lower()
    press(test, _("Save the meeting"))
    assert {row.member_id for row in rows(Attendance) if row.spoke} == {world.members["binh"], world.members["hung"]}
