"""Random years of contact members: introduced, placed, moved, at meetings, in entries and assessments, in cells of two
communes.
"""

from datetime import date, timedelta
from random import Random

from sqlmodel import select

from db.assessments.mark_storage import join_marks
from db.calendar.months import month_of, period_of
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, writing
from db.models import (
    Assessment,
    Attendance,
    Campaign,
    Exemption,
    ExemptionClass,
    Expectation,
    Introduction,
    IntroductionState as State,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Sex,
    Tally,
    Unit,
    UnitKind,
    YearEntry,
)
from db.models.meetings import MeetingAudience
from db.vietnamese import fold, person_sort_key
from tests import people
from tests.db.histories import sums
from tests.people import World

YEAR = 2026
TODAY = date(YEAR, 11, 22)
CELLS = {"dong_bao": "dong_ha", "ben_da": "dong_ha", "nui_doi": "tay_son", "practice": "dong_ha"}
ITEMS = {"example": ["example_good", "example_yes", "example_not"], "proposal": ["praise", "no_proposal", "review"]}
KINDS = {"money": "amount", "work": "days", "task": None, "praise": None}
STEPS = ("listed_on", "sent_on", "received_on", "placed_on")


def make(random: Random) -> World:
    """A world with one more cell, a practice cell, and a random year in all of them."""
    world = people.world(people.UNITS | {"practice": ("Chi bộ tập", UnitKind.CELL, "cell", "dong_ha")})
    with writing(SYSTEM, "fill") as session:
        session.get_one(Unit, world.units["practice"]).reports = False
        _empty(session)
        everybody = [_person(session, random, number) for number in range(random.randint(4, 16))]
        for member_id in everybody:
            _introduce(session, world, random, member_id)
        for cell in CELLS:
            _meet_in(session, world, random, cell)
            _enter(session, world, random, cell)
        if random.random() < 0.7:
            _meet_jointly(session, world, random)
        _assess(session, world, random)
    return world


def _empty(session: ScopedSession) -> None:
    stays = _rows(session, Membership, Membership.kind == MembershipKind.CONTACT)
    bulk.delete(session, Introduction, [row.id for row in _rows(session, Introduction)])
    bulk.delete(session, Membership, [row.id for row in stays])


def _rows(session: ScopedSession, table: type, *where) -> list:
    return list(session.exec(select(table).where(*where).order_by(table.id)))


