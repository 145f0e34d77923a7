"""Units that have ended or are yet to begin: whoever has a role there reads on, and nobody meets a page that fails."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings, sheet
from db.meetings.meetings import MeetingRef
from db.models import Guest, Meeting
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from tests.pages import links, said, shown
from tests.record_sheets import NOVEMBER, call_of
from tests.rows import rows
from tests.unit_days import code_of, move_end

PAGES = sorted(str(page) for page in Path("pages").glob("*/*.py") if page.parent.name != "access")
HOME, RECORD, BOOKS = "pages/home/home.py", "pages/meetings/record.py", "pages/people/book_checks.py"
ALL = {"checks_shown": "all"}
OWN = [("secretary", "dong_bao"), ("commune", "dong_ha"), ("workplace", "hospital")]
pytestmark = pytest.mark.usefixtures("november")


def pages_of(viewer) -> dict[str, object]:
    """All pages that the viewer's role has, as he sees them; none of them has failed."""
    found = {HOME: shown(viewer, HOME)}
    registered = {page["script_path"] for page in found[HOME]._registered_pages.values()}
    for page in PAGES:
        if str(Path(page).resolve()) in registered:
            found[page] = shown(viewer, page)
    return found


@pytest.mark.parametrize(("who", "unit"), OWN)
def test_users_of_a_unit_that_has_ended_can_still_read_and_are_told(world, who, unit):
    move_end(world.units[unit], valid_to=clock.today() - timedelta(days=1))
    found = pages_of(world.viewers[who])
    assert len(found) > 4
    assert "đã kết thúc hoạt động ngày 21/11/2026" in found[HOME].info[0].value


@pytest.mark.parametrize(("who", "unit"), OWN)
def test_users_of_a_unit_that_has_not_begun_see_no_failing_page_and_are_told(world, who, unit):
    move_end(world.units[unit], valid_from=clock.today() + timedelta(days=9))
    assert "bắt đầu hoạt động từ ngày 01/12/2026" in pages_of(world.viewers[who])[HOME].info[0].value


def test_the_commune_opens_what_is_left_of_a_cell_that_has_ended(world):
    """A half-typed sheet, a guest on no list, and the meetings that were held stay within reach."""
    meeting_record.save(world.secretary, call_of(world))
    (meeting,) = rows(Meeting)
    with writing(SYSTEM, "test") as session:
        session.add(Guest(meeting_id=meeting.id, unit_id=meeting.unit_id, name="Hoàng Văn Tư"))
    contact = meetings.load(world.commune, MeetingRef(meeting.unit_id, "contact_periodic", 202607)).place
    drafts.save_values(world.commune, contact, {DraftField(sheet.MEETING, "place"): "Nhà văn hóa"}, {})
    move_end(meeting.unit_id, valid_to=clock.today() - timedelta(days=1))
    home = shown(world.commune, HOME)
    assert "Hoàng Văn Tư · Chi bộ thôn Đồng Bào" in said(home)
    assert [label for label in links(home, "record") if "Đang ghi dở" in label and "Chi bộ thôn Đồng Bào" in label]
    for query in ({"meeting": meeting.code}, {"unit": code_of(meeting.unit_id), **NOVEMBER}):
        assert "Chi bộ thôn Đồng Bào" in said(shown(world.commune, RECORD, **query))
        assert "Chi bộ thôn Đồng Bào" in said(shown(world.secretary, RECORD, **query))
    assert shown(world.neighbour, RECORD, unit=code_of(meeting.unit_id)).error


def test_the_book_of_a_cell_that_has_ended_opens_from_the_list(world):
    cell = world.units["dong_bao"]
    typed = BookCheckInput("Trần Văn Kiểm", date(2026, 11, 20), 202601, 202610, "Thiếu biên bản")
    book_checks.record_checks(world.commune, [code_of(cell)], typed)
    move_end(cell, valid_to=clock.today() - timedelta(days=1))
    assert any("Chi bộ thôn Đồng Bào" in link for link in links(shown(world.commune, BOOKS, **ALL), "book-checks"))
    opened = shown(world.commune, BOOKS, checks_cell=code_of(cell))
    assert [heading.value for heading in opened.subheader] == ["Chi bộ thôn Đồng Bào"]
    assert "Trần Văn Kiểm" in said(opened)
    assert not shown(world.other_commune, BOOKS, checks_cell=code_of(cell)).subheader
