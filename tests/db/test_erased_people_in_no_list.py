"""An erased person who is also named in a row about somebody on no list: what it says of him goes with his name."""

from datetime import date

import pytest

from db.comments import agency_year_remarks, comment_requests
from db.comments.request_writer import Outsider, RequestDetails
from db.models import AgencyRemark, CommentRequest, Membership
from db.people import erasure, memberships
from db.people.text_erasure import MASK
from tests import people
from tests.rows import code_of, rows

NAME = people.MEMBERS["an"][0]
DAY = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def erased(world):
    """A remark and a petition name him and somebody else, then he is erased."""
    for name, born in ((NAME, "1957"), ("Lý Thị Hoa", "1960")):
        agency_year_remarks.send_remark(world.workplace, world.units["dong_ha"], name, born, 2026, "Tận tụy")
        asked = RequestDetails("candidacy", "paper", DAY, asked_by="Đảng ủy xã")
        comment_requests.add_outsider(world.commune, Outsider(name, born, "Xóm 3"), asked)
    (stay,) = rows(Membership, member_id=world.members["an"])
    memberships.end_membership(world.secretary, stay.id, date(2026, 10, 31))
    erasure.erase(world.admin, code_of(world, "an"), NAME, "Theo đơn đề nghị")


def test_an_agencys_remark_loses_birth_year_and_text_along_with_the_name(erased):
    told = [(row.person, row.born, row.text) for row in rows(AgencyRemark)]
    assert told == [(MASK, None, MASK), ("Lý Thị Hoa", "1960", "Tận tụy")]


def test_a_request_loses_birth_year_and_address_along_with_the_name(erased):
    told = [(row.person, row.born, row.address) for row in rows(CommentRequest)]
    assert told == [(MASK, None, None), ("Lý Thị Hoa", "1960", "Xóm 3")]
