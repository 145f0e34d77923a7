"""An action on a page is carried out only if what it acts on is still as the page showed it; it is refused with a
sentence otherwise, and carried out once that was shown.
"""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest

from components.web import page_basis, run_interruptions
from components.widgets import forms
from db.accounts import accounts
from db.comments import comment_requests
from db.comments.request_writer import RequestDetails
from db.kernel import bulk, concurrent_changes
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Assessment, CommentRequest, Document, Member, Membership, MembershipKind, PeriodState
from db.periods import closing
from tests.db.confirmed_assessments import DAY, assessed, member_code
from tests.pages import press, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
ACCOUNT, PAPERS, PERIODS = (
    "pages/administration/account.py",
    "pages/figures/papers.py",
    "pages/figures/periods.py",
)
TOLD = "Chưa lưu\\: sau khi trang này hiện ra"


@dataclass
class Screen:
    """The state of a session whose runs are played without a browser."""

    monkeypatch: pytest.MonkeyPatch
    session_state: dict = field(default_factory=dict)
    change: int = 0

    def run(self, *parts: str) -> int | None:
        """A run of the page, or of some of its parts; returns the change on which an action in it rests."""
        run = SimpleNamespace(parallel_coordinator=object(), fragment_ids_this_run=list(parts))
        self.monkeypatch.setattr(page_basis, "get_script_run_ctx", lambda: run)
        page_basis.begin_run()
        with page_basis.resting_on_page():
            basis = page_basis.concurrent_changes._basis.get()
        return basis and basis.change_id


@pytest.fixture
def screen(monkeypatch) -> Screen:
    made = Screen(monkeypatch)
    monkeypatch.setattr(page_basis, "st", made)
    monkeypatch.setattr(run_interruptions, "st", made)
    monkeypatch.setattr(page_basis, "latest_change", lambda: made.change)
    return made


def test_an_action_rests_on_what_was_drawn_before_it_was_asked_for(screen):
    screen.change = 3
    assert screen.run() == concurrent_changes.UNKNOWN, "its server was restarted: nobody knows what the page showed"
    screen.change = 5
    assert screen.run() == 3
    assert screen.run() == 5


def test_a_part_drawn_again_alone_shows_more_than_the_rest_of_the_page(screen):
    screen.run()
    screen.change = 5
    assert screen.run("grid") == 0
    assert screen.run("grid") == 5
    assert screen.run("list") == 0
    assert screen.run("grid", "list") == 5
    assert screen.run() == 0
    assert screen.run("grid") == 5


def test_what_was_replaced_before_anybody_could_read_it_was_not_shown(screen):
    screen.run()
    screen.change = 5
    screen.run()
    screen.session_state[run_interruptions.UNSEEN] = True
    assert screen.run() == 0
    screen.session_state[run_interruptions.UNSEEN] = False
    assert screen.run() == 5


def test_a_value_that_was_replaced_unseen_is_not_the_one_that_was_shown(screen, monkeypatch):
    monkeypatch.setattr(forms, "st", screen)
    assert forms.value_when_last_drawn("count", 1) == 1
    assert forms.value_when_last_drawn("count", 2) == 1
    screen.session_state[run_interruptions.UNSEEN] = True
    assert forms.value_when_last_drawn("count", 3) == 1
    screen.session_state[run_interruptions.UNSEEN] = False
    assert forms.value_when_last_drawn("count", 4) == 3


def test_what_a_page_drew_first_was_shown_although_newer_input_replaced_it(screen):
    screen.change = 3
    screen.run()
    screen.change = 5
    screen.session_state[run_interruptions.UNSEEN] = True
    assert screen.run() == 3


def test_a_press_that_is_the_first_word_a_restarted_server_hears_changes_nothing_unseen(world):
    row = rows(Account, id=world.secretary.account_id)[0]
    test = shown(world.commune, ACCOUNT, account=row.code)
    accounts.correct(world.admin, row.id, username=row.username, name="Đinh Thị Mới", phone=None)
    for forgotten in (page_basis.SHOWN, page_basis.DRAWING):
        del test.session_state[forgotten]
    press(test, "Khóa tài khoản")
    assert "vừa khởi động lại" in test.error[0].value
    assert rows(Account, id=row.id)[0].active
    press(test, "Khóa tài khoản")
    assert not rows(Account, id=row.id)[0].active


