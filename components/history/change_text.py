"""What a deed changed, in words: whom or what it is about, and what stood there before and afterwards."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from components.i18n import DASH, LANGUAGES, N_, _, _n, join_list, moment_text, month_text, number, partial_text
from components.labels import meeting_states, member_labels
from components.labels.setting_labels import RULES, SETTINGS, entries_text
from components.markdown import escape_markdown
from components.shell import role_switch
from db.history.row_changes import RowChange
from db.kernel.scope import Viewer
from db.models import (
    ChangeKind,
    ExemptionClass,
    Expectation,
    GroupKind,
    GroupRole,
    MeetingState,
    MembershipKind,
    Outcome,
    Role,
    Sex,
    StandingKind,
    UnitKind,
)
from db.settings import settings

FIELD_LABELS = {
    "name": N_("Full name"), "sex": N_("Sex"), "born": N_("Born"), "admitted": N_("Admitted"), "official": N_("Full member since"),
    "address": N_("Address"), "phone": N_("Phone"), "workplace": N_("Workplace"), "position": N_("Position at the workplace"),
    "organisation": N_("Type of organisation"), "card_last4": N_("Party card"), "citizen_last4": N_("Citizen ID"), "kind": N_("Type"),
    "valid_from": N_("From"), "valid_to": N_("Until"), "roster_number": N_("Roster number"), "arrival": N_("How the member joined"),
    "arrival_paper": N_("Letter of introduction (arrival)"), "departure": N_("Reason for leaving the list"), "departure_paper": N_("Letter of introduction (departure)"), "paper": N_("Document"),
    "reason": N_("Reason"), "post": N_("Post"), "role": N_("Role"), "subject": N_("Expertise offered"), "state": N_("Status"),
    "type": N_("Type of meeting"), "period": N_("Period"), "held_on": N_("Held on"), "planned_on": N_("Planned for"), "postponed_to": N_("Postponed to"),
    "form": N_("Format"), "place": N_("Place"), "starts_at": N_("Begins at"), "ends_at": N_("Ends at"), "chair_id": N_("Chair"),
    "minute_taker_id": N_("Minutes taken by"), "agenda": N_("Agenda"), "minutes_dated": N_("Date of the minutes"), "expectation": N_("On the sheet"),
    "outcome": N_("Attendance"), "spoke": N_("Spoke"), "expected": N_("Called"), "present": N_("Attended"), "excused": N_("Absent with reason"),
    "unexcused": N_("Absent without reason"), "unknown": N_("Absent, reason not known"), "exempt": N_("Exempt"), "extra": N_("In addition"),
    "text": N_("Task"), "who": N_("By whom"), "due": N_("Due on"), "result": N_("Result"), "household_id": N_("Household"), "group_id": N_("Cluster or group"),
    "households": N_("Households"), "rating": N_("Class"), "year": N_("Year"), "end_reason": N_("Reason of the end"), "username": N_("User name"),
    "must_change": N_("Password to be changed"), "active": N_("May sign in"), "language": N_("Language"), "unit_id": N_("Unit"),
    "parent_id": N_("Lies in"), "citation": N_("Paper it rests on"), "verified": N_("Paper was read"),
    "closed_at": N_("Closed"), "reopened_at": N_("Opened again"), "value": N_("Value"),
    "letter": N_("Letter"), "sent_on": N_("Sent on"), "received_on": N_("Received on"), "placed_on": N_("Placed on"), "ended_on": N_("Ended on"),
}  # fmt: skip
TABLE_LABELS = {
    "member": N_("personal data"), "standing": N_("membership status"), "expertise": N_("expertise offered"), "membership": N_("entry on the list"),
    "exemption": N_("exemption"), "office": N_("post"), "group_member": N_("group membership"), "introduction": N_("introduction"),
    "meeting": N_("meeting"), "attendance": N_("attendance"), "absence_reason": N_("reason of absence"), "tally": N_("figures of the meeting"),
    "guest": N_("guest"), "task": N_("task"), "cell_group": N_("group"), "household": N_("household"), "household_place": N_("cluster of the household"),
    "household_class": N_("class of the household"), "household_count": N_("number of households"), "assignment": N_("charge"), "account": N_("account"),
    "access_grant": N_("role"), "setting": N_("setting"), "rule": N_("rule"), "unit": N_("unit"), "unit_version": N_("name of the unit"),
    "period_state": N_("closed period"),
}  # fmt: skip
NAME_LABELS = {
    "cell_group": N_("Name"),
    "household": N_("Name"),
    "unit_version": N_("Name"),
    "setting": N_("Setting"),
    "rule": N_("Rule"),
    "guest": N_("Guest"),
}
HIDDEN_FIELDS = {
    "attendance": {"period", "kind"}, "tally": {"period", "type", "kind"}, "cell_group": {"place"}, "task": {"closed_in"},
    "household_class": {"household_id"}, "assignment": {"household_id", "group_id"}, "household_count": {"group_id"}, "household_place": {"household_id"},
    "group_member": {"group_id"},
}  # fmt: skip
OPTION_LISTS = {
    "organisation": ("organisations",), "arrival": ("arrivals",), "departure": ("departures",), "reason": ("exemption_reasons", "absence_reasons"),
    "post": ("posts",), "subject": ("expertise",), "type": ("meeting_types",), "form": ("meeting_forms",), "rating": ("household_classes",),
    "end_reason": ("assignment_endings", "household_endings"),
}  # fmt: skip
OUTCOMES = {
    Outcome.PRESENT: N_("present"), Outcome.EXCUSED: N_("absent with reason"), Outcome.UNEXCUSED: N_("absent without reason"), Outcome.UNKNOWN: N_("absent, reason unknown"),
}  # fmt: skip
EXPECTATIONS = {
    Expectation.EXPECTED: N_("expected"),
    Expectation.EXEMPT: N_("exempt"),
    Expectation.EXTRA: N_("additional"),
}
UNITS = {
    UnitKind.AREA: N_("area"),
    UnitKind.CELL: N_("residential cell"),
    UnitKind.AGENCY_CELL: N_("agency cell"),
    UnitKind.WORKPLACE: N_("workplace"),
}
KINDS: dict[str, tuple[Callable, dict]] = {
    "membership": (MembershipKind, member_labels.KINDS), "exemption": (ExemptionClass, member_labels.EXEMPTION_CLASSES), "standing": (StandingKind, member_labels.STANDINGS),
    "attendance": (MembershipKind, member_labels.KINDS), "tally": (MembershipKind, member_labels.KINDS), "cell_group": (GroupKind, member_labels.GROUPS), "unit": (UnitKind, UNITS),
}  # fmt: skip
CHOICES: dict[str, tuple[Callable, dict]] = {
    "sex": (Sex, member_labels.SEXES), "outcome": (Outcome, OUTCOMES), "expectation": (Expectation, EXPECTATIONS),
}  # fmt: skip
DATE_COLUMNS = {
    "valid_from", "valid_to", "born", "admitted", "official", "held_on", "planned_on", "postponed_to", "minutes_dated", "due", "sent_on", "received_on",
    "placed_on", "ended_on",
}  # fmt: skip
TIME_COLUMNS = {"closed_at", "reopened_at"}
MAX_NAMES = 8  # of those who were changed alike


def load_option_labels(viewer: Viewer) -> dict[str, dict[str, str]]:
    """The words of the settings' lists, by the column that holds their keys."""
    return {
        column: {each.key: each.label for name in names for each in settings.options(viewer, name)}
        for column, names in OPTION_LISTS.items()
    }


