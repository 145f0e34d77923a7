"""Texts that are no name, however long, are searched for without failing, and find nobody."""

import pytest

from db.accounts import account_list
from db.accounts.account_list import AccountFilter
from db.contacts import contact_list
from db.contacts.contact_list import ContactFilter
from db.meetings import invitations, meetings
from db.meetings.meetings import MeetingRef
from db.people import member_search
from db.people.member_search import MemberFilter
from db.vietnamese import search_words

LONG = ("x" * 99_000, " ".join(f"a{number}" for number in range(20_000)), "1 " * 40_000 + "an")
pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("typed", LONG)
def test_no_search_fails_on_a_long_text(world, typed):
    opened = meetings.load(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611))
    for viewer in (world.secretary, world.commune, world.admin):
        member_search.search(viewer, MemberFilter(typed))
    assert contact_list.search(world.workplace, ContactFilter(search=typed)).total == 0
    assert invitations.find_people_to_invite(world.secretary, opened, typed) == []
    assert account_list.search(world.commune, AccountFilter(typed)).rows == []


def test_words_are_searched_for_once_each():
    assert search_words("Trần  THỊ trần Bình") == ["tran", "thi", "binh"]
