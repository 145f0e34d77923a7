"""Settings in words: their purpose, and their value."""

from collections.abc import Callable
from typing import Any, NamedTuple

from components.i18n import DASH, N_, _, _n, current_language, day_text, month_text, number
from db.kernel.scope import Viewer
from db.settings import levels, settings
from db.settings.setting_definitions import DEFINITIONS, SettingKind
from db.settings.settings_and_rules_in_force import SettingStatus
from db.units import units


class SettingText(NamedTuple):
    """A setting's name and purpose."""

    title: str
    purpose: str


MEETINGS = ("first_month", "meeting_day", "report_days", "review_days", "contact_months", "assessment_due",
            "party_group_sheets", "contact_overload", "unnoted_from", "team_visit_months")  # fmt: skip
HOUSEHOLDS = ("assignment_least", "assignment_most", "visit_months", "report_months", "petition_days",
              "household_years")  # fmt: skip
PAPERS = ("committee_term", "assessment_months", "outsider_months", "briefing_sections", "report_sections")
LISTS = ("request_occasions", "request_sources", "petition_sources", "difficulty_topics", "evaluation_classes",
         "evaluation_steps", "unclassified_reasons", "meeting_criteria", "absence_reasons", "posts",
         "exemption_reasons", "arrivals", "departures", "pending_reasons", "change_notices", "objections",
         "entry_kinds", "task_kinds", "team_kinds", "household_classes", "expertise", "organisations",
         "household_causes", "indicators", "help_kinds", "help_givers", "household_endings", "assignment_endings",
         "export_reasons", "meeting_types", "meeting_forms", "age_groups")  # fmt: skip
