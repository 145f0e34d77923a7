"""Findings about absences: of members under their regulations, and about how absences were recorded.

Rules on own members consider own members only. Exemptions, absences from the cell, days off the list, meetings not held
and meetings known by totals are never counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from db.calendar.months import last_day, month_of
from db.findings.finding import RULES, Fact, Finding, FindingKind
from db.findings.finding_rows import FindingRows, HeldMeeting, MemberStays, Person
from db.findings.rule_history import RuleHistory
from db.models import MembershipKind, Outcome

OWN, CONTACT = MembershipKind.OWN, MembershipKind.CONTACT
REASONED = (Outcome.EXCUSED, Outcome.UNKNOWN)  # a reason that is not known yet may turn out to be a good one
Run = list[HeldMeeting]


def find_absent_in_a_row(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Find own members absent from more of the cell's own meetings in a row than the rule allows, with a reason or an
    unknown one. A meeting attended, or one at which the member was expected, ends the run.
    """
    kind = FindingKind.ABSENT_IN_A_ROW
    book = RuleHistory(rows.session, RULES[kind])
    least = book.smallest("at_most") + 1
    reasoned = {
        person: {each for each, outcome in missed.items() if outcome in REASONED}
        for person, missed in rows.missed_by_member.items()
        if len(missed) >= least
    }
    people = {person: missed for person, missed in reasoned.items() if len(missed) >= least}
    stays = rows.stays(people)
    found = {
        person: runs
        for person, missed in people.items()
        if stays.is_listed_as(person, OWN, today) and (runs := _runs(rows, stays, person, missed, least))
    }
    came = rows.presences(found)
    for person, runs in found.items():
        for run in (part for whole in runs for part in _parted(rows, person, whole, came[person])):
            rule = book.in_force_on(person[0], last_day(run[-1].period))
            if rule and len(run) > (allowed := rule.parameters["at_most"]):
                yield Finding(kind, *person, run[-1].period, _facts(run), allowed + 1, rule)


