"""What the register stores about a member beyond profile and timeline, for the data sheet handed to the member."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, or_, select

from db.access_log import need_to_know_reads
from db.assessments.mark_storage import split_marks
from db.kernel import row_access
from db.kernel.scope import TABLE_RULES, Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import select_plain
from db.models import (
    AbsenceReason,
    Account,
    AdmissionCandidate,
    AgencyRemark,
    Assessment,
    Attendance,
    CandidatePerson,
    ChangeNotice,
    CommentRequest,
    Document,
    Evaluation,
    ExcludedPair,
    Expectation,
    FindingAnswer,
    Guest,
    HouseholdHelp,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Meeting,
    Outcome,
    Petition,
    PetitionOrigin,
    PetitionText,
    Task,
    TextReadRecord,
    WorkplaceProposal,
    YearEntry,
)
from db.papers import documents
from db.papers.documents import PaperHeading
from db.people import household_duties
from db.year_entries import entry_list
from db.year_entries.entry_list import EntryLine


class AttendedMeeting(NamedTuple):
    """A meeting that the member was called to, with the outcome."""

    held_on: date | None
    type: str
    expectation: Expectation
    outcome: Outcome | None
    spoke: bool
    reason: str | None


class StoredAssessment(NamedTuple):
    """A cell's assessment of the member for a year: the remark, and the marks by item key."""

    year: int
    assessed_on: date
    agreed_with: str | None
    remark: str | None
    marks: dict[str, str]


class PersonalData(NamedTuple):
    """The data that the viewer may read; `left_out` are tables outside the viewer's role."""

    meetings: list[AttendedMeeting]
    led: list[Any]  # held_on, type, whether as chair
    guest: list[Any]  # held_on, type, name, position
    tasks: list[Any]  # text, due, result
    excluded: list[Any]  # name of the household or group, from, to
    visits: list[Any]  # visited_on, name of the household or group
    helped: list[Any]  # helped_on, name of the household, kind
    initiatives: list[Any]  # name, from, to; initiatives the member leads
    reports: list[Any]  # held_on, type, whether he reported
    reviewed: list[Any]  # answered_on, kind of the finding
    entries: list[EntryLine]
    assessments: list[StoredAssessment]
    requests: list[Any]  # occasion, asked_by, received_on, answered_on
    notices: list[Any]  # kind, effective_on, value, reason, answer
    remarks: list[Any]  # year, text
    proposals: list[Any]  # kind, proposed_on, text, outcome
    evaluations: list[Any]  # the columns of an evaluation
    candidates: list[Any]  # proposed_on, whether it is the member, who was admitted: sources for admission
    petitions: list[Any]  # received_on, text: the people's requests that the member brought
    papers: list[PaperHeading]
    accounts: list[Any]  # username, name, phone
    reads: list[tuple[datetime, str, str]]  # at, who, what
    left_out: list[str]


def load(viewer: Viewer, code: str) -> PersonalData:
    """Return what is stored about a member; logs that its texts are read. Raises NotAllowed if the viewer may not see
    the member.
    """
    with reading(viewer) as session:
        member_id = row_access.require_member(session, code).id
        readable = [table for table in QUESTIONS if _reads(session, table)]
    texts = {
        table: need_to_know_reads.read_texts(viewer, table, table.member_id == member_id)
        for table in TEXTS
        if table in readable
    }
    with reading(viewer) as session:
        found = [
            ask(session, texts.get(table, member_id)) if table in readable else [] for table, ask in QUESTIONS.items()
        ]
    return PersonalData(*found, [table.__tablename__ for table in QUESTIONS if table not in readable])


def _reads(session: Session, table: type) -> bool:
    rule = TABLE_RULES[table]
    return context_of(session).viewer.reads(rule.copies or rule.audience)


