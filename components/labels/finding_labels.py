"""Findings in words: what was found, what to do, and the answer, each politely put."""

from components.i18n import N_, _, _n, number
from components.labels import rule_labels
from db.assessments import assessment_forms
from db.findings.finding import FindingKind
from db.findings.findings import FindingLine, MeetingFact
from db.kernel.scope import Viewer

TITLES = {
    FindingKind.ABSENT_IN_A_ROW: N_("Absent from several meetings in a row"),
    FindingKind.UNEXCUSED_MONTHS: N_("Absent without reason in several months"),
    FindingKind.CONTACT_MEETINGS: N_("Attended none of the year's contact meetings"),
    FindingKind.FULL_ATTENDANCE: N_("Everybody present month after month"),
    FindingKind.SAME_ABSENTEES: N_("The same absentees at one meeting after another"),
    FindingKind.MORE_THAN_LISTED: N_("More present than on the list"),
    FindingKind.UNKNOWN_REASONS: N_("Reasons of absence not known yet"),
    FindingKind.CHAIR_ABSENT: N_("Chair or minute taker recorded as absent"),
    FindingKind.MARK_AGAINST_RECORD: N_("Mark of the assessment and record of meetings"),
}
TO_DO = {
    FindingKind.ABSENT_IN_A_ROW: N_("Please meet the comrade or get in touch. If a meeting was recorded wrongly, open "
                                    "it and correct it."),
    FindingKind.UNEXCUSED_MONTHS: N_("Please meet the comrade and look at the matter. If there was a reason, open the "
                                     "meeting and correct it."),
    FindingKind.CONTACT_MEETINGS: N_("Please get in touch with the comrade. If the comrade was there, open the meeting "
                                     "and correct it."),
    FindingKind.FULL_ATTENDANCE: N_("Was everybody really there? If somebody was absent, open the meeting and correct "
                                    "it."),
    FindingKind.SAME_ABSENTEES: N_("Were these comrades absent each time? If the list was copied, open the meeting and "
                                   "correct it."),
    FindingKind.MORE_THAN_LISTED: N_("Please check the number present, or add those missing from the list."),
    FindingKind.UNKNOWN_REASONS: N_("Please open the meeting and enter the reasons that are known by now."),
    FindingKind.CHAIR_ABSENT: N_("Please open the meeting and correct the attendance, the chair or the minute taker."),
    FindingKind.MARK_AGAINST_RECORD: N_("Please check the mark and the meetings again, and correct whichever is "
                                        "wrong."),
}  # fmt: skip


def answer_text(kind: FindingKind) -> str:
    """Return the button's label: the member was met, or the records are right."""
    return _("Met or contacted") if kind.is_flag else _("It is as recorded")


def finding_text(viewer: Viewer, line: FindingLine) -> str:
    """Return the finding in one sentence without a name."""
    meetings, kind = line.meetings, line.kind
    values = meetings[-1].value if meetings else ""
    if kind == FindingKind.ABSENT_IN_A_ROW:
        return _n(
            "absent from {count} meeting of the cell", "absent from {count} meetings of the cell in a row",
            len(meetings),
        )  # fmt: skip
    if kind == FindingKind.UNEXCUSED_MONTHS:
        months = len({meeting.period for meeting in meetings})
        return _n("absent without reason in {count} month of {year}", "absent without reason in {count} months of "
                  "{year}", months, year=meetings[-1].period // 100)  # fmt: skip
    if kind == FindingKind.CONTACT_MEETINGS:
        return _n("called to {count} contact meeting of {year}, came to none", "called to {count} contact meetings of "
                  "{year}, came to none", len(meetings), year=meetings[-1].period // 100)  # fmt: skip
    if kind == FindingKind.FULL_ATTENDANCE:
        months = len({meeting.period for meeting in meetings})
        return _n("attendance of 100 % for {count} month", "attendance of 100 % for {count} months running", months)
    if kind == FindingKind.SAME_ABSENTEES:
        return _("the same {people} comrades absent from {meetings} meetings in a row", people=values,
                 meetings=number(len(meetings)))  # fmt: skip
    if kind == FindingKind.MORE_THAN_LISTED:
        present, _of, listed = values.partition("/")
        return _("{present} recorded as present, {listed} on the list that day", present=present, listed=listed)
    if kind == FindingKind.UNKNOWN_REASONS:
        return _n("reason not known for {count} absentee", "reason not known for {count} absentees", int(values))
    if kind == FindingKind.CHAIR_ABSENT:
        return _("chaired the meeting, recorded as absent") if values == "chair" else _(
            "took the minutes, recorded as absent"
        )  # fmt: skip
    return _mark_text(viewer, line)


def meetings_latest_first(line: FindingLine) -> list[MeetingFact]:
    """Return the meetings behind a finding, the latest first."""
    return line.meetings[::-1]


def rule_line(line: FindingLine) -> str:
    """Return the rule behind a finding, with its source document only if that was read."""
    if line.rule is None:
        return ""
    said = _("Rule: {rule}", rule=rule_labels.rule_text(line.rule.name, line.rule.parameters))
    return f"{said} · {line.rule.citation}" if line.rule.verified and line.rule.citation else said


def _mark_text(viewer: Viewer, line: FindingLine) -> str:
    mark = line.value.split(".")[2]  # follows the assessment and the item
    labels = assessment_forms.item_and_mark_labels(viewer)["mark"]
    attended = sum(meeting.value == "came" for meeting in line.meetings)
    return _(
        "assessed as “{mark}”; came to {attended} of {all} contact meetings", mark=labels.get(mark, mark),
        attended=number(attended), all=number(len(line.meetings)),
    )  # fmt: skip
