"""Findings about tallies: full attendance month after month, more present than listed, unknown reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlmodel import select

from db.calendar.months import last_day
from db.calendar.spans import any_contains, span_of
from db.findings.finding import RULES, Fact, Finding, FindingKind
from db.findings.finding_rows import FindingRows, HeldMeeting
from db.findings.rule_history import RuleHistory
from db.meetings.roster import KINDS_CALLED
from db.models import Membership, Tally


def find_full_attendance(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Find cells in which everybody (of at least the rule's number) attended every own meeting for as
    many months in a row.
    """
    kind = FindingKind.FULL_ATTENDANCE
    book = RuleHistory(rows.session, RULES[kind])
    months, people = book.smallest("months"), book.smallest("people")
    full = rows.tallies(Tally.present == Tally.expected, Tally.expected >= people)
    often = {unit_id for unit_id, count in Counter(row.unit_id for row in full).items() if count >= months}
    expected = {row.meeting_id: row.expected for row in full}
    for unit_id in often:

        def is_full(one: HeldMeeting, unit_id: int = unit_id) -> bool:
            rule = book.in_force_on(unit_id, last_day(one.period))
            return rule is not None and expected.get(one.id, 0) >= rule.parameters["people"]

        for came, found in groupby(rows.meetings_by_unit.get(unit_id, []), is_full):
            run = list(found)
            rule = book.in_force_on(unit_id, last_day(run[-1].period)) if came else None
            if rule and len({one.period for one in run}) >= rule.parameters["months"]:
                facts = tuple(Fact(one.id, str(expected[one.id])) for one in run)
                yield Finding(kind, unit_id, None, run[-1].period, facts, rule.parameters["months"], rule)


def find_unknown_reasons(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Find own meetings with several absences whose reason is still unknown after the rule's number of days."""
    kind = FindingKind.UNKNOWN_REASONS
    book = RuleHistory(rows.session, RULES[kind])
    for row in rows.tallies(Tally.named.is_(True), Tally.unknown >= book.smallest("people")):
        meeting = rows.meetings.get(row.meeting_id)
        rule = book.in_force_on(row.unit_id, last_day(meeting.period)) if meeting else None
        if meeting is None or rule is None or row.unknown < rule.parameters["people"]:
            continue
        if meeting.held_on + timedelta(days=rule.parameters["days"]) <= today:
            facts = (Fact(meeting.id, str(row.unknown)),)
            yield Finding(kind, row.unit_id, None, meeting.period, facts, 1, rule)


def find_more_present_than_listed(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Meetings known by totals with more people present than the cell had on its list that day; cells without a list
    are skipped.
    """
    query = select(Tally.unit_id, Tally.meeting_id, Tally.present).where(
        Tally.unit_id.in_(rows.unit_ids), Tally.period.between(rows.since, rows.until), Tally.named.is_(False)
    )
    told = [(row, meeting) for row in rows.session.exec(query) if (meeting := rows.meetings.get(row.meeting_id))]
    lists = _lists(rows, {row.unit_id for row, _ in told})
    for row, meeting in told:
        spans = [span for kind in KINDS_CALLED[meeting.audience] for span in lists[row.unit_id].get(kind, ())]
        listed = sum(any_contains([span], meeting.held_on) for span in spans)
        if 0 < listed < row.present:
            facts = (Fact(meeting.id, f"{row.present}/{listed}"),)
            yield Finding(FindingKind.MORE_THAN_LISTED, row.unit_id, None, meeting.period, facts)


def _lists(rows: FindingRows, unit_ids: set[int]) -> dict[int, dict]:
    """When people of each kind were on the lists of these cells."""
    query = select(Membership.unit_id, Membership.kind, Membership.valid_from, Membership.valid_to)
    found: dict[int, dict] = defaultdict(lambda: defaultdict(list))
    for row in rows.session.exec(query.where(Membership.unit_id.in_(unit_ids))) if unit_ids else ():
        found[row.unit_id][row.kind].append(span_of(row))
    return found
