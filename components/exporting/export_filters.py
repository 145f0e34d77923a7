"""The filters of an exported list in words."""

from datetime import date

from components.i18n import N_, _, day_text, month_text, period_name
from components.labels import member_labels
from db.models import MembershipKind
from db.models.meetings import MeetingAudience

AUDIENCE_LABELS = {
    MeetingAudience.OWN: N_("The cells' own meetings"),
    MeetingAudience.CONTACT: N_("Meetings of contact members"),
    MeetingAudience.INVITED: N_("Joint meetings of several cells"),
}


def describe(filters: dict) -> list[str]:
    """The filters stored in the history, in words, one each."""
    found = []
    if kind := filters.get("kind"):
        found.append(member_labels.translated_label(member_labels.KINDS, MembershipKind(kind)))
    if filters.get("left"):
        found.append(_("Former members"))
    if filters.get("exempt"):
        found.append(_("Only those exempt or away"))
    if day := filters.get("on"):
        found.append(_("As of {day}", day=day_text(date.fromisoformat(day))))
    if period := filters.get("period"):
        found.append(period_name(period, filters["months"]))
    if since := filters.get("since"):
        found += [_(AUDIENCE_LABELS[MeetingAudience(filters["audience"])]), _span(since, filters["until"])]
    if "format" in filters:
        found.append(filters["format"].upper())
    return found


def _span(since: int, until: int) -> str:
    return month_text(since) if since == until else f"{month_text(since)} – {month_text(until)}"