def _meetings(session: Session, member_id: int) -> list[AttendedMeeting]:
    names = ("id", "expectation", "outcome", "spoke")
    query = select(Meeting.held_on, Meeting.type, *(getattr(Attendance, name) for name in names))
    query = query.join(Meeting, Meeting.id == Attendance.meeting_id).where(Attendance.member_id == member_id)
    reasons = select(AbsenceReason.attendance_id, AbsenceReason.reason).where(AbsenceReason.member_id == member_id)
    known = dict(session.exec(reasons).all())
    return [
        AttendedMeeting(row.held_on, row.type, row.expectation, row.outcome, row.spoke, known.get(row.id))
        for row in session.exec(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    ]


def _led(session: Session, member_id: int) -> list[Any]:
    query = select(Meeting.held_on, Meeting.type, Meeting.chair_id)
    led = or_(Meeting.chair_id == member_id, Meeting.minute_taker_id == member_id)
    rows = session.exec(query.where(led).order_by(Meeting.held_on.desc(), Meeting.id.desc()))
    return [(held_on, type_, chair_id == member_id) for held_on, type_, chair_id in rows]


def _guest(session: Session, member_id: int) -> list[Any]:
    query = select(Meeting.held_on, Meeting.type, Guest.name, Guest.position)
    query = query.join(Meeting, Meeting.id == Guest.meeting_id).where(Guest.member_id == member_id)
    return list(session.exec(query.order_by(Meeting.held_on.desc(), Guest.id)))


def _tasks(session: Session, member_id: int) -> list[Any]:
    query = select(Task.text, Task.due, Task.result).where(Task.member_id == member_id)
    return list(session.exec(query.order_by(Task.id.desc())))


def _entries(session: Session, member_id: int) -> list[EntryLine]:
    return entry_list.list_about_member(session, member_id)


def _assessments(session: Session, rows: list[Assessment]) -> list[StoredAssessment]:
    return [
        StoredAssessment(row.year, row.assessed_on, row.front_agreed_with, row.remark, split_marks(row.marks))
        for row in rows[::-1]
    ]


def _requests(session: Session, member_id: int) -> list[Any]:
    told = (CommentRequest.occasion, CommentRequest.asked_by, CommentRequest.received_on, CommentRequest.answered_on)
    return _latest(session, CommentRequest, member_id, told)


def _notices(session: Session, member_id: int) -> list[Any]:
    names = ("kind", "effective_on", "value", "reason", "answer")
    return _latest(session, ChangeNotice, member_id, [getattr(ChangeNotice, name) for name in names])


def _remarks(session: Session, rows: list[AgencyRemark]) -> list[Any]:
    return [(row.year, row.text) for row in rows[::-1]]


def _proposals(session: Session, rows: list[WorkplaceProposal]) -> list[Any]:
    return [(row.kind, row.proposed_on, row.text, row.outcome) for row in rows[::-1]]


def _evaluations(session: Session, member_id: int) -> list[Any]:
    query = select_plain(Evaluation).where(Evaluation.member_id == member_id)
    return list(session.exec(query.order_by(Evaluation.year.desc(), Evaluation.id.desc())))


def _candidates(session: Session, member_id: int) -> list[Any]:
    query = select(AdmissionCandidate.proposed_on, CandidatePerson.member_id).select_from(CandidatePerson)
    query = query.join(AdmissionCandidate, AdmissionCandidate.id == CandidatePerson.candidate_id)
    about = or_(CandidatePerson.member_id == member_id, CandidatePerson.proposer_id == member_id)
    rows = session.exec(query.where(about).order_by(AdmissionCandidate.proposed_on.desc()))
    return [(day, admitted_id == member_id) for day, admitted_id in rows]


def _petitions(session: Session, member_id: int) -> list[Any]:
    query = select(Petition.received_on, PetitionText.text).select_from(PetitionOrigin)
    query = query.join(Petition, Petition.id == PetitionOrigin.petition_id)
    query = query.join(PetitionText, PetitionText.petition_id == Petition.id)
    return list(session.exec(query.where(PetitionOrigin.member_id == member_id).order_by(Petition.received_on.desc())))


def _reviewed(session: Session, member_id: int) -> list[Any]:
    return _latest(session, FindingAnswer, member_id, (FindingAnswer.answered_on, FindingAnswer.kind))


def _latest(session: Session, table: Any, member_id: int, told: Sequence[Any]) -> list[Any]:
    return list(session.exec(select(*told).where(table.member_id == member_id).order_by(table.id.desc())))


def _papers(session: Session, member_id: int) -> list[PaperHeading]:
    return documents.list_about(session, member_id)


def _accounts(session: Session, member_id: int) -> list[Any]:
    query = select(Account.username, Account.name, Account.phone).where(Account.member_id == member_id)
    return list(session.exec(query.order_by(Account.username)))


def _read(session: Session, member_id: int) -> list[tuple[datetime, str, str]]:
    query = select(TextReadRecord.at, TextReadRecord.who, TextReadRecord.what).where(
        TextReadRecord.member_id == member_id
    )
    return list(session.exec(query.order_by(TextReadRecord.id.desc())))


TEXTS: tuple[Any, ...] = (Assessment, AgencyRemark, WorkplaceProposal)  # queried with their rows, read and logged
QUESTIONS: dict[type[Any], Any] = {  # in the order of the sheet
    Attendance: _meetings,
    Meeting: _led,
    Guest: _guest,
    Task: _tasks,
    ExcludedPair: household_duties.list_excluded,
    HouseholdVisit: household_duties.list_visits,
    HouseholdHelp: household_duties.list_helped,
    Initiative: household_duties.list_led_initiatives,
    HouseholdReport: household_duties.list_reports,
    FindingAnswer: _reviewed,
    YearEntry: _entries,
    Assessment: _assessments,
    CommentRequest: _requests,
    ChangeNotice: _notices,
    AgencyRemark: _remarks,
    WorkplaceProposal: _proposals,
    Evaluation: _evaluations,
    CandidatePerson: _candidates,
    PetitionOrigin: _petitions,
    Document: _papers,
    Account: _accounts,
    TextReadRecord: _read,
}
