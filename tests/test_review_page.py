"""The review screen: what was found, the meetings it opens, answering with one tap, and counts for those above."""

import pytest

from db.findings import findings
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Attendance, FindingAnswer, Outcome
from tests.db.kept_meetings import CONTACT, E, P, keep
from tests.pages import button, links, press, said, shown
from tests.rows import code_of, rows

PAGE, HOME, MEMBER = "pages/figures/findings.py", "pages/home/home.py", "pages/people/member.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def absent(world):
    """A member who was absent four times in a row, and what the cell saw when that was entered."""
    for month in (202606, 202607, 202608, 202609):
        keep(world.units["dong_bao"], month, {world.members["an"]: E, world.members["binh"]: P})
    return world


def test_the_cell_sees_a_finding_opens_its_meetings_and_answers_with_one_tap(absent):
    test = shown(absent.secretary, PAGE)
    assert "Vắng nhiều cuộc họp liên tiếp (1)" in [each.value for each in test.subheader]
    assert "**Nguyễn Văn An**  \nVắng 4 cuộc họp chi bộ liên tiếp" in said(test)
    assert links(test, "record") == ["03/09/2026", "03/08/2026", "03/07/2026", "03/06/2026"]
    press(test, "Đã gặp, đã liên hệ")
    assert [(row.kind, row.member_id) for row in rows(FindingAnswer)] == [("absent_in_a_row", absent.members["an"])]
    assert "Không có gì cần xem lại." in [each.value for each in test.success]
    assert "đã gặp, đã liên hệ ngày 22/11/2026" in said(test)


def test_the_first_page_says_how_much_there_is_until_it_is_answered(absent):
    assert links(shown(absent.secretary, HOME), "review") == ["1 việc cần xem lại"]
    (line,) = findings.list_of_cell(absent.secretary, absent.units["dong_bao"])
    findings.answer_findings(absent.secretary, line.unit_id, [line.shown])
    assert links(shown(absent.secretary, HOME), "review") == []


def test_an_answer_to_a_finding_corrected_meanwhile_is_refused_and_the_new_one_shown(absent):
    test = shown(absent.secretary, PAGE)
    keep(absent.units["dong_bao"], 202610, {absent.members["an"]: E, absent.members["binh"]: P})
    button(test, "Đã gặp, đã liên hệ").click().run()
    assert "vừa được sửa" in test.error[0].value
    assert rows(FindingAnswer) == []
    row = rows(Attendance, member_id=absent.members["an"])[1]
    with writing(SYSTEM, "correct") as session:
        session.get_one(Attendance, row.id).outcome = Outcome.PRESENT
    assert "Không có gì cần xem lại." in [each.value for each in shown(absent.secretary, PAGE).success]


def test_those_above_see_counts_some_days_later_and_names_only_in_the_commune(absent, set_clock):
    assert links(shown(absent.commune, HOME), "review") == []  # the list itself was entered today
    set_clock("2026-12-08")
    assert links(shown(absent.commune, HOME), "review") == ["1 việc cần xem lại ở 1 chi bộ"]
    (cell,) = links(shown(absent.commune, PAGE), "review")
    assert "Chi bộ thôn Đồng Bào" in cell
    code = next(each.proto.query_string for each in shown(absent.commune, PAGE).get("page_link")
                if "Đồng Bào" in each.proto.label).partition("review_cell=")[2]  # fmt: skip
    assert "Nguyễn Văn An" in said(shown(absent.commune, PAGE, review_cell=code))
    (area,) = links(shown(absent.district, PAGE), "review")
    assert "Xã Đông Hà" in area
    told = said(shown(absent.district, PAGE, review_cell=code))
    assert "Vắng nhiều cuộc họp liên tiếp: 1" in told
    assert "Nguyễn Văn An" not in told
    for viewer in (absent.other_commune, absent.neighbour):
        assert "Nguyễn Văn An" not in said(shown(viewer, PAGE, review_cell=code))
    assert "Nguyễn Văn An" not in said(shown(absent.commune, PAGE, review_cell="x'; --"))


def test_a_members_page_shows_findings_about_him(absent):
    test = shown(absent.secretary, MEMBER, member=code_of(absent, "an"))
    assert any("Vắng 4 cuộc họp" in each.value for each in test.info)
    assert not shown(absent.secretary, MEMBER, member=code_of(absent, "binh")).info
    for viewer in (absent.district, absent.admin):
        assert not shown(viewer, MEMBER, member=code_of(absent, "an")).info


def test_a_single_meeting_is_named_and_its_records_are_confirmed(world):
    keep(world.units["dong_bao"], 202609, {world.members["an"]: E}, chair_id=world.members["an"])
    test = shown(world.secretary, PAGE)
    assert links(test, "record") == ["Sinh hoạt thường kỳ, tháng 9/2026 · 03/09/2026"]
    press(test, "Đúng như vậy")
    assert "đã xem, đúng như vậy, ngày 22/11/2026" in said(test)


def test_several_members_are_answered_together_after_confirmation(world):
    keys = ("an", "binh", "cuong")
    for month in (202606, 202607, 202608, 202609):
        keep(world.units["dong_bao"], month, {world.members[key]: E for key in keys})
    test = press(shown(world.secretary, PAGE), "Đã gặp, đã liên hệ cả 3 đồng chí")
    assert rows(FindingAnswer) == []
    press(test, "Đồng ý")
    assert [row.member_id for row in rows(FindingAnswer)] == [world.members[key] for key in keys]


def test_a_finding_about_a_contact_member_cites_its_regulation(world):
    for month in (202601, 202607):
        keep(world.units["dong_bao"], month, {world.members["dung"]: E}, CONTACT)
    assert "Quy định số 213\\-QĐ/TW" in said(shown(world.secretary, PAGE))
