"""The page of checks of cells' books: noted by those above, read by the cell; which cells are still to be checked."""

from datetime import date

import pytest

from db.models import BookCheck, BookCheckAnswer, Unit
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests.pages import app, button, field, links, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/people/book_checks.py"
REMARK = "=cmd|'/c calc' <script>alert(1)</script> **đậm**"


def deed(test, name: str):
    next(group for group in test.button_group if (group.key or "").endswith("_action")).set_value(name).run()
    assert not test.exception, test.exception
    return test


def code_of(world, cell: str) -> str:
    return next(row.code for row in rows(Unit) if row.id == world.units[cell])


def checked(world, viewer, cell="dong_bao", last=202610, remark=REMARK):
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, last, remark)
    book_checks.record_checks(viewer, [code_of(world, cell)], typed)


def test_the_commune_notes_a_check_of_several_cells_and_each_reads_its_remark(world):
    test = deed(shown(world.commune, PAGE), "check")
    assert "Trong **2** chi bộ: **0** đã kiểm tra đủ" in said(test)
    press(test, "Lưu")
    assert "chọn ít nhất một chi bộ" in test.error[0].value
    cells = next(each for each in test.multiselect if (each.key or "").endswith("_cells"))
    for cell in ("dong_bao", "ben_da"):
        cells.select(code_of(world, cell))
    next(each for each in test.text_area if (each.key or "").endswith("_remark")).set_value(REMARK)
    press(test, "Lưu")
    assert [(row.first_month, row.last_month, row.remark) for row in rows(BookCheck)] == [(202601, 202610, REMARK)] * 2
    told = said(shown(world.secretary, PAGE))
    assert "✓ đã kiểm tra đủ 10 tháng" in told
    assert "Xã Đông Hà" in told
    assert "<script>" not in told.replace("\\<script", "")
    assert "Sổ đã được kiểm tra ngày 22/11/2026: xem nhận xét" in links(app(world.secretary), "book-checks")
    assert "Sổ của tất cả chi bộ đã được kiểm tra đủ" in said(shown(world.commune, PAGE))


def test_a_cell_nobody_has_checked_is_told_so_and_cannot_note_a_check(world):
    test = shown(world.secretary, PAGE)
    assert "○ chưa kiểm tra" in said(test)
    assert "Chưa có ai kiểm tra sổ này" in said(test)
    assert not [group for group in test.button_group if (group.key or "").endswith("_action")]
    assert REMARK not in said(shown(world.neighbour, PAGE))


def test_the_list_has_cells_not_checked_or_not_for_all_months(world):
    checked(world, world.commune, last=202606)
    found = links(shown(world.commune, PAGE), "book-checks")
    assert [any(name in link for link in found) for name in ("Bến Đá", "Đồng Bào")] == [True, True]
    assert any("½ đã kiểm tra 6/10 tháng" in link and "Trần Văn Kiểm" in link for link in found)
    first = shown(world.commune, PAGE, checks_span="2026q1")
    assert not any("Đồng Bào" in link for link in links(first, "book-checks"))
    everything = shown(world.commune, PAGE, checks_span="2026q1", checks_shown="all")
    assert any("✓ đã kiểm tra đủ 3 tháng" in link for link in links(everything, "book-checks"))


def test_the_district_sees_communes_and_opens_them(world):
    checked(world, world.commune)
    test = shown(world.district, PAGE)
    assert any("Xã Đông Hà" in link for link in links(test, "book-checks"))
    inside = shown(world.district, PAGE, checks_within=code_of(world, "dong_ha"))
    assert any("Bến Đá" in link for link in links(inside, "book-checks"))
    one = shown(world.district, PAGE, checks_cell=code_of(world, "dong_bao"))
    assert "Trần Văn Kiểm" in said(one)
    assert "Sửa lần kiểm tra" not in str([group.options for group in one.button_group])


def test_own_checks_are_corrected_and_deleted_and_those_out_of_reach_do_not_open(world):
    checked(world, world.commune)
    here = {"checks_cell": code_of(world, "dong_bao")}
    assert "Trần Văn Kiểm" not in said(shown(world.other_commune, PAGE, **here))
    test = deed(shown(world.commune, PAGE, **here), "correct")
    next(each for each in test.text_area if (each.key or "").endswith("_remark")).set_value("Đã bổ sung")
    press(test, "Lưu")
    assert [row.remark for row in rows(BookCheck)] == ["Đã bổ sung"]
    test = deed(shown(world.commune, PAGE, **here), "delete")
    button(test, "Bỏ lần kiểm tra này").click().run()
    assert rows(BookCheck) == []


