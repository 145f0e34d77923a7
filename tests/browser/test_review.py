"""Review items on a phone: from the first page to the answer in two taps, and to the meeting behind it."""

from playwright.sync_api import expect
from sqlmodel import select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import FindingAnswer, Member, Membership
from tests.browser.measures import SMALL, WIDER
from tests.db.kept_meetings import E, P, keep
from tests.rows import rows


def _absent_four_times() -> None:
    """The second person on the list of the walkthroughs' cell was absent from four meetings in a row."""
    with reading(SYSTEM) as session:
        name = select(Membership.unit_id, Membership.member_id).join(Member, Member.id == Membership.member_id)
        unit_id, member_id = session.exec(name.where(Member.name == "Trần Thị Bình")).one()
    for month in (202606, 202607, 202608, 202609):
        keep(unit_id, month, {member_id: E})


def test_a_secretary_answers_from_the_first_page_within_three_taps(register, somebody):
    _absent_four_times()
    hand = somebody("bithu")
    hand.open("/")
    hand.tap(hand.page.get_by_role("link", name="1 việc cần xem lại"))
    expect(hand.page.get_by_text("Vắng 4 cuộc họp chi bộ liên tiếp")).to_be_visible()
    assert hand.page.evaluate(WIDER) <= 0
    assert hand.page.evaluate(SMALL) == []
    hand.tap(hand.button("Đã gặp, đã liên hệ"))
    expect(hand.page.get_by_text("Không có gì cần xem lại.")).to_be_visible()
    assert hand.touches == 2
    assert [row.kind for row in rows(FindingAnswer)] == ["absent_in_a_row"]


def test_the_meeting_behind_an_item_is_two_taps_from_the_first_page_and_correcting_it_removes_the_item(
    register, somebody
):
    _absent_four_times()
    hand = somebody("bithu")
    hand.open("/")
    hand.tap(hand.page.get_by_role("link", name="1 việc cần xem lại"))
    hand.tap(hand.page.get_by_role("link", name="03/08/2026"))
    expect(hand.page.get_by_text("Sinh hoạt thường kỳ, tháng 8/2026")).to_be_visible()
    assert P not in [row.kind for row in rows(FindingAnswer)]
    assert hand.touches == 2
