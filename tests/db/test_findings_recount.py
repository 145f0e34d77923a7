"""Findings equal a recount by hand of random records, whatever was entered or corrected in any order."""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from db.calendar.months import months_between
from db.calendar.spans import any_contains, span_of
from db.findings import findings
from db.findings.finding import FindingKind as K
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.meetings.roster import KINDS_EXEMPTED
from db.models import (
    Attendance,
    Exemption,
    ExemptionClass,
    Expectation,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Role,
    Rule,
    Tally,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.models.meetings import MeetingAudience
from tests.db.kept_meetings import CONTACT, EXEMPT, UNKNOWN, E, P, U, keep, keep_totals

TODAY, FIRST, LAST = date(2026, 11, 22), 202509, 202611
MONTHS = months_between(FIRST, LAST)
OWN_KIND = MembershipKind.OWN
RECORDS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _span(random: Random) -> dict:
    """From one month to another, or open-ended."""
    since, until = sorted(random.sample(MONTHS, 2))
    return {
        "valid_from": random.choice([None, date(since // 100, since % 100, random.choice([1, 2, 15]))]),
        "valid_to": random.choice([None, date(until // 100, until % 100, random.choice([2, 20]))]),
    }


def _make(random: Random) -> Viewer:
    """Two cells with people who come, go and are exempt, and more than a year of their meetings."""
    with writing(SYSTEM, "records") as session:
        area, *cells = insert_rows(session, Unit, [
            {"kind": kind, "level": kind} for kind in (UnitKind.AREA, UnitKind.CELL, UnitKind.CELL)
        ])  # fmt: skip
        insert_rows(session, UnitVersion, [
            {"unit_id": unit, "name": f"Đơn vị {unit}", "search_key": "d", "sort_key": str(unit),
             "parent_id": None if unit == area else area}
            for unit in (area, *cells)
        ])  # fmt: skip
        people = insert_rows(session, Member, [{"name": "A", "sort_key": "a", "search_key": "a"}] * 14)
        for at, member_id in enumerate(people):
            for _ in range(random.choice([1, 1, 1, 2])):
                kind = random.choice([OWN_KIND, OWN_KIND, *MembershipKind])
                span = random.choice([{}, {}, _span(random)])
                row = {"member_id": member_id, "unit_id": cells[at % 2], "kind": kind}
                insert_rows(session, Membership, [row | {"valid_from": None, "valid_to": None} | span])
            for _ in range(random.choice([0, 0, 1, 2])):
                kind = random.choice(list(ExemptionClass))
                row = {"member_id": member_id, "unit_id": cells[at % 2], "kind": kind}
                insert_rows(session, Exemption, [row | _span(random)])
    with writing(SYSTEM, "rule") as session:
        told = {"name": "full_attendance", "parameters": '{"months": 3, "people": 3}', "citation": "", "verified": True}
        insert_rows(session, Rule, [{**told, "unit_id": area, "valid_from": date(2020, 1, 1)}])
    steady = {member_id: random.choice([0.1, 0.4, 0.95]) for member_id in people}
    for at, cell in enumerate(cells):
        copied = random.random() < 0.5
        for month in MONTHS:
            for day in random.sample(range(1, 28), random.choice([0, 1, 1, 1, 2])):
                _meet(random, cell, month, day, people[at::2], steady, copied)
        for month in (202601, 202607):
            if random.random() < 0.8:
                told = {one: random.choice([P, E, E, U, UNKNOWN, EXEMPT]) for one in people[at::2]}
                keep(cell, month, told, CONTACT, day=random.randint(1, 27))
    return Viewer(1, Role.COMMUNE, area, frozenset({area, *cells}))


def _meet(random: Random, cell: int, month: int, day: int, people: list[int], steady: dict, copied: bool) -> None:
    if random.random() < 0.1:
        expected = random.randint(3, 9)
        return keep_totals(cell, month, expected, random.choice([1, expected, expected]))
    state = random.choice([MeetingState.HELD] * 9 + [MeetingState.NOT_HELD, MeetingState.CANCELLED])
    told = {one: P if random.random() < steady[one] else random.choice([E, E, E, U, UNKNOWN, EXEMPT]) for one in people}
    if copied and random.random() < 0.4:
        told = dict.fromkeys(people, P)
    elif copied and random.random() < 0.9:
        told = dict.fromkeys(people, P) | dict.fromkeys(people[:2], E)
    told = {one: said for one, said in told.items() if random.random() < 0.97}
    leaders = {"chair_id": random.choice(people), "minute_taker_id": random.choice([None, *people])}
    columns = {"held_on": None} if state == MeetingState.NOT_HELD else {}
    kind = random.choice([OWN_KIND] * 9 + [MembershipKind.TEMPORARY])
    keep(cell, month, told, kind=kind, day=day, state=state, **leaders, **columns)


class Recount:
    """The same by hand: every person at every meeting."""

    def __init__(self) -> None:
        with reading(SYSTEM) as session:
            self.meetings = sorted(
                (row for row in session.exec(select(Meeting)) if row.state == MeetingState.HELD),
                key=lambda row: (row.held_on, row.id),
            )
            self.rows = {(row.meeting_id, row.member_id): row for row in session.exec(select(Attendance))}
            self.stays, self.free = list(session.exec(select(Membership))), list(session.exec(select(Exemption)))
            self.tallies = list(session.exec(select(Tally)))

    def listed(self, cell: int, member: int, kind: MembershipKind, day: date) -> bool:
        stays = (row for row in self.stays if (row.unit_id, row.member_id, row.kind) == (cell, member, kind))
        return any_contains(map(span_of, stays), day)

    def expected(self, cell: int, member: int, kind: MembershipKind, day: date) -> bool:
        free = (row for row in self.free if (row.unit_id, row.member_id) == (cell, member))
        free = (row for row in free if kind in KINDS_EXEMPTED[row.kind])
        return self.listed(cell, member, kind, day) and not any_contains(map(span_of, free), day)

    def people(self, kind: MembershipKind) -> Iterator[tuple[int, int]]:
        for cell, member in {(row.unit_id, row.member_id) for row in self.stays}:
            if self.listed(cell, member, kind, TODAY):
                yield cell, member

    def own(self, cell: int, named: bool = True) -> list[Meeting]:
        return [one for one in self.meetings if one.unit_id == cell and one.audience == MeetingAudience.OWN
                and one.named >= named]  # fmt: skip

    def outcome(self, meeting: Meeting, member: int, kind: MembershipKind) -> Outcome | None:
        """His outcome; None if nothing is recorded for him as a member of this kind who had to come."""
        row = self.rows.get((meeting.id, member))
        if row and row.outcome == P:
            return P
        told = row and row.kind == kind and row.expectation == Expectation.EXPECTED
        return row.outcome if told else None

    def in_a_row(self) -> Iterator[tuple]:
        for cell, member in self.people(OWN_KIND):
            runs: list[list[Meeting]] = [[]]
            for one in self.own(cell):
                said = self.outcome(one, member, OWN_KIND)
                due = self.expected(cell, member, OWN_KIND, one.held_on)
                if due and said in (E, UNKNOWN):
                    runs[-1].append(one)
                elif due or said == P:
                    runs.append([])
            for run in runs:
                if len(run) > 3 and run[-1].period >= 202512:
                    yield K.ABSENT_IN_A_ROW, cell, member, {one.id for one in run}

    def unexcused(self) -> Iterator[tuple]:
        for cell, member in self.people(OWN_KIND):
            of_year = [one for one in self.own(cell) if one.period >= 202601]
            came = {one.period for one in of_year if self.outcome(one, member, OWN_KIND) == P}
            away = [
                one
                for one in of_year
                if self.outcome(one, member, OWN_KIND) == U
                and self.expected(cell, member, OWN_KIND, one.held_on)
                and one.period not in came
            ]
            if len({one.period for one in away}) >= 3:
                yield K.UNEXCUSED_MONTHS, cell, member, {one.id for one in away}

    def contacts(self) -> Iterator[tuple]:
        kind = MembershipKind.CONTACT
        for cell, member in self.people(kind):
            called = [one for one in self.meetings if one.unit_id == cell and one.months == 6]
            said = {one.id: self.outcome(one, member, kind) for one in called}
            away = {
                one.id
                for one in called
                if said[one.id] not in (None, P) and self.expected(cell, member, kind, one.held_on)
            }
            if len(away) >= 2 and P not in said.values():
                yield K.CONTACT_MEETINGS, cell, member, away

    def same(self) -> Iterator[tuple]:
        for cell in {row.unit_id for row in self.meetings}:
            before, run = None, []
            for one in [*self.own(cell), None]:
                absent = one and frozenset(
                    row.member_id for row in self.rows.values()
                    if row.meeting_id == one.id and row.outcome in (E, U, UNKNOWN)
                )  # fmt: skip
                if absent != before:
                    if before and len(before) >= 2 and len(run) >= 3 and run[-1].period >= 202512:
                        yield K.SAME_ABSENTEES, cell, None, {each.id for each in run}
                    before, run = absent, []
                run.append(one)

    def others(self) -> Iterator[tuple]:
        """Chairs who were absent, and reasons left open."""
        for one in self.meetings:
            for member in {one.chair_id, one.minute_taker_id} - {None}:
                row = self.rows.get((one.id, member))
                if row and row.outcome in (E, U, UNKNOWN) and one.period >= 202512:
                    yield K.CHAIR_ABSENT, one.unit_id, member, {one.id}
        for row in self.tallies:
            one = next((each for each in self.meetings if each.id == row.meeting_id), None)
            told = one and one.named and row.audience == MeetingAudience.OWN and row.kind == OWN_KIND
            if told and row.unknown >= 3 and (TODAY - one.held_on).days >= 30 and one.period >= 202512:
                yield K.UNKNOWN_REASONS, one.unit_id, None, {one.id}

    def full(self) -> Iterator[tuple]:
        sums = {row.meeting_id: row for row in self.tallies if row.kind == OWN_KIND}
        for cell in {row.unit_id for row in self.meetings}:
            run: list[Meeting] = []
            for one in [*self.own(cell, named=False), None]:
                row = sums.get(one.id) if one else None
                if row and row.expected >= 3 and row.present == row.expected:
                    run.append(one)
                    continue
                if len({each.period for each in run}) >= 3 and run[-1].period >= 202512:
                    yield K.FULL_ATTENDANCE, cell, None, {each.id for each in run}
                run = []

    def listed_less(self) -> Iterator[tuple]:
        called = (OWN_KIND, MembershipKind.TEMPORARY)
        for one in (one for one in self.meetings if not one.named and one.period >= 202512):
            stays = [row for row in self.stays if row.unit_id == one.unit_id and row.kind in called]
            many = sum(any_contains([span_of(row)], one.held_on) for row in stays)
            (present,) = (row.present for row in self.tallies if row.meeting_id == one.id)
            if 0 < many < present:
                yield K.MORE_THAN_LISTED, one.unit_id, None, {one.id}

    def all(self) -> set[tuple]:
        found = [
            *self.in_a_row(),
            *self.unexcused(),
            *self.contacts(),
            *self.same(),
            *self.others(),
            *self.full(),
            *self.listed_less(),
        ]
        return {(kind, cell, member, frozenset(ids)) for kind, cell, member, ids in found}


@RECORDS
@given(seed=st.integers(0, 10**9))
def test_findings_equal_a_recount_of_every_person_and_meeting(
    emptied: Callable[[], None], set_clock: Callable[[str], None], seed: int
):
    set_clock("2026-11-22")
    emptied()
    viewer, random = _make(Random(seed)), Random(seed)
    _compare(viewer)
    with reading(SYSTEM) as session:
        ids = list(session.exec(select(Attendance.id).order_by(Attendance.id)))
    for row_id in random.sample(ids, min(len(ids), 12)):  # corrected afterwards
        with writing(SYSTEM, "correct") as session:
            row = session.get_one(Attendance, row_id)
            row.outcome = row.outcome and random.choice([P, E, U])
    _compare(viewer)


COMPARED = set(K) - {K.MARK_AGAINST_RECORD}


def _compare(viewer: Viewer) -> None:
    told = set()
    for cell in (unit for unit in viewer.unit_ids if unit != viewer.unit_id):
        secretary = Viewer(1, Role.SECRETARY, cell, frozenset({cell}))
        with reading(secretary) as session:
            told |= {
                (one.kind, one.unit_id, one.member_id, frozenset(fact.meeting_id for fact in one.facts))
                for each in findings.list_of_cells(session, secretary, [cell])
                if (one := each.finding).kind in COMPARED
            }
    assert told == Recount().all()


@pytest.mark.parametrize("kind", [MembershipKind.CONTACT, MembershipKind.TEMPORARY])
def test_a_person_who_is_not_an_own_member_is_in_no_finding_about_own_members(
    emptied: Callable[[], None], set_clock: Callable[[str], None], kind: MembershipKind
):
    set_clock("2026-11-22")
    emptied()
    viewer = _make(Random(7))
    with writing(SYSTEM, "all of a kind") as session:
        for row in session.exec(select(Membership)):
            row.kind = kind
    with reading(viewer) as session:
        found = {each.finding.kind for each in findings.list_of_cells(session, viewer, viewer.unit_ids)}
    assert not found & {K.ABSENT_IN_A_ROW, K.UNEXCUSED_MONTHS}
