"""Change notices on screen: a workplace sends one, and the commune opens it and applies, notes or returns it."""

import pytest

from db.contacts import notices_from_workplaces
from db.contacts.notices_from_workplaces import NoticeInput
from db.models import ChangeNotice, Member
from tests.db.sent_notices import CHANGED, send
from tests.pages import press, said, shown
from tests.rows import code_of, rows

PAGE = "pages/contacts/contacts.py"
pytestmark = pytest.mark.usefixtures("november")


def page(viewer, **query):
    return shown(viewer, PAGE, view="notices", **query)


def test_a_workplace_sends_a_notice_and_reads_that_it_is_pending(world):
    test = page(world.workplace)
    assert "Không có thông báo nào đang chờ." in said(test)
    for words, label in (("Phạm Thị Dung · 1985", "Họ và tên"), ("Thay đổi chức vụ", "Thay đổi gì")):
        box = next(each for each in test.selectbox if each.label == label)
        box.select_index(box.options.index(words))
    next(each for each in test.text_input if each.label.startswith("Chức vụ")).set_value("Trưởng khoa")
    press(test, "Gửi thông báo")
    assert not test.error, test.error[0].value
    (row,) = rows(ChangeNotice)
    assert (row.kind, row.value) == ("position", "Trưởng khoa")
    assert "chờ từ 22/11/2026" in said(page(world.workplace))


def test_the_commune_opens_a_notice_reads_what_it_does_and_applies_it(world):
    code = send(world, "position", value="Trưởng khoa")
    test = page(world.commune)
    assert "1 thông báo đang chờ đồng chí" in said(test)
    test.button_group(key="notice").set_value(code).run()
    assert "Chức vụ của đồng chí này đổi thành “Trưởng khoa”" in said(test).replace("\\", "")
    press(test, "Thực hiện")
    assert rows(Member, id=world.members["dung"])[0].position == "Trưởng khoa"
    assert "đã thực hiện 22/11/2026" in said(page(world.workplace))


def test_erasing_asks_for_confirmation(world):
    code = send(world, "exempt_introduction")
    test = page(world.commune)
    test.button_group(key="notice").set_value(code).run()
    press(test, "Thực hiện và xóa dữ liệu người này")
    assert rows(Member, id=world.members["dung"])
    press(test, "Đồng ý")
    assert not rows(Member, id=world.members["dung"])


def test_a_secretary_reads_notices_and_sends_none(world):
    notices_from_workplaces.send(
        world.workplace, code_of(world, "dung"), NoticeInput("moved", CHANGED, reason="Theo gia đình")
    )
    test = page(world.secretary)
    assert "Theo gia đình" in said(test)
    assert not test.selectbox


def test_a_district_is_offered_no_notices(world):
    send(world, "moved", reason="Theo gia đình")
    assert "Theo gia đình" not in said(page(world.district))
