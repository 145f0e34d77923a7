"""Invalid input in the year of contact members, as users meet it on their pages: each time a sentence says what to do,
what was typed stays, and nobody learns more than he may look up.
"""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from components import menu
from db.assessments.assessment_draft import save_values
from db.calendar import clock
from db.contacts import receiving
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Account,
    Assessment,
    Attendance,
    CommentRequest,
    Introduction,
    Member,
    Membership,
    Role,
    UnitVersion,
    YearEntry,
)
from tests.contact_pages import choose, field, sent  # noqa: F401 - a fixture
from tests.db.assessing import YEAR, assess, exempt, of_all, of_one
from tests.db.confirmed_assessments import assessed
from tests.db.placed_members import CAME, meet
from tests.pages import app, pick_option, press, said, shown
from tests.rows import rows

CONTACTS, ASSESSMENTS, REQUESTS = (f"pages/contacts/{name}.py" for name in (
    "contacts", "assessments", "comment_requests",
))  # fmt: skip
pytestmark = pytest.mark.usefixtures("november")


def plain(test) -> str:
    """The text shown, without the escapes that keep it from being read as Markdown."""
    return said(test).replace("\\", "")


def test_a_letter_dated_in_the_future_is_refused_and_stays_typed(world):
    test = choose(shown(world.workplace, CONTACTS), "one")
    field(test, "selectbox", "_commune").select_index(0)
    field(test, "text_input", "_name").set_value("Hồ Thị Mai")
    field(test, "date_input", "_day").set_value(date(2026, 11, 25))
    press(test, "Giới thiệu")
    assert "Giấy giới thiệu ghi ngày 25/11/2026, chưa đến ngày này." in plain(test)
    assert field(test, "text_input", "_name").value == "Hồ Thị Mai"
    assert rows(Member, name="Hồ Thị Mai") == []


def test_a_cell_closed_after_it_was_chosen_takes_nobody_and_another_must_be_chosen(world, sent):  # noqa: F811
    receiving.receive(world.commune, sent)
    test = shown(world.commune, CONTACTS)
    test.session_state["contacts_choose"] = True  # the folded part is opened
    test.run()
    field(test, "toggle", "place_all").set_value(True).run()
    pick_option(test, "contacts_place_0_place_cell", "Chi bộ thôn Bến Đá")
    close(world, "ben_da", clock.today() - timedelta(days=1))
    press(test, "Giới thiệu 3 đồng chí về chi bộ")
    assert "Hãy chọn chi bộ." in plain(test)
    assert {row.membership_id for row in rows(Introduction) if row.id in sent} == {None}


def test_a_cell_closed_meanwhile_is_not_proposed(world, sent):  # noqa: F811
    receiving.receive(world.commune, sent)
    test = shown(world.commune, CONTACTS)
    close(world, "ben_da", clock.today() - timedelta(days=1))
    press(test, "Giới thiệu 2 đồng chí theo địa chỉ")
    placed = [row.unit_id for row in rows(Membership) if row.arrival == "introduced"]
    assert placed == [world.units["dong_bao"]]
    assert "2 đồng chí chờ giới thiệu về chi bộ" in said(test)


def close(world, cell: str, day: date) -> None:
    with writing(SYSTEM, "close") as session:
        for version in session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units[cell])):
            version.valid_to = day


def test_a_member_who_became_exempt_meanwhile_is_not_assessed_without_a_request(world):
    save_values(world.secretary, world.units["dong_bao"], YEAR, of_all(), {})
    test = shown(world.secretary, ASSESSMENTS)
    test.button_group(key="assess_view").set_value("people").run()
    exempt(world)
    *_, his = (each for each in test.button_group if each.label == "Nêu gương")  # the first one is for everybody
    his.set_value("example_good").run()
    assert "Đồng chí Phạm Thị Dung được miễn sinh hoạt nơi cư trú: chỉ nhận xét khi có yêu cầu." in plain(test)
    assert rows(Assessment) == []


def test_a_former_member_is_not_asked_about_by_a_pasted_name_or_at_the_counter(world):
    test = shown(world.commune, REQUESTS)
    test.session_state["requests_paste"] = True
    test.run()
    test.text_area[0].set_value("Phạm Thị Dung").run()
    field(test, "button_group", "_occasion").set_value("reward").run()
    with writing(SYSTEM, "leave") as session:
        stay = session.exec(select(Membership).where(Membership.member_id == world.members["dung"])).one()
        stay.valid_to = date(2026, 10, 1)
    press(test, "Ghi 1 yêu cầu")
    assert "Phạm Thị Dung đã ra khỏi danh sách từ ngày 01/10/2026" in said(test)
    assert test.text_area[0].value == "Phạm Thị Dung"
    assert rows(CommentRequest) == []
    counter = shown(world.commune, REQUESTS)
    field(counter, "text_input", "_find").set_value("dung pham").run()
    assert "Không có đảng viên giữ mối liên hệ nào mang tên này." in said(counter)


def test_nobody_is_offered_to_confirm_his_own_assessment(world):
    assess(world)
    with writing(SYSTEM, "bind") as session:
        session.get_one(Account, world.commune.account_id).member_id = world.members["dung"]
    test = shown(world.commune, ASSESSMENTS, assess_part="confirm")
    assert "về đồng chí hoặc do đồng chí viết" in " ".join(
        option for group in test.button_group for option in group.options
    )
    assert not [each.label for each in test.button if each.label.startswith("Xác nhận")]


def test_a_workplace_sees_no_drafts_attendance_amounts_or_people_it_did_not_introduce(world):
    stranger = add_stranger(world)
    meet(world, date(2026, 6, 3), {world.members["dung"]: CAME}, "dong_bao")
    about = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "period": 202610}
    with writing(SYSTEM, "give") as session:
        given = {"happened_on": date(2026, 10, 1), "kind": "money", "amount": 7_654_321, "note": "Ủng hộ lớp học"}
        bulk.insert(session, YearEntry, [about | given])
    save_values(world.secretary, world.units["dong_bao"], YEAR, of_one(world, "dung", remark="Chữ còn nháp"), {})
    assessed(world, marks='{"example": "example_not"}', remark="Lời chưa phát hành")
    for test in (app(world.workplace), *(shown(world.workplace, page) for page in (CONTACTS, REQUESTS))):
        told = said(test)
        for unseen in ("7.654.321", "Ủng hộ", "còn nháp", "chưa phát hành", "Chưa nêu gương", stranger):
            assert unseen not in told
    assert rows(Attendance, member_id=world.members["dung"])
    for address in ("/assessments", "/entries", "/meetings", "/member"):
        assert Role.WORKPLACE not in menu.roles_of(address)


def add_stranger(world) -> str:
    """A person on the same cell's list whom another workplace introduced; returns his name."""
    name = {"name": "Lạc Văn Khách", "sort_key": "khach lac van", "search_key": "lac van khach"}
    with writing(SYSTEM, "add") as session:
        (member_id,) = bulk.insert(session, Member, [name])
        stay = {"unit_id": world.units["dong_bao"], "kind": "contact", "valid_from": date(2026, 1, 1)}
        bulk.insert(session, Membership, [{"member_id": member_id, **stay}])
    return name["name"]
