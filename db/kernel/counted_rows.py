"""The rows that figures of past months depend on: for every table, which rows count on which days in which units.

A change that alters the figures of a closed month needs a reason (`closed_periods.py`) and is flagged
(`db/history/amendments.py`). Each table has an entry here or is in NOT_COUNTED; tests check that no table and no column
is missing and that no figure reads what is declared not to count.
"""

from dataclasses import dataclass

from db import models as m

ALL = ("*",)  # every column that is not listed elsewhere


@dataclass(frozen=True)
class CountedRows:
    """How the rows of a table count.

    `since` and `until` are the columns of their first and last day, where empty means always and still; `days` are
    columns of days on which something happens, where empty means not yet. Without either, the row holds its own
    `period` or `year`. `counts` are columns that matter on all of its days, `aside` those that no figure depends on.
    """

    counts: tuple[str, ...] = ALL
    since: str = ""
    until: str = ""
    days: tuple[str, ...] = ()
    year: bool = False
    aside: tuple[str, ...] = ()
    units: tuple[str, ...] = ("unit_id",)
    of_member: bool = False  # without a unit of its own it counts where the member is on a list meanwhile
    by_meeting: bool = False  # it counts in the period of its meeting
    told_above: bool = False  # readers of figures learn how many there are, without reading them

    @property
    def is_dated(self) -> bool:
        """Whether the row's days are columns of its own."""
        return bool(self.since or self.until or self.days or self.of_member)

    @property
    def deciding_columns(self) -> set[str]:
        """The columns that decide where a row counts, and those that matter; all columns if `counts` is ALL."""
        return {*self.counts, *self.units, *self.days, *filter(None, (self.since, self.until))}


FROM, TO = "valid_from", "valid_to"
_PEOPLE = ("member_id", "unit_id", "kind")

COUNTED: dict[type, CountedRows] = {
    # Meetings, and what is reported in them or for a month
    m.Meeting: CountedRows(),
    m.Tally: CountedRows(),
    m.Attendance: CountedRows(),
    m.HouseholdVisit: CountedRows(),
    m.HouseholdReport: CountedRows(by_meeting=True),
    m.YearEntry: CountedRows(),
    m.Task: CountedRows(
        ("unit_id", "done"),
        days=("closed_on",),
        aside=("raised_in", "closed_in", "text", "member_id", "group_id", "who", "kind", "plan_period", "plan_months",
               "due", "result"),
        told_above=True,
    ),
    # Members
    m.Member: CountedRows(
        ("sex",),
        units=(),
        of_member=True,
        aside=("name", "sort_key", "search_key", "born", "admitted", "official", "address", "phone", "workplace",
               "position", "organisation", "card_hash", "card_last4", "card_number", "citizen_hash", "citizen_last4",
               "citizen_number"),
    ),
    m.Standing: CountedRows(("member_id", "kind"), FROM, units=(), of_member=True, aside=("paper",)),
    m.Membership: CountedRows(
        (*_PEOPLE, "status"),
        since=FROM, until=TO,
        aside=("roster_number", "arrival", "arrival_paper", "departure", "departure_paper"),
    ),
    m.Exemption: CountedRows(_PEOPLE, since=FROM, until=TO, aside=("reason", "paper")),
    m.Introduction: CountedRows(
        ("member_id", "commune_id"),
        days=("sent_on", "received_on", "placed_on"),
        units=("commune_id",),
        of_member=True,
        aside=("workplace_id", "state", "exempt", "letter", "letter_date", "listed_on", "pending_reason", "ended_on",
               "end_reason", "objection", "objected_on", "membership_id"),
    ),
    m.AdmissionCandidate: CountedRows(
        ("unit_id",), days=("proposed_on", "recognised_on", "course_on", "file_on", "admitted_on", "stopped_on")
    ),
    # What is reported for a year
    m.Assessment: CountedRows(
        ("unit_id", "member_id", "year", "form", "form_from", "marks", "assessed_on"),
        year=True,
        aside=("author_id", "minutes_dated", "front_agreed_on", "front_agreed_with", "remark", "returned_on",
               "returned_because", "confirmed_on", "confirmed_by", "document_id"),
        told_above=True,
    ),
    m.Evaluation: CountedRows(
        ("unit_id", "member_id", "year", "proposed", "unclassified", "decided"),
        year=True,
        aside=("self_class", "self_on", "votes", "voters", "decision_number", "decided_on"),
        told_above=True,
    ),
    m.UnitEvaluation: CountedRows(
        ("unit_id", "year", "proposed", "decided"), year=True, aside=("decision_number", "decided_on")
    ),
    m.HouseholdClass: CountedRows(
        ("unit_id", "year", "rating"), year=True, aside=("household_id", "paper")
    ),
    m.ClassReview: CountedRows(("unit_id", "year"), year=True, aside=("paper",)),
    m.IndicatorValue: CountedRows(year=True),
    # Households
    m.CellGroup: CountedRows(("unit_id", "kind", "parent_id"), since=FROM, until=TO, aside=("name", "place")),
    m.HouseholdCount: CountedRows(("unit_id", "group_id", "households"), FROM),
    m.Household: CountedRows(
        ("unit_id",), since=FROM, until=TO, aside=("name", "sort_key", "search_key", "address", "end_reason")
    ),
    m.HouseholdPlace: CountedRows(("unit_id", "household_id", "group_id"), since=FROM, until=TO),
    m.Assignment: CountedRows(
        ("unit_id", "member_id", "household_id", "group_id"), since=FROM, until=TO, aside=("end_reason", "paper")
    ),
    m.AssignmentDecision: CountedRows(("unit_id", "assigns"), FROM, aside=("paper",)),
    m.Petition: CountedRows(
        ("unit_id",),
        days=("received_on", "answered_on", "told_on", "closed_on"),
        aside=("source", "meeting_id", "due", "holder", "forwarded_on", "on_behalf_of", "asker", "team_id"),
    ),
    # Teams sent to cells: visits are due to what they follow; whom they visited
    m.Team: CountedRows(("unit_id",), since=FROM, until=TO, aside=("name", "kind")),
    m.TeamOfficial: CountedRows(
        ("unit_id", "team_id"), since=FROM, until=TO, aside=("person", "title", "phone", "leads")
    ),
    m.TeamUnit: CountedRows(
        ("unit_id", "team_id", "followed_id"), since=FROM, until=TO, units=("unit_id", "followed_id")
    ),
    m.TeamVisit: CountedRows(),
    m.BookCheck: CountedRows(
        ("unit_id", "first_month", "last_month"),
        days=("checked_on",),
        aside=("by_unit_id", "checker", "account_id", "remark"),
    ),
    m.BookCheckAnswer: CountedRows(("unit_id", "check_id"), days=("answered_on",), aside=("text",)),
    # The tree, and what figures are judged by
    m.Unit: CountedRows(("kind", "reports"), units=("id",), aside=("level", "official_code")),
    m.UnitVersion: CountedRows(
        ("unit_id", "parent_id"),
        since=FROM, until=TO,
        units=("unit_id", "parent_id"),
        aside=("name", "search_key", "sort_key", "paper"),
    ),
    m.UnitSuccession: CountedRows(
        ("old_id", "new_id", "kind"), days=("day",), units=("old_id", "new_id"), aside=("paper",)
    ),
    m.Setting: CountedRows(("unit_id", "name", "value"), FROM),
    m.Rule: CountedRows(("unit_id", "name", "parameters"), since=FROM, until=TO, aside=("citation", "verified")),
}  # fmt: skip

