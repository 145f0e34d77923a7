"""Comments issued at the counter, a full issue, and a workplace that asks for everybody's, within the intended number
of taps.
"""

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
from db.models import (
    Account,
    Assessment,
    CommentRequest,
    Grant,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    UnitVersion,
)
from db.vietnamese import fold, person_sort_key
from tests.browser import cells
from tests.browser.conftest import DESK, Hand
from tests.browser.gestures import enter_day
from tests.browser.measures import WIDER
from tests.rows import rows

TODAY = date(2026, 11, 22)
COUNTER, ISSUE, ASK_ALL, FOLLOW_UP, PAPER_LIST = 4, 4, 6, 4, 12
FORTY = [f"Hồ Thị {middle} {given}" for middle in ("Bạch", "Cẩm", "Diệu", "Lan") for given in cells.GIVEN]
DONE = 31  # of the forty
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def confirmed(register) -> int:
    """Every contact member of the first cell is assessed and confirmed; returns how many they are."""
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


def stay(names: list[str], introduced: bool = False) -> list[int]:
    """People who are contact members in two cells of the commune alternately, introduced by the hospital or without a
    letter.
    """
    units = {row.name: row.unit_id for row in rows(UnitVersion)}
    homes = [units["Chi bộ thôn Đồng Bào"], units["Chi bộ thôn Bến Đá"]]
    with writing(SYSTEM, "test") as session:
        people = [{"name": one, "sort_key": person_sort_key(one), "search_key": fold(one)} for one in names]
        ids = bulk.insert(session, Member, people)
        stays = [
            {"member_id": one, "unit_id": homes[at % 2], "kind": "contact", "roster_number": at + 200,
             "valid_from": date(2020, 1, 1)}
            for at, one in enumerate(ids)
        ]  # fmt: skip
        placed = bulk.insert(session, Membership, stays)
        sides = {"workplace_id": units["Bệnh viện huyện An Bình"], "commune_id": units["Xã Đông Hà"]}
        letters = [
            {"member_id": one, "membership_id": place, "state": IntroductionState.PLACED, **sides}
            for one, place in zip(ids, placed, strict=True)
        ]
        bulk.insert(session, Introduction, letters if introduced else [])
    return ids


def download(hand: Hand, button: Locator) -> str:
    """Tap a button that downloads a Word file; returns its text."""
    hand.touches += 1
    with hand.page.expect_download() as waiting:
        button.click()
    hand.rest()
    made = docx.Document(io.BytesIO(waiting.value.path().read_bytes()))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_a_member_at_the_counter_gets_the_paper_in_four_taps(confirmed, somebody):
    officer = somebody("xa", DESK)
    officer.open("/requests")
    officer.fill(officer.page.get_by_label("Xin nhận xét đồng chí nào"), "dung pham")
    officer.tap(officer.pill("Để làm gì", "Quy hoạch cán bộ"))
    officer.tap(officer.button("Phát hành phiếu nhận xét"))
    get = officer.page.locator("[class*=st-key-counter]").get_by_role("button", name="Tải về")
    said = download(officer, get)
    assert "Họ và tên: Phạm Thị Dung" in said
    assert "Phục vụ việc: quy hoạch cán bộ." in said
    assert officer.touches <= COUNTER
    assert "Phạm Thị Dung" in download(officer, get)
    officer.reload()
    expect(officer.page.get_by_text("Đã trả lời hoặc đã đóng (1)")).to_be_visible()


def test_all_confirmed_comments_are_issued_printed_by_workplace_and_listed_in_four_taps(confirmed, somebody):
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


def test_a_hospitals_paper_list_of_forty_is_entered_in_twelve_taps(register, somebody):
    ids = stay([*FORTY, FORTY[0]])
    officer = somebody("xa", DESK)
    officer.open("/requests")
    officer.tap(officer.page.get_by_text("Nhập danh sách tên"))
    listed = "\n".join(f"{at}. Đ/c {one}, khoa Nội" for at, one in enumerate(FORTY, 1))
    officer.enter(officer.page.get_by_label("Mỗi dòng một đồng chí"), listed)
    officer.tap(officer.pill("Để làm gì", "Khen thưởng"))
    officer.touches += 1  # the box, then the option
    officer.choose(officer.page.get_by_label("Nơi công tác xin ý kiến"), "Bệnh viện huyện An Bình")
    expect(officer.page.get_by_text("1 tên chưa trả lời")).to_be_visible()
    officer.tap(officer.page.get_by_text("số thứ tự 200"))
    officer.tap(officer.page.get_by_text("Gửi đến bằng cách nào, ngày nào"))
    enter_day(officer, "Cần trả lời trước ngày", "15122026")
    officer.tap(officer.button("Ghi 40 yêu cầu"))
    expect(officer.page.get_by_role("heading", name="40 yêu cầu đang chờ")).to_be_visible()
    entered = rows(CommentRequest, occasion="reward", due=date(2026, 12, 15))
    assert {row.member_id for row in entered} == {*ids[:-1]}
    assert officer.touches <= PAPER_LIST
    assert officer.page.evaluate(WIDER) <= 0


