"""A commune's officer records a meeting of two cells in two sittings on a phone; each cell then sees its own people."""

from playwright.sync_api import expect
from sqlmodel import select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Attendance, Outcome, Tally


def sums() -> list[tuple[int, int]]:
    """Expected and present per cell."""
    with reading(SYSTEM) as session:
        return sorted((row.expected, row.present) for row in session.exec(select(Tally)))


def count_present() -> int:
    with reading(SYSTEM) as session:
        return len(session.exec(select(Attendance.id).where(Attendance.outcome == Outcome.PRESENT)).all())


def test_two_cells_meet_in_two_sittings_and_whoever_came_twice_is_counted_once(register, somebody):
    officer = somebody("xa")
    officer.open("/record")
    page = officer.page
    officer.tap(page.get_by_role("link", name="Họp chung nhiều chi bộ"))
    officer.tap(officer.button("Ghi cuộc họp này"))
    officer.tap(officer.pill("Chi bộ được triệu tập", "Chi bộ thôn Đồng Bào"))
    officer.tap(officer.pill("Chi bộ được triệu tập", "Chi bộ thôn Bến Đá"))
    officer.tap(officer.pill("Ghi thêm nếu cần", "Chia buổi"))
    officer.tap(officer.pill("Số buổi họp", "2"))
    first = page.get_by_label("Số thứ tự người có mặt: Chi bộ thôn Đồng Bào")
    officer.fill(first, "1-20")
    officer.fill(page.get_by_label("Số thứ tự người có mặt: Chi bộ thôn Bến Đá"), "1")
    officer.tap(officer.pill("Buổi họp", "Buổi 2"))
    expect(first).to_have_value("")
    officer.fill(first, "19-29")
    officer.reload()
    officer.tap(officer.button("Lưu cuộc họp"))
    expect(page.get_by_test_id("stCode")).to_contain_text("2 buổi")
    # 20 and 30 are exempt: if they came anyway, they are counted separately
    assert sums() == [(2, 1), (45, 27)]
    assert count_present() == 30
    secretary = somebody("bithu")
    secretary.open("/record")
    secretary.tap(secretary.page.get_by_role("link", name="Họp chung nhiều chi bộ"))
    expect(secretary.page.get_by_text("27/45 có mặt")).to_be_visible()
    expect(secretary.page.get_by_text("Nguyễn Văn Hùng")).to_have_count(0)
