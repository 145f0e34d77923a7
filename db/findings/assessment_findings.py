"""Findings about assessments whose mark on attendance contradicts the record of meetings."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlmodel import select

from db.assessments import assessment_forms
from db.assessments.mark_storage import split_marks
from db.assessments.year_counts import YearCounts
from db.calendar.months import month_of, period_of
from db.findings.finding import Fact, Finding, FindingKind
from db.findings.finding_rows import HALF_YEAR, FindingRows, HeldMeeting, Person
from db.models import Assessment, MembershipKind

Came = dict[HeldMeeting, bool]


def find_marks_against_record(rows: FindingRows, today: date) -> Iterator[Finding]:
    """Unconfirmed assessments of the year whose mark on attendance differs from the one proposed by the record."""
    columns = (Assessment.id, Assessment.unit_id, Assessment.member_id, Assessment.year, Assessment.form,
               Assessment.form_from, Assessment.assessed_on, Assessment.marks)  # fmt: skip
    query = select(*columns).where(
        Assessment.unit_id.in_(rows.unit_ids),
        Assessment.year.between(rows.since // 100, rows.until // 100),
        Assessment.confirmed_on.is_(None),
    )
    found = [row for row in rows.session.exec(query) if rows.goes_back_to(row.year)]
    if not found:
        return
    made_by = assessment_forms.form_versions(rows.session, [(row.unit_id, row.form, row.form_from) for row in found])
    came = _meetings(rows, {(row.unit_id, row.member_id) for row in found})
    for row in found:
        meetings = {one: was for one, was in came[row.unit_id, row.member_id].items() if one.period // 100 == row.year}
        halves: dict[int, bool] = {}
        for one, was in meetings.items():
            half = period_of(one.period, HALF_YEAR)
            halves[half] = halves.get(half, False) or was
        counts, marks = YearCounts(halves), split_marks(row.marks)
        for item in made_by[row.unit_id, row.form, row.form_from].marked_items:
            proposed, mark = counts.proposed_mark(item), marks.get(item.key)
            if proposed and mark and mark != proposed:
                facts = [Fact(None, f"{row.id}.{item.key}.{mark}.{proposed}")]
                facts += [Fact(one.id, "came" if was else "absent") for one, was in sorted(meetings.items())]
                kind, period = FindingKind.MARK_AGAINST_RECORD, month_of(row.assessed_on)
                yield Finding(kind, row.unit_id, row.member_id, period, tuple(facts))


def _meetings(rows: FindingRows, people: set[Person]) -> dict[Person, Came]:
    """Return the half-year meetings that each of these contact members was called to, and whether they came."""
    found: dict[Person, Came] = defaultdict(dict)
    for absence in rows.absences:
        person = absence.unit_id, absence.member_id
        one = rows.half_year_meeting(absence.meeting_id) if person in people else None
        if one and absence.kind == MembershipKind.CONTACT:
            found[person][one] = False
    for person, attended in rows.presences(people).items():
        for meeting_id in attended:
            if one := rows.half_year_meeting(meeting_id):
                found[person][one] = True
    return found
