"""Findings of cells as viewers see them (the cell at once, others some days later), and answering them.

Roles that read no names learn that there is a finding, not about whom.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.calendar.validity import valid_on
from db.errors import NotAllowed
from db.findings import (
    absence_findings,
    assessment_findings,
    attendance_total_findings,
    cell_review_period,
    finding_answers,
)
from db.findings.finding import Finding, FindingKind
from db.findings.finding_answers import FoundFinding
from db.findings.finding_rows import FindingRows
from db.kernel import row_access
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import reading, writing
from db.models import Meeting, Member, Membership, Role
from db.settings.dated_rules import RuleInForce

MONTHS, BEFORE = 12, 3  # months examined; months before them in which a run of absences may begin
CELL_ROLES = (Role.SECRETARY, Role.ASSISTANT)
Judge = Callable[[FindingRows, date], Iterator[Finding]]
JUDGES: dict[FindingKind, Judge] = {
    FindingKind.ABSENT_IN_A_ROW: absence_findings.find_absent_in_a_row,
    FindingKind.UNEXCUSED_MONTHS: absence_findings.find_unexcused_months,
    FindingKind.CONTACT_MEETINGS: absence_findings.find_members_at_no_contact_meeting,
    FindingKind.FULL_ATTENDANCE: attendance_total_findings.find_full_attendance,
    FindingKind.SAME_ABSENTEES: absence_findings.find_same_absentees,
    FindingKind.MORE_THAN_LISTED: attendance_total_findings.find_more_present_than_listed,
    FindingKind.UNKNOWN_REASONS: attendance_total_findings.find_unknown_reasons,
    FindingKind.CHAIR_ABSENT: absence_findings.find_absent_chairs_and_minute_takers,
    FindingKind.MARK_AGAINST_RECORD: assessment_findings.find_marks_against_record,
}


class MeetingFact(NamedTuple):
    """A meeting behind a finding, and what was observed there."""

    code: str
    type: str
    period: int
    months: int
    held_on: date
    value: str


class ShownFinding(NamedTuple):
    """The finding that somebody saw: its kind, its subject's public code, and all its facts."""

    kind: str
    member: str | None
    key: str


class FindingLine(NamedTuple):
    """A finding for display. `member` and `name` are its subject, `meetings` those behind it, earliest first, with what
    was observed; `key` contains all its facts.
    """

    kind: FindingKind
    unit_id: int
    member: str | None
    name: str | None
    meetings: list["MeetingFact"]
    value: str  # what was found, besides the meetings
    key: str
    rule: RuleInForce | None
    answered_on: date | None

    @property
    def shown(self) -> ShownFinding:
        """The finding in the form in which it is answered."""
        return ShownFinding(self.kind.value, self.member, self.key)


def list_of_cell(viewer: Viewer, unit_id: int) -> list[FindingLine]:
    """The findings from a cell's records of the last months, unanswered ones first.

    Raises NotAllowed outside the viewer's cells, and for roles that read no attendance by name.
    """
    if not (viewer.reaches(unit_id) and viewer.reads(Audience.NAMES)):
        raise NotAllowed()
    with reading(viewer) as session:
        rows = _rows(session, [unit_id])
        found = _found(session, viewer, rows)
        named = {each.finding.member_id for each in found} - {None}
        query = select(Member.id, Member.code, Member.name, Member.sort_key).where(Member.id.in_(named))
        members = {row.id: row for row in session.exec(query)}
        behind = {fact.meeting_id for each in found for fact in each.finding.facts} - {None}
        names = ("code", "type", "period", "months", "held_on")
        told = select(Meeting.id, *(getattr(Meeting, name) for name in names)).where(Meeting.id.in_(behind))
        meetings = {row.id: row[1:] for row in session.exec(told)}
    lines = [(each, members.get(each.finding.member_id)) for each in found]
    order = list(FindingKind)
    lines.sort(
        key=lambda told: (
            told[0].answered_on is not None, order.index(told[0].finding.kind), -told[0].finding.period,
            told[1].sort_key if told[1] else "",
        )
    )  # fmt: skip
    return [_line(meetings, each, member) for each, member in lines]


def current_cells_of_member(viewer: Viewer, member: str) -> list[int]:
    """The cells in reach that a member, by public code, belongs to today."""
    with reading(viewer) as session:
        member_id = row_access.require_member(session, member).id
        query = select(Membership.unit_id).where(Membership.member_id == member_id, valid_on(Membership, clock.today()))
        return sorted({unit_id for unit_id in session.exec(query) if viewer.reaches(unit_id)})


def list_of_cells(session: Session, viewer: Viewer, unit_ids: Collection[int]) -> list[FoundFinding]:
    """The findings of many cells for counting, with members by id only."""
    with _looking(session, viewer):
        return _found(session, viewer, _rows(session, unit_ids))


def answer_findings(viewer: Viewer, unit_id: int, shown: Iterable[ShownFinding]) -> None:
    """Answer findings as they were shown: the members were met, or the records are right.

    Raises Conflict("finding_changed") if one has changed, NotAllowed outside the viewer's cells.
    """
    with writing(viewer, "answer_finding") as session:
        row_access.require_cell_work(session, unit_id, Work.MEETINGS)
        found = _found(session, viewer, _rows(session, [unit_id]))
        for kind, member, key in shown:
            member_id = row_access.require_member(session, member).id if member else None
            finding_answers.record(session, viewer, finding_answers.require_unchanged(found, kind, member_id, key))


def _rows(session: Session, unit_ids: Collection[int]) -> FindingRows:
    now = month_of(clock.today())
    return FindingRows(session, unit_ids, add_months(now, 1 - MONTHS - BEFORE), now)


def _found(session: Session, viewer: Viewer, rows: FindingRows) -> list[FoundFinding]:
    """All findings of these cells that the viewer may see, with answers."""
    if not rows.unit_ids:
        return []
    since, today = add_months(rows.until, 1 - MONTHS), clock.today()
    found = [
        each
        for kind, judge in JUDGES.items()
        if viewer.reads(kind.audience) or viewer.role == Role.DISTRICT
        for each in judge(rows, today)
        if each.period >= since
    ]
    found = list(_distinct(found))
    if viewer.role not in CELL_ROLES:
        found = cell_review_period.shown_to_others(session, found, rows.unit_ids)
    return finding_answers.with_answers(session, found, rows.unit_ids)


def _distinct(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without duplicates of the same subject and facts."""
    yield from {(each.subject, each.key): each for each in found}.values()


def _looking(session: Session, viewer: Viewer) -> AbstractContextManager:
    """For roles that read no names, read as the system and reveal counts only."""
    if viewer.reads(Audience.NAMES) and viewer.reads(Audience.ASSESSMENTS):
        return nullcontext()
    return row_access.reading_as_system(session)


def _line(told: dict[int, tuple], found: FoundFinding, member: Any) -> FindingLine:
    finding = found.finding
    meetings = [MeetingFact(*told[fact.meeting_id], fact.value) for fact in finding.facts if fact.meeting_id in told]
    beside = " ".join(fact.value for fact in finding.facts if fact.meeting_id is None)
    return FindingLine(
        finding.kind, finding.unit_id, member.code if member else None, member.name if member else None,
        meetings, beside, finding.key, finding.rule, found.answered_on,
    )  # fmt: skip
