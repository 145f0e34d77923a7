"""The page of assessments: the cell's list in its three views, the commune's cells, the reminder
and the confirmation.
"""

from datetime import date

import pytest
from sqlmodel import select

from components.assessments import progress_view
from db.assessments import assessment_draft, assessment_progress, assessment_sheet
from db.assessments.assessment_sheet import ids_with_repeated_texts
from db.assessments.marked_sheet import FOR_ALL, LIST
from db.errors import WriteFailed
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, DraftValue, Membership, YearEntry
from db.units import units
from tests.db.assessing import MARKS, YEAR, assess, exempt, of_all, of_list, of_one, typed
from tests.pages import group, links, press, said, shown
from tests.rows import given_marks, rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, HOME = "pages/contacts/assessments.py", "pages/home/home.py"


def draft() -> dict[tuple[str, str], str]:
    return {(row.part, row.field): row.value for row in rows(DraftValue)}


def test_a_mark_for_all_is_saved_as_a_draft_at_once_and_the_list_with_one_button(world):
    test = shown(world.secretary, PAGE)
    assert "1 đảng viên trong danh sách · phải nhận xét **1**" in said(test)
    for item, mark in MARKS.items():
        group(test, f"assess_all_{item}_").set_value(mark).run()
    assert draft() == {(LIST, f"{FOR_ALL}{item}"): mark for item, mark in MARKS.items()}
    assert "**1** đồng chí đủ mục" in said(test)
    press(test, "Lưu nhận xét")
    assert {mark.item: mark.mark for mark in given_marks()} == MARKS
    assert draft() == {}
    assert "đã lưu, chờ đảng ủy xác nhận: **1**" in said(test)


def test_the_list_names_members_without_all_answers_and_shows_the_first(world):
    typed(world, of_one(world, "dung", example="example_yes"))
    test = shown(world.secretary, PAGE)
    assert "**1** đồng chí còn thiếu mục" in said(test)
    press(test, "Trả lời cho đồng chí Phạm Thị Dung")
    assert group(test, "assess_view").value == "people"
    assert group(test, f"assess_m{world.members['dung']}_example")


def test_numbers_typed_for_an_item_are_its_exceptions(world):
    typed(world, of_all())
    test = shown(world.secretary, PAGE)
    group(test, "assess_view").set_value("items").run()
    box = next(each for each in test.text_input if "assess_numbers_example_example_good" in each.key)
    box.set_value("4 9").run()
    assert "Không có trong danh sách này: 9" in said(test)
    part = f"m{world.members['dung']}"
    assert draft()[part, "example"] == "example_good"
    next(each for each in test.text_input if each.key == box.key).set_value("").run()
    assert draft()[part, "example"] is None


def test_a_number_that_nobody_has_is_not_left_out_of_the_marks_before_its_user_could_read_that(world):
    typed(world, of_all())
    test = shown(world.secretary, PAGE)
    group(test, "assess_view").set_value("items").run()
    next(each for each in test.text_input if "assess_numbers_example_example_good" in each.key).set_value("4 9")
    press(test, "Lưu nhận xét")  # typed and pressed at once
    assert "danh sách này không có số 9" in test.error[0].value
    assert not rows(Assessment)
    press(test, "Lưu nhận xét")
    assert len(rows(Assessment)) == 1


def test_one_member_after_another_is_shown_with_the_years_record(world):
    test = shown(world.secretary, PAGE)
    group(test, "assess_view").set_value("people").run()
    assert "Phạm Thị Dung" in said(test)
    assert "không có ghi nhận" in said(test)
    part = f"m{world.members['dung']}"
    group(test, f"assess_{part}_example").set_value("example_not").run()
    next(each for each in test.text_input if f"{part}_remark" in each.key).set_value("Cần cố gắng").run()
    assert draft() == {(part, "example"): "example_not", (part, "remark"): "Cần cố gắng"}
    press(test, "Lưu nhận xét")
    assert "Chưa đồng chí nào đủ các mục" in test.error[0].value
    assert draft() == {(part, "example"): "example_not", (part, "remark"): "Cần cố gắng"}


