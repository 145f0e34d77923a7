"""The page of one member: what is noted there and by whom, his history, and who is erased."""

from dataclasses import replace
from datetime import date

import pytest

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.models import (
    Exemption,
    ExemptionClass,
    Meeting,
    Member,
    Membership,
    Office,
    Question,
    Standing,
    StandingKind,
)
from db.people import memberships, profiles
from db.people.memberships import MembershipInput
from tests.member_pages import ONE, choose
from tests.pages import button, said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_departure_is_noted_and_can_be_undone_on_the_spot(world):
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    form = choose(app, world, "an", "leave")
    app.date_input(key=f"{form}_day").set_value(date(2026, 11, 10))
    app.selectbox(key=f"{form}_reason").set_value("transferred")
    button(app, "Ghi rời chi bộ").click().run()
    assert not app.exception
    assert rows(Membership, member_id=world.members["an"])[0].valid_to == date(2026, 11, 10)
    assert "10/11/2026" in app.caption[0].value


def test_a_refused_action_says_why_and_keeps_what_was_typed(world):
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    form = choose(app, world, "an", "leave")
    app.date_input(key=f"{form}_day").set_value(date(2019, 1, 1))
    app.text_input(key=f"{form}_paper").set_value("Giấy 12")
    button(app, "Ghi rời chi bộ").click().run()
    assert "lý do" in app.error[0].value
    app.selectbox(key=f"{form}_reason").set_value("transferred")
    button(app, "Ghi rời chi bộ").click().run()
    assert "01/01/2020" in app.error[0].value
    assert app.text_input(key=f"{form}_paper").value == "Giấy 12"
    assert rows(Membership, member_id=world.members["an"])[0].valid_to is None


def test_the_commune_notes_exemptions_absences_offices_numbers_and_data_on_the_cells_behalf(world):
    code, unit, viewer = code_of(world, "an"), world.units["dong_bao"], world.commune
    app = shown(viewer, ONE, member=code)
    choose(app, world, "an", "exempt")
    button(app, "Ghi miễn công tác, sinh hoạt").click().run()
    assert rows(Exemption)[0].kind == ExemptionClass.OWN
    form = choose(app, world, "an", "post")
    app.selectbox(key=f"{form}_post").set_value("secretary").run()
    button(app, "Ghi chức vụ").click().run()
    assert rows(Office, unit_id=unit)[0].post == "secretary"
    form = choose(app, world, "an", "number")
    app.number_input[0].set_value(17)
    button(app, "Đổi số thứ tự").click().run()
    assert rows(Membership, member_id=world.members["an"])[0].roster_number == 17
    form = choose(app, world, "an", "data")
    app.text_input(key=f"{form}_phone").set_value("0912 345 678")
    app.text_input(key=f"{form}_card").set_value("001157012345")
    button(app, "Lưu thông tin").click().run()
    member = rows(Member, id=world.members["an"])[0]
    assert (member.phone, member.card_last4, member.born) == ("0912 345 678", "2345", "1957-03-02")
    assert "001157012345" not in said(app)
    assert "····2345" in said(app)


def test_a_stale_form_does_not_overwrite_what_another_user_saved(world):
    code = code_of(world, "an")
    app = shown(world.secretary, ONE, member=code)
    form = choose(app, world, "an", "data")
    with writing(world.commune, "test") as session:
        bulk.update(session, Member, [{"id": world.members["an"], "phone": "0999 999 999"}])
    app.text_input(key=f"{form}_address").set_value("Ngõ 3")
    button(app, "Lưu thông tin").click().run()
    member = rows(Member, id=world.members["an"])[0]
    assert (member.phone, member.address) == ("0999 999 999", "Ngõ 3")