def _person(session: ScopedSession, random: Random, number: int) -> int:
    name = random.choice(["Đặng Thị Ánh", "Bùi Văn Tám", f"Lý Thu {number:02}"])
    keys = {"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)}
    return bulk.insert(session, Member, [{**keys, "sex": random.choice([*Sex, None])}])[0]


def _day(random: Random) -> date:
    """A day around the year, often the first day of a half-year or the day before."""
    edges = [date(YEAR, 1, 1), date(YEAR - 1, 12, 31), date(YEAR, 6, 30), date(YEAR, 7, 1), TODAY]
    return random.choice([*edges, date(YEAR - 1, 9, 1) + timedelta(days=random.randint(0, 440))])


def _introduce(session: ScopedSession, world: World, random: Random, member_id: int) -> None:
    """One life: only introduced, or also placed in one cell, for half a year in each of two, or in two at once."""
    cells = random.sample(list(CELLS), random.choice([0, 1, 1, 1, 2, 2]))
    if len(cells) == 2 and random.random() < 0.6:  # he moved
        day = _day(random)
        spans = [(random.choice([None, day - timedelta(days=200)]), day - timedelta(days=1)), (day, None)]
    else:
        spans = [(random.choice([None, _day(random)]), None) for _ in cells]
    stays = []
    for cell, (first, last) in zip(cells, spans, strict=True):
        if last is None and random.random() < 0.3:
            last = _day(random)
            last = last if first is None or last >= first else None
        row = {"member_id": member_id, "unit_id": world.units[cell], "kind": MembershipKind.CONTACT}
        stays += bulk.insert(session, Membership, [{**row, "valid_from": first, "valid_to": last}])
        if random.random() < 0.3:
            since, kind = random.choice([None, _day(random)]), random.choice(list(ExemptionClass))
            leave = {"member_id": member_id, "unit_id": world.units[cell], "kind": kind, "valid_from": since}
            until = _day(random)
            bulk.insert(session, Exemption, [{**leave, "valid_to": until if since and until >= since else None}])
    for stay, cell in zip(stays[-1:] or [None], cells[-1:] or random.sample(list(CELLS), 1), strict=True):
        if random.random() < 0.85:
            _letter(session, world, random, member_id, cell, stay)


def _letter(session, world: World, random: Random, member_id: int, cell: str, stay: int | None) -> None:
    placed = [State.PLACED, State.PLACED, State.PLACED, State.UNKNOWN, State.ENDED]
    state = random.choice(placed if stay else [State.TO_INTRODUCE, State.INTRODUCED, State.RECEIVED, State.ENDED])
    came = {State.TO_INTRODUCE: 1, State.INTRODUCED: 2, State.RECEIVED: 3, State.PLACED: 4, State.UNKNOWN: 0}
    steps = came.get(state, random.randint(1, 4 if stay else 3))
    days = sorted(_day(random) for _ in range(steps))
    row = {
        "member_id": member_id,
        "workplace_id": random.choice([world.units["hospital"], None]),
        "commune_id": world.units[CELLS[cell]],
        "state": state,
        "exempt": random.random() < 0.3,
        "membership_id": stay,
        "ended_on": max([*days, _day(random)]) if state == State.ENDED else None,
        "objection": "elsewhere" if state == State.PLACED and random.random() < 0.2 else None,
    }
    bulk.insert(session, Introduction, [{**row, **dict(zip(STEPS, days, strict=False))}])


def _here(session: ScopedSession, unit_id: int, day: date) -> list[tuple[int, MembershipKind]]:
    return [
        (row.member_id, row.kind)
        for row in _rows(session, Membership, Membership.unit_id == unit_id)
        if (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)
    ]


def _meet_in(session: ScopedSession, world: World, random: Random, cell: str) -> None:
    """A meeting in each half-year or none, extra ones, and one of the cell's own members."""
    halves = [random.choice([None, date(YEAR, 5, 20)]), random.choice([None, date(YEAR, 10, 3)])]
    extra = [date(YEAR, random.randint(1, 11), 9) for _ in range(random.randint(0, 1))]
    contact = MeetingAudience.CONTACT
    calls = [(day, "contact_periodic", contact, period_of(month_of(day), 6), 6) for day in halves if day]
    calls += [(day, "contact_extraordinary", contact, YEAR * 100 + day.month, 1) for day in extra]
    calls += [(date(YEAR, 4, 3), "regular", MeetingAudience.OWN, YEAR * 100 + 4, 1)] * random.randint(0, 1)
    for day, type_, audience, period, months in calls:
        here = [
            (member_id, world.units[cell], kind)
            for member_id, kind in _here(session, world.units[cell], day)
            if (kind == MembershipKind.CONTACT) == (audience == contact)
        ]
        _meeting(session, world, random, cell, day, (type_, audience, period, months), here, audience)


def _meet_jointly(session: ScopedSession, world: World, random: Random) -> None:
    """Đông Hà calls the contact members of some of its cells together."""
    day = date(YEAR, random.randint(1, 11), 15)
    called = [
        (member_id, world.units[cell], kind)
        for cell in random.choice([["dong_bao"], ["dong_bao", "ben_da"]])
        for member_id, kind in _here(session, world.units[cell], day)
        if kind == MembershipKind.CONTACT
    ]
    called = list({member_id: (member_id, unit_id, kind) for member_id, unit_id, kind in called}.values())
    told = ("joint", MeetingAudience.INVITED, YEAR * 100 + day.month, 1)
    _meeting(session, world, random, "dong_ha", day, told, called, MeetingAudience.CONTACT)


def _meeting(session, world: World, random: Random, unit: str, day: date, told, people, whose) -> None:
    """One meeting with everybody's outcome, and its sums for each cell and kind."""
    type_, audience, period, months = told
    area = world.units[CELLS.get(unit, unit)]
    facts = {"type": type_, "period": period, "months": months, "area_id": area}
    held = {"unit_id": world.units[unit], "audience": audience, "state": MeetingState.HELD, "held_on": day}
    (meeting_id,) = bulk.insert(session, Meeting, [{**facts, **held}])
    rows = [
        {
            "meeting_id": meeting_id,
            "member_id": member_id,
            "unit_id": unit_id,
            "period": period,
            "kind": kind,
            **_came(random),
        }
        for member_id, unit_id, kind in people
    ]
    bulk.insert(session, Attendance, rows)
    for unit_id, kind in {(row["unit_id"], row["kind"]) for row in rows}:
        mine = [row for row in rows if (row["unit_id"], row["kind"]) == (unit_id, kind)]
        where = {"meeting_id": meeting_id, "unit_id": unit_id, "kind": kind, "audience": whose}
        bulk.insert(session, Tally, [{**facts, **where, **sums(mine)}])


def _came(random: Random) -> dict:
    expectation = random.choice([Expectation.EXPECTED] * 4 + [Expectation.EXEMPT, Expectation.EXTRA])
    outcome = {
        Expectation.EXPECTED: random.choice([Outcome.PRESENT, *Outcome]),
        Expectation.EXEMPT: None,
        Expectation.EXTRA: Outcome.PRESENT,
    }[expectation]
    spoke = outcome == Outcome.PRESENT and random.random() < 0.4
    return {"expectation": expectation, "outcome": outcome, "spoke": spoke}


def _enter(session: ScopedSession, world: World, random: Random, cell: str) -> None:
    """Campaigns, including another year's, and what people of the cell did and gave in them and outside them."""
    unit_id = world.units[cell]
    campaigns = [
        {
            "unit_id": unit_id,
            "name": f"Đợt {number}",
            "year": random.choice([YEAR, YEAR, YEAR - 1]),
            "total": random.choice([None, 20_000_000]),
            "approximate": random.random() < 0.5,
            "ended_on": random.choice([None, date(YEAR - 1, 12, 31), date(YEAR, 3, 31)]),
        }
        for number in range(random.randint(0, 3))
    ]
    for each in campaigns:
        each["approximate"] = each["approximate"] and each["total"] is not None
    ids = [None, *bulk.insert(session, Campaign, campaigns)]
    everybody = sorted({row.member_id for row in _rows(session, Membership, Membership.unit_id == unit_id)})
    entries = []
    for _ in range(random.randint(0, 12) if everybody else 0):
        kind, day = random.choice(list(KINDS)), date(random.choice([YEAR, YEAR, YEAR - 1]), random.randint(1, 11), 5)
        entry = {"kind": kind, "unit_id": unit_id, "happened_on": day, "period": day.year * 100 + day.month}
        value = random.choice([None, 50_000, 1_500_000]) if KINDS[kind] == "amount" else random.choice([None, 0.5, 2.0])
        measured = {KINDS[kind]: value, "approximate": value is not None and random.random() < 0.4}
        about = {"campaign_id": random.choice(ids), **(measured if KINDS[kind] else {})}
        people = random.sample(everybody, min(len(everybody), random.randint(1, 3)))
        entries += [{"amount": None, "days": None, **entry, **about, "member_id": member_id} for member_id in people]
    bulk.insert(session, YearEntry, [{"approximate": False, **entry} for entry in entries])


def _assess(session: ScopedSession, world: World, random: Random) -> None:
    """Assess some of each cell's people, this year or the year before, with marks for every item or for one."""
    for cell in CELLS:
        everybody = {row.member_id for row in _rows(session, Membership, Membership.unit_id == world.units[cell])}
        for member_id in sorted(everybody):
            for year in {YEAR - 1, YEAR}:
                if random.random() < 0.4:
                    _assessment(session, world.units[cell], member_id, year, random)


def _assessment(session: ScopedSession, unit_id: int, member_id: int, year: int, random: Random) -> None:
    about = {"unit_id": unit_id, "member_id": member_id, "year": year}
    form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(year, 11, 20)}
    marks = {item: random.choice(marks) for item, marks in ITEMS.items() if random.random() < 0.8}
    bulk.insert(session, Assessment, [{**about, **form, "marks": join_marks(marks)}])