def test_a_clerk_sees_the_state_of_all_forty_with_thirty_one_done(register, somebody):
    with writing(SYSTEM, "test") as session:  # the two from the small world are not among hers here
        for row in session.exec(select(Introduction)).all():
            row.workplace_id = None
    ids = stay(FORTY, introduced=True)
    form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "year": 2026}
    days = {"assessed_on": date(2026, 11, 10), "confirmed_on": date(2026, 11, 20)}
    units = {row.member_id: row.unit_id for row in rows(Membership)}
    clerk = somebody("coquan", DESK)
    clerk.open("/")
    expect(clerk.page.get_by_role("heading", name="40 đảng viên đã giới thiệu")).to_be_visible()
    said = clerk.page.locator("[data-testid=stMain]").inner_text()
    assert [one for one in FORTY if f"{one} · Chi bộ thôn" not in said] == []
    assert said.count("đã giới thiệu về chi bộ") == len(FORTY)
    assert clerk.touches == 0
    with writing(SYSTEM, "assess") as session:
        told = [{"member_id": one, "unit_id": units[one], **form, **days} for one in ids[:DONE]]
        bulk.insert(session, Assessment, told)
    clerk.open("/requests")
    clerk.tap(clerk.button("Xin ý kiến tất cả"))
    _issue(len(ids[:DONE]))
    clerk.touches = 0
    clerk.open("/")
    expect(clerk.page.get_by_role("heading", name="Đã phát hành 31 phiếu · 9 đang chờ")).to_be_visible()
    expect(clerk.page.get_by_text("Chi bộ thôn Bến Đá, Xã Đông Hà · chờ chi bộ nhận xét")).to_be_visible()
    assert download(clerk, clerk.button("Tải 31 phiếu trong một tệp")).count("Họ và tên: ") == DONE
    clerk.tap(clerk.button("Đã thông báo cho 31 đồng chí"))
    assert clerk.touches <= FOLLOW_UP


def test_a_workplace_asks_for_everybodys_comments_and_follows_up_from_home(confirmed, somebody):
    clerk = somebody("coquan")
    clerk.open("/requests")
    clerk.tap(clerk.page.get_by_role("spinbutton", name="day, Cần trả lời trước ngày"))
    clerk.page.keyboard.type("15122026")
    clerk.page.keyboard.press("Escape")  # the open calendar covers the button
    clerk.rest()
    clerk.tap(clerk.button("Xin ý kiến tất cả"))
    expect(clerk.page.get_by_role("heading", name="2 yêu cầu đang chờ")).to_be_visible()
    assert clerk.touches <= ASK_ALL
    _issue(1, "Phạm Thị Dung")
    clerk.touches = 0
    clerk.open("/")
    expect(clerk.page.get_by_role("heading", name="Đã phát hành 1 phiếu · 1 đang chờ")).to_be_visible()
    expect(clerk.page.get_by_text("chờ chi bộ nhận xét: 1")).to_be_visible()
    assert "Phạm Thị Dung" in download(clerk, clerk.button("Tải 1 phiếu trong một tệp"))
    clerk.tap(clerk.button("Đã thông báo cho 1 đồng chí"))
    expect(clerk.button("Đã thông báo cho 1 đồng chí")).to_have_count(0)
    assert clerk.touches <= FOLLOW_UP
    assert clerk.page.evaluate(WIDER) <= 0


def _issue(count: int, *names: str) -> None:
    """The commune issues this many comments that a workplace is waiting for, of the given people or of all."""
    with reading(SYSTEM) as session:
        account_id = session.exec(select(Account.id).where(Account.username == "xa")).one()
        grant_id = session.exec(select(Grant.id).where(Grant.account_id == account_id)).one()
        query = select(Assessment.code).join(Member, Member.id == Assessment.member_id)
        codes = session.exec(query.where(Member.name.in_(names)) if names else query).all()
    assert len(codes) == count
    shipped = paper_files.shipped_template_ids(*paper_files.COMMENTS)
    comment_issue.issue_comments(paper_files.current_viewer(account_id, grant_id), codes, IssueOrder(TODAY, 1, shipped))
