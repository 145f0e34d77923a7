"""Guests on no list: asked about until the cell receives a person of that name or the commune
dismisses the question.
"""

from datetime import date

import pytest
from sqlmodel import select

from db.errors import NotAllowed
from db.history.undo import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import unplaced_guests
from db.models import Batch, Guest, Meeting, MeetingState, Sex, StandingKind
from db.models.meetings import MeetingAudience
from db.people import member_registration
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput


@pytest.fixture
def came(world) -> dict[str, int]:
    """Two people came to two meetings of a cell without being on its list; one guest was sent from above."""
    unit = world.units["dong_bao"]
    with writing(SYSTEM, "test") as session:
        ids = []
        for month in (9, 10):
            meeting = Meeting(
                unit_id=unit,
                period=202600 + month,
                audience=MeetingAudience.OWN,
                type="regular",
                state=MeetingState.HELD,
                held_on=date(2026, month, 3),
            )
            session.add(meeting)
            session.flush()
            for name, above in (("Hoàng Văn Tư", False), ("Bùi Thị Năm", False), ("Đại biểu xã", True)):
                guest = Guest(meeting_id=meeting.id, unit_id=unit, name=name, from_above=above)
                session.add(guest)
                session.flush()
                ids.append(guest.id)
    return dict(zip(("tu", "nam", "above", "tu_again", "nam_again", "above_again"), ids, strict=True))


def guests_asked_about(viewer) -> list[str]:
    return [guest.name for guest in unplaced_guests.list_latest(viewer)]


def receive(world, name: str, guest_id: int | None = None) -> None:
    stay = MembershipInput(since=date(2026, 11, 1))
    member_registration.enter_member(
        world.commune,
        world.units["dong_bao"],
        MemberInput(name, Sex.MALE, "1965"),
        StandingKind.FULL,
        stay,
        guest_id=guest_id,
    )


def test_a_guest_who_was_received_is_no_longer_asked_about(world, came):
    assert guests_asked_about(world.commune) == ["Hoàng Văn Tư", "Bùi Thị Năm", "Hoàng Văn Tư", "Bùi Thị Năm"]
    receive(world, "HOÀNG VĂN TƯ")
    assert guests_asked_about(world.commune) == ["Bùi Thị Năm", "Bùi Thị Năm"]
    with reading(SYSTEM) as session:
        placed = set(session.exec(select(Guest.id).where(Guest.member_id.is_not(None))))
    assert placed == {came["tu"], came["tu_again"]}


def test_undoing_the_arrival_asks_again(world, came):
    receive(world, "Hoàng Văn Tư")
    with reading(SYSTEM) as session:
        last = session.exec(select(Batch.id).order_by(Batch.id.desc())).first()
    undo(world.commune, last)
    assert len(guests_asked_about(world.commune)) == 4


def test_a_dismissed_guest_is_no_longer_asked_about(world, came):
    unplaced_guests.dismiss(world.commune, came["nam"])
    assert guests_asked_about(world.commune) == ["Hoàng Văn Tư", "Hoàng Văn Tư"]


@pytest.mark.parametrize("role", ["neighbour", "other_commune", "district", "admin", "workplace"])
def test_nobody_else_answers(world, came, role):
    with pytest.raises(NotAllowed):
        unplaced_guests.dismiss(world.viewers[role], came["nam"])
    assert len(guests_asked_about(world.commune)) == 4


def test_a_guest_received_under_his_correct_name_is_no_longer_asked_about(world, came):
    receive(world, "Hoàng Văn Tứ", came["tu"])
    assert guests_asked_about(world.commune) == ["Bùi Thị Năm", "Bùi Thị Năm"]
