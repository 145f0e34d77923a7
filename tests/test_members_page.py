"""The screens about members: what each role sees and may do there, and that hostile input stays text."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from components import menu
from components.markdown import escape_markdown
from db.accounts import own_account
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import meeting_record
from db.meetings.meetings import MeetingRef
from db.models import (
    Account,
    Draft,
    DraftValue,
    Exemption,
    ExemptionClass,
    Grant,
    Member,
    Membership,
    MembershipKind,
    Office,
    Question,
    Role,
    Standing,
    StandingKind,
    UnitVersion,
)
from db.people import memberships, profiles
from db.people.memberships import MembershipInput
from db.vietnamese import fold, person_sort_key
from tests.pages import button, pick_option, said, shown
from tests.rows import code_of, rows

LIST, ONE, NEW = "pages/people/members.py", "pages/people/member.py", "pages/people/arrival.py"
READERS = ("secretary", "assistant", "commune", "district", "admin")
pytestmark = pytest.mark.usefixtures("november")


def links(app) -> list[str]:
    """The rows of the list: what stands in each link to a member."""
    return [
        element.proto.label
        for element in app.get("page_link")
        if element.proto.page == "member" and "member=" in element.proto.query_string
    ]


def choose(app, world, key: str, action: str):
    """Open the form of an action on the page of a member."""
    chooser = next(group for group in app.button_group if (group.key or "").endswith("_action"))
    chooser.set_value(action).run()
    assert not app.exception, app.exception
    assert code_of(world, key) in chooser.key
    return chooser.key.removesuffix("action") + action


@pytest.mark.parametrize("role", READERS)
def test_everybody_who_may_opens_the_list_and_one_member(world, role):
    viewer = getattr(world, role)
    assert any("Nguyễn Văn An" in label for label in links(shown(viewer, LIST)))
    one = shown(viewer, ONE, member=code_of(world, "an"))
    assert one.title[0].value == "Nguyễn Văn An"
    assert "Chi bộ thôn Đồng Bào" in one.caption[0].value


def test_a_cell_s_own_members_and_those_in_contact_are_two_lists(world):
    cell = shown(world.secretary, LIST)
    assert [each.value for each in cell.subheader] == [
        "Đảng viên của chi bộ (3)",
        "Đảng viên giữ mối liên hệ nơi cư trú (1)",
    ]
    assert "Phạm Thị Dung" in links(cell)[-1]
    assert not shown(world.commune, LIST).subheader


def test_a_workplace_has_no_such_pages_and_only_keepers_receive():
    assert not any(Role.WORKPLACE in menu.roles_of(address) for address in ("/members", "/member", "/arrival"))
    assert menu.roles_of("/arrival") == {Role.SECRETARY, Role.COMMUNE, Role.ADMIN}


def test_who_is_found_by_an_expertise_is_listed_with_it(world):
    code = code_of(world, "cuong")
    seen = profiles.load(world.secretary, code).facts
    profiles.correct(world.secretary, code, seen, replace(seen, expertise=("building",)))
    for viewer in (world.secretary, world.commune, world.district):
        app = shown(viewer, LIST)
        assert "chuyên môn" not in " ".join(links(app))
        app.text_input(key="members_search").set_value("xay dung").run()
        (row,) = links(app)
        assert "Lê Văn Cường" in row
        assert f":small[{escape_markdown('chuyên môn: Xây dựng, thiết kế')}]" in row


@pytest.mark.parametrize("role", ["assistant", "district"])
def test_who_may_only_look_has_no_deeds(world, role):
    viewer = getattr(world, role)
    assert not any(element.proto.page == "arrival" for element in shown(viewer, LIST).get("page_link"))
    one = shown(viewer, ONE, member=code_of(world, "an"))
    assert [group.key for group in one.button_group if group.key] == []


@pytest.mark.parametrize("code", ["", "zzzzzzzzzzzz", "' OR 1=1 --", "../../etc", "<script>"])
def test_an_address_that_names_nobody_shows_nobody(world, code):
    assert "Nguyễn" not in said(shown(world.neighbour, ONE, member=code))


def test_a_member_of_another_cell_is_not_opened_by_his_code(world):
    for stranger in ("neighbour", "other_commune"):
        assert "Nguyễn Văn An" not in said(shown(getattr(world, stranger), ONE, member=code_of(world, "an")))


def test_the_unit_of_another_cell_in_the_address_shows_nobody_of_it(world):
    for forged in ("Chi bộ thôn Núi Đôi", "Xã Tây Sơn", str(world.units["nui_doi"]), "<b>"):
        found = links(shown(world.commune, LIST, members_cell=forged, members_area=forged))
        assert not any("Vũ Thị Lan" in label or "Đỗ Minh Quân" in label for label in found)


@pytest.mark.parametrize(
    "query",
    [
        {"members_page": "99"},
        {"members_page": "-1"},
        {"members_page": "x"},
        {"members_kind": "zzz"},
        {"members_on": "never"},
    ],
)
def test_a_forged_filter_breaks_nothing(world, query):
    shown(world.secretary, LIST, **query)


def test_a_search_ignores_accents_and_case_and_composition(world):
    for typed in ("BINH tr", "bình", unicodedata.normalize("NFD", "Bình")):
        app = shown(world.secretary, LIST)
        app.text_input(key="members_search").set_value(typed).run()
        assert [label.split("**")[1] for label in links(app)] == ["Trần Thị Bình"]
        assert "inh" not in str(app.query_params)
    app.text_input(key="members_search").set_value("x" * 300).run()
    assert links(app) == []
    assert "Không có ai khớp" in said(app)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '=cmd|" /C calc"!A0',
        "**Đậm** :red[đỏ] [x](javascript:1) $a$ `b`",
        "Ng" + "uyễn" * 29,
    ],
)
def test_a_hostile_or_endless_name_is_shown_as_it_was_typed(world, name):
    with writing(SYSTEM, "test") as session:
        bulk.update(
            session,
            Member,
            [{"id": world.members["an"], "name": name, "sort_key": person_sort_key(name), "search_key": fold(name)}],
        )
    assert any(f"**{escape_markdown(name)}**" in label for label in links(shown(world.secretary, LIST)))
    one = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert one.title[0].value == escape_markdown(name)
    for special in "<*[`$:":
        assert one.title[0].value.count(special) == one.title[0].value.count(f"\\{special}")


def test_a_hostile_name_of_a_unit_is_text_too(world):
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["dong_bao"])).one()
        version.name = "**Chi bộ** <b>"
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    assert escape_markdown("**Chi bộ** <b>") in app.caption[0].value
    assert "**Chi bộ** <b>" not in said(app)


def test_a_departure_is_noted_and_can_be_undone_on_the_spot(world):
    app = shown(world.secretary, ONE, member=code_of(world, "an"))
    form = choose(app, world, "an", "leave")
    app.date_input(key=f"{form}_day").set_value(date(2026, 11, 10))
    app.selectbox(key=f"{form}_reason").set_value("transferred")
    button(app, "Ghi rời chi bộ").click().run()
    assert not app.exception
    assert rows(Membership, member_id=world.members["an"])[0].valid_to == date(2026, 11, 10)
    assert "10/11/2026" in app.caption[0].value


def test_a_refused_deed_says_why_and_leaves_what_was_typed(world):
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


def test_exemption_absence_post_number_and_data_are_noted_by_the_commune_on_behalf(world):
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


def test_a_stale_form_does_not_undo_what_another_saved(world):
    code = code_of(world, "an")
    app = shown(world.secretary, ONE, member=code)
    form = choose(app, world, "an", "data")
    with writing(world.commune, "test") as session:
        bulk.update(session, Member, [{"id": world.members["an"], "phone": "0999 999 999"}])
    app.text_input(key=f"{form}_address").set_value("Ngõ 3")
    button(app, "Lưu thông tin").click().run()
    member = rows(Member, id=world.members["an"])[0]
    assert (member.phone, member.address) == ("0999 999 999", "Ngõ 3")


def test_a_date_that_was_wrong_is_corrected(world):
    app = shown(world.secretary, ONE, member=code_of(world, "binh"))
    form = choose(app, world, "binh", "dates")
    stay = rows(Membership, member_id=world.members["binh"])[0]
    app.date_input(key=f"{form}_stay{stay.id}_since").set_value(date(2021, 5, 1))
    button(app, "Lưu ngày đã sửa").click().run()
    assert rows(Membership, id=stay.id)[0].valid_from == date(2021, 5, 1)


def test_a_form_of_one_member_is_not_filled_with_what_was_typed_for_another(world):
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


def test_questions_on_saved_meetings_stand_first_and_are_answered(world):
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


def test_attendance_is_shown_in_signs_with_their_words_to_those_who_may_read_names(world):
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


def test_a_newcomer_is_typed_in_pieces_kept_as_a_draft_and_put_on_the_list(world):
    app = shown(world.secretary, NEW)
    app.text_input(key="arrival_0_name").set_value("HOÀNG THỊ MAI").run()
    app.text_input(key="arrival_0_born").set_value("4/1970").run()
    again = shown(world.secretary, NEW)
    assert (again.text_input(key="arrival_0_name").value, again.text_input(key="arrival_0_born").value) == (
        "HOÀNG THỊ MAI",
        "4/1970",
    )
    button(again, "Viết lại là Hoàng Thị Mai").click().run()
    assert again.text_input(key="arrival_0_name").value == "Hoàng Thị Mai"
    again.button(key="arrival_save").click().run()
    assert "ngày" in again.error[0].value
    again.selectbox(key="arrival_0_arrival").set_value("listed").run()
    again.button(key="arrival_save").click().run()
    assert not again.exception
    mai = rows(Member, name="Hoàng Thị Mai")[0]
    assert mai.born == "1970-04"
    assert rows(Membership, member_id=mai.id)[0].roster_number == 4
    assert again.title[0].value == "Hoàng Thị Mai"
    assert shown(world.secretary, NEW).text_input(key="arrival_0_name").value == ""


def test_a_draft_is_its_authors_and_its_cells(world):
    app = shown(world.secretary, NEW)
    app.text_input(key="arrival_0_name").set_value("Hoàng Thị Mai").run()
    assert shown(world.neighbour, NEW).text_input(key="arrival_0_name").value == ""


@pytest.mark.parametrize(
    ("typist", "strangers"),
    [("commune", ("district", "admin", "neighbour", "workplace")), ("admin", ("district", "secretary", "workplace"))],
)
def test_what_is_typed_of_a_newcomer_is_read_by_whoever_receives_there_and_by_nobody_else(world, typist, strangers):
    typed = {"arrival_area": "Xã Đông Hà"} if typist == "admin" else {}
    app = shown(getattr(world, typist), NEW, arrival_cell="Chi bộ thôn Đồng Bào", **typed)
    app.text_input(key="arrival_0_name").set_value("Hoàng Thị Mai").run()
    app.text_input(key="arrival_0_phone").set_value("0912 345 678").run()
    assert (
        shown(getattr(world, typist), NEW, arrival_cell="Chi bộ thôn Đồng Bào", **typed)
        .text_input(key="arrival_0_phone")
        .value
        == "0912 345 678"
    )
    for stranger in strangers:
        with reading(getattr(world, stranger)) as session:
            assert session.exec(select(DraftValue)).all() == []
            assert session.exec(select(Draft)).all() == []


def test_one_human_types_under_either_hat(world):
    with writing(SYSTEM, "grant") as session:
        (grant_id,) = bulk.insert(
            session,
            Grant,
            [{"account_id": world.commune.account_id, "role": Role.ADMIN, "unit_id": world.units["an_binh"]}],
        )
    app = shown(world.commune, NEW, arrival_cell="Chi bộ thôn Đồng Bào")
    app.text_input(key="arrival_0_name").set_value("Hoàng Thị Mai").run()
    own_account.switch_grant(world.commune, app.user["sid"], grant_id)
    app.query_params["arrival_area"], app.query_params["arrival_cell"] = "Xã Đông Hà", "Chi bộ thôn Đồng Bào"
    app.run()
    app.text_input(key="arrival_0_phone").set_value("0912 345 678").run()
    assert not app.exception
    assert [(row.field, row.value) for row in rows(DraftValue)] == [
        ("name", "Hoàng Thị Mai"),
        ("phone", "0912 345 678"),
    ]


def test_somebody_like_one_in_the_register_is_asked_about(world):
    app = shown(world.secretary, NEW)
    app.text_input(key="arrival_0_name").set_value("Nguyễn Văn An").run()
    app.text_input(key="arrival_0_born").set_value("1957").run()
    app.date_input(key="arrival_0_since").set_value(date(2026, 11, 1)).run()
    app.button(key="arrival_save").click().run()
    assert len(rows(Member, search_key="nguyen van an")) == 1
    assert "Nguyễn Văn An" in said(app)
    app.button(key="arrival_another").click().run()
    assert len(rows(Member, search_key="nguyen van an")) == 2


def test_the_same_person_comes_back_under_his_own_record(world):
    memberships.end_membership(
        world.secretary, rows(Membership, member_id=world.members["an"])[0].id, date(2026, 6, 30)
    )
    app = shown(world.secretary, NEW)
    app.text_input(key="arrival_0_name").set_value("nguyen van an").run()
    app.date_input(key="arrival_0_since").set_value(date(2026, 11, 1)).run()
    app.button(key="arrival_save").click().run()
    app.button(key="arrival_same_0").click().run()
    assert not app.exception
    assert [row.valid_from for row in rows(Membership, member_id=world.members["an"])] == [
        date(2020, 1, 1),
        date(2026, 11, 1),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("name", "A", "hai chữ"), ("born", "31/2/1950", "31/2/1950"), ("number", "1", "Nguyễn Văn An")],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(world, field, typed, said):
    app = shown(world.secretary, NEW)
    app.text_input(key="arrival_0_name").set_value("Hoàng Thị Mai").run()
    app.date_input(key="arrival_0_since").set_value(date(2026, 11, 1)).run()
    app.text_input(key=f"arrival_0_{field}").set_value(typed).run()
    app.button(key="arrival_save").click().run()
    assert said in app.error[0].value.replace("\\", "")
    assert app.text_input(key=f"arrival_0_{field}").value == typed
    assert len(rows(Member)) == len(world.members)


def test_those_above_choose_the_cell_first(world):
    for role in ("commune", "admin"):
        app = shown(getattr(world, role), NEW)
        assert len(app.text_input) == 0
        if role == "admin":
            pick_option(app, "arrival_area", "Xã Đông Hà")
        pick_option(app, "arrival_cell", "Chi bộ thôn Bến Đá")
        assert app.text_input(key="arrival_0_name").value == ""


def test_a_forged_cell_in_the_address_receives_nobody_there(world):
    assert len(shown(world.commune, NEW, arrival_cell="Chi bộ thôn Núi Đôi").text_input) == 0


def test_of_somebody_who_is_elsewhere_now_his_former_cell_sees_who_he_is_and_puts_its_own_dates_right(world):
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


def test_a_page_that_is_refused_leads_back(world):
    app = shown(world.neighbour, ONE, member=code_of(world, "an"))
    assert "Tất cả đảng viên" in [element.proto.label for element in app.get("page_link")]


def test_the_data_sheet_holds_what_the_register_holds(world):
    sheet = said(shown(world.secretary, ONE, member=code_of(world, "an"), sheet="1"))
    assert "Nguyễn Văn An" in sheet
    assert "02/03/1957" in sheet.replace("\\", "")


def test_english_speaks_english(world):
    with writing(SYSTEM, "test") as session:
        account = session.get_one(Account, world.secretary.account_id)
        account.language = "en"
    assert shown(world.secretary, LIST).title[0].value == "Members"


def test_a_cell_of_two_hundred_is_shown_in_pages(world):
    with writing(SYSTEM, "crowd") as session:
        names = [f"Nguyễn Thị {'Phương Thảo ' * (at % 3)}{at}" for at in range(200)]
        people = [{"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)} for name in names]
        stay = {"unit_id": world.units["dong_bao"], "kind": MembershipKind.OWN}
        bulk.insert(
            session, Membership, [{**stay, "member_id": row_id} for row_id in bulk.insert(session, Member, people)]
        )
    assert not [toggle for toggle in shown(world.neighbour, LIST).toggle if toggle.key == "members_whole"]
    app = shown(world.secretary, LIST)
    assert len(links(app)) == 50
    assert "204" in app.caption[0].value
    whole = app.toggle(key="members_whole").set_value(True).run()
    assert len(links(whole)) == len(set(links(whole))) == 204
    assert "Đảng viên" in whole.title[0].value
    assert len(links(shown(world.secretary, LIST, members_whole="true"))) == 204
    assert len(links(whole.toggle(key="members_whole").set_value(False).run())) == 50
    assert (
        len(links(shown(world.secretary, LIST, members_page="5")))
        == len(links(shown(world.secretary, LIST, members_page="99")))
        == 4
    )


def test_the_administrator_is_told_what_to_do_before_and_erases_by_typing_the_name(world):
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


def test_only_the_administrator_is_offered_to_erase(world):
    code = code_of(world, "an")
    offered = {
        key: [option for group in shown(world.viewers[key], ONE, member=code).button_group for option in group.options]
        for key in ("secretary", "commune", "district", "admin")
    }
    assert [key for key, options in offered.items() if "Xóa toàn bộ dữ liệu" in options] == ["admin"]
