"""December at the commune: late cells are reminded, a paper list is entered on a cell's behalf, and many assessments
are confirmed at once.
"""

from datetime import date

from playwright.sync_api import expect

from db import vietnamese
from db.assessments import assessment_forms
from db.assessments.mark_storage import join_marks
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, DraftValue, Member, Membership, UnitVersion, YearEntry
from tests.browser.conftest import DESK
from tests.browser.gestures import enter_day
from tests.rows import given_marks, rows

YEAR, CELL = 2026, "Chi bộ thôn Bến Đá"
MARKS = {
    "example": "example_yes", "civic_duty": "civic_yes", "meetings": "full", "contact": "contact_yes",
    "activities": "activities_yes", "proposal": "no_proposal",
}  # fmt: skip
FOR_ALL = {
    "Nêu gương": 1, "Nghĩa vụ công dân": 1, "Dự họp": 0, "Giữ mối liên hệ": 1, "Tham gia phong trào": 1, "Đề nghị": 1,
}  # fmt: skip


def fill(count: int) -> tuple[int, list[int]]:
    """Put this many contact members on the list of a cell that has none; returns the cell and the members."""
    unit = rows(UnitVersion, name=CELL)[0].unit_id
    with writing(SYSTEM, "test") as session:
        names = [f"Trần Văn {at}" for at in range(1, count + 1)]
        people = [
            {"name": name, "sort_key": f"{at:04}", "search_key": vietnamese.fold(name)} for at, name in enumerate(names)
        ]
        ids = bulk.insert(session, Member, people)
        stays = [
            {"member_id": one, "unit_id": unit, "kind": "contact", "roster_number": at, "valid_from": date(2020, 1, 1)}
            for at, one in enumerate(ids, 1)
        ]
        bulk.insert(session, Membership, stays)
    return unit, ids


def assess(unit: int, ids: list[int]) -> None:
    """Assess everybody so that nothing needs review: agreed with the Front committee, with an entry in the year."""
    day = date(2026, 11, 10)
    common = {"unit_id": unit, "year": YEAR, "marks": join_marks(MARKS)}
    told = {"form": assessment_forms.FULL, "form_from": date(2020, 1, 2), "assessed_on": day, "front_agreed_on": day}
    with writing(SYSTEM, "test") as session:
        bulk.insert(session, Assessment, [{**common, **told, "member_id": one} for one in ids])
        entry = {"unit_id": unit, "period": 202605, "happened_on": date(2026, 5, 4), "kind": "opinion"}
        bulk.insert(session, YearEntry, [{**entry, "member_id": one} for one in ids])


def test_cells_without_assessments_are_reminded_in_two_taps(register, somebody):
    officer = somebody("xa", DESK, permissions=["clipboard-read", "clipboard-write"])
    officer.open("/")
    officer.tap(officer.page.get_by_role("link", name="chi bộ chưa nhận xét xong"))
    text = officer.page.get_by_test_id("stCode")
    expect(text).to_contain_text("Chi bộ thôn Đồng Bào: còn 110/110 đồng chí")
    text.hover()
    officer.tap(text.get_by_role("button", name="Copy to clipboard"))
    assert "Chi bộ thôn Đồng Bào" in officer.page.evaluate("navigator.clipboard.readText()")
    assert officer.touches == 2


def test_a_paper_list_of_52_is_entered_on_the_cells_behalf(register, somebody):
    unit, ids = fill(52)
    officer = somebody("xa", DESK)
    officer.open("/")
    officer.tap(officer.page.get_by_role("link", name="chi bộ chưa nhận xét xong"))
    officer.tap(officer.page.get_by_role("link", name=CELL))
    for item, at in FOR_ALL.items():
        officer.tap(officer.page.get_by_role("radiogroup", name=item, exact=True).get_by_role("radio").nth(at))
    officer.tap(officer.pill("Bảng", "Từng mục"))
    officer.fill(officer.page.get_by_label("Số thứ tự: Nêu gương tốt"), "3 17 22")
    officer.fill(officer.page.get_by_label("Số thứ tự: Chưa nêu gương"), "41")
    officer.tap(officer.pill("Mục", "Đề nghị"))
    officer.fill(officer.page.get_by_label("Số thứ tự: Biểu dương"), "3 22")
    enter_day(officer, "Ngày biên bản của chi bộ", "18112026")
    enter_day(officer, "Ngày thống nhất với ban công tác mặt trận", "20112026")
    officer.fill(officer.page.get_by_label("Với ai"), "Trưởng ban công tác mặt trận")
    officer.tap(officer.button("Lưu nhận xét"))
    expect(officer.page.get_by_text("đã lưu, chờ đảng ủy xác nhận: 52")).to_be_visible()
    assert officer.touches <= 30
    found = rows(Assessment, unit_id=unit)
    assert {row.member_id for row in found} == set(ids)
    assert {(row.author_id, row.minutes_dated, row.front_agreed_on) for row in found} == {
        (None, date(2026, 11, 18), date(2026, 11, 20))
    }
    given = {one.member_id: one.mark for one in given_marks() if one.item == "example"}
    assert {one for one, mark in given.items() if mark == "example_good"} == {ids[2], ids[16], ids[21]}
    assert [one for one, mark in given.items() if mark == "example_not"] == [ids[40]]
    assert rows(DraftValue) == []


def test_292_assessments_without_questions_are_confirmed_in_five_taps(register, somebody):
    unit, ids = fill(292)
    assess(unit, ids)
    officer = somebody("xa", DESK)
    officer.open("/")
    officer.tap(officer.page.get_by_role("link", name="292 nhận xét chờ xác nhận"))
    officer.tap(officer.button("Xác nhận 292 nhận xét"))
    officer.tap(officer.button("Đồng ý"))
    expect(officer.page.get_by_text("Không có nhận xét nào chờ xác nhận.")).to_be_visible()
    assert officer.touches <= 5
    assert len({row.confirmed_by for row in rows(Assessment)}) == 1
    assert all(row.confirmed_on for row in rows(Assessment))


def test_a_grid_cell_is_edited_and_saved(register, somebody):
    secretary = somebody("bithu", DESK)
    secretary.open("/assessments")
    secretary.select_cell("Nêu gương", 0)
    secretary.page.keyboard.press("Enter")
    secretary.page.get_by_role("option", name="Nêu gương tốt").click()
    secretary.rest()
    expect(secretary.page.get_by_text("Đã lưu nháp")).to_be_visible()
    assert [(row.field, row.value) for row in rows(DraftValue)] == [("example", "example_good")]