def test_an_account_that_another_device_changed_is_locked_only_once_that_was_shown(world):
    row = rows(Account, id=world.secretary.account_id)[0]
    test = shown(world.commune, ACCOUNT, account=row.code)
    accounts.correct(world.admin, row.id, username=row.username, name="Đinh Thị Mới", phone=None)
    press(test, "Khóa tài khoản")
    assert TOLD in test.error[0].value
    assert rows(Account, id=row.id)[0].active
    press(test, "Khóa tài khoản")
    assert not rows(Account, id=row.id)[0].active


def test_a_password_handed_out_by_another_device_stays_valid(world):
    row = rows(Account, id=world.secretary.account_id)[0]
    test = shown(world.commune, ACCOUNT, account=row.code)
    accounts.reset_password(world.admin, row.id)
    given = rows(Account, id=row.id)[0].password_hash
    press(test, "Cấp lại mật khẩu")
    assert TOLD in test.error[0].value
    assert rows(Account, id=row.id)[0].password_hash == given


def test_a_period_closed_again_by_another_device_stays_closed(world):
    unit = world.units["dong_ha"]
    closing.close_months(world.commune, unit, [202610])
    test = shown(world.commune, PERIODS)
    closing.reclose_months(world.commune, unit, [202610])
    press(test, "Mở lại")
    assert TOLD in test.error[0].value
    assert [row.reopened_at is None for row in rows(PeriodState)] == [False, True]
    press(test, "Mở lại")
    assert all(row.reopened_at for row in rows(PeriodState))


def another(world) -> None:
    with writing(SYSTEM, "move") as session:
        stay = {"member_id": world.members["quan"], "unit_id": world.units["ben_da"], "kind": MembershipKind.CONTACT}
        bulk.insert(session, Membership, [stay])
    assessed(world, "quan", "ben_da")


def changed(world, code: str) -> str:
    with writing(SYSTEM, "assess") as session:
        session.get_one(Assessment, rows(Assessment, code=code)[0].id).remark = "Ý khác"
    return "nhận xét về Phạm Thị Dung đã thay đổi"


def asked(world, code: str) -> str:
    asked_by = RequestDetails("reward", "paper", DAY, asked_by="Đảng ủy Sở")
    comment_requests.add(world.commune, [member_code(world)], asked_by)
    return "Phạm Thị Dung đã thay đổi hoặc có thêm yêu cầu nhận xét"


def taken_back(world, code: str) -> str:
    with writing(SYSTEM, "return") as session:
        row = session.get_one(Assessment, rows(Assessment, code=code)[0].id)
        row.confirmed_on, row.returned_on = None, date(2026, 11, 21)
    return "Chưa xác nhận: Phạm Thị Dung"


def renamed(world, code: str) -> str:
    with writing(SYSTEM, "correct") as session:
        session.get_one(Member, world.members["dung"]).name = "Phạm Thị Dùng"
    return "nhận xét về Phạm Thị Dùng đã thay đổi"


def moved(world, code: str) -> str:
    with writing(SYSTEM, "move") as session:
        (stay,) = rows(Membership, member_id=world.members["dung"], kind=MembershipKind.CONTACT)
        session.get_one(Membership, stay.id).roster_number = 31
    return "nhận xét về Phạm Thị Dung đã thay đổi"


@pytest.mark.parametrize("change", [changed, asked, taken_back, renamed, moved])
def test_comments_are_issued_only_as_the_page_showed_them(world, change):
    code = assessed(world)
    another(world)
    test = shown(world.commune, PAPERS)
    sentence = change(world, code)
    press(test, "Phát hành 2 phiếu")
    assert sentence in test.error[0].value.replace("\\", "")
    assert not rows(Document)
    left = 1 if change is taken_back else 2
    press(test, f"Phát hành {left} phiếu")
    assert len(rows(Document)) == left
    assert all(row.answered_on for row in rows(CommentRequest))


def test_a_comment_confirmed_after_the_page_was_shown_is_not_issued_with_the_others(world):
    assessed(world)
    test = shown(world.commune, PAPERS)
    another(world)
    press(test, "Phát hành 1 phiếu")
    assert [row.member_id for row in rows(Document)] == [world.members["dung"]]
