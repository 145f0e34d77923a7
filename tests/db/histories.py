"""Random districts with a past: cells that are founded, move, merge and end, and a year of their meetings."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from db.calendar import clock
from db.calendar.months import last_day, period_of
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Attendance,
    Expectation,
    Meeting,
    MeetingState,
    Member,
    MembershipKind,
    Outcome,
    Setting,
    SuccessionKind,
    Tally,
    Unit,
    UnitKind,
    UnitSuccession,
    UnitVersion,
)
from db.models.meetings import MeetingAudience
from db.vietnamese import person_sort_key, unit_sort_key

MONTHS = [202605, 202606, 202607, 202608, 202609]
SINCE = date(2020, 1, 1)
KINDS = {
    MeetingAudience.OWN: [MembershipKind.OWN, MembershipKind.OWN, MembershipKind.TEMPORARY],
    MeetingAudience.CONTACT: [MembershipKind.CONTACT],
    MeetingAudience.INVITED: [MembershipKind.OWN, MembershipKind.CONTACT],
}


@dataclass
class History:
    """Unit ids by kind, and every version of a unit as (unit, parent, from, to)."""

    district: int = 0
    communes: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    practice: set[int] = field(default_factory=set)
    versions: list[tuple[int, int | None, date | None, date | None]] = field(default_factory=list)
    went_on_as: list[tuple[int, int]] = field(default_factory=list)
    planned: dict[int, int | None] = field(default_factory=dict)  # days of the last month

    begins: dict[int, int | None] = field(default_factory=dict)  # first month of each register

    def begins_for(self, unit_id: int) -> int:
        """The first month in which meetings of a cell are expected, 0 for none."""
        above: int | None = unit_id
        while above is not None and self.begins.get(above) is None:
            above = self._above_today(above)
        return 0 if above is None else self.begins[above]

    def planned_in(self, unit_id: int, month: int) -> date:
        """The day for which a cell planned its meeting in the last month."""
        above: int | None = unit_id
        while above is not None and self.planned.get(above) is None:
            above = self._above_today(above)
        return date(month // 100, month % 100, self.planned[above] if above is not None else 3)

    def _above_today(self, unit_id: int) -> int | None:
        begun = [row for row in self.versions if row[0] == unit_id and (row[2] is None or row[2] <= clock.today())]
        later = [row for row in self.versions if row[0] == unit_id]
        return (begun[-1] if begun else later[0])[1]

    def parent(self, unit_id: int, day: date) -> int | None:
        """The unit's parent on a day; None also where the unit did not exist."""
        return next(
            (parent for unit, parent, first, last in self.versions if unit == unit_id and holds(first, last, day)), None
        )

    def stood(self, unit_id: int, day: date) -> bool:
        return any(unit == unit_id and holds(first, last, day) for unit, _, first, last in self.versions)


def holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def make(random: Random) -> History:
    """Write a district with its past into the database."""
    with writing(SYSTEM, "history") as session:
        history = History()
        history.district = _unit(session, history, UnitKind.AREA, None)
        history.communes = [
            _unit(session, history, UnitKind.AREA, history.district) for _ in range(random.randint(1, 3))
        ]
        if random.random() < 0.3:
            _merge_communes(session, history, random)
        areas = [*history.communes, history.district]
        if random.random() < 0.4:
            ended = {old for old, _ in history.went_on_as}  # nothing stays below a unit that ends
            standing = [area for area in history.communes if area not in ended]
            areas.append(_wandering(session, history, random, UnitKind.AREA, standing))
        for _ in range(random.randint(1, 5)):
            history.cells.append(
                _wandering(session, history, random, random.choice([UnitKind.CELL, UnitKind.AGENCY_CELL]), areas)
            )
        if random.random() < 0.4:
            history.practice.add(_unit(session, history, UnitKind.CELL, history.communes[0], reports=False))
        if len(history.cells) > 1 and random.random() < 0.4:
            _merge_cells(session, history, random)
        for unit_id in [history.district, *history.communes, *history.cells]:
            if random.random() < 0.3:
                _plan(session, history, random, unit_id)
            if random.random() < 0.2:
                _begin(session, history, random, unit_id)
        people = insert_rows(session, Member, [{"name": "A", "sort_key": person_sort_key("A"), "search_key": "a"}] * 8)
        for cell in [*history.cells, *history.practice]:
            for month in MONTHS:
                for _ in range(random.choice([0, 1, 1, 1, 2])):
                    _meet(session, history, random, cell, month, people)
        return history


def _unit(
    session, history: History, kind: UnitKind, parent: int | None, first=None, last=None, reports: bool = True
) -> int:
    unit_id = insert_rows(session, Unit, [{"kind": kind, "level": kind, "reports": reports}])[0]
    _version(session, history, unit_id, parent, first, last)
    return unit_id


def _version(session, history: History, unit_id: int, parent: int | None, first, last) -> None:
    name = f"Đơn vị {unit_id}"
    row = {
        "unit_id": unit_id,
        "name": name,
        "search_key": name,
        "sort_key": unit_sort_key(name),
        "parent_id": parent,
        "valid_from": first,
        "valid_to": last,
    }
    insert_rows(session, UnitVersion, [row])
    history.versions.append((unit_id, parent, first, last))


def _day(random: Random) -> date:
    """A day on which units change: often the first of a month."""
    return date(2026, random.randint(5, 9), random.choice([1, 1, 1, 2, 15, 28]))