def test_a_wrong_date_is_corrected(world):
    app = shown(world.secretary, ONE, member=code_of(world, "binh"))
    form = choose(app, world, "binh", "dates")
    stay = rows(Membership, member_id=world.members["binh"])[0]
    app.date_input(key=f"{form}_stay{stay.id}_since").set_value(date(2021, 5, 1))
    button(app, "Lưu ngày đã sửa").click().run()
    assert rows(Membership, id=stay.id)[0].valid_from == date(2021, 5, 1)


def test_the_dates_of_an_exemption_and_of_a_post_are_corrected(world):
    member, cell = world.members["binh"], world.units["dong_bao"]
    with writing(SYSTEM, "test") as session:
        told = {"member_id": member, "unit_id": cell, "valid_from": date(2026, 3, 1)}
        bulk.insert(session, Exemption, [told | {"kind": ExemptionClass.OWN, "valid_to": date(2026, 9, 30)}])
        bulk.insert(session, Office, [told | {"post": "deputy"}])
    (leave,), (term,) = rows(Exemption, member_id=member), rows(Office, member_id=member)
    for entry in (f"leave{leave.id}", f"term{term.id}"):
        app = shown(world.secretary, ONE, member=code_of(world, "binh"))
        form = choose(app, world, "binh", "dates")
        app.selectbox(key=f"{form}_which").set_value(entry).run()
        app.date_input(key=f"{form}_{entry}_since").set_value(date(2026, 2, 1))
        button(app, "Lưu ngày đã sửa").click().run()
        assert not app.error, entry
    (leave,), (term,) = rows(Exemption, id=leave.id), rows(Office, id=term.id)
    assert (leave.valid_from, leave.valid_to, leave.kind) == (date(2026, 2, 1), date(2026, 9, 30), ExemptionClass.OWN)
    assert (term.valid_from, term.valid_to, term.post) == (date(2026, 2, 1), None, "deputy")


def test_one_members_form_is_not_filled_with_what_was_typed_for_another(world):
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    form = choose(app, world, "an", "leave")
    app.text_input(key=f"{form}_paper").set_value("Giấy 12").run()
    app.query_params["member"] = code_of(world, "binh")
    app.run()
    assert [each.value for each in app.text_input] == []


def test_a_probationary_member_is_recognised(world):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Standing,
            [{"id": rows(Standing, member_id=world.members["an"])[0].id, "kind": StandingKind.PROBATIONARY}],
        )
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert "dự bị" in app.caption[0].value
    choose(app, world, "an", "full")
    button(app, "Ghi công nhận chính thức").click().run()
    assert "chính thức" in app.caption[0].value


def test_questions_on_saved_meetings_come_first_and_are_answered(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 10, 31)
    )
    code = code_of(world, "an")
    assert not any(
        each.label == "Giữ nguyên"
        for role in ("district", "admin")
        for each in shown(getattr(world, role), ONE, member=code).button
    )
    app = shown(world.assistant, ONE, member=code)
    assert "03/11/2026" in said(app)
    button(app, "Giữ nguyên").click().run()
    assert not app.exception
    assert rows(Question)[0].answer == "keep"
    assert not app.warning


def test_attendance_is_shown_in_signs_with_words_to_those_who_may_read_names(world):
    meeting_record.save(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))
    code = code_of(world, "an")
    assert "✓ có mặt" in said(shown(world.secretary, ONE, member=code))
    for role in ("district", "admin"):
        assert "✓" not in said(shown(getattr(world, role), ONE, member=code))


def test_history_says_who_did_what_and_undoes_it(world):
    memberships.end_membership(world.admin, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 11, 1))
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    app.session_state["member_trace"] = True
    app.run()
    assert "quantri" in said(app)
    button(app, "Hoàn tác").click().run()
    button(app, "Đồng ý").click().run()
    assert rows(Membership, member_id=world.members["an"])[0].valid_to is None
    district = shown(world.district, ONE, member=code_of(world, "an"))
    district.session_state["member_trace"] = True
    district.run()
    assert not any(each.label == "Hoàn tác" for each in district.button)