def test_two_editors_who_differ_are_asked(world):
    typed(world, of_one(world, "dung", example="example_good"))
    typed(world, of_one(world, "dung", example="example_not"), "commune")
    test = shown(world.secretary, PAGE)
    asked = group(test, "assess_rival")
    assert list(asked.options) == ["bithu: Nêu gương tốt", "xa: Chưa nêu gương"]
    asked.set_value(1).run()
    assert draft() == {(f"m{world.members['dung']}", "example"): "example_not"}


def test_exempt_members_are_left_out_and_counted(world):
    exempt(world)
    test = shown(world.secretary, PAGE)
    assert "1 được miễn sinh hoạt, không phải nhận xét" in said(test)
    assert "không có đảng viên giữ mối liên hệ phải nhận xét" in said(test)


def test_the_commune_sees_who_is_late_and_can_copy_the_reminder(world):
    test = shown(world.commune, PAGE)
    assert "- Chi bộ thôn Đồng Bào: còn 1/1 đồng chí" in test.code[0].value
    assert "trong danh sách: **1**" in said(test)
    cells = assessment_progress.by_cell(world.commune, YEAR)
    assert progress_view.reminder_text(cells, YEAR).startswith("Đến ngày 22/11/2026, còn 1 chi bộ")


def test_the_commune_confirms_assessments_without_questions_and_looks_at_the_rest(world):
    typed(world, of_all() | of_list(front_agreed_on="2026-11-20"))
    assess(world)
    test = shown(world.commune, PAGE, assess_part="confirm")
    assert "cả năm không có ghi nhận (1)" in list(group(test, "assess_reason").options)
    press(test, "Xác nhận 1 nhận xét thuộc lý do này")
    press(test, "Đồng ý")
    assert rows(Assessment)[0].confirmed_by == world.commune.account_id
    assert "Không có nhận xét nào chờ xác nhận." in said(test)
    test = shown(world.secretary, PAGE)
    assert "đã xác nhận: **1**" in said(test)
    assert "không còn gì phải nhập ở đây" in said(test)
    assert "Lưu nhận xét" not in [each.label for each in test.button]


@pytest.mark.parametrize("deed", ["confirm", "return"])
def test_the_commune_acts_only_on_assessments_as_it_was_shown_them(world, deed):
    typed(world, of_all() | of_list(front_agreed_on="2026-11-20"))
    assess(world)
    test = shown(world.commune, PAGE, assess_part="confirm")
    if deed == "confirm":
        press(test, "Xác nhận 1 nhận xét thuộc lý do này")
        last = "Đồng ý"
    else:
        picked = next(each for each in test.button_group if "_picked_" in (each.key or ""))
        picked.set_value([rows(Assessment)[0].code]).run()
        next(each for each in test.text_input if each.key.endswith("_because")).set_value("Xem lại").run()
        last = "Trả lại 1 nhận xét"
    typed(world, of_one(world, "dung", remark="Ý mới"))
    assess(world)
    press(test, last)
    assert "Chưa lưu" in test.error[0].value
    assert (rows(Assessment)[0].confirmed_on, rows(Assessment)[0].returned_on) == (None, None)


def test_a_returned_assessment_says_why_in_the_cell(world):
    assess(world)
    test = shown(world.commune, PAGE, assess_part="confirm")
    group(test, "assess_confirm_").set_value([rows(Assessment)[0].code]).run()
    next(each for each in test.text_input if "because" in each.key).set_value("Xem lại mục 1").run()
    press(test, "Trả lại 1 nhận xét")
    test = shown(world.secretary, PAGE)
    group(test, "assess_view").set_value("people").run()
    assert "Đảng ủy trả lại ngày 22/11/2026: Xem lại mục 1" in said(test)
    assert "1 nhận xét đảng ủy trả lại, cần xem lại" in links(shown(world.secretary, HOME), "assessments")


