"""Rules in words: their purpose, their content, and their source."""

from components.i18n import N_, _, _n, day_text, number
from components.labels.setting_labels import SettingText, chosen_by
from db.kernel.scope import Viewer
from db.settings.settings_and_rules_in_force import RuleVersion

RULES = {
    "attendance_aim": SettingText(
        N_("Attendance target"),
        N_("The target line in the attendance chart; each month is judged by the rule in force on its last day."),
    ),
    "excused_in_a_row": SettingText(
        N_("Consecutive absences with reason"), N_("Beyond this number, the cell talks with the member.")
    ),
    "unexcused_months": SettingText(
        N_("Months of absence without reason"), N_("From this number on, the cell looks at the matter with the member.")
    ),
    "full_attendance": SettingText(
        N_("Full attendance month after month"), N_("The cell is asked once whether everybody was really there.")
    ),
    "same_absentees": SettingText(
        N_("The same absentees again and again"), N_("The cell is asked once whether the list was copied.")
    ),
    "unknown_reasons": SettingText(
        N_("Reasons of absence left open"), N_("The cell is asked to enter what it knows by now.")
    ),
    "excellent_cap": SettingText(
        N_("Cap on the best class"),
        N_("How many members may have the best class of the yearly evaluation; being above it is only pointed out."),
    ),
    "residence_contact": SettingText(
        N_("Keeping contact with the place of residence"),
        N_("How many meetings a year contact members are invited to."),
    ),
    "assessment_form": SettingText(
        N_("Form of the year-end assessment"),
        N_("What a cell says of its contact members; a year is assessed by the form in force on its last day."),
    ),
    "assessment_form_short": SettingText(
        N_("Short form of the assessment"),
        N_("For members introduced but exempt from meetings, when a comment is asked for."),
    ),
}
FORM_RULES = frozenset({"assessment_form", "assessment_form_short"})  # their items are not figures to type


WORD_TITLES = {"base": N_("Percentage of"), "scope": N_("Counted within")}
WORDS = {
    "good": N_("those with the class below the best"),
    "good_or_better": N_("those with the two best classes"),
    "classified": N_("all who are classified"),
    "organisation": N_("the whole commune organisation"),
    "cell": N_("each cell"),
}


THRESHOLDS = {
    "unexcused_months": N_("absent without reason in {months} months of a year"),
    "full_attendance": N_("everybody present for {months} months in a row, where at least {people} are expected"),
    "same_absentees": N_("the same {people} people or more absent from {meetings} meetings in a row"),
    "unknown_reasons": N_("{people} people or more absent from a meeting for a reason not known {days} days later"),
}


def rule_text(name: str, parameters: dict) -> str:
    """Return the content of a rule."""
    if name == "attendance_aim":
        return _("more than {percent} % of members attend", percent=number(parameters["above_percent"]))
    if name == "excellent_cap":
        base, scope = WORDS[parameters["base"]], WORDS[parameters["scope"]]
        return _(
            "at most {percent} % of {base}, rounded down, within {scope}",
            percent=number(parameters["percent"]),
            base=_(base),
            scope=_(scope),
        )
    if name in FORM_RULES:
        return "; ".join(row.get("short") or row["text"] for row in parameters["items"])
    if name == "excused_in_a_row":
        return _n("at most {count} meeting", "at most {count} meetings", parameters["at_most"])
    if name in THRESHOLDS:
        return _(THRESHOLDS[name], **{key: number(value) for key, value in parameters.items()})
    return _n(
        "{count} meeting per year (Regulation {short})",
        "{count} meetings per year (Regulation {short})",
        parameters["meetings_a_year"],
        short=parameters["short"],
    )


def rule_basis(viewer: Viewer, line: RuleVersion) -> str:
    """Return a rule's dates, its source document, whether that was read, and whose own rule it is."""
    until = _("until {day}", day=day_text(line.until)) if line.until else ""
    span = " ".join(filter(None, (_("since {day}", day=day_text(line.since)) if line.since else "", until)))
    whose = chosen_by(viewer, line.unit_id) if line.unit_id else ""
    return " · ".join(
        filter(None, (line.citation, span, whose, line.who or "", "" if line.verified else _("not verified")))
    )