def test_the_former_cell_of_a_moved_member_sees_who_he_is_and_corrects_its_own_dates(world):
    code, stay = code_of(world, "an"), rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 6, 30))
    memberships.rejoin(world.admin, code, world.units["nui_doi"], MembershipInput(since=date(2026, 7, 1)))
    seen = profiles.load(world.neighbour, code).facts
    profiles.correct(world.neighbour, code, seen, replace(seen, phone="0922 222 222"))
    app = shown(world.secretary, ONE, member=code)
    assert "02/03/1957" in said(app)
    assert "chi bộ nơi đồng chí này đang sinh hoạt" in said(app)
    for screen in (app, shown(world.secretary, ONE, member=code, sheet="1")):
        assert "0922" not in said(screen)
        assert "Điện thoại" not in said(screen)
    assert "0922 222 222" in said(shown(world.neighbour, ONE, member=code))
    form = choose(app, world, "an", "dates")
    app.date_input(key=f"{form}_stay{stay.id}_until").set_value(date(2026, 6, 29))
    button(app, "Lưu ngày đã sửa").click().run()
    assert rows(Membership, id=stay.id)[0].valid_to == date(2026, 6, 29)


def test_a_refused_page_leads_back(world):
    app = shown(world.neighbour, ONE, member=code_of(world, "an"))
    assert "Tất cả đảng viên" in [element.proto.label for element in app.get("page_link")]


def test_the_data_sheet_holds_what_the_register_holds(world):
    sheet = said(shown(world.secretary, ONE, member=code_of(world, "an"), sheet="1"))
    assert "Nguyễn Văn An" in sheet
    assert "02/03/1957" in sheet.replace("\\", "")


def test_the_administrator_is_told_what_to_do_first_and_erases_by_typing_the_name(world):
    code = code_of(world, "an")
    app = shown(world.admin, ONE, member=code)
    form = choose(app, world, "an", "erase")
    assert "Chi bộ thôn Đồng Bào" in app.warning[1].value
    assert [field.key for field in app.text_input if field.key == f"{form}_name"] == []
    stay = rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    form = choose(app, world, "an", "erase")
    app.text_input(key=f"{form}_name").set_value("Nguyễn Văn Anh")
    app.text_input(key=f"{form}_reason").set_value("Theo đơn ngày 12/11/2026")
    button(app, "Xóa vĩnh viễn").click().run()
    assert rows(Member, id=world.members["an"]) != []
    app.text_input(key=f"{form}_name").set_value("nguyễn văn an")
    button(app, "Xóa vĩnh viễn").click().run()
    assert not app.exception
    assert rows(Member, id=world.members["an"]) == []


def test_erasing_a_member_who_chaired_a_meeting_first_says_what_stays(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202610)
    meeting_record.save(world.secretary, call)
    meeting = rows(Meeting)[0]
    with writing(SYSTEM, "chair") as session:
        session.get_one(Meeting, meeting.id).chair_id = world.members["an"]
    stay = rows(Membership, member_id=world.members["an"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 11, 10))
    app = shown(world.admin, ONE, member=code_of(world, "an"))
    form = choose(app, world, "an", "erase")
    assert any("1 cuộc họp" in each.value and "chủ trì" in each.value for each in app.caption)
    app.text_input(key=f"{form}_name").set_value("Nguyễn Văn An")
    app.text_input(key=f"{form}_reason").set_value("Theo đơn ngày 12/11/2026")
    button(app, "Xóa vĩnh viễn").click().run()
    kept = rows(Meeting, id=meeting.id)[0]
    assert (kept.chair_id, kept.state, kept.held_on) == (None, meeting.state, meeting.held_on)


def test_only_the_administrator_is_offered_erasure(world):
    code = code_of(world, "an")
    offered = {
        key: [option for group in shown(world.viewers[key], ONE, member=code).button_group for option in group.options]
        for key in ("secretary", "commune", "district", "admin")
    }
    assert [key for key, options in offered.items() if "Xóa toàn bộ dữ liệu" in options] == ["admin"]
