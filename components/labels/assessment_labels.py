"""Assessments in words: progress, why one needs attention, a member's record of the year."""

from components.i18n import N_, _, _n, day_text
from components.markdown import escape_markdown
from db.assessments.assessment_forms import AssessmentForm
from db.assessments.assessment_sheet import AssessmentLine, AssessmentState
from db.assessments.marked_sheet import MarkedLine
from db.assessments.pending_confirmations import DoubtReason
from db.assessments.year_counts import YearCounts

STATES = {
    AssessmentState.DUE: N_("not assessed yet"),
    AssessmentState.ASSESSED: N_("assessed"),
    AssessmentState.AGREED: N_("agreed with the Front committee"),
    AssessmentState.RETURNED: N_("returned by the commune"),
    AssessmentState.CONFIRMED: N_("confirmed"),
    AssessmentState.ISSUED: N_("issued"),
}
REASONS = {
    DoubtReason.MARK: N_("a mark to look at"),
    DoubtReason.NO_ENTRY: N_("no entry all year"),
    DoubtReason.AGAINST_RECORD: N_("differs from the meeting record"),
    DoubtReason.CHANGED: N_("changed since agreed with the Front committee"),
    DoubtReason.NOT_AGREED: N_("not agreed with the Front committee"),
    DoubtReason.SAME_TEXT: N_("same sentence for many"),
    DoubtReason.OWN: N_("about you or written by you"),
}


def member_year_text(counts: YearCounts) -> str:
    """Return the year's record in a line: attended 1/2, spoke once, the number of entries; or that there is none."""
    parts = []
    if counts.halves:
        parts.append(_("meetings {attended}/{held}", attended=counts.attended, held=len(counts.halves)))
    if counts.spoke:
        parts.append(_("spoke {count}", count=counts.spoke))
    if counts.entries:
        entered = sum(counts.entries.values())
        parts.append(_n("{count} entry", "{count} entries", entered))
    if counts.is_empty:
        parts.append(_("no entries"))
    return ", ".join(parts)


def person_text(line: MarkedLine) -> str:
    """Return a person's number and name."""
    number = f"{line.person.number} · " if line.person.number else ""
    return f"{number}{escape_markdown(line.person.name)}"


def joined_or_left_text(line: AssessmentLine, year: int) -> str:
    """Return since when somebody who joined within the year is on the list, or that the person has left it."""
    person = line.person
    if not person.here:
        return _("left the list on {day}", day=day_text(person.until))
    if person.since and person.since.year == year:
        return _("on the list since {day}", day=day_text(person.since))
    return ""


def form_text(form: AssessmentForm) -> str:
    """Return the source document of a form, and whether it was read."""
    return form.citation if form.verified else f"{form.citation} ({_('not verified')})"
