"""Settings and rules in words: what each is for, and its value as people say it."""

from typing import Any, NamedTuple

from components.i18n import DASH, N_, _, _n, current_language, day_text, month_text, number
from db.settings.definitions import DEFINITIONS, SettingKind
from db.settings.overview import RuleVersion, SettingStatus


class SettingText(NamedTuple):
    """What a setting is called, and what it is for."""

    title: str
    purpose: str


MEETINGS = ("first_month", "meeting_day", "contact_months")
LISTS = (
    "absence_reasons", "posts", "exemption_reasons", "arrivals", "departures", "household_classes", "expertise", "organisations",
    "household_endings", "assignment_endings", "meeting_types", "meeting_forms",
)  # fmt: skip
RARELY_CHANGED = ("address", "levels", "unit_names", "list_columns", "keep_numbers")
SETTINGS = {
    "first_month": SettingText(
        N_("First month of the register"),
        N_("Meetings are expected from this month on; nobody is reminded of earlier ones, which may be entered all the same."),
    ),
    "meeting_day": SettingText(N_("Planned day of the monthly meeting"), N_("The date is filled in with it; Today reminds from that day on.")),
    "contact_months": SettingText(N_("Months of the two contact meetings"), N_("In which month of each half-year the contact members are called together.")),
    "absence_reasons": SettingText(N_("Reasons of absence"), N_("Offered when a meeting is recorded; only the cell reads them.")),
    "posts": SettingText(N_("Posts in a cell"), N_("For officers, signatures and reminders.")),
    "exemption_reasons": SettingText(N_("Reasons of exemption"), N_("Why somebody is exempt from meetings or away.")),
    "arrivals": SettingText(N_("Ways to arrive"), N_("How a member came to the cell.")),
    "departures": SettingText(N_("Ways to leave"), N_("Why a member is no longer on the list.")),
    "household_classes": SettingText(N_("Classes of households"), N_("For households that get help; each is given with its paper.")),
    "expertise": SettingText(N_("Knowledge offered"), N_("What members may help with; a short list, told freely.")),
    "organisations": SettingText(N_("Kinds of work organisation"), N_("Where members work, for the tables that count by it.")),
    "household_endings": SettingText(N_("Why a household is no longer followed"), N_("Asked when the care of a household ends.")),
    "assignment_endings": SettingText(N_("Why a member is no longer in charge"), N_("Asked when somebody hands households over.")),
    "meeting_types": SettingText(N_("Types of meeting"), N_("Only their names change: what each counts for is part of the rules.")),
    "meeting_forms": SettingText(N_("Forms of meeting"), N_("In person, online or both.")),
    "address": SettingText(N_("Address of the register"), N_("Printed on the slips of new accounts. Empty: as the person printing opened it.")),
    "levels": SettingText(N_("Names of the levels"), N_("What the levels of the tree are called here.")),
    "unit_names": SettingText(N_("Names of units, remembered from lists"), N_("What was answered when lists were brought in; what is forgotten is asked again.")),
    "list_columns": SettingText(
        N_("Columns, remembered from lists"), N_("What headings were said to mean when lists were brought in; what is forgotten is asked again.")
    ),
    "keep_numbers": SettingText(N_("Keep whole card and citizen numbers"), N_("Else only a sealed mark and the last four digits are kept. Best left as it is.")),
}
RULES = {
    "attendance_aim": SettingText(N_("Attendance to be aimed at"), N_("The line in the chart of attendance; a month is judged by the rule in force on its last day.")),
    "excused_in_a_row": SettingText(N_("Excused absences in a row"), N_("After more of them the cell talks with the member.")),
    "residence_contact": SettingText(N_("Contact with the place of residence"), N_("How many meetings a year contact members are called to.")),
}


def value_text(name: str, chosen: Any) -> str:
    """A setting's value as it is said in a line."""
    kind = DEFINITIONS[name].kind
    if kind == SettingKind.DAY:
        return _("day {day} of each month", day=number(chosen))
    if kind == SettingKind.MONTH:
        return month_text(chosen) if chosen else _("for as long as there are units")
    if kind == SettingKind.HALVES:
        return _("month {first} and month {second}", first=chosen[0], second=chosen[1])
    if kind == SettingKind.FLAG:
        return _("yes") if chosen else _("no")
    if kind == SettingKind.NAMES:
        return _n("{count} name", "{count} names", len(chosen)) if chosen else DASH
    return (chosen or DASH) if kind == SettingKind.ADDRESS else entries_text(chosen)


def entries_text(rows: list[dict]) -> str:
    """The entries of a list that are offered, in one line."""
    return ", ".join(entry_label(row) for row in rows if not row.get("off"))


def entry_label(row: dict) -> str:
    """An entry in the language spoken here."""
    return row.get(current_language()) or row["vi"]


def origin_text(found: SettingStatus) -> str:
    """Since when a value stands, for whom it was chosen and by whom."""
    if found.unit is None:
        return _("as shipped")
    parts = (_("chosen for {unit}", unit=found.unit), _("since {day}", day=day_text(found.since)), found.who or "")
    return " · ".join(filter(None, parts))


def rule_text(name: str, parameters: dict) -> str:
    """What a rule says."""
    if name == "attendance_aim":
        return _("more than {percent} % of the members come", percent=number(parameters["above_percent"]))
    if name == "excused_in_a_row":
        return _n("at most {count} meeting", "at most {count} meetings", parameters["at_most"])
    return _n("{count} meeting a year (rule {short})", "{count} meetings a year (rule {short})", parameters["meetings_a_year"], short=parameters["short"])


def rule_basis(line: RuleVersion) -> str:
    """From when to when a rule holds, on what paper, whether that was read, whose own it is."""
    until = _("until {day}", day=day_text(line.until)) if line.until else ""
    span = " ".join(filter(None, (_("since {day}", day=day_text(line.since)) if line.since else "", until)))
    whose = _("chosen for {unit}", unit=line.unit) if line.unit else ""
    return " · ".join(filter(None, (line.citation, span, whose, line.who or "", "" if line.verified else _("not verified"))))
