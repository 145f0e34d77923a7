"""What is recorded in a unit that has ended, or is yet to begin, happened while it existed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from components.refusals import sentences
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.households import groups, visits
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings, sheet
from db.meetings.meetings import MeetingRef
from db.models import Member, Membership, StandingKind, UnitVersion
from db.people import member_registration, memberships
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from db.year_entries import entries
from db.year_entries.entries import EntryInput
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def move_end(unit_id: int, **days: date) -> None:
    """Give a unit a first or a last day."""
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion.id).where(UnitVersion.unit_id == unit_id)).one()
        bulk.update(session, UnitVersion, [{"id": version, **days}])


def records_of(world) -> dict[str, Callable[[date], object]]:
    """What the secretary may write of a day, by name."""
    cell, who = world.units["dong_bao"], world.secretary
    code = rows(Member, id=world.members["binh"])[0].code

    def meet(day: date) -> str:
        ref = MeetingRef(cell, "regular", day.year * 100 + day.month)
        drafts.save_values(
            who, meetings.load(who, ref).place, {DraftField(sheet.MEETING, "held_on"): day.isoformat()}, {}
        )
        return meeting_record.save(who, ref)

    def enter(day: date) -> str:
        stay = MembershipInput(since=date(2026, 1, 1), until=day)
        return member_registration.enter_member(
            who, cell, MemberInput(name=f"Lê Văn {day:%j}"), StandingKind.FULL, stay
        )

    return {
        "meeting": meet,
        "member": enter,
        "departure": lambda day: memberships.end_membership(who, rows(Membership, unit_id=cell)[0].id, day),
        "visit": lambda day: visits.record(
            who, cell, VisitInput([groups.create(world.commune, cell, f"Cụm {day:%j}", 30)], day)
        ),
        "petition": lambda day: petitions.receive(who, cell, PetitionInput("Đường lầy", "meeting", day)),
        "entry": lambda day: entries.record(who, cell, [(EntryInput("money", day), [code])]),
    }


RECORDS = ["meeting", "member", "departure", "visit", "petition", "entry"]


@pytest.mark.parametrize("what", RECORDS)
def test_what_happened_while_a_unit_existed_is_recorded_afterwards_and_nothing_later(world, what):
    last = date(2026, 10, 20)
    move_end(world.units["dong_bao"], valid_to=last)
    record = records_of(world)[what]
    with pytest.raises(Invalid, match="unit_ended") as refusal:
        record(last + timedelta(days=1))
    assert "20/10/2026" in sentences.of_refusal(refusal.value)
    record(last)


def test_nobody_arrives_in_a_unit_that_has_ended(world):
    move_end(world.units["dong_bao"], valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(Invalid, match="unit_ended"):
        member_registration.enter_member(
            world.secretary,
            world.units["dong_bao"],
            MemberInput(name="Lê Văn Tư"),
            StandingKind.FULL,
            MembershipInput(),
        )


def test_no_meeting_is_recorded_from_before_its_unit_began(world):
    move_end(world.units["dong_bao"], valid_from=date(2026, 10, 20))
    record = records_of(world)["meeting"]
    with pytest.raises(Invalid, match="unit_not_begun"):
        record(date(2026, 10, 19))
    record(date(2026, 10, 20))
