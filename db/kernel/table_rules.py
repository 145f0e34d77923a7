"""The only file that decides who may see and change which rows and texts.

The rule of a table says who may read it (its audience), whose work it is to write it, and how it is narrowed to the
viewer's units. `scope.py` applies the rules.
"""

from dataclasses import dataclass
from typing import Any

from db import models as m
from db.kernel import narrowing as n, team_narrowing, write_conditions as w
from db.kernel.audience import Audience, Work


@dataclass(frozen=True)
class TableRule:
    """The rule of one table."""

    audience: Audience
    work: Work
    narrow: n.Narrowing
    write_condition: w.Condition = w.no_unit_condition  # whether the viewer may write a row like this
    unit: str = "unit_id"  # the column whose unit decides where copies of a row belong
    in_history: bool = True
    copies: Audience | None = None  # who reads copies, if not everybody who reads the row
    excluded_from_copies: frozenset[str] = frozenset()  # columns that no copy holds
    texts: frozenset[str] = frozenset()  # need-to-know columns: only `access_log.need_to_know_reads` reads them
    changeable: frozenset[str] | None = None  # if written rows are permanent, the columns that may still change


_OF_UNIT = w.in_unit("unit_id")

TABLE_RULES: dict[type, TableRule] = {
    m.Unit: TableRule(Audience.OPEN, Work.CELLS, n.all_rows, w.own_unit, unit="id"),
    m.UnitVersion: TableRule(Audience.OPEN, Work.CELLS, n.all_rows, w.in_unit("unit_id", "parent_id")),
    m.UnitSuccession: TableRule(Audience.OPEN, Work.UNITS, n.all_rows, w.in_unit("old_id", "new_id"), unit="new_id"),
    m.Setting: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.Rule: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.PeriodState: TableRule(Audience.OPEN, Work.PERIODS, n.all_rows, _OF_UNIT),
    m.Template: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.ReportForm: TableRule(Audience.OPEN, Work.SETTINGS, n.all_rows, _OF_UNIT),
    m.Member: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Standing: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Expertise: TableRule(Audience.LISTS, Work.PEOPLE, n.of_member),
    m.Membership: TableRule(Audience.LISTS, Work.PEOPLE, n.membership, _OF_UNIT),
    m.Exemption: TableRule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Office: TableRule(Audience.LISTS, Work.PEOPLE, n.of_unit, _OF_UNIT),
    m.Introduction: TableRule(
        Audience.LISTS, Work.INTRODUCTIONS, n.introduction, w.own_introduction, unit="commune_id"
    ),
    m.SubjectCount: TableRule(Audience.LISTS, Work.INTRODUCTIONS, n.of_unit, _OF_UNIT),
    m.ChangeNotice: TableRule(
        Audience.CORRESPONDENCE,
        Work.CORRESPONDENCE,
        n.correspondence("sent_on"),
        w.own_letter,
        unit="commune_id",
    ),
    m.Campaign: TableRule(Audience.ENTRIES, Work.ENTRIES, n.of_unit, _OF_UNIT),
    m.YearEntry: TableRule(Audience.ENTRIES, Work.ENTRIES, n.of_unit, _OF_UNIT),
    m.Announcement: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.AnnouncementRelay: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Assessment: TableRule(
        Audience.ASSESSMENTS, Work.ASSESSMENTS, n.of_unit, _OF_UNIT, texts=frozenset({"remark", "returned_because"})
    ),
    m.CommentRequest: TableRule(
        Audience.CORRESPONDENCE,
        Work.CORRESPONDENCE,
        n.correspondence("received_on"),
        w.own_letter,
        unit="commune_id",
        excluded_from_copies=frozenset({"person", "born", "address"}),
    ),
    m.AgencyRemark: TableRule(
        Audience.CORRESPONDENCE,
        Work.CORRESPONDENCE,
        n.correspondence("written_on"),
        w.own_letter,
        unit="commune_id",
        texts=frozenset({"text"}),
    ),
    m.WorkplaceProposal: TableRule(
        Audience.ASSESSMENTS,
        Work.PROPOSALS,
        n.correspondence("proposed_on"),
        w.own_letter,
        unit="commune_id",
        texts=frozenset({"text", "outcome"}),
    ),
    m.Evaluation: TableRule(Audience.ASSESSMENTS, Work.ASSESSMENTS, n.of_unit, _OF_UNIT),
    m.UnitEvaluation: TableRule(Audience.FIGURES, Work.ASSESSMENTS, n.of_unit, _OF_UNIT),
    m.MeetingScore: TableRule(Audience.FIGURES, Work.ASSESSMENTS, n.of_unit, _OF_UNIT),
    m.AdmissionCandidate: TableRule(Audience.FIGURES, Work.ENTRIES, n.of_unit, _OF_UNIT),
    m.CandidatePerson: TableRule(
        Audience.ENTRIES, Work.ENTRIES, n.of_unit, _OF_UNIT, excluded_from_copies=frozenset({"name", "born"})
    ),
    m.CellGroup: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.GroupMember: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.PartyGroupCluster: TableRule(Audience.LISTS, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Meeting: TableRule(Audience.FIGURES, Work.MEETINGS, n.meeting, _OF_UNIT),
    m.Sitting: TableRule(Audience.FIGURES, Work.MEETINGS, n.sitting, _OF_UNIT),
    m.Tally: TableRule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Attendance: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.ErasedAttendance: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.AbsenceReason: TableRule(Audience.NAMES, Work.MEETINGS, n.entered_here, w.own_entry, copies=Audience.CELL),
    m.Guest: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Task: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Question: TableRule(Audience.NAMES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.FindingAnswer: TableRule(Audience.OPEN, Work.MEETINGS, n.with_audience, w.own_audience),
    m.HouseholdCount: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Household: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.HouseholdPlace: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.HouseholdClass: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.Initiative: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.IndicatorValue: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.ClassReview: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.HouseholdCause: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.entered_here, w.own_entry, copies=Audience.CELL),
    m.HouseholdHelp: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.entered_here, w.own_entry, copies=Audience.CELL),
    m.Assignment: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.AssignmentDecision: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.ExcludedPair: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT),
    m.Petition: TableRule(Audience.FIGURES, Work.PETITIONS, n.of_unit, w.own_petition),
    m.PetitionText: TableRule(Audience.PETITIONS, Work.PETITIONS, n.petition_text, _OF_UNIT, copies=Audience.CELL),
    m.PetitionOrigin: TableRule(Audience.NAMES, Work.MEETINGS, n.entered_here, w.own_entry, copies=Audience.CELL),
    m.HouseholdVisit: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.HouseholdReport: TableRule(Audience.FIGURES, Work.HOUSEHOLDS, n.of_unit, _OF_UNIT, copies=Audience.NAMES),
    m.HouseholdNote: TableRule(Audience.NAMES, Work.HOUSEHOLDS, n.entered_here, w.own_entry, copies=Audience.CELL),
    m.Team: TableRule(Audience.FIGURES, Work.TEAMS, team_narrowing.team, _OF_UNIT),
    m.TeamOfficial: TableRule(Audience.FIGURES, Work.TEAMS, team_narrowing.in_team, _OF_UNIT),
    m.TeamUnit: TableRule(Audience.FIGURES, Work.TEAMS, team_narrowing.team_unit, w.in_unit("unit_id", "followed_id")),
    m.TeamVisit: TableRule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.BookCheck: TableRule(Audience.FIGURES, Work.TEAMS, n.of_unit, w.in_unit("unit_id", "by_unit_id")),
    m.BookCheckAnswer: TableRule(Audience.FIGURES, Work.MEETINGS, n.of_unit, _OF_UNIT),
    m.Document: TableRule(
        Audience.OPEN,
        Work.PAPERS,
        n.document,
        w.own_audience,
        texts=frozenset({"frozen"}),
        changeable=frozenset({"signed_on", "sealed_on", "handed_over_on"}),
    ),
    m.Account: TableRule(
        Audience.OPEN,
        Work.ACCOUNTS,
        n.account,
        copies=Audience.ACCESS,
        excluded_from_copies=frozenset({"password_hash"}),
    ),
    m.Grant: TableRule(Audience.OPEN, Work.ACCOUNTS, n.account, w.grantable_role, copies=Audience.ACCESS),
    m.Device: TableRule(Audience.OPEN, Work.ACCOUNTS, n.account, in_history=False),
    m.Ticket: TableRule(Audience.SECRET, Work.REGISTER, n.no_rows, in_history=False),
    m.Attempt: TableRule(Audience.SECRET, Work.REGISTER, n.no_rows, in_history=False),
    m.Batch: TableRule(Audience.OPEN, Work.REGISTER, n.batch, in_history=False),
    m.Change: TableRule(Audience.OPEN, Work.REGISTER, n.change, in_history=False),
    m.Erasure: TableRule(Audience.OPEN, Work.REGISTER, n.all_rows, in_history=False),
    m.ExportRecord: TableRule(Audience.OPEN, Work.REGISTER, n.export_record, in_history=False),
    m.TextReadRecord: TableRule(Audience.OPEN, Work.REGISTER, n.read_record, in_history=False),
    m.Draft: TableRule(Audience.OPEN, Work.ASIDE, n.with_audience, w.own_audience, in_history=False),
    m.DraftValue: TableRule(Audience.OPEN, Work.ASIDE, n.draft_value, in_history=False),
    m.Job: TableRule(Audience.OPEN, Work.ASIDE, n.job, w.own_job, in_history=False),
}


def copy_audience(table: type[Any], row: dict) -> Audience:
    """Who may read a copy of this row, in the history or elsewhere."""
    if table in (m.Document, m.FindingAnswer):
        return Audience(row["audience"])
    # the commune may also read the copy of what it entered on a cell's behalf
    kept_close = TABLE_RULES[table].copies if not row.get("on_behalf_of") else None
    return kept_close or TABLE_RULES[table].audience