def describe(rows: list[RowChange], labels: dict[str, dict[str, str]], named: bool = True) -> list[str]:
    """What each row says, a line for all that say the same, with whom or what they are about unless that is known."""
    found: dict[str, list[str]] = {}
    for was in rows:
        if was.table in TABLE_LABELS and (text := _line(was, labels)):
            about = found.setdefault(text, [])
            about += [one for one in (" – ".join(was.about),) if one and one not in about]
    return [f"{_people(about)}: {text}" if named and about else text for text, about in found.items()]


def _people(about: list[str]) -> str:
    more = len(about) - MAX_NAMES
    some = (
        join_list(about)
        if more <= 0
        else _n("{names} and {count} more", "{names} and {count} more", more, names=", ".join(about[:MAX_NAMES]))
    )
    return f"**{escape_markdown(some)}**"


def _line(was: RowChange, labels: dict) -> str:
    """What was put in, what was taken out, or what stood in each column before and afterwards."""
    thing, unsaid = _(TABLE_LABELS[was.table]), HIDDEN_FIELDS.get(was.table, set())
    if was.action != ChangeKind.UPDATE:
        row = was.after if was.action == ChangeKind.INSERT else was.before
        told = [
            f"{_field(was.table, column)}: {_said(was.table, column, row[column], labels)}"
            for column in _filled(row, unsaid)
        ]
        head = (
            _("added: {thing}", thing=thing) if was.action == ChangeKind.INSERT else _("removed: {thing}", thing=thing)
        )
        return " – ".join(filter(None, (head, "; ".join(told))))
    columns = [
        column
        for column in FIELD_LABELS
        if column in was.before and column not in unsaid and was.before[column] != was.after.get(column, was)
    ]
    return "; ".join(_changed(was, column, labels) for column in columns)


