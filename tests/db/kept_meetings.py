"""Meetings in their stored form, written straight into the register for tests of what reads them."""

from collections.abc import Mapping
from datetime import date

from db.calendar.months import first_day
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Attendance, Expectation, Meeting, MeetingState, MembershipKind, Outcome, Tally
from db.models.meetings import MeetingAudience

OWN, CONTACT = MeetingAudience.OWN, MeetingAudience.CONTACT
P, E, U, UNKNOWN = Outcome.PRESENT, Outcome.EXCUSED, Outcome.UNEXCUSED, Outcome.UNKNOWN
EXEMPT = "exempt"  # expected by nobody
Outcomes = Mapping[int, Outcome | str]


def keep(
    unit_id: int,
    month: int,
    outcomes: Outcomes,
    audience: MeetingAudience = OWN,
    kind: MembershipKind | None = None,
    day: int = 3,
    **columns,
) -> int:
    """A meeting with an outcome for each member id; returns its id. Contact members meet by half-years."""
    half, kind = audience == CONTACT, kind or MembershipKind(audience.value)
    shared = {
        "unit_id": unit_id, "period": month, "months": 6 if half else 1, "audience": audience,
        "type": "contact_periodic" if half else "regular", "named": True,
    } | columns  # fmt: skip
    told = {"state": MeetingState.HELD, "held_on": first_day(month).replace(day=day)}
    told |= {name: shared.pop(name) for name in ("held_on", "state", "chair_id", "minute_taker_id") if name in shared}
    rows = [
        {
            "member_id": member_id, "kind": kind, "unit_id": unit_id, "period": month,
            "expectation": Expectation.EXEMPT if said == EXEMPT else Expectation.EXPECTED,
            "outcome": None if said == EXEMPT else said,
        }
        for member_id, said in outcomes.items()
    ]  # fmt: skip
    with writing(SYSTEM, "meetings") as session:
        meeting_id = insert_rows(session, Meeting, [{**shared, **told}])[0]
        sums = {each.value: sum(row["outcome"] == each for row in rows) for each in Outcome}
        sums |= {"expected": sum(sums.values()), "exempt": sum(row["outcome"] is None for row in rows)}
        if told["state"] == MeetingState.HELD:
            insert_rows(session, Tally, [{**shared, "meeting_id": meeting_id, "kind": kind, **sums}])
        if rows and shared["named"]:
            insert_rows(session, Attendance, [{**row, "meeting_id": meeting_id} for row in rows])
    return meeting_id


def keep_totals(unit_id: int, month: int, expected: int, present: int) -> int:
    """A meeting known only by its totals; returns its id."""
    shared = {"unit_id": unit_id, "period": month, "months": 1, "audience": OWN, "type": "regular", "named": False}
    day: date = first_day(month).replace(day=3)
    with writing(SYSTEM, "meetings") as session:
        meeting_id = insert_rows(session, Meeting, [{**shared, "state": MeetingState.HELD, "held_on": day}])[0]
        sums = {"expected": expected, "present": present, "unknown": expected - present}
        insert_rows(session, Tally, [{**shared, "meeting_id": meeting_id, "kind": MembershipKind.OWN, **sums}])
    return meeting_id
