"""Tasks on their page, on the first page and on a meeting's sheet."""

import re
from datetime import date

import pytest

from db.meetings import tasks
from db.meetings.tasks import TaskInput
from db.models import Task
from db.units import units
from tests.pages import links, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, HOME, RECORD = "pages/meetings/tasks.py", "pages/home/home.py", "pages/meetings/record.py"


def given(world, due: date | None = date(2026, 11, 1)) -> None:
    asked = TaskInput("Rà soát hộ nghèo", world.members["an"], due=due)
    tasks.create(world.secretary, world.units["dong_bao"], asked)


def field(test, label: str):
    return next(each for each in (*test.text_input, *test.selectbox) if each.label == label)


def choice(test, label: str):
    return next(each for each in test.multiselect if each.label == label)


def pills(test, name: str):
    return next(each for each in test.button_group if (each.key or "").startswith(name))


def test_a_task_is_added_and_closed_on_its_page(world):
    test = press(shown(world.secretary, PAGE), "Thêm việc")
    assert "việc cần làm" in test.error[0].value
    field(test, "Việc cần làm").set_value("Thăm gia đình chính sách").run()
    choice(test, "Đảng viên phụ trách").set_value([str(world.members["binh"])]).run()
    press(test, "Thêm việc")
    assert [(row.text, row.member_id) for row in rows(Task)] == [("Thăm gia đình chính sách", world.members["binh"])]
    pills(test, "task_close").set_value(rows(Task)[0].id).run()
    next(each for each in test.button_group if "_done" in each.key).set_value(False).run()
    press(test, "Ghi kết quả")
    assert "không làm được" in test.error[0].value
    field(test, "Vì sao").set_value("chưa có kinh phí").run()
    press(test, "Ghi kết quả")
    assert "chưa có kinh phí" in said(test)
    assert rows(Task)[0].done is False


def test_an_overdue_task_is_on_the_first_page_and_one_in_time_is_not(world):
    given(world, date(2026, 12, 1))
    assert "Rà soát hộ nghèo" not in said(shown(world.secretary, HOME))
    given(world)
    test = shown(world.assistant, HOME)
    assert "1 việc quá hạn" in said(test)
    assert "Rà soát hộ nghèo · Nguyễn Văn An" in said(test).replace("\\", "")
    assert links(test, "tasks")


def test_the_next_meetings_sheet_asks_for_the_outcome_of_a_task(world):
    given(world)
    test = shown(world.secretary, RECORD, type="regular", period="202611", record_more="tasks")
    asked = next(each for each in test.button_group if "Rà soát hộ nghèo" in each.label)
    assert "Nguyễn Văn An" in asked.label
    asked.set_value("1").run()
    field(test, "Kết quả").set_value("12 hộ").run()
    press(test, "Lưu cuộc họp")
    assert [(row.done, row.result, row.closed_on) for row in rows(Task)] == [(True, "12 hộ", date(2026, 11, 3))]


def test_a_commune_sees_and_closes_the_tasks_of_a_chosen_cell(world):
    given(world)
    assert "**Chi bộ thôn Đồng Bào**" in " ".join(links(shown(world.commune, PAGE), "tasks"))
    test = shown(world.commune, PAGE, unit=units.by_id(world.admin)[world.units["dong_bao"]].code)
    pills(test, "task_close").set_value(rows(Task)[0].id).run()
    press(test, "Ghi kết quả")
    assert rows(Task)[0].done
    assert shown(world.neighbour, PAGE, unit=units.by_id(world.admin)[world.units["dong_bao"]].code).error


def test_a_task_from_the_catalogue_is_given_to_several_for_a_quarter_and_counted_in_its_year(world):
    test = shown(world.secretary, PAGE)
    field(test, "Chọn trong danh mục").set_value("hygiene").run()
    choice(test, "Đảng viên phụ trách").set_value([str(world.members["an"]), str(world.members["binh"])]).run()
    field(test, "Kỳ").set_value("202610-3").run()
    press(test, "Thêm việc")
    asked = {(row.text, row.kind, row.plan_period, row.plan_months, row.due) for row in rows(Task)}
    assert asked == {("Vệ sinh môi trường", "hygiene", 202610, 3, date(2026, 12, 31))}
    assert "| Quý IV/2026 | 0/2 | 0 | 2 | 0 |" in said(test)


def test_the_tasks_of_one_period_are_filtered_and_the_address_carries_codes(world):
    given(world)
    tasks.create(world.secretary, world.units["dong_bao"], TaskInput("Dọn nghĩa trang", period=202611, months=1))
    test = shown(world.secretary, PAGE, tasks_plan="202611-1")
    (open_tasks,) = [each for each in test.button_group if (each.key or "").startswith("task_close")]
    assert list(open_tasks.options) == ["Dọn nghĩa trang · 30/11/2026"]


def test_a_commune_sees_the_outcome_of_tasks_beside_each_cell(world):
    given(world)
    rows_shown = links(shown(world.commune, PAGE), "tasks")
    figures = {label.split("**")[1]: re.findall(r"[[*]([\d/]+)[]*]", label) for label in rows_shown}
    none, one = ["0/0", "0", "0", "0"], ["0/1", "0", "1", "1"]
    assert figures == {"Chi bộ thôn Bến Đá": none, "Chi bộ thôn Đồng Bào": one}
