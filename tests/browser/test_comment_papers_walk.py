"""Comments at the counter, a whole issue, and a workplace that asks for all: in the touches they are to take."""

import io
from datetime import date

import docx
import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import select

from components.papers import paper_files
from db.comments import comment_issue
from db.comments.comment_issue import IssueOrder
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Assessment, Grant, Member, Membership
from tests.browser.conftest import DESK, Hand
from tests.browser.test_members import WIDER

TODAY = date(2026, 11, 22)
COUNTER, ISSUE, ASK_ALL, FOLLOW_UP = 4, 4, 6, 4
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def confirmed(register) -> int:
    """Every contact member of the first cell is assessed and confirmed; how many they are."""
    with writing(SYSTEM, "assess") as session:
        stays = session.exec(
            select(Membership.member_id, Membership.unit_id)
            .join(Member, Member.id == Membership.member_id)
            .where(Membership.kind == "contact", Member.name != "Đỗ Minh Quân")
        ).all()
        form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "year": 2026}
        days = {"assessed_on": date(2026, 11, 10), "confirmed_on": date(2026, 11, 20)}
        rows = [{"member_id": member_id, "unit_id": unit_id, **form, **days} for member_id, unit_id in stays]
        return len(bulk.insert(session, Assessment, rows))


def download(hand: Hand, button: Locator) -> str:
    """Touch a button that hands a Word file over; what stands in it."""
    hand.touches += 1
    with hand.page.expect_download() as waiting:
        button.click()
    hand.rest()
    made = docx.Document(io.BytesIO(waiting.value.path().read_bytes()))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_a_member_at_the_counter_has_the_paper_in_four_touches(confirmed, somebody):
    officer = somebody("xa", DESK)
    officer.open("/requests")
    officer.fill(officer.page.get_by_label("Xin nhận xét đồng chí nào"), "dung pham")
    officer.tap(officer.pill("Để làm gì", "Quy hoạch cán bộ"))
    said = download(officer, officer.button("Phát hành và in"))
    assert "Họ và tên: Phạm Thị Dung" in said
    assert "Phục vụ việc: quy hoạch cán bộ." in said
    assert officer.touches <= COUNTER
    assert "Phạm Thị Dung" in download(officer, officer.button("Phát hành và in"))
    officer.reload()
    expect(officer.page.get_by_text("Đã trả lời hoặc đã đóng (1)")).to_be_visible()


def test_all_that_is_confirmed_is_issued_printed_by_workplace_and_listed_in_four_touches(confirmed, somebody):
    officer = somebody("xa", DESK)
    officer.open("/papers")
    officer.tap(officer.button(f"Phát hành {confirmed} phiếu"))
    officer.tap(officer.button("Tệp Word theo nơi công tác"))
    ready = officer.button("Tải về theo nơi công tác")
    expect(ready).to_be_visible(timeout=60_000)
    said = download(officer, ready)
    assert said.count("Họ và tên: ") == confirmed
    assert "Phạm Thị Dung" in download(officer, officer.button("Bảng kê bàn giao"))
    assert officer.touches <= ISSUE
    assert officer.page.evaluate(WIDER) <= 0


def test_a_workplace_asks_for_all_and_follows_up_on_its_home(confirmed, somebody):
    clerk = somebody("coquan")
    clerk.open("/requests")
    clerk.tap(clerk.page.get_by_role("spinbutton", name="day, Cần trả lời trước ngày"))
    clerk.page.keyboard.type("15122026")
    clerk.page.keyboard.press("Escape")  # the calendar that opened stands over the button
    clerk.rest()
    clerk.tap(clerk.button("Xin ý kiến tất cả"))
    expect(clerk.page.get_by_role("heading", name="2 yêu cầu đang chờ")).to_be_visible()
    assert clerk.touches <= ASK_ALL
    _issue_dung()
    clerk.touches = 0
    clerk.open("/")
    expect(clerk.page.get_by_role("heading", name="Đã phát hành 1 phiếu · 1 đang chờ")).to_be_visible()
    expect(clerk.page.get_by_text("chờ chi bộ nhận xét: 1")).to_be_visible()
    assert "Phạm Thị Dung" in download(clerk, clerk.button("Tải 1 phiếu trong một tệp"))
    clerk.tap(clerk.button("Đã thông báo cho 1 đồng chí"))
    expect(clerk.button("Đã thông báo cho 1 đồng chí")).to_have_count(0)
    assert clerk.touches <= FOLLOW_UP
    assert clerk.page.evaluate(WIDER) <= 0


def _issue_dung() -> None:
    """The commune issues what the workplace waits for."""
    with reading(SYSTEM) as session:
        account_id = session.exec(select(Account.id).where(Account.username == "xa")).one()
        grant_id = session.exec(select(Grant.id).where(Grant.account_id == account_id)).one()
        query = select(Assessment.code).join(Member, Member.id == Assessment.member_id)
        code = session.exec(query.where(Member.name == "Phạm Thị Dung")).one()
    shipped = paper_files.shipped(*paper_files.COMMENTS)
    comment_issue.issue(paper_files.viewer_now(account_id, grant_id), [code], IssueOrder(TODAY, 1, shipped))
