"""A year of meetings for the people of tests/people.py: one per cell each month, May not held, March reported by totals
only.
"""

from datetime import date
from random import Random

from db.kernel import unit_tree
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, writing
from db.models import Attendance, Expectation, Meeting, MeetingState, MembershipKind, Outcome, Tally
from db.models.meetings import MeetingAudience
from tests import people
from tests.people import World

SINCE, UNTIL = 202601, 202611
NOT_HELD, TOTALS_ONLY = 5, 3
CELLS = ("dong_bao", "ben_da", "nui_doi")


def fill(world: World, seed: int = 7) -> None:
    """Write the year; who came is drawn at random, the same every time."""
    random = Random(seed)
    with writing(SYSTEM, "year") as session:
        for cell in CELLS:
            own = [
                world.members[key]
                for key, row in people.MEMBERS.items()
                if row[2] == cell and row[3] == MembershipKind.OWN
            ]
            for month in range(1, 12):
                facts = {
                    "unit_id": world.units[cell],
                    "area_id": world.units[people.UNITS[cell][3]],
                    "audience": MeetingAudience.OWN,
                }
                _meet(session, random, facts | {"type": "regular", "period": 202600 + month}, month, own)


def _meet(session: ScopedSession, random: Random, facts: dict, month: int, own: list[int]) -> None:
    held, named = month != NOT_HELD, month != TOTALS_ONLY
    state = MeetingState.HELD if held else MeetingState.NOT_HELD
    meeting_id = insert_rows(
        session,
        Meeting,
        [
            facts
            | {"state": state, "named": named, "held_on": date(2026, month, 3) if held else None, "reason": "=mưa bão"}
        ],
    )[0]
    if not held:
        return
    outcomes = [random.choice(list(Outcome)) for _ in own]
    sums = {outcome.value: outcomes.count(outcome) for outcome in Outcome}
    insert_rows(
        session,
        Tally,
        [{**facts, "meeting_id": meeting_id, "kind": MembershipKind.OWN, "named": named, "expected": len(own), **sums}],
    )
    if named:
        who = {name: facts[name] for name in ("unit_id", "period")} | {
            "meeting_id": meeting_id,
            "kind": MembershipKind.OWN,
        }
        expected = {**who, "expectation": Expectation.EXPECTED}
        insert_rows(
            session,
            Attendance,
            [
                {**expected, "member_id": member_id, "outcome": outcome}
                for member_id, outcome in zip(own, outcomes, strict=True)
            ],
        )


def hold(viewer, month: int = 202610, reason: str | None = None, state=MeetingState.NOT_HELD) -> None:
    with writing(viewer, "save_status", reason=reason) as session:
        session.add(
            Meeting(
                unit_id=viewer.unit_id,
                area_id=unit_tree.ancestors(session, viewer.unit_id)[1],
                type="regular",
                period=month,
                audience="own",
                state=state,
            )
        )
