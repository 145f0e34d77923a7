"""The tables, one file per area."""

from db.models.access_records import ExportRecord, TextReadRecord
from db.models.accounts import Account, Attempt, Device, Grant, Role, Ticket
from db.models.admissions import AdmissionCandidate, CandidatePerson
from db.models.assessments import AgencyRemark, Assessment, CommentRequest, WorkplaceProposal
from db.models.base import Table, new_code
from db.models.book_checks import BookCheck, BookCheckAnswer
from db.models.documents import Document, ReportForm, Template
from db.models.evaluations import Evaluation, MeetingScore, UnitEvaluation
from db.models.findings import FindingAnswer
from db.models.household_cards import ClassReview, HouseholdCause, HouseholdHelp
from db.models.household_visits import HouseholdNote, HouseholdReport, HouseholdVisit
from db.models.households import (
    Assignment,
    AssignmentDecision,
    CellGroup,
    ExcludedPair,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    HouseholdClass,
    HouseholdCount,
    HouseholdPlace,
    PartyGroupCluster,
)  # fmt: skip
from db.models.initiatives import IndicatorValue, Initiative
from db.models.introductions_and_notices import ChangeNotice, Introduction, IntroductionState, SubjectCount
from db.models.meetings import (
    AbsenceReason,
    Attendance,
    ErasedAttendance,
    Expectation,
    Guest,
    Meeting,
    MeetingAudience,
    MeetingState,
    Outcome,
    Question,
    Sitting,
    Tally,
    Task,
)  # fmt: skip
from db.models.people import (
    Exemption,
    ExemptionClass,
    Expertise,
    Member,
    Membership,
    MembershipKind,
    Office,
    Sex,
    Standing,
    StandingKind,
)  # fmt: skip
from db.models.petitions import Petition, PetitionAsker, PetitionHolder, PetitionOrigin, PetitionText
from db.models.system import (  # fmt: skip
    Batch,
    Change,
    ChangeKind,
    Draft,
    DraftValue,
    Erasure,
    Job,
    JobState,
    PeriodState,
    Rule,
    Setting,
)
from db.models.teams import Team, TeamOfficial, TeamUnit, TeamVisit
from db.models.units import SuccessionKind, Unit, UnitKind, UnitSuccession, UnitVersion
from db.models.year_entries import Announcement, AnnouncementRelay, Campaign, YearEntry

__all__ = [name for name in dir() if name[0].isupper()] + ["new_code"]
