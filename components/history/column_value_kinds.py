"""How the history formats the values of columns, and which columns it leaves out."""

from collections.abc import Callable

from components.i18n import N_
from components.labels import member_labels, petition_labels, unit_labels, workplace_notice_labels
from db.contacts.notices_from_workplaces import NoticeOutcome
from db.models import (
    ExemptionClass,
    Expectation,
    GroupKind,
    MembershipKind,
    Outcome,
    PetitionAsker,
    PetitionHolder,
    Sex,
    StandingKind,
    UnitKind,
)

HIDDEN_FIELDS = {
    "assessment": {"form"},
    "attendance": {"period", "kind", "group_id"},
    "erased_attendance": {"kind"},
    "tally": {"period", "type", "kind"},
    "cell_group": {"place"},
    "task": {"closed_in", "plan_months"},
    "household_class": {"household_id"},
    "assignment": {"household_id", "group_id"},
    "excluded_pair": {"household_id", "group_id"},
    "household_visit": {"household_id", "group_id", "period"},
    "household_note": {"household_id", "group_id", "meeting_id", "visit_id", "task_id"},
    "household_cause": {"household_id"},
    "household_help": {"household_id"},
    "household_count": {"group_id"},
    "household_place": {"household_id"},
    "group_member": {"group_id"},
    "group_cluster": {"group_id"},
    "year_entry": {"period"},
    "team_official": {"team_id"},
    "team_unit": {"team_id"},
    "team_visit": {"period", "meeting_id", "official_id"},
    "petition": {"meeting_id", "team_id"},
    "petition_text": {"petition_id"},
    "petition_origin": {"petition_id", "household_id"},
    "candidate_person": {"candidate_id", "born", "name"},
}
OPTION_LISTS = {
    "pending_reason": ("pending_reasons",),
    "organisation": ("organisations",),
    "arrival": ("arrivals",),
    "departure": ("departures",),
    "reason": ("exemption_reasons", "absence_reasons"),
    "post": ("posts",),
    "subject": ("expertise",),
    "type": ("meeting_types",),
    "form": ("meeting_forms",),
    "rating": ("household_classes",),
    "kind": ("entry_kinds", "change_notices", "task_kinds", "help_kinds", "team_kinds"),
    "self_class": ("evaluation_classes",),
    "proposed": ("evaluation_classes",),
    "decided": ("evaluation_classes",),
    "unclassified": ("unclassified_reasons",),
    "criterion": ("meeting_criteria",),
    "cause": ("household_causes",),
    "indicator": ("indicators",),
    "giver": ("help_givers",),
    "source": ("petition_sources", "request_sources", "difficulty_topics"),
    "end_reason": ("assignment_endings", "household_endings"),
}
OUTCOMES = {
    Outcome.PRESENT: N_("present"),
    Outcome.EXCUSED: N_("absent with reason"),
    Outcome.UNEXCUSED: N_("absent without reason"),
    Outcome.UNKNOWN: N_("absent, reason unknown"),
}
EXPECTATIONS = {
    Expectation.EXPECTED: N_("expected"),
    Expectation.EXEMPT: N_("exempt"),
    Expectation.EXTRA: N_("additional"),
}
KINDS: dict[str, tuple[Callable, dict]] = {
    "membership": (MembershipKind, member_labels.KINDS),
    "exemption": (ExemptionClass, member_labels.EXEMPTION_CLASSES),
    "standing": (StandingKind, member_labels.STANDINGS),
    "attendance": (MembershipKind, member_labels.KINDS),
    "tally": (MembershipKind, member_labels.KINDS),
    "cell_group": (GroupKind, member_labels.GROUPS),
    "unit": (UnitKind, unit_labels.KINDS),
}
CHOICES: dict[str, tuple[Callable, dict]] = {
    "sex": (Sex, member_labels.SEXES), "outcome": (Outcome, OUTCOMES), "expectation": (Expectation, EXPECTATIONS),
}  # fmt: skip
OWN_CHOICES: dict[tuple[str, str], tuple[Callable, dict]] = {
    ("change_notice", "outcome"): (NoticeOutcome, workplace_notice_labels.OUTCOMES),
    ("petition", "holder"): (PetitionHolder, petition_labels.HOLDERS),
    ("petition", "asker"): (PetitionAsker, petition_labels.ASKERS),
}
DATE_COLUMNS = {
    "counted_on",
    "checked_on",
    "effective_on",
    "handled_on",
    "valid_from",
    "valid_to",
    "born",
    "admitted",
    "official",
    "held_on",
    "planned_on",
    "postponed_to",
    "minutes_dated",
    "due",
    "sent_on",
    "received_on",
    "placed_on",
    "ended_on",
    "form_from",
    "assessed_on",
    "front_agreed_on",
    "returned_on",
    "confirmed_on",
    "happened_on",
    "visited_on",
    "helped_on",
    "reported_on",
    "announced_on",
    "passed_on",
    "forwarded_on",
    "answered_on",
    "told_on",
    "closed_on",
    "self_on",
    "decided_on",
    "proposed_on",
    "recognised_on",
    "course_on",
    "file_on",
    "admitted_on",
    "stopped_on",
}
TIME_COLUMNS = {"closed_at", "reopened_at"}
MAX_NAMES = 8  # names listed for rows with the same change
