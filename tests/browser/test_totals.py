"""A commune's clerk enters a year of totals on a cell's behalf: one screen, one save, nothing typed is lost."""

from playwright.sync_api import Route, expect
from sqlmodel import select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import DraftValue, Tally
from tests.browser.gestures import HEAD, PERIOD, ROW, type_row
from tests.rows import rows

# Let the page draw this many pictures.
DRAW = """pictures => new Promise(done => {
  const next = left => left ? requestAnimationFrame(() => next(left - 1)) : done()
  next(pictures)
})"""

# What the page means to do at once is done that many milliseconds later, as on a computer that is busy meanwhile.
LATE_TIMERS = """late => {
  const start = window.setTimeout
  window.setTimeout = (act, after, ...given) => start(act, after || late, ...given)
}"""


def count_drafts() -> int:
    with reading(SYSTEM) as session:
        return len(session.exec(select(DraftValue.id)).all())


def tallies() -> list[tuple[int, int, int, int, int]]:
    with reading(SYSTEM) as session:
        rows = session.exec(select(Tally).where(Tally.named.is_(False)).order_by(Tally.period))
        return [(row.period, row.expected, row.present, row.unknown, row.exempt) for row in rows]


def test_a_year_of_totals_is_typed_in_one_grid_survives_a_reload_and_is_saved_once(register, somebody):
    clerk = somebody("xa")
    clerk.open("/record")
    clerk.tap(clerk.page.get_by_role("link", name="Chi bộ thôn Đồng Bào"))
    clerk.tap(clerk.page.get_by_role("link", name="Nhập tổng số không có tên"))
    for at in range(3):
        type_row(clerk, at, "50", str(8 + at), "5")
    expect(clerk.page.get_by_text("Đã lưu nháp")).to_be_visible()
    assert count_drafts() == 9
    clerk.reload()
    type_row(clerk, 3, "50", "8", "", "45")
    warning = clerk.page.get_by_text("số không khớp")
    expect(warning).to_contain_text("tháng 4/2026")
    type_row(clerk, 3, "5", skip=1)
    expect(warning).to_have_count(0)
    clerk.tap(clerk.button("Lưu tổng số"))
    expect(clerk.page.get_by_role("link", name="Σ chỉ có tổng số")).to_have_count(4)
    assert tallies() == [
        (202601, 50, 42, 8, 5), (202602, 50, 41, 9, 5), (202603, 50, 40, 10, 5), (202604, 50, 45, 5, 0)
    ]  # fmt: skip


def test_names_replace_totals_from_the_meeting_itself(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/totals")
    type_row(secretary, 9, "50", "8")
    secretary.tap(secretary.button("Lưu tổng số"))
    secretary.tap(secretary.page.get_by_role("link", name="Σ chỉ có tổng số"))
    expect(secretary.page.get_by_text("Đã báo cáo bằng tổng số")).to_be_visible()
    secretary.tap(secretary.button("Nhập theo tên, thay cho tổng số"))
    secretary.tap(secretary.button("Lưu cuộc họp"))
    expect(secretary.page.get_by_test_id("stCode")).to_contain_text("Có mặt: 45/45")
    assert tallies() == []


def test_what_is_typed_while_the_first_cell_still_loads_is_kept(register, somebody):
    clerk = somebody("bithu")
    waiting: list[Route] | None = []
    clerk.page.route(
        "**/*overlay-editor*.js", lambda asked: asked.continue_() if waiting is None else waiting.append(asked)
    )
    clerk.page.goto(f"{clerk.url}/totals")
    clerk.touch_grid(PERIOD + 20, HEAD + ROW // 2)
    clerk.page.keyboard.press("Home")
    clerk.page.keyboard.press("Tab")
    clerk.page.keyboard.type("50\n51\n52\n")
    clerk.page.evaluate(DRAW, 150)  # much longer than any cell takes whose editor is loaded
    assert waiting, "the editor of a cell is not loaded with the grid"
    loading, waiting = waiting, None
    for asked in loading:
        asked.continue_()
    expect(clerk.page.locator("html[data-keys-held]")).to_have_count(0)
    clerk.rest()
    expect(clerk.page.get_by_text("Đã lưu nháp")).to_be_visible()
    assert [(row.part, row.field, row.value) for row in rows(DraftValue)] == [
        ("p202601.1", "expected", "50"), ("p202602.1", "expected", "51"), ("p202603.1", "expected", "52")
    ]  # fmt: skip


def test_a_cell_keeps_what_was_typed_on_a_computer_that_is_slower_than_its_user(register, somebody):
    clerk = somebody("bithu")
    clerk.open("/totals")
    clerk.page.evaluate(LATE_TIMERS, 200)
    clerk.touch_grid(PERIOD + 20, HEAD + ROW // 2)
    clerk.page.keyboard.press("Home")
    clerk.page.keyboard.press("Tab")
    for _ in range(2):
        clerk.page.keyboard.press("5")
        clerk.page.locator(".gdg-input").wait_for()
        clerk.page.evaluate(DRAW, 10)  # the second digit is typed into the open cell, and Enter follows at once
        clerk.page.keyboard.type("7\n")
        clerk.page.locator(".gdg-input").wait_for(state="detached")
    clerk.rest()
    expect(clerk.page.get_by_text("Đã lưu nháp")).to_be_visible()
    assert [(row.part, row.field, row.value) for row in rows(DraftValue)] == [
        ("p202601.1", "expected", "57"), ("p202602.1", "expected", "57")
    ]  # fmt: skip


def test_fast_typing_lands_in_the_right_cells(register, somebody):
    clerk = somebody("bithu")
    clerk.open("/totals")
    numbers = [(50 + at, 8 + at % 3) for at in range(10)]
    for column in (0, 1):
        clerk.touch_grid(PERIOD + 20, HEAD + ROW // 2)
        clerk.page.keyboard.press("Home")
        for _ in range(1 + column):
            clerk.page.keyboard.press("Tab")
        clerk.page.keyboard.type("".join(f"{row[column]}\n" for row in numbers))
        expect(clerk.page.locator("html[data-keys-held]")).to_have_count(0)
        clerk.rest()
    clerk.tap(clerk.button("Lưu tổng số"))
    expect(clerk.page.get_by_role("link", name="Σ chỉ có tổng số")).to_have_count(len(numbers))
    assert [(expected, expected - present) for _, expected, present, _, _ in tallies()] == numbers
