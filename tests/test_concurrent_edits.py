"""Two devices with the same form: what the first one saved is not overwritten unseen by the second, which keeps what it
typed, shows what stands now, and saves with the next press.
"""

from datetime import date

import pytest

from db.drafts import drafts
from db.initiatives import initiatives
from db.initiatives.initiatives import InitiativeInput
from db.meetings import tasks
from db.meetings.tasks import TaskInput
from db.models import BookCheck, Draft, Initiative, Member, Office, Petition, PetitionText, Setting, Task, Unit
from db.people import directory
from db.people.directory import OutsiderInput
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests.pages import press, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
TOLD = "Chưa lưu: sau khi đồng chí mở biểu này"


def field(elements, ending: str):
    return next(each for each in elements if (each.key or "").endswith(ending))


def choose(test, action: str):
    field(test.button_group, "_action").set_value(action).run()
    assert not test.exception, test.exception
    return test


def _unit(world) -> str:
    return rows(Unit, id=world.units["dong_bao"])[0].code


def check(world):
    """The commune corrects a check of a book."""
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202610, "Thiếu biên bản")
    code = _unit(world)
    book_checks.record_checks(world.commune, [code], typed)
    return world.commune, "pages/people/book_checks.py", {"checks_cell": code}, "correct", BookCheck


def outsider(world):
    directory.enter_outsider(world.secretary, world.units["dong_bao"], OutsiderInput("Trần Văn Thôn", "unit_head"))
    return world.secretary, "pages/people/directory.py", {}, "correct", Office


def member(world):
    return world.secretary, "pages/people/member.py", {"member": code_of(world, "an")}, "data", Member


# form: two of its fields, each by kind of widget, end of the key, column, and what two devices enter
FORMS = {
    check: (("text_area", "_remark", "remark", "Đã bổ sung", "Thiếu chữ ký"),
            ("text_input", "_checker", "checker", "Lò Văn Tư", "Vàng Thị Mai")),
    outsider: (("text_input", "_phone", "phone", "0912345678", "0987654321"),
               ("text_input", "_name", "person", "Lò Văn Tư", "Vàng Thị Mai")),
    member: (("text_input", "_phone", "phone", "0912345678", "0987654321"),
             ("text_input", "_address", "address", "Cụm 1", "Cụm 2")),
}  # fmt: skip


def enter(test, kind: str, ending: str, value) -> None:
    """Fill in a field; within a form it is sent with the form."""
    widget = field(getattr(test, kind), ending).set_value(value)
    if not widget.form_id:
        test.run()


def save(test):
    """Press the form's button, which is the only one of this kind."""
    (pressed,) = [each for each in test.button if each.label.startswith(("Lưu", "Ghi lại"))]
    pressed.click().run()
    assert not test.exception, test.exception


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_second_device_overwrites_the_first_ones_change_only_after_seeing_it(world, form):
    viewer, page, query, action, table = form(world)
    kind, ending, column, one, other = FORMS[form][0]
    first, second = (choose(shown(viewer, page, **query), action) for _each in range(2))
    enter(first, kind, ending, one)
    enter(second, kind, ending, other)
    save(first)
    assert not first.error
    save(second)
    assert TOLD in second.error[0].value
    assert one in {getattr(row, column) for row in rows(table)}
    assert field(getattr(second, kind), ending).value == other
    save(second)
    assert other in {getattr(row, column) for row in rows(table)}
    assert not second.error


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_field_that_the_second_device_left_alone_shows_and_keeps_the_first_ones_change(world, form):
    viewer, page, query, action, table = form(world)
    (kind, ending, column, one, _), (other_kind, other_ending, other_column, _, other) = FORMS[form]
    first, second = (choose(shown(viewer, page, **query), action) for _each in range(2))
    enter(first, kind, ending, one)
    enter(second, other_kind, other_ending, other)
    save(first)
    save(second)
    if second.error:
        assert TOLD in second.error[0].value
        assert field(getattr(second, kind), ending).value == one
        assert field(getattr(second, other_kind), other_ending).value == other
        save(second)
    assert (one, other) in {(getattr(row, column), getattr(row, other_column)) for row in rows(table)}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_after_a_restart_a_page_that_stood_open_overwrites_nothing_unseen(world, form):
    """The new session knows only what the browser sends: all fields as they stand on its page."""
    viewer, page, query, action, table = form(world)
    (kind, ending, column, one, _), (other_kind, other_ending, other_column, _, other) = FORMS[form]
    first, before = (choose(shown(viewer, page, **query), action) for _each in range(2))
    enter(before, other_kind, other_ending, other)
    standing = {each.key: each.value for each in (*before.text_input, *before.text_area)}
    enter(first, kind, ending, one)
    save(first)
    second = choose(shown(viewer, page, **query), action)
    for each in (*second.text_input, *second.text_area):
        each.set_value(standing[each.key])
    save(second)
    assert TOLD in second.error[0].value
    assert field(getattr(second, kind), ending).value == one, "it was only shown there, not typed"
    assert field(getattr(second, other_kind), other_ending).value == other
    save(second)
    assert not second.error
    assert (one, other) in {(getattr(row, column), getattr(row, other_column)) for row in rows(table)}


