"""One year of contact members through the screens: from a list of introductions to issued papers, with two meetings in
between. The papers report the attendance that was recorded.
"""

from datetime import date

import pytest

from components.importing import staged_lists
from components.jobs import worker
from components.papers import paper_files
from db.models import Assessment, Document, Introduction, Meeting, Membership
from db.papers import documents
from tests.db.assessing import MARKS
from tests.introduction_books import workbook
from tests.pages import group, press, said, shown
from tests.rows import rows

IMPORTS, CONTACTS, RECORD, ASSESSMENTS, PAPERS = (
    "pages/administration/imports.py",
    "pages/contacts/contacts.py",
    "pages/meetings/record.py",
    "pages/contacts/assessments.py",
    "pages/figures/papers.py",
)
NAMES = ("Hồ Thị Mai", "Lý Thị Ba", "Cao Văn Tư")
ALWAYS, ONCE, NEVER = range(3)


@pytest.fixture
def placed(world, set_clock) -> list[int]:
    """In January the hospital's workbook introduces three people, whom the commune receives and places by address;
    returns their numbers in the cell.
    """
    set_clock("2026-01-15")
    letters = [[at, name, "1985", None, "thôn Núi Đôi", "Xã Tây Sơn", f"{at}-GGT/ĐU ngày 5/1/2026", None]
               for at, name in enumerate(NAMES, 1)]  # fmt: skip
    file = staged_lists.stage(world.workplace, "gioi-thieu.xlsx", workbook(*letters))
    test = shown(world.workplace, IMPORTS, file=file)
    press(test, next(each.label for each in test.button if (each.key or "").startswith("import_do_")))
    assert worker.run_next_job()
    desk = press(shown(world.other_commune, CONTACTS), "Tiếp nhận 3 đồng chí")
    press(desk, "Giới thiệu 3 đồng chí theo địa chỉ")
    assert "chờ giới thiệu về chi bộ" not in said(desk)
    stays = [rows(Membership, id=row.membership_id)[0] for row in rows(Introduction, sent_on=date(2026, 1, 5))]
    return [stay.roster_number for stay in stays]


def meet(world, set_clock, day: str, period: int, came: list[int]) -> None:
    """The cell records its half-year meeting by the numbers of those who came."""
    set_clock(day)
    test = shown(world.neighbour, RECORD, type="contact_periodic", period=str(period))
    numbers = next(each for each in test.text_input if (each.key or "").startswith("record_numbers"))
    assert numbers.label == "Số thứ tự người có mặt"
    numbers.set_value(" ".join(map(str, came))).run()
    press(test, "Lưu cuộc họp")
    assert not test.error, test.error[0].value


def test_from_a_list_of_introductions_to_issued_papers(world, set_clock, placed):
    meet(world, set_clock, "2026-06-03", 202601, [placed[ALWAYS], placed[ONCE]])
    meet(world, set_clock, "2026-11-05", 202607, [placed[ALWAYS]])
    assert len(rows(Meeting, unit_id=world.units["nui_doi"])) == 2
    set_clock("2026-11-22")
    test = shown(world.neighbour, ASSESSMENTS)
    for item in MARKS.keys() - {"meetings"}:
        group(test, f"assess_all_{item}_").set_value(MARKS[item]).run()
    press(test, "Lưu nhận xét")
    assert len(rows(Assessment)) == 4
    test = shown(world.other_commune, ASSESSMENTS, assess_part="confirm")
    while labels := [each.label for each in test.button if each.label.startswith("Xác nhận ")]:
        press(press(test, labels[0]), "Đồng ý")
    press(shown(world.other_commune, PAPERS), "Phát hành 4 phiếu")
    codes = [paper.code for paper in rows(Document)]
    papers = [documents.load(world.other_commune, code).content["values"] for code in codes]
    said_of = {paper["ho va ten"]: _chosen(paper, "Tham gia đầy đủ") for paper in papers}
    assert [said_of[name] for name in NAMES] == ["Tham gia đầy đủ", "Tham gia chưa đầy đủ", "Không tham gia"]
    assert paper_files.merge_papers(world.other_commune, codes)[:2] == b"PK"


def _chosen(paper: dict, one: str) -> str:
    """The mark ticked on a paper, among the marks that include this one."""
    (line,) = [item["tra loi"] for item in paper["muc"] if one in item["tra loi"]]
    return line.partition("☒ ")[2].partition("  ")[0]