def _wandering(session, history: History, random: Random, kind: UnitKind, areas: list[int]) -> int:
    """A unit that may be founded late, be renamed, move, and end."""
    first = random.choice([None, SINCE, SINCE, _day(random)])
    changes = sorted(
        {day for day in (_day(random) for _ in range(random.randint(0, 2))) if first is None or day > first}
    )
    last = random.choice([None, None, None, _day(random)])
    changes = [day for day in changes if last is None or day <= last]
    last = last if last is None or first is None or first <= last else None
    edges = [first, *changes]
    ends = [day - timedelta(days=1) for day in changes] + [last]
    unit_id = insert_rows(session, Unit, [{"kind": kind, "level": kind}])[0]
    parent = random.choice(areas)
    for begin, end in zip(edges, ends, strict=True):
        _version(session, history, unit_id, parent, begin, end)
        parent = random.choice([parent, random.choice(areas)])
    return unit_id


def _merge_communes(session, history: History, random: Random) -> None:
    """Another commune that is merged into the first one on some day."""
    day = _day(random)
    old = _unit(session, history, UnitKind.AREA, history.district, None, day - timedelta(days=1))
    history.communes.append(old)
    _succeed(session, history, old, history.communes[0], day)


def _merge_cells(session, history: History, random: Random) -> None:
    """A cell that ended and continues in a new one."""
    day = _day(random)
    old = _unit(session, history, UnitKind.CELL, history.communes[0], SINCE, day - timedelta(days=1))
    new = _unit(session, history, UnitKind.CELL, history.communes[0], day)
    history.cells += [old, new]
    _succeed(session, history, old, new, day)


def _plan(session, history: History, random: Random, unit_id: int) -> None:
    """The day of the month on which a unit plans its meetings from some day on; None inherits from the unit above."""
    chosen, since = random.choice([1, 10, 20, 28, None]), random.choice([SINCE, date(2026, 9, 10), date(2026, 10, 1)])
    insert_rows(
        session,
        Setting,
        [{"unit_id": unit_id, "name": "meeting_day", "value": json.dumps(chosen), "valid_from": since}],
    )
    if since <= last_day(MONTHS[-1]):
        history.planned[unit_id] = chosen


def _begin(session, history: History, random: Random, unit_id: int) -> None:
    """The first month of a unit's register; None inherits from the unit above."""
    history.begins[unit_id] = random.choice([*MONTHS, MONTHS[2], None])
    row = {"unit_id": unit_id, "name": "first_month", "value": json.dumps(history.begins[unit_id]), "valid_from": SINCE}
    insert_rows(session, Setting, [row])


def _succeed(session, history: History, old: int, new: int, day: date) -> None:
    insert_rows(session, UnitSuccession, [{"old_id": old, "new_id": new, "kind": SuccessionKind.MERGED, "day": day}])
    history.went_on_as.append((old, new))


def _meet(session, history: History, random: Random, cell: int, month: int, people: list[int]) -> None:
    """A meeting of a cell on a day on which it existed, for any audience and in any state, with everybody's outcome or
    totals only.
    """
    day = date(month // 100, month % 100, random.choice([1, 3, 3, 3, 20]))
    if not history.stood(cell, day):
        return
    audience = random.choice([MeetingAudience.OWN] * 4 + [MeetingAudience.CONTACT] * 2 + [MeetingAudience.INVITED])
    state = random.choice(
        [MeetingState.HELD] * 6 + [MeetingState.NOT_HELD, MeetingState.POSTPONED, MeetingState.CANCELLED]
    )
    half = audience == MeetingAudience.CONTACT and random.random() < 0.7
    shared = {
        "area_id": history.parent(cell, day),
        "unit_id": cell,
        "audience": audience,
        "type": "any",
        "period": period_of(month, 6) if half else month,
        "months": 6 if half else 1,
        "named": random.random() < 0.8,
    }
    meeting_id = insert_rows(
        session, Meeting, [{**shared, "state": state, "held_on": day if state == MeetingState.HELD else None}]
    )[0]
    if state != MeetingState.HELD:
        return
    rows = [_attendance(random, audience, member_id) for member_id in people[: random.randint(1, len(people))]]
    for kind in {row["kind"] for row in rows} | {KINDS[audience][0]}:
        insert_rows(
            session,
            Tally,
            [{**shared, "meeting_id": meeting_id, "kind": kind, **sums([row for row in rows if row["kind"] == kind])}],
        )
    if shared["named"]:
        insert_rows(
            session,
            Attendance,
            [{**row, "meeting_id": meeting_id, "unit_id": cell, "period": shared["period"]} for row in rows],
        )


def _attendance(random: Random, audience: MeetingAudience, member_id: int) -> dict:
    expectation = random.choice([Expectation.EXPECTED] * 4 + [Expectation.EXEMPT, Expectation.EXTRA])
    outcome = {
        Expectation.EXPECTED: random.choice(list(Outcome)),
        Expectation.EXEMPT: None,
        Expectation.EXTRA: Outcome.PRESENT,
    }[expectation]
    return {
        "member_id": member_id,
        "kind": random.choice(KINDS[audience]),
        "expectation": expectation,
        "outcome": outcome,
    }


def sums(rows: list[dict]) -> dict[str, int]:
    """What a tally of these people says."""
    expected = [row["outcome"] for row in rows if row["expectation"] == Expectation.EXPECTED]
    outcomes, others = Counter(expected), Counter(row["expectation"] for row in rows)
    people = {outcome.value: outcomes[outcome] for outcome in Outcome}
    return {
        "expected": len(expected),
        **people,
        "exempt": others[Expectation.EXEMPT],
        "extra": others[Expectation.EXTRA],
    }