def test_the_first_page_leads_to_the_work_during_the_season(world, set_clock):
    assert links(shown(world.secretary, HOME), "assessments") == ["Còn 1 đồng chí phải nhận xét năm 2026"]
    assert links(shown(world.commune, HOME), "assessments") == ["1 chi bộ chưa nhận xét xong năm 2026"]
    assert links(shown(world.assistant, HOME), "assessments") == []
    assess(world)
    assert links(shown(world.secretary, HOME), "assessments") == []
    assert links(shown(world.commune, HOME), "assessments") == ["1 nhận xét chờ xác nhận"]
    set_clock("2026-06-01")
    assert links(shown(world.commune, HOME), "assessments") == []


def test_the_district_reads_counts_and_nobodys_name(world):
    assess(world)
    test = shown(world.district, PAGE)
    assert "đã nhận xét: **1**" in said(test)
    assert "Phạm Thị Dung" not in said(test)


def test_one_sentence_used_for_many_is_pointed_out_but_equal_marks_are_not():
    assert ids_with_repeated_texts(
        [(1, "Chấp hành tốt."), (2, "chấp hành tốt"), (3, "Chấp  hành tốt"), (4, "Khác")]
    ) == {1, 2, 3}
    assert ids_with_repeated_texts([(1, "Tốt"), (2, "Tốt")]) == set()


def test_the_page_says_which_sentence_is_written_for_many(world, monkeypatch):
    monkeypatch.setattr(assessment_sheet, "SAME", 1)
    typed(world, of_one(world, "dung", remark="Chấp hành tốt *mọi* việc"))
    (said_of_many,) = shown(world.secretary, PAGE).warning
    assert "cho 1 đồng chí" in said_of_many.value
    assert "“Chấp hành tốt \\*mọi\\* việc”" in said_of_many.value


def test_values_typed_for_the_whole_list_are_kept(world):
    test = shown(world.secretary, PAGE)
    next(each for each in test.text_input if "front_agreed_with" in each.key).set_value("Ông Tư").run()
    assert draft() == {(LIST, "front_agreed_with"): "Ông Tư"}


def test_a_mark_that_could_not_be_stored_is_written_before_the_list_is_saved(world, monkeypatch):
    typed(world, of_all())
    test = shown(world.secretary, PAGE)
    write, full = assessment_draft.save_values, [True]

    def refused(*args):
        if full:
            raise WriteFailed("not_written")
        return write(*args)

    monkeypatch.setattr(assessment_draft, "save_values", refused)
    group(test, "assess_view").set_value("people").run()
    group(test, f"assess_m{world.members['dung']}_example").set_value("example_not")
    press(test, "Lưu nhận xét")
    press(test, "Lưu nhận xét")
    assert given_marks() == []
    assert test.error
    full.clear()
    press(test, "Lưu nhận xét")
    assert {mark.item: mark.mark for mark in given_marks()} == MARKS | {"example": "example_not"}


def test_a_member_in_two_cells_within_the_year_is_assessed_with_both_records(world):
    with writing(SYSTEM, "moved") as session:
        (stay,) = session.exec(select(Membership).where(Membership.member_id == world.members["dung"]))
        stay.valid_to = date(2026, 6, 30)
        about = {"member_id": world.members["dung"], "kind": "contact"}
        session.add(Membership(unit_id=world.units["ben_da"], valid_from=date(2026, 7, 1), **about))
    entry = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "kind": "opinion"}
    with writing(SYSTEM, "enter") as session:
        bulk.insert(session, YearEntry, [{**entry, "period": 202605, "happened_on": date(2026, 5, 4)}])
    cell = units.by_id(world.commune)[world.units["ben_da"]].code
    test = shown(world.commune, PAGE, unit=cell)
    group(test, "assess_view").set_value("people").run()
    told = said(test)
    assert "không có ghi nhận · có trong danh sách từ 01/07/2026" in told
    assert "Chi bộ thôn Đồng Bào · 01/01/2020 – 30/06/2026 · 1 ghi nhận" in told
