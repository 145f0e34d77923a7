"""A district officer's walkthroughs, for a district and for a ward with its cells directly below it."""

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from components.report_forms import example_form
from db import identity_number_key
from db.kernel import bulk, session as kernel_session
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Attendance, Meeting, Member, Tally, Unit
from db.papers import report_forms
from db.papers.report_forms import FormDraft
from tests import months, people
from tests.browser.conftest import DESK, PHONE
from tests.browser.gestures import touch_month
from tests.browser.measures import WIDER
from tests.people import World

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture(scope="session")
def of_ward(tmp_path_factory, _template) -> tuple[Path, World]:
    """A folder with a ward's year of meetings, and the people in it."""
    folder = tmp_path_factory.mktemp("ward")
    shutil.copyfile(_template, folder / "register.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        kernel_session.dispose()
        world = people.ward()
        root = world.units["an_binh"]
        months.fill(World({**world.units, "dong_ha": root, "tay_son": root}, world.members, {}))
        with writing(SYSTEM, "test") as session:  # one cell has not reported
            for table in (Attendance, Tally, Meeting):
                last = {"unit_id": world.units["ben_da"], "period": 202611}
                for row in session.exec(select(table).filter_by(**last)).all():
                    session.delete(row)
                session.flush()
        identity_number_key.read_or_create_key()
        kernel_session.dispose()
    return folder, world


@pytest.fixture
def ward(register, of_ward):
    register.renew(of_ward[0])
    return of_ward[1]


@pytest.fixture
def district(register):
    """The same year in the running district."""
    with reading(SYSTEM) as session:
        units = dict(zip(people.UNITS, session.exec(select(Unit.id).order_by(Unit.id)), strict=True))
        members = dict(zip(people.MEMBERS, session.exec(select(Member.id).order_by(Member.id)), strict=False))
    months.fill(World(units, members, {}))


@pytest.mark.parametrize("place", ["district", "ward"])
def test_last_years_comparison_is_a_picture_in_two_taps_and_its_address_opens_in_english(place, request, somebody):
    request.getfixturevalue(place)
    officer = somebody("huyen", DESK)
    officer.open("/charts")
    officer.touches = 0
    officer.tap(officer.pill("So sánh với", "Cùng kỳ năm trước"))
    with officer.page.expect_download() as coming:
        officer.tap(officer.button("Tải hình"))
    assert officer.touches == 2
    assert coming.value.suggested_filename.endswith("-2026-11-22.png")
    assert coming.value.path().read_bytes().startswith(b"\x89PNG")
    touch_month(officer, 6)
    expect(officer.page.get_by_role("heading", name="Tháng 6/2026")).to_be_visible()
    sent = urlsplit(officer.page.url)
    assert re.fullmatch(r"[\w.=&-]*", sent.query), "an address has codes, never words"

    with writing(SYSTEM, "test") as session:
        bulk.update(session, Account, [{"id": one, "language": "en"} for one in session.exec(select(Account.id))])
    reader = somebody("huyen", PHONE)
    reader.open(f"{sent.path}?{sent.query}")
    expect(reader.page.get_by_role("heading", name="June 2026")).to_be_visible()
    expect(reader.pill("Compare with", "Same period last year")).to_be_visible()
    assert "Tháng" not in reader.page.get_by_test_id("stMain").inner_text()
    assert reader.page.evaluate(WIDER) <= 0


def test_a_wards_officer_takes_the_same_steps_as_a_districts(ward, somebody, tmp_path):
    report_forms.add(ward.district, FormDraft("Biểu 03", "xlsx", example_form.build_example(), "", date(2026, 11, 1)))
    officer = somebody("huyen", DESK)
    main, page = officer.page.get_by_test_id("stMain"), officer.page
    officer.open("/")
    officer.tap(page.get_by_role("link", name="Sao chép lời nhắc"))
    officer.touches += 1  # a long press selects the text
    expect(main.get_by_test_id("stCode")).to_contain_text("chi bộ chưa báo cáo")
    assert officer.touches == 2

    officer.open("/charts")
    officer.touches = 0
    touch_month(officer, 6)
    officer.tap(page.locator(".st-key-rows_charts_parts a").filter(has_text="Chi bộ thôn Đồng Bào"))
    expect(main).to_contain_text("✓ đã họp 03/06/2026")
    assert officer.touches <= 3

    officer.open("/")
    officer.touches = 0
    officer.tap(page.get_by_role("link", name="Giấy tờ, tài liệu họp"))
    officer.tap(officer.button("Tạo tài liệu họp tháng 10/2026"))
    ready = officer.button("Tải tất cả các tệp")
    expect(ready).to_be_visible(timeout=90_000)
    with page.expect_download() as coming:
        officer.tap(ready)
    assert officer.touches <= 3
    with zipfile.ZipFile(coming.value.path()) as packed:
        assert [name.rpartition(".")[2] for name in packed.namelist()][:4] == ["docx", "pdf", "pptx", "xlsx"]

    officer.open("/papers?papers_view=forms")
    officer.touches = 0
    officer.tap(officer.button("Điền biểu tháng 10/2026"))
    ready = officer.button("Tải biểu đã điền")
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as coming:
        officer.tap(ready)
    assert officer.touches <= 3
    assert coming.value.suggested_filename.endswith("_2026-10.xlsx")

    officer.open("/periods")
    officer.touches = 0
    officer.tap(main.get_by_role("button", name="Chốt tháng 10/2026"))
    officer.tap(main.get_by_role("button", name="Đồng ý"))
    expect(main).to_contain_text("Đã chốt ngày 22/11/2026")
    assert officer.touches == 2
