"""Charts in a real browser: a mark is tapped and drilled down to the meeting, on a phone and on a desktop; a file is
downloaded.
"""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from components.files import workbook_reader as files
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Member, Membership, Unit, UnitVersion
from tests import months, people
from tests.browser.conftest import DESK
from tests.browser.gestures import touch_month
from tests.browser.measures import WIDER
from tests.people import World


@pytest.fixture
def year(register):
    """The year of meetings from tests/months.py in the running register."""
    with reading(SYSTEM) as session:
        units = dict(zip(people.UNITS, session.exec(select(Unit.id).order_by(Unit.id)), strict=True))
        members = dict(zip(people.MEMBERS, session.exec(select(Member.id).order_by(Member.id)), strict=False))
    months.fill(World(units, members, {}))
    return register


def rows(page: Page):
    return page.locator(".st-key-rows_charts_parts a")


def test_a_communes_low_attendance_is_traced_to_a_cell_in_three_taps(year, somebody):
    district = somebody("huyen", DESK)
    district.open("/charts")
    touch_month(district, 6)
    expect(district.page.get_by_role("heading", name="Tháng 6/2026")).to_be_visible()
    district.tap(rows(district.page).filter(has_text="Xã Đông Hà"))
    district.tap(rows(district.page).filter(has_text="Chi bộ thôn Đồng Bào"))
    assert district.touches == 3
    main = district.page.get_by_test_id("stMain")
    expect(main).to_contain_text("✓ đã họp 03/06/2026")
    expect(main).to_contain_text(re.compile(r"dự họp \d/3 = "))
    assert "Nguyễn" not in main.inner_text()


def test_a_mark_that_is_tapped_twice_stays_open(year, somebody):
    district = somebody("huyen", DESK)
    district.open("/charts")
    touch_month(district, 6)
    chart = district.page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first
    chart.dblclick()
    district.rest()
    expect(district.page.get_by_role("heading", name=re.compile(r"Tháng \d+"))).to_be_visible()
    expect(chart).to_be_visible()


def test_a_mark_of_the_second_chart_opens_what_it_counts(year, somebody):
    district = somebody("huyen", DESK)
    with reading(SYSTEM) as session:
        code = dict(session.exec(select(UnitVersion.name, Unit.code).join(Unit, Unit.id == UnitVersion.unit_id)).all())
    told = f"charts_area={code['Xã Đông Hà']}&charts_versus=unit&versus_area={code['Xã Tây Sơn']}"
    district.open(f"/charts?{told}")
    touch_month(district, 6, 1)
    main = district.page.get_by_test_id("stMain")
    expect(district.page.get_by_role("heading", name="Tháng 6/2026")).to_be_visible()
    expect(main).to_contain_text("Xã Tây Sơn · số liệu đến")
    expect(district.page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    assert "versus" not in district.page.url
    assert f"charts_area={code['Xã Tây Sơn']}" in district.page.url


def test_the_drill_down_is_kept_in_the_address_and_survives_a_reload(year, somebody):
    commune = somebody("xa", DESK)
    commune.open("/charts")
    touch_month(commune, 9)
    commune.tap(rows(commune.page).filter(has_text="Chi bộ thôn Bến Đá"))
    commune.reload()
    expect(commune.page.get_by_role("heading", name="Tháng 9/2026 › Chi bộ thôn Bến Đá")).to_be_visible()


def test_where_marks_cannot_be_tapped_a_select_box_opens_them(year, somebody):
    secretary = somebody("bithu")
    secretary.open("/charts")
    secretary.tap(secretary.page.get_by_role("combobox", name="Mở tháng"))
    secretary.page.get_by_role("combobox", name="Mở tháng").press_sequentially("tháng 3")
    secretary.tap(secretary.page.get_by_role("option", name="tháng 3/2026"))
    main = secretary.page.get_by_test_id("stMain")
    expect(main).to_contain_text("Σ 1 cuộc chỉ báo số tổng")
    expect(main).to_contain_text("✓ đã họp 03/03/2026")


@pytest.mark.parametrize("chart", ["attendance", "met", "meeting_types"])
@pytest.mark.parametrize("username", ["bithu", "xa", "huyen"])
def test_no_chart_is_wider_than_a_phone(year, somebody, username, chart):
    hand = somebody(username)
    hand.open(f"/charts?charts_which={chart}")
    expect(hand.page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    assert hand.page.evaluate(WIDER) <= 0


def test_a_list_is_downloaded_as_a_workbook_and_logged_in_the_history(year, somebody):
    secretary = somebody("bithu")
    secretary.open("/exports")
    secretary.tap(secretary.page.get_by_role("radio", name="Báo cáo cấp trên"))
    with secretary.page.expect_download() as coming:
        secretary.tap(secretary.button("Tải về 160 dòng"))
    assert coming.value.suggested_filename == "dang-vien_chi-bo-thon-dong-bao_2026-11-22.xlsx"
    first = files.read_sheets(coming.value.path().read_bytes())[0]
    assert first.rows[0][0] == "DANH SÁCH ĐẢNG VIÊN"
    assert sum(isinstance(row[0], float) for row in first.rows) == 160
    secretary.open("/history?history_view=exports")
    expect(secretary.page.get_by_test_id("stMain")).to_contain_text("Đã xuất: Đảng viên · Báo cáo cấp trên")
    expect(secretary.page.get_by_test_id("stMain")).to_contain_text("160 dòng")


def test_a_long_list_is_built_by_the_worker_and_waits_for_its_download(year, somebody):
    """The page reports progress by itself, and the file is downloaded when it is ready."""
    district = somebody("huyen", DESK)
    district.open("/exports")
    long = 2_100
    _more_members(long)
    district.reload()
    district.tap(district.page.get_by_role("radio", name="Phục vụ họp"))
    district.tap(district.page.get_by_role("button", name=re.compile("Lập tệp")))
    district.page.get_by_role("button", name="Tải về").wait_for(timeout=90_000)
    with district.page.expect_download() as coming:
        district.page.get_by_role("button", name="Tải về").click()
    assert sum(isinstance(row[0], float) for row in files.read_sheets(coming.value.path().read_bytes())[0].rows) > long


def _more_members(count: int) -> None:
    with writing(SYSTEM, "more") as session:
        ids = insert_rows(
            session,
            Member,
            [
                {"name": f"Trần Văn {at}", "sort_key": f"t{at:05}", "search_key": f"tran van {at}"}
                for at in range(count)
            ],
        )
        unit = session.exec(select(Unit.id).where(Unit.kind == "cell").order_by(Unit.id)).first()
        insert_rows(
            session, Membership, [{"member_id": member_id, "unit_id": unit, "kind": "own"} for member_id in ids]
        )
