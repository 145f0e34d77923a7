"""The page of candidates for admission: proposed, one step further, stopped with the name erased;
the district counts.
"""

from datetime import date

import pytest

from db.admissions import candidates
from db.admissions.candidates import CandidateInput
from db.models import AdmissionCandidate, CandidatePerson
from tests.pages import links, press, said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/people/admissions.py"


def open_action(test, name: str):
    """Open the form of an action."""
    next(each for each in test.button_group if (each.key or "").endswith("_action")).set_value(name).run()
    assert not test.exception, test.exception
    return test


def field(kind, ending: str):
    return next(each for each in kind if (each.key or "").endswith(ending))


def proposed(world) -> str:
    typed = CandidateInput("Trần Văn Mới", 2001, date(2026, 10, 1), code_of(world, "an"))
    return candidates.propose(world.secretary, world.units["dong_bao"], typed)


def test_a_candidate_is_proposed_by_name_and_birth_year_only(world):
    test = open_action(shown(world.secretary, PAGE), "propose")
    assert "không lý lịch, không gia đình, không nhận xét" in said(test)
    field(test.text_input, "_name").set_value("Trần Văn Mới").run()
    field(test.number_input, "_born").set_value(2001).run()
    field(test.selectbox, "_member").select_index(0).run()
    press(test, "Giới thiệu nguồn")
    (person,) = rows(CandidatePerson)
    assert (person.name, person.born, person.proposer_id) == ("Trần Văn Mới", 2001, world.members["an"])
    assert any("Trần Văn Mới, sinh năm 2001" in label for label in links(test, "admissions"))


def test_a_step_is_recorded_and_stopping_erases_the_name(world):
    code = proposed(world)
    test = open_action(shown(world.commune, PAGE, candidate=code), "advance")
    press(test, "Bước tiếp: đã công nhận nguồn")
    assert rows(AdmissionCandidate)[0].recognised_on == date(2026, 11, 22)
    open_action(test, "stop")
    press(test, "Thôi xem xét và xóa họ tên")
    assert rows(CandidatePerson)[0].name is None
    assert "đã xóa họ tên" in said(shown(world.secretary, PAGE, candidate=code))


def test_the_new_member_is_chosen_after_the_admission(world):
    code = proposed(world)
    for day in range(2, 6):
        candidates.advance(world.secretary, code, date(2026, 10, day))
    test = open_action(shown(world.secretary, PAGE, candidate=code), "link")
    field(test.selectbox, "_member").select_index(1).run()
    press(test, "Đây là đảng viên đó")
    assert rows(CandidatePerson)[0].member_id == world.members["binh"]
    assert "Trần Thị Bình" in said(test)


def test_the_district_reads_numbers_and_no_name(world):
    code = proposed(world)
    told = said(shown(world.district, PAGE))
    assert "Đã giới thiệu tổng số **1**" in told
    assert "Trần Văn Mới" not in told
    assert "Trần Văn Mới" not in said(shown(world.district, PAGE, candidate=code))
    assert "Trần Văn Mới" not in said(shown(world.neighbour, PAGE, candidate=code))
