"""A workplace prints its letters: each names only its own people, with what the register knows about them."""

import io
from datetime import date

import docx
import pytest

from components.papers import outgoing_letters_view
from db.comments import comment_requests, outgoing_letters
from db.comments.outgoing_letters import SentLetter
from db.errors import Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction
from tests.pages import shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
DAY = date(2026, 1, 15)


def text_of(data: bytes) -> str:
    made = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


@pytest.fixture
def introduced(world):
    """The hospital introduced its contact member, exempt from meetings, with a letter."""
    (row,) = rows(Introduction, workplace_id=world.units["hospital"], member_id=world.members["dung"])
    with writing(SYSTEM, "letter") as session:
        told = {"letter": "12-GGT/ĐU", "letter_date": DAY, "exempt": True}
        session.get_one(Introduction, row.id).sqlmodel_update(told)
    return world


def test_a_letter_of_introduction_has_a_page_for_each_person_it_names(introduced):
    letters = outgoing_letters.list_introductions(introduced.workplace)
    assert SentLetter("12-GGT/ĐU", DAY, 1) in letters
    workplace = introduced.workplace
    said = text_of(
        outgoing_letters_view.introduction_file(
            workplace.account_id, workplace.grant_id, SentLetter("12-GGT/ĐU", DAY, 1)
        )
    )
    for told in (
        "Số 12-GGT/ĐU", "Kính gửi: Đảng ủy xã Đông Hà", "Giới thiệu đồng chí: Phạm Thị Dung", "Sinh ngày: 20/06/1985",
        "An Bình, ngày 15 tháng 01 năm 2026", "được miễn sinh hoạt nơi cư trú", "Thực hiện Quy định số 213-QĐ/TW",
    ):  # fmt: skip
        assert told in said
    assert "Bệnh viện huyện An Bình, ngày" not in said, "a workplace's name is no place"
    assert "{{" not in said


def test_a_request_letter_says_whom_it_asks_about_and_by_when(introduced):
    workplace = introduced.workplace
    with pytest.raises(Invalid, match="papers_none"):
        outgoing_letters_view.request_file(workplace.account_id, workplace.grant_id)
    comment_requests.ask_for_all(workplace, "planning", date(2026, 12, 15))
    said = text_of(outgoing_letters_view.request_file(workplace.account_id, workplace.grant_id))
    for told in (
        "PHIẾU XIN Ý KIẾN", "Kính gửi: Đảng ủy xã Đông Hà", "Để phục vụ việc quy hoạch cán bộ", "Phạm Thị Dung",
        "Chi bộ thôn Đồng Bào", "trước ngày 15/12/2026",
    ):  # fmt: skip
        assert told in said
    assert "{{" not in said


@pytest.mark.parametrize("who", ["secretary", "commune", "district", "admin"])
def test_only_a_workplace_prints_its_letters(introduced, who):
    viewer = introduced.viewers[who]
    for ask in (outgoing_letters.list_introductions, outgoing_letters.load_requests):
        with pytest.raises(NotAllowed):
            ask(viewer)


def test_the_workplace_finds_them_on_its_pages(introduced):
    comment_requests.ask_for_all(introduced.workplace, "planning", None)
    page = shown(introduced.workplace, "pages/contacts/comment_requests.py")
    assert "Phiếu xin ý kiến (Word)" in [button.proto.label for button in page.get("download_button")]
    page = shown(introduced.workplace, "pages/contacts/contacts.py")
    page.session_state["letters_introduction"] = True
    assert "Giấy giới thiệu (Word)" in [button.proto.label for button in page.run().get("download_button")]
