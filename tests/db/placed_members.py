"""People placed in cells, and the contact meetings they are called to."""

from datetime import date, timedelta

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Attendance,
    Expectation,
    Introduction,
    IntroductionState,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Tally,
)
from db.models.meetings import MeetingAudience
from db.vietnamese import fold, person_sort_key
from tests.people import World

CONTACT = MembershipKind.CONTACT
CAME = (Expectation.EXPECTED, Outcome.PRESENT)
MISSED = (Expectation.EXPECTED, Outcome.UNKNOWN)


def add_person(session, name: str) -> int:
    keys = {"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)}
    return bulk.insert(session, Member, [keys])[0]


def place(world: World, count: int, on: date, cell: str = "dong_bao") -> list[int]:
    """This many people placed in a cell of Đông Hà on a day; returns their ids."""
    with writing(SYSTEM, "place") as session:
        people = [add_person(session, f"Bùi Văn Tám {number:02}") for number in range(count)]
        stays = [
            {"member_id": each, "unit_id": world.units[cell], "kind": CONTACT, "valid_from": on} for each in people
        ]
        ids = bulk.insert(session, Membership, stays)
        told = {
            "workplace_id": world.units["hospital"],
            "commune_id": world.units["dong_ha"],
            "state": IntroductionState.PLACED,
            "sent_on": on - timedelta(days=40),
            "received_on": on - timedelta(days=20),
            "placed_on": on,
        }
        rows = [{"member_id": one, "membership_id": stay, **told} for one, stay in zip(people, ids, strict=True)]
        bulk.insert(session, Introduction, rows)
    return people


def meet(world: World, on: date, lines: dict[int, tuple[Expectation, Outcome | None]], cell: str = "dong_bao") -> None:
    """A contact meeting of a cell with these people."""
    half = on.year * 100 + (1 if on.month <= 6 else 7)
    facts = {"unit_id": world.units[cell], "period": half}
    meeting = {"audience": MeetingAudience.CONTACT, "type": "contact_periodic", "months": 6}
    with writing(SYSTEM, "record_meeting") as session:
        (meeting_id,) = bulk.insert(
            session,
            Meeting,
            [facts | meeting | {"state": MeetingState.HELD, "held_on": on, "area_id": world.units["dong_ha"]}],
        )
        people = {"meeting_id": meeting_id, "kind": CONTACT, **facts}
        bulk.insert(
            session,
            Attendance,
            [
                {**people, "member_id": member, "expectation": expectation, "outcome": outcome}
                for member, (expectation, outcome) in lines.items()
            ],
        )
        counted = [outcome for expectation, outcome in lines.values() if expectation == Expectation.EXPECTED]
        sums = {"expected": len(counted), "present": counted.count(Outcome.PRESENT)}
        sums["unknown"] = sums["expected"] - sums["present"]
        bulk.insert(
            session,
            Tally,
            [
                people
                | sums
                | {"audience": MeetingAudience.CONTACT, "type": "contact_periodic", "named": True, "months": 6}
                | {"area_id": world.units["dong_ha"]}
            ],
        )