def test_the_cell_answers_on_one_line_and_the_checkers_find_it(world):
    checked(world, world.commune)
    checked(world, world.commune, remark=None)
    test = deed(shown(world.secretary, PAGE), "answer")
    press(test, "Gửi trả lời")
    assert "Đề nghị ghi nội dung" in test.error[0].value
    next(each for each in test.text_input if (each.key or "").endswith("_answer")).set_value(REMARK)
    press(test, "Gửi trả lời")
    assert "Chi bộ trả lời ngày 22/11/2026" in said(test)
    here = {"checks_cell": code_of(world, "dong_bao")}
    told = said(shown(world.commune, PAGE, **here))
    assert "Chi bộ trả lời ngày 22/11/2026" in told
    assert "<script>" not in told.replace("\\<script", "")
    assert "Trong **1** nhận xét về sổ, chi bộ đã trả lời **1**" in said(shown(world.commune, PAGE))
    assert "1 nhận xét về sổ đã được chi bộ trả lời" in links(app(world.commune), "book-checks")
    assert "1 nhận xét" not in str(links(app(world.district), "book-checks"))
    assert any("Nhận xét" in link or "1/1" in link for link in links(shown(world.district, PAGE), "book-checks"))
    waiting = shown(world.commune, PAGE, checks_shown="unanswered")
    assert "Không còn nhận xét nào" in said(waiting)
    assert "đã trả lời nhận xét" not in str(links(app(world.secretary), "book-checks"))


def test_a_checkers_name_is_erased_on_the_page(world):
    checked(world, world.commune)
    here = {"checks_cell": code_of(world, "dong_bao")}
    press(deed(shown(world.commune, PAGE, **here), "erase"), "Xóa vĩnh viễn")
    told = said(shown(world.commune, PAGE, **here))
    assert "Trần Văn Kiểm" not in told
    assert "Xã Đông Hà" in told


def answer_field(test):
    return field(test.text_input, "answer")


def answering(world, typed: str):
    """The secretary's page with an answer begun."""
    test = deed(shown(world.secretary, PAGE), "answer")
    answer_field(test).set_value(typed)  # only in the browser until it is sent
    return test


def test_a_half_typed_answer_stays_with_its_remark_when_another_remark_arrives(world):
    checked(world, world.commune, remark="Thiếu biên bản")
    begun = answering(world, "Đã bổ sung")
    checked(world, world.district, remark="Ghi chậm")
    press(begun, "Gửi trả lời")
    lines = book_checks.list_of_cell(world.secretary, world.units["dong_bao"])
    assert {line.remark: line.answer for line in lines} == {"Thiếu biên bản": "Đã bổ sung", "Ghi chậm": None}


def test_a_second_editor_sees_the_first_ones_answer_before_replacing_it(world):
    checked(world, world.commune, remark="Thiếu biên bản")
    first, second = answering(world, "Đã bổ sung"), answering(world, "Sẽ bổ sung")
    press(first, "Gửi trả lời")
    press(second, "Gửi trả lời")
    assert "đồng chí khác trong chi bộ đã trả lời" in second.error[0].value
    assert "Đã bổ sung" in said(second)
    assert [row.text for row in rows(BookCheckAnswer)] == ["Đã bổ sung"]
    assert answer_field(second).value == "Sẽ bổ sung"
    press(second, "Gửi trả lời")
    assert [row.text for row in rows(BookCheckAnswer)] == ["Sẽ bổ sung"]


def test_a_remark_changed_while_being_answered_must_be_read_first(world):
    checked(world, world.commune, remark="Thiếu biên bản")
    begun = answering(world, "Đã bổ sung")
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202610, "Thiếu chữ ký")
    book_checks.correct(world.commune, rows(BookCheck)[0].code, typed)
    press(begun, "Gửi trả lời")
    assert "nhận xét đã được sửa" in begun.error[0].value
    assert rows(BookCheckAnswer) == []


def test_an_answer_sent_while_its_remark_is_being_corrected_is_read_first(world):
    checked(world, world.commune, remark="Thiếu biên bản")
    begun = deed(shown(world.commune, PAGE, checks_cell=code_of(world, "dong_bao")), "correct")
    field(begun.text_area, "remark").set_value("Thiếu chữ ký")
    book_checks.answer(world.secretary, rows(BookCheck)[0].code, "Đã bổ sung")
    press(begun, "Lưu")
    assert "Chưa lưu" in begun.error[0].value
    assert "Đã bổ sung" in said(begun)
    assert [row.remark for row in rows(BookCheck)] == ["Thiếu biên bản"]
    assert field(begun.text_area, "remark").value == "Thiếu chữ ký"
    press(begun, "Lưu")
    assert [row.remark for row in rows(BookCheck)] == ["Thiếu chữ ký"]


@pytest.mark.parametrize("others", [0, 1])
def test_an_answer_to_a_deleted_remark_is_reported_as_not_sent(world, others):
    checked(world, world.commune, remark="Thiếu biên bản")
    begun = answering(world, "Đã **bổ sung**")
    for _each in range(others):
        checked(world, world.district, remark="Ghi chậm")
    book_checks.delete(world.commune, rows(BookCheck)[0].code)
    begun.run() if not any(each.label == "Gửi trả lời" for each in begun.button) else press(begun, "Gửi trả lời")
    (told,) = begun.warning
    assert "Câu trả lời chưa gửi: Đã \\*\\*bổ sung\\*\\*" in told.value
    assert rows(BookCheckAnswer) == []
    begun.run()
    assert not begun.warning
