"""Issued papers on the screen: a workplace's home page shows what was issued to it, the history who read it."""

from datetime import date

import pytest

from db.kernel.audience import Audience
from db.papers import documents
from db.papers.documents import NewPaper
from tests.pages import said, shown

HOME, HISTORY = "pages/home/home.py", "pages/administration/history.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def paper(world) -> str:
    """A comment by Đông Bào on Dung, issued to the hospital."""
    content = {"title": "Nhận xét", "lines": [["Ưu điểm", "Gương mẫu"]]}
    new = NewPaper(world.units["dong_bao"], "comment", content, Audience.ASSESSMENTS, date(2026, 11, 20))
    about = {"member_id": world.members["dung"], "recipient_id": world.units["hospital"]}
    return documents.issue(world.secretary, new._replace(**about))


def test_a_workplaces_home_page_shows_what_was_issued_to_it(world, paper):
    page = shown(world.workplace, HOME)
    assert "**Phạm Thị Dung** · Nhận xét đảng viên nơi cư trú" in said(page)
    assert "Số 1, Chi bộ thôn Đồng Bào, 20/11/2026" in said(page)
    (button,) = page.get("download_button")
    assert button.proto.label == "Tải về"


def test_the_history_shows_a_papers_readers_only_to_its_cell_and_commune(world, paper):
    documents.load(world.workplace, paper)
    for viewer in (world.secretary, world.commune):
        told = said(shown(viewer, HISTORY, history_view="reads"))
        assert "**Đã đọc: văn bản đã phát hành** · Phạm Thị Dung · Chi bộ thôn Đồng Bào" in told
        assert "coquan · " in told
    for viewer in (world.assistant, world.district, world.admin, world.neighbour):
        assert "Đã đọc" not in said(shown(viewer, HISTORY, history_view="reads"))


def test_many_papers_are_offered_in_one_file_and_a_workplaces_people_stay_within_reach(world, paper):
    content = {"title": "Nhận xét", "lines": [["Ưu điểm", "Gương mẫu"]]}
    new = NewPaper(world.units["dong_bao"], "comment", content, Audience.ASSESSMENTS, date(2026, 11, 21))
    for _ in range(7):
        documents.issue(world.secretary, new._replace(recipient_id=world.units["hospital"]))
    page = shown(world.workplace, HOME)
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["8 phiếu nhận xét năm 2026 trong một tệp", *["Tải về"] * 5]
    assert "3 văn bản khác" in [box.label for box in page.expander]