def _changed(was: RowChange, column: str, labels: dict) -> str:
    """One column before and afterwards; of what the reader may not know of afterwards, only what stood before."""
    values = {"field": _field(was.table, column), "before": _said(was.table, column, was.before[column], labels)}
    if column not in was.after:
        return _("{field}: before that {before}", **values)
    return _("{field}: {before} → {after}", **values, after=_said(was.table, column, was.after[column], labels))


def _filled(row: dict, unsaid: set[str]) -> list[str]:
    return [
        column
        for column in FIELD_LABELS
        if column in row and column not in unsaid and row[column] not in (None, "", 0, False)
    ]


def _field(table: str, column: str) -> str:
    return _(NAME_LABELS[table]) if column == "name" and table in NAME_LABELS else _(FIELD_LABELS[column])


def _said(table: str, column: str, value: Any, labels: dict) -> str:
    """A value as people say it, safe where Markdown is read."""
    return DASH if value is None or value == "" else escape_markdown(_text(table, column, value, labels))


def _text(table: str, column: str, value: Any, labels: dict) -> str:
    if column in DATE_COLUMNS:
        return partial_text(str(value)[:10])
    if column in TIME_COLUMNS:
        return moment_text(datetime.fromisoformat(value))
    if column in ("card_last4", "citizen_last4"):
        return f"····{value}"
    kinds = CHOICES.get(column) or (KINDS.get(table) if column == "kind" else None)
    if kinds:
        return member_labels.label(kinds[1], kinds[0](value))
    if column == "role":
        return (
            role_switch.role_name(Role(value))
            if table == "access_grant"
            else member_labels.label(member_labels.ROLES, GroupRole(value))
        )
    if column == "state" and table == "meeting":
        return (
            _("cancelled as entered by mistake")
            if value == MeetingState.CANCELLED
            else meeting_states.state_label(MeetingState(value))
        )
    return _plainly(table, column, value, labels)


def _plainly(table: str, column: str, value: Any, labels: dict) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column == "period":
        return month_text(value)
    if column == "value":
        chosen = json.loads(value)
        return (
            entries_text(chosen)
            if isinstance(chosen, list) and all(isinstance(each, dict) for each in chosen)
            else str(chosen)
        )
    if column == "language":
        return LANGUAGES.get(value, value)
    if column == "name" and table in ("setting", "rule"):
        told = {**SETTINGS, **RULES}.get(value)
        return _(told.title) if told else value
    if isinstance(value, int):
        return str(value) if column in ("year", "roster_number") else number(value)
    return labels.get(column, {}).get(value, str(value))