def find_unexcused_months(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Own members who, in as many months of a year as the rule says, were absent without a reason and attended no own
    meeting.
    """
    kind = FindingKind.UNEXCUSED_MONTHS
    book = RuleHistory(rows.session, RULES[kind])
    least = book.smallest("months")
    without = {
        person: [rows.meetings[each] for each, outcome in missed.items() if outcome == Outcome.UNEXCUSED]
        for person, missed in rows.missed_by_member.items()
        if len(missed) >= least
    }
    people = {person: missed for person, missed in without.items() if len(missed) >= least}
    stays, came = rows.stays(people), rows.presences(people)
    for person, missed in people.items():
        attended = {one.period for one in rows.meetings_by_unit[person[0]] if one.id in came[person]}
        away = [one for one in missed if stays.is_expected_as(person, OWN, one.held_on) and one.period not in attended]
        for year, meetings in _by_year(away if stays.is_listed_as(person, OWN, today) else []):
            rule, months = book.in_force_on(person[0], date(year, 12, 31)), {one.period for one in meetings}
            if rule and rows.goes_back_to(year) and len(months) >= (asked := rule.parameters["months"]):
                yield Finding(kind, *person, max(months), _facts(meetings), asked, rule)


def find_members_at_no_contact_meeting(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Contact members called to as many half-year meetings of a year as the regulation requires who attended none."""
    kind = FindingKind.CONTACT_MEETINGS
    book = RuleHistory(rows.session, RULES[kind])
    least = book.smallest("meetings_a_year")
    missed: dict[tuple[Person, int], list[HeldMeeting]] = defaultdict(list)
    for absence in rows.absences:
        meeting = rows.half_year_meeting(absence.meeting_id) if absence.kind == CONTACT else None
        if meeting and rows.goes_back_to(year := meeting.period // 100):
            missed[(absence.unit_id, absence.member_id), year].append(meeting)
    often = {key: meetings for key, meetings in missed.items() if len(meetings) >= least}
    people = {person for person, _ in often}
    stays, came = rows.stays(people), rows.presences(people)
    for (person, year), meetings in often.items():
        attended = {one.period // 100 for each in came[person] if (one := rows.half_year_meeting(each))}
        counted = sorted((one for one in meetings if stays.is_expected_as(person, CONTACT, one.held_on)), key=_order)
        rule = book.in_force_on(person[0], date(year, 12, 31))
        asked = rule.parameters["meetings_a_year"] if rule else 0
        if rule and len(counted) >= asked and year not in attended and stays.is_listed_as(person, CONTACT, today):
            yield Finding(kind, *person, month_of(counted[-1].held_on), _facts(counted), asked, rule)


def find_same_absentees(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Find consecutive own meetings from which the same several people were absent."""
    kind = FindingKind.SAME_ABSENTEES
    book = RuleHistory(rows.session, RULES[kind])
    absent: dict[int, set[int]] = defaultdict(set)
    for absence in rows.absences:
        if absence.kind != CONTACT:
            absent[absence.meeting_id].add(absence.member_id)
    nobody: set[int] = set()
    for unit_id, meetings in rows.meetings_by_unit.items():
        named = [one for one in meetings if one.named]
        for people, found in groupby(named, lambda one: absent.get(one.id, nobody)):
            run = list(found) if people else []
            rule = book.in_force_on(unit_id, last_day(run[-1].period)) if len(run) > 1 else None
            told = rule.parameters if rule else {}
            if rule and len(people) >= told["people"] and len(run) >= told["meetings"]:
                facts = tuple(Fact(one.id, str(len(people))) for one in run)
                yield Finding(kind, unit_id, None, run[-1].period, facts, told["meetings"], rule)


def find_absent_chairs_and_minute_takers(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Find people who chaired a meeting or took its minutes but are recorded as absent from it."""
    for absence in rows.absences:
        meeting = rows.meetings.get(absence.meeting_id)
        if meeting and absence.member_id in (meeting.chair_id, meeting.minute_taker_id):
            role = "chair" if absence.member_id == meeting.chair_id else "minutes"
            facts = (Fact(meeting.id, role),)
            yield Finding(FindingKind.CHAIR_ABSENT, absence.unit_id, absence.member_id, meeting.period, facts)


def _runs(rows: FindingRows, stays: MemberStays, person: Person, missed: set[int], least: int) -> list[Run]:
    """Return runs of missed own meetings of at least this length; meetings at which the person was not
    expected are skipped.
    """
    runs: list[Run] = [[]]
    for meeting in rows.meetings_by_unit[person[0]]:
        if not meeting.named or not (meeting.id in missed or runs[-1]):
            continue
        if not stays.is_expected_as(person, OWN, meeting.held_on):
            continue
        if meeting.id in missed:
            runs[-1].append(meeting)
        else:
            runs.append([])
    return [run for run in runs if len(run) >= least]


def _parted(rows: FindingRows, person: Person, run: Run, came: set[int]) -> Iterator[Run]:
    """Split a run of absences at own meetings that the person attended though not expected."""
    first, last = run[0].order, run[-1].order
    within = [one for one in rows.meetings_by_unit[person[0]] if first <= one.order <= last]
    absent = {one.id for one in run}
    told = [one for one in within if one.id in absent or one.id in came]
    for missed, found in groupby(told, lambda one: one.id in absent):
        if missed:
            yield list(found)


def _by_year(meetings: Iterable[HeldMeeting]) -> Iterator[tuple[int, Run]]:
    for year, found in groupby(sorted(meetings, key=_by_period), lambda one: one.period // 100):
        yield year, list(found)


def _facts(meetings: Iterable[HeldMeeting]) -> tuple[Fact, ...]:
    return tuple(Fact(one.id) for one in meetings)


def _order(meeting: HeldMeeting) -> tuple[date, int]:
    return meeting.order


def _by_period(meeting: HeldMeeting) -> tuple[int, tuple[date, int]]:
    return meeting.period, meeting.order