NOT_COUNTED: dict[type, str] = {
    m.PeriodState: "closes months itself",
    **dict.fromkeys((m.Template, m.ReportForm, m.Document), "a paper keeps what was printed on it"),
    **dict.fromkeys((m.Expertise, m.Office, m.SubjectCount, m.ChangeNotice), "told as it stands today"),
    **dict.fromkeys((m.Campaign, m.Announcement, m.AnnouncementRelay), "told to the cell alone, by its own day"),
    **dict.fromkeys((m.CommentRequest, m.AgencyRemark, m.WorkplaceProposal), "correspondence about one member"),
    m.MeetingScore: "points stand on their own sheet",
    m.CandidatePerson: "who it is; its days are counted",
    **dict.fromkeys((m.GroupMember, m.PartyGroupCluster), "who leads and whom they serve, told as it stands today"),
    **dict.fromkeys((m.Sitting, m.AbsenceReason, m.Guest, m.Question), "beside the attendance that is counted"),
    m.ErasedAttendance: "keeps what was counted, after an erasure",
    m.FindingAnswer: "that somebody looked at it",
    m.Initiative: "told as it stands today",
    **dict.fromkeys((m.HouseholdCause, m.HouseholdHelp, m.HouseholdNote), "close to the cell"),
    m.ExcludedPair: "for the next proposal",
    **dict.fromkeys((m.PetitionText, m.PetitionOrigin), "what is asked for and by whom; its days are counted"),
    **dict.fromkeys((m.Account, m.Grant, m.Device, m.Ticket, m.Attempt), "who may come in"),
    **dict.fromkeys((m.Batch, m.Change, m.Erasure, m.ExportRecord, m.TextReadRecord), "what was done"),
    **dict.fromkeys((m.Draft, m.DraftValue, m.Job), "not saved yet"),
}