RARELY_CHANGED = ("address", "levels", "unit_names", "list_columns", "keep_numbers")
SETTINGS = {
    "first_month": SettingText(
        N_("First month of the register"),
        N_(
            "Meetings are due from this month on. There are no reminders for earlier months, but their meetings can "
            "still be entered."
        ),
    ),
    "meeting_day": SettingText(
        N_("Planned day of the monthly meeting"),
        N_("This date is filled in when a meeting is recorded; “Today” shows a reminder from that date on."),
    ),
    "report_days": SettingText(
        N_("How long a report may come in time"),
        N_("A meeting, a household round or a year's assessments that come later than this count as reported late."),
    ),
    "review_days": SettingText(N_("How long a cell reviews by itself"), N_("Those above it see “To review” later.")),
    "contact_months": SettingText(
        N_("Months of the two contact member meetings"),
        N_("In which month of each half-year the contact members meet."),
    ),
    "assessment_due": SettingText(
        N_("Month in which the assessments of a year are due"),
        N_("By the end of this month each cell has assessed all its contact members for the year."),
    ),
    "party_group_sheets": SettingText(
        N_("Attendance by Party group"),
        N_("The cell's own meetings get a printed sheet and a box for numbers for each Party group."),
    ),
    "assignment_least": SettingText(
        N_("Fewest households for one member"),
        N_("A proposal gives nobody fewer than this if it can be avoided."),
    ),
    "assignment_most": SettingText(
        N_("Most households for one member"),
        N_("Members with more are shown as having too many; a proposal gives nobody more than this."),
    ),
    "visit_months": SettingText(
        N_("How long a household may be without a visit"),
        N_("A household without a recorded visit for more months than this is shown as long without one."),
    ),
    "report_months": SettingText(
        N_("How long a member in charge may go without reporting"),
        N_("Members who have not reported on their households at a meeting for more months than this are shown."),
    ),
    "team_visit_months": SettingText(N_("How often a team attends each cell"), N_("In months, 12 at most.")),
    "committee_term": SettingText(
        N_("Term of the committee"),
        N_("For example 2025-2030. Documents are numbered from 01 in each term; if empty, without end."),
    ),
    "assessment_months": SettingText(
        N_("How old an assessment may be"),
        N_("A request is answered from an assessment no older than this; otherwise the cell assesses again."),
    ),
    "outsider_months": SettingText(
        N_("How long people in no list are remembered"),
        N_("How long after the answer the name of somebody on no list is erased from the request."),
    ),
    "briefing_sections": SettingText(
        N_("Sections of the pack for meetings"),
        N_("Which sections the pack has and what they are called; their order is chosen under “Papers”."),
    ),
    "report_sections": SettingText(N_("Sections of the unit's report"), N_("Its parts, their names, their order.")),
    "petition_days": SettingText(
        N_("How long a request of the people may be open"),
        N_("Without an answer for longer than this, or beyond the day promised, it is shown as open too long."),
    ),
    "petition_sources": SettingText(
        N_("Where requests of the people come from"), N_("A visit, a meeting, the Front committee, a member.")
    ),
    "difficulty_topics": SettingText(N_("What difficulties are about"), N_("Chosen with each report.")),
    "evaluation_classes": SettingText(
        N_("Classes of the yearly evaluation"), N_("From the best down; only the names can be changed.")
    ),
    "evaluation_steps": SettingText(
        N_("Steps of the yearly evaluation"), N_("What the columns of the list are called.")
    ),
    "unclassified_reasons": SettingText(
        N_("Reasons for not being classified"), N_("Why a member has no class for a year.")
    ),
    "meeting_criteria": SettingText(
        N_("Criteria by which a cell scores its meetings"), N_("Each with its most points; they are added up.")
    ),
    "request_occasions": SettingText(N_("Occasions for comments"), N_("For what a comment is requested.")),
    "request_sources": SettingText(N_("How requests arrive"), N_("On paper, by list, in person, through the portal.")),
    "absence_reasons": SettingText(
        N_("Reasons for absence"), N_("Choices when recording a meeting; only the cell can see them.")
    ),
    "posts": SettingText(N_("Posts in a cell"), N_("Used for the list of officers, signatures and reminders.")),
    "exemption_reasons": SettingText(N_("Reasons for exemption"), N_("Why a member is exempt from meetings or away.")),
    "arrivals": SettingText(N_("Ways of joining"), N_("How a member joined the cell.")),
    "departures": SettingText(N_("Reasons for leaving the cell"), N_("Why a member is no longer on the list.")),
    "objections": SettingText(
        N_("Objections of a cell"), N_("What a cell says of a contact member who should not be on its list.")
    ),
    "entry_kinds": SettingText(
        N_("Entries of the year"),
        N_("What is recorded about members through the year, besides attendance and speaking."),
    ),
    "task_kinds": SettingText(
        N_("Tasks of a cell"), N_("The short catalogue from which a month's, a quarter's or a year's tasks are chosen.")
    ),
    "household_classes": SettingText(
        N_("Household classes"), N_("For assisted households; classes follow the official decision.")
    ),
    "expertise": SettingText(
        N_("Fields of expertise"), N_("Fields in which members volunteer to help; best kept short.")
    ),
    "team_kinds": SettingText(N_("Kinds of teams"), N_("What teams of officials are set up for.")),
    "organisations": SettingText(N_("Types of workplace"), N_("Where members work, for figures by type of workplace.")),
    "household_causes": SettingText(
        N_("Causes of need"), N_("Why a household needs help, as on the official form; only the cell sees them.")
    ),
    "indicators": SettingText(
        N_("Indicators of a residential area"),
        N_("Figures published each year; put the unit of measure into the name."),
    ),
    "help_kinds": SettingText(N_("Kinds of help"), N_("What a household is helped with.")),
    "help_givers": SettingText(N_("Who helps"), N_("Who gives help to a household; people are not named.")),
    "household_years": SettingText(
        N_("How long a closed household is remembered"),
        N_("How long after closing a household is erased with its card; counts of past years stay."),
    ),
    "household_endings": SettingText(
        N_("Reasons for no longer following a household"), N_("Asked when a household is no longer followed.")
    ),
    "assignment_endings": SettingText(
        N_("Reasons for ending an assignment"), N_("Asked when a member hands over households.")
    ),
    "export_reasons": SettingText(
        N_("Reasons for exporting a list"), N_("Asked at each export and kept in the history with it.")
    ),
    "meeting_types": SettingText(
        N_("Meeting types"), N_("Only the names can be changed; how each type counts is set by the rules.")
    ),
    "age_groups": SettingText(N_("Age groups"), N_("By the age reached in the year. Only the names can be changed.")),
    "meeting_forms": SettingText(N_("Meeting formats"), N_("In person, online or both.")),
    "contact_overload": SettingText(
        N_("Many contact members in one cell"),
        N_("From this number of contact members on, a cell is shown as overloaded."),
    ),
    "unnoted_from": SettingText(
        N_("Members without an entry"),
        N_("From this month on the first page says of how many members nothing is noted this year."),
    ),
    "pending_reasons": SettingText(
        N_("Reasons for not being introduced yet"),
        N_("Why a member subject to introduction has no letter yet; chosen by the workplace or the committee."),
    ),
    "change_notices": SettingText(
        N_("Changes that workplaces notify"),
        N_("What workplaces report to the place of residence; kinds added here are only noted."),
    ),
    "address": SettingText(
        N_("Web address of the register"),
        N_("Printed on the slips for new accounts. If empty, the address opened by the person printing is used."),
    ),
    "levels": SettingText(
        N_("Level names"),
        N_(
            "What the levels of the organisation are called in titles, lists, exports and roles; "
            "a new one is placed above cells."
        ),
    ),
    "unit_names": SettingText(
        N_("Unit names remembered from lists"),
        N_("Names answered during imports. Untick one to be asked again next time."),
    ),
    "list_columns": SettingText(
        N_("Columns remembered from lists"),
        N_("Column headers answered during imports. Untick one to be asked again next time."),
    ),
    "keep_numbers": SettingText(
        N_("Store full card numbers and citizen IDs"),
        N_("Otherwise only a one-way code and the last four digits are stored. Best left unchanged."),
    ),
}


