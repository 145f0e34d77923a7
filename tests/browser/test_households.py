"""Households on a phone: several assigned at once, found without accents; a draft survives a server restart; nothing is
wider than the screen.
"""

from playwright.sync_api import expect
from sqlmodel import select

from db.households import groups, household_board
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Assignment
from tests.browser.cells import cell_id
from tests.browser.measures import SMALL, WIDER


def fill_clusters() -> None:
    """A cluster of 61 households with six groups."""
    cluster = groups.create(SYSTEM, cell_id(), "Cụm 2", 61)
    for number in range(1, 7):
        groups.create(SYSTEM, cell_id(), f"Nhóm hộ 2.{number}", 10, within=cluster)


def charges() -> int:
    with reading(SYSTEM) as session:
        return len(session.exec(select(Assignment.id)).all())


def test_three_groups_are_assigned_in_seven_taps_and_a_draft_survives_a_server_restart(register, somebody):
    fill_clusters()
    secretary = somebody("bithu")
    secretary.open("/households")
    secretary.tap(secretary.pill("Việc cần ghi", "Phân công phụ trách"))
    secretary.fill(secretary.page.get_by_label("Tìm đảng viên"), "binh tran")
    secretary.tap(secretary.pill("Đồng chí phụ trách", "Trần Thị Bình"))
    for number in (1, 2, 3):
        secretary.tap(secretary.pill("Phụ trách cụm", f"Nhóm hộ 2.{number}"))
    expect(secretary.page.get_by_text("Đã lưu nháp")).to_be_visible()
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    with secretary.page.expect_navigation():  # it loads itself again, and opens the form
        register.kill()
        register.start()
    secretary.tap(secretary.button("Phân công phụ trách").last)
    assert secretary.touches == 7
    expect(secretary.page.get_by_text("30/61").first).to_be_visible()
    assert charges() == 3
    assert household_board.load(SYSTEM, cell_id()).cover == (61, 30)


def test_a_cluster_is_opened_counted_and_given_a_household(register, somebody):
    fill_clusters()
    secretary = somebody("bithu")
    secretary.open("/households")
    secretary.tap(secretary.page.locator(".st-key-rows_households_places a").filter(has_text="Nhóm hộ 2.6"))
    secretary.tap(secretary.pill("Việc cần ghi", "Thêm hộ được giúp đỡ"))
    secretary.fill(secretary.page.get_by_label("Hộ gia đình"), "Hộ <script>alert(1)</script>")
    secretary.tap(secretary.button("Ghi hộ này"))
    expect(secretary.page.locator(".st-key-rows_household_group_inside a")).to_contain_text(
        "Hộ <script>alert(1)</script>"
    )
    assert secretary.page.evaluate(WIDER) <= 0


def test_a_group_opened_from_its_cluster_stays_open(register, somebody):
    fill_clusters()
    secretary = somebody("bithu")
    secretary.open("/households")
    secretary.tap(secretary.page.locator(".st-key-rows_households_places a").filter(has_text="Cụm 2"))
    secretary.tap(secretary.pill("Việc cần ghi", "Số hộ"))
    expect(secretary.page.get_by_label("Số hộ").first).to_have_value("61")
    secretary.tap(secretary.page.locator(".st-key-rows_household_group_inside a").filter(has_text="Nhóm hộ 2.3"))
    secretary.tap(secretary.pill("Việc cần ghi", "Số hộ"))
    expect(secretary.page.get_by_label("Số hộ").first).to_have_value("10")
    expect(secretary.page.get_by_role("heading", name="Nhóm hộ 2.3")).to_be_visible()
    secretary.page.reload()
    expect(secretary.page.get_by_role("heading", name="Nhóm hộ 2.3")).to_be_visible()


def test_the_address_of_another_cell_is_refused_with_a_sentence(register, somebody):
    code = groups.create(SYSTEM, cell_id(), "Cụm 1", 17)
    neighbour = somebody("bithu2")
    neighbour.page.goto(f"{register.url}/household-group?household={code}")
    expect(neighbour.page.get_by_test_id("stAlert")).to_be_visible()
    expect(neighbour.page.get_by_text("Cụm 1")).to_have_count(0)
    district = somebody("huyen")
    district.open(f"/household-group?household={code}")
    expect(district.page.get_by_text("Cụm 1")).to_have_count(0)
