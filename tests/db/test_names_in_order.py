"""Names follow the Vietnamese alphabet, and numbers in them their value, in every list."""

from datetime import date

import pytest

from db.comments import comment_issue, paper_hand_over
from db.comments.paper_hand_over import PaperOrder
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import sheet
from db.meetings.roster import RosterPerson
from db.models import Expectation, Member, Membership, MembershipKind
from db.people import directory
from db.people.directory import OutsiderInput
from tests.db.confirmed_assessments import DAY, assessed, order

pytestmark = pytest.mark.usefixtures("november")
WORKPLACES = ["Bệnh viện số 2", "Bệnh viện số 10", "Bưu điện Yên Lĩnh", "Đài Truyền thanh", "Trường Mầm non"]
PEOPLE = ["Lê Thị Anh", "Trần Văn Ánh", "Nguyễn Văn Đạt", "Đỗ Văn Em"]


def test_papers_in_one_file_are_ordered_by_workplace_alphabetically(world):
    for workplace in reversed(WORKPLACES):
        with writing(SYSTEM, "test") as session:
            (one,) = bulk.insert(session, Member, [{"name": "Lý Văn Tư", "sort_key": "a", "search_key": "ly van tu",
                                                    "workplace": workplace}])  # fmt: skip
            stay = {"member_id": one, "unit_id": world.units["dong_bao"], "kind": MembershipKind.CONTACT}
            bulk.insert(session, Membership, [stay | {"roster_number": 50 + one, "valid_from": date(2020, 1, 1)}])
        world.members["tu"] = one
        comment_issue.issue_comments(world.commune, [assessed(world, "tu")], order(None))
    papers = paper_hand_over.list_papers(world.commune, DAY, PaperOrder.WORKPLACE)
    assert [paper.workplace for paper in papers] == WORKPLACES


def test_holders_of_one_office_are_ordered_by_given_name(world):
    for name in reversed(PEOPLE):
        directory.enter_outsider(world.secretary, world.units["dong_bao"], OutsiderInput(name, "unit_head"))
    found = directory.list_entries(world.secretary, world.units["dong_bao"])
    assert [entry.name for entry in found] == PEOPLE


def test_people_without_a_number_follow_by_given_name_on_a_corrected_sheet():
    about = MembershipKind.OWN, Expectation.EXPECTED, False, None
    called = [
        RosterPerson(at, 3 - at if at < 3 else None, name, name, None, *about)
        for at, name in enumerate(["Vũ Văn Hai", "Vũ Văn Một", *reversed(PEOPLE)], 1)
    ]
    assert [one.name for one in sheet.apply_corrections(called, [], {})] == ["Vũ Văn Một", "Vũ Văn Hai", *PEOPLE]