@pytest.mark.parametrize("sent", ["x", "[]", "{}", '{"basis": "1", "first_values": 2}', '{"basis": 99999999}'])
def test_a_forged_basis_opens_no_way_past_the_check(world, sent):
    viewer, page, query, action, table = member(world)
    first, second = (choose(shown(viewer, page, **query), action) for _each in range(2))
    enter(first, "text_input", "_phone", "0912345678")
    save(first)
    enter(second, "text_input", "_phone", "0987654321")
    field(second.text_input, "_carried").set_value(sent)
    save(second)
    assert TOLD in second.error[0].value
    assert "0987654321" not in {row.phone for row in rows(table)}


def test_a_form_that_was_closed_and_opened_again_shows_the_present_and_saves_at_once(world):
    viewer, page, query, action, _table = check(world)
    first, second = (choose(shown(viewer, page, **query), action) for _each in range(2))
    enter(first, "text_area", "_remark", "Đã bổ sung")
    save(first)
    choose(second, None)
    choose(second, action)
    assert field(second.text_area, "_remark").value == "Đã bổ sung"
    enter(second, "text_area", "_remark", "Thiếu chữ ký")
    save(second)
    assert not second.error
    assert {row.remark for row in rows(BookCheck)} == {"Thiếu chữ ký"}


def test_a_setting_that_another_device_chose_meanwhile_is_not_replaced_unseen(world):
    first, second = (
        shown(world.secretary, "pages/administration/settings.py", edit="meeting_day") for _each in range(2)
    )
    for test, day in ((first, 5), (second, 7)):
        enter(test, "number_input", "_day", day)
    press(first, "Lưu")
    press(second, "Lưu")
    assert TOLD in second.error[0].value
    assert [row.value for row in rows(Setting, name="meeting_day")] == ["5"]
    assert field(second.number_input, "_day").value == 7
    press(second, "Lưu")
    assert [row.value for row in rows(Setting, name="meeting_day")] == ["7"]


def new_petition(world):
    return shown(world.secretary, "pages/households/petitions.py", petitions_view="new")


def correcting(world, viewer):
    return choose(shown(viewer, "pages/households/initiatives.py", initiatives_cell=_unit(world)), "correct")


def test_a_form_whose_draft_another_device_saved_is_not_saved_twice_unasked(world):
    first = new_petition(world)
    enter(first, "text_area", "_text", "Đèn đường hỏng")
    field(first.button_group, "_source").set_value("front").run()
    second = new_petition(world)
    assert field(second.text_area, "_text").value == "Đèn đường hỏng"
    press(first, "Lưu")
    assert len(rows(Petition)) == 1
    press(second, "Lưu")
    assert "Bản nháp của biểu này vừa được lưu hoặc bỏ ở nơi khác" in second.error[0].value
    assert len(rows(Petition)) == 1
    assert field(second.text_area, "_text").value == "Đèn đường hỏng"
    press(second, "Lưu")
    assert len(rows(Petition)) == 2


def test_what_another_device_typed_is_shown_before_it_is_saved(world):
    first, second = new_petition(world), new_petition(world)
    enter(first, "text_area", "_text", "Đèn đường hỏng")
    field(second.button_group, "_source").set_value("front").run()
    assert field(second.text_area, "_text").value == "Đèn đường hỏng"
    assert "vừa được nhập thêm trên thiết bị khác" in second.error[0].value
    press(first, "Lưu")  # this page did not show the source yet
    assert rows(Petition) == []
    assert "vừa được nhập thêm trên thiết bị khác" in first.error[0].value
    assert field(first.button_group, "_source").value == "front"
    press(first, "Lưu")
    assert [row.text for row in rows(PetitionText)] == ["Đèn đường hỏng"]