def value_text(name: str, chosen: Any) -> str:
    """Return a setting's value in one line."""
    return TEXTS.get(DEFINITIONS[name].kind, entries_text)(chosen)


def entries_text(rows: list[dict]) -> str:
    """Return the offered entries of a list, in one line."""
    return ", ".join(entry_label(row) for row in rows if not row.get("off"))


TEXTS: dict[SettingKind, Callable[[Any], str]] = {
    SettingKind.DAY: lambda chosen: _("day {day} of each month", day=number(chosen)),
    SettingKind.MONTH: lambda chosen: month_text(chosen) if chosen else _("since the units were created"),
    SettingKind.HALVES: lambda chosen: _("month {first} and month {second}", first=chosen[0], second=chosen[1]),
    SettingKind.MONTH_OF_YEAR: lambda chosen: _("month {month}", month=chosen),
    SettingKind.COUNT: lambda chosen: _n("{count} person", "{count} people", chosen),
    SettingKind.HOUSEHOLDS: lambda chosen: _n("{count} household", "{count} households", chosen),
    SettingKind.MONTHS: lambda chosen: _n("{count} month", "{count} months", chosen),
    SettingKind.DAYS: lambda chosen: _n("{count} day", "{count} days", chosen),
    SettingKind.YEARS: lambda chosen: _n("{count} year", "{count} years", chosen),
    SettingKind.TEXT: lambda chosen: chosen or DASH,
    SettingKind.ADDRESS: lambda chosen: chosen or DASH,
    SettingKind.FLAG: lambda chosen: _("yes") if chosen else _("no"),
    SettingKind.NAMES: lambda chosen: _n("{count} name", "{count} names", len(chosen)) if chosen else DASH,
}  # the other kinds are lists


def root_labels() -> dict[str, str]:
    """Return the possible roots of a register, each by its levels: "Phường › Chi bộ"."""
    return {
        root: " › ".join(entry_label(row) for row in levels.levels_of_root(root) if row["key"] != "workplace")
        for root in levels.root_choices()
    }


def entry_label(row: dict) -> str:
    """Return an entry in the current language."""
    return row.get(current_language()) or row["vi"]


def origin_text(viewer: Viewer, found: SettingStatus) -> str:
    """Return since when a value holds, for whom it was chosen and by whom."""
    if found.unit_id is None:
        return _("default")
    since = found.since != settings.EARLIEST and _("since {day}", day=day_text(found.since))  # it always applies
    parts = (chosen_by(viewer, found.unit_id), since, found.who or "")
    return " · ".join(filter(None, parts))


def chosen_by(viewer: Viewer, unit_id: int) -> str:
    """Return which unit chose a value."""
    return _("chosen by {unit}", unit=units.one(viewer, unit_id).name)
