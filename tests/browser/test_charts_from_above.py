"""The charts of what comes from above, in a real browser: each bar opens its rows, and they add up to it."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from db.accounts import accounts
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.models import Account, Grant, Member, Unit
from db.petitions import difficulties
from db.petitions.difficulties import DifficultyInput
from db.teams import book_checks, officials, teams
from db.teams.book_checks import BookCheckInput
from tests import months, people
from tests.browser.conftest import DESK
from tests.browser.gestures import touch_bar
from tests.people import World

CHARTS = {  # the bar to touch, how many there are, what it opens, and how the sum of its rows is said
    "team_visits": (0, 1, "Tổ 1", r"còn thiếu (\d+)"),
    "difficulties": (3, 5, "31 đến 60 ngày", r"Cộng: (\d+)/"),
    "book_checks": (2, 3, "Chưa kiểm tra tháng nào", r"Cộng: (\d+)/"),
}


@pytest.fixture
def world(register) -> World:
    """The served district with a year of meetings, a team, three difficulties, and one book of three checked."""
    with reading(SYSTEM) as session:
        units = dict(zip(people.UNITS, session.exec(select(Unit.id).order_by(Unit.id)), strict=True))
        members = dict(zip(people.MEMBERS, session.exec(select(Member.id).order_by(Member.id)), strict=False))
        codes = dict(session.exec(select(Unit.id, Unit.code)).all())
        grants = {name: (one, grant) for name, one, grant in session.exec(
            select(Account.username, Account.id, Grant.id).join(Grant, Grant.account_id == Account.id))}  # fmt: skip
    world = World(units, {}, {})
    district, commune, secretary = (_viewer(*grants[name]) for name in ("huyen", "xa", "bithu"))
    months.fill(World(units, members, {}))
    since = date(2026, 1, 1)
    lines = officials.parse_lines("Nguyễn Văn Minh – Phó ban – Tổ 1 – Tổ trưởng – 0912345678")
    officials.add(district, lines, None, "cells", since)
    teams.set_followed_units(district, teams.list_current(district)[0].code, [codes[units["dong_ha"]]], since)
    for day in (date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 9)):
        difficulties.report(secretary, units["dong_bao"], DifficultyInput(f"Thiếu loa {day}", "means", day))
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202610, "")
    book_checks.record_checks(commune, [codes[units["dong_bao"]]], typed)
    return world


def _viewer(account_id: int, grant_id: int) -> Viewer:
    found = accounts.viewer_for(account_id, grant_id)
    assert found is not None
    return found


def test_a_bar_opens_its_communes_then_its_cells_and_each_adds_up(world, somebody):
    district = somebody("huyen", DESK)
    for which, (bar, bars, opened, sum_said) in CHARTS.items():
        district.open(f"/charts?charts_which={which}")
        touch_bar(district, bar, bars)
        expect(district.page.get_by_role("heading", name=opened).first).to_be_visible()
        assert _added_up(district, "charts_classes", sum_said) > 0
        district.tap(district.page.locator(".st-key-rows_charts_classes a").filter(has_text="Xã Đông Hà"))
        assert _added_up(district, "charts_cells", sum_said) > 0


def _added_up(hand, key: str, sum_said: str) -> int:
    """The sum of the rows as it is said; each row says its own number first."""
    rows = hand.page.locator(f".st-key-rows_{key} a")
    expect(rows.first).to_be_visible()
    counts = [int(re.search(r"\d+", row)[0]) for row in rows.all_inner_texts()]
    said = re.search(sum_said, hand.page.get_by_test_id("stMain").inner_text())
    assert said, hand.page.get_by_test_id("stMain").inner_text()
    assert sum(counts) == int(said[1])
    return sum(counts)