def test_a_draft_that_is_typed_again_after_it_went_is_saved_at_once(world):
    first = new_petition(world)
    enter(first, "text_area", "_text", "Đèn đường hỏng")
    field(first.button_group, "_source").set_value("front").run()
    place = next(iter(drafts.list_visible(world.secretary, "petition")))
    drafts.delete(world.secretary, drafts.DraftKey("petition", place.unit_id, place.key))
    first.run()
    assert "Bản nháp đã được lưu hoặc bỏ ở nơi khác" in str([each.proto.body for each in first.get("html")])
    enter(first, "text_area", "_text", "Đèn đường hỏng nặng")
    press(first, "Lưu")
    assert [row.text for row in rows(PetitionText)] == ["Đèn đường hỏng nặng"]


def test_the_draft_of_a_correction_does_not_replace_what_another_account_saved_since_it_was_begun(world):
    typed = InitiativeInput("Đường hoa", None, 43, code_of(world, "an"), result="Xong")
    initiatives.create(world.secretary, world.units["dong_bao"], typed)
    enter(correcting(world, world.secretary), "text_input", "_result", "Xong 300 m")
    other = correcting(world, world.commune)
    enter(other, "text_input", "_result", "Xong 500 m")
    save(other)
    later = correcting(world, world.secretary)  # on another day: what was typed is still there
    assert field(later.text_input, "_result").value == "Xong 300 m"
    save(later)
    assert TOLD in later.error[0].value
    assert [row.result for row in rows(Initiative)] == ["Xong 500 m"]
    save(later)
    assert [row.result for row in rows(Initiative)] == ["Xong 300 m"]


def test_the_result_of_a_task_is_found_again_on_another_day_and_saved_once(world, set_clock):
    set_clock("2026-11-20T09:00:00+07:00")
    tasks.create(world.secretary, world.units["dong_bao"], TaskInput("Rà soát hộ nghèo"))
    set_clock("2026-11-22T09:00:00+07:00")
    first = shown(world.secretary, "pages/meetings/tasks.py")
    field(first.button_group, "_task_action").set_value(rows(Task)[0].id).run()
    enter(first, "text_input", "_result", "Đã xong 12 hộ")
    later = shown(world.secretary, "pages/meetings/tasks.py")
    field(later.button_group, "_task_action").set_value(rows(Task)[0].id).run()
    assert field(later.text_input, "_result").value == "Đã xong 12 hộ"
    press(later, "Ghi kết quả")
    assert [(row.done, row.result) for row in rows(Task)] == [(True, "Đã xong 12 hộ")]
    assert rows(Draft) == []


@pytest.mark.parametrize("others", [[], ["Thăm hộ"]], ids=["the_only_one", "one_of_two"])
def test_what_was_typed_about_a_task_that_another_device_closed_is_given_back(world, others):
    for text in ("Rà soát hộ nghèo", *others):
        tasks.create(world.secretary, world.units["dong_bao"], TaskInput(text))
    second = shown(world.assistant, "pages/meetings/tasks.py")
    chosen = rows(Task)[0].id
    field(second.button_group, "_task_action").set_value(chosen).run()
    enter(second, "text_input", "_result", "*Chưa* có kinh phí")
    tasks.close(world.secretary, chosen, True, None)
    field(second.button_group, "_done").set_value(False).run()
    assert "Phần chưa lưu" in second.warning[0].value
    assert "\\*Chưa\\* có kinh phí" in second.warning[0].value
    assert not second.exception
    second.run()
    assert not second.warning


def test_what_was_typed_in_an_action_that_is_no_longer_possible_is_given_back(world):
    code = petitions.receive(
        world.secretary, world.units["dong_bao"], PetitionInput("Đèn đường", "front", date(2026, 11, 1))
    )
    second = choose(shown(world.assistant, "pages/households/petitions.py", petition=code), "close")
    enter(second, "text_input", "_because", "Đã có đèn mới")
    petitions.answer(world.secretary, code, "Sẽ thay", date(2026, 11, 2))
    petitions.record_answer_told(world.secretary, code, date(2026, 11, 3))
    second.run()
    assert "Đã có đèn mới" in second.warning[0].value
