"""Members in words: kinds, classes, standings, roles."""

from datetime import date

from components.i18n import N_, _, _p, day_text
from db.models import ExemptionClass, GroupKind, GroupRole, MembershipKind, Sex, StandingKind

KINDS = {
    MembershipKind.OWN: N_("member of the cell"),
    MembershipKind.CONTACT: N_("contact member"),
    MembershipKind.TEMPORARY: N_("temporary member"),
}
KINDS_ON_SHEET = {
    MembershipKind.OWN: N_("of the cell"),
    MembershipKind.CONTACT: N_("contact"),
    MembershipKind.TEMPORARY: N_("temporary"),
}
EXEMPTION_CLASSES = {
    ExemptionClass.OWN: N_("exempt from Party work and meetings"),
    ExemptionClass.CONTACT: N_("introduced, but exempt from meetings"),
    ExemptionClass.AWAY: N_("away for a time"),
}
SHORT_EXEMPTION_CLASSES = {
    ExemptionClass.OWN: N_("exempt"),
    ExemptionClass.CONTACT: N_("exempt"),
    ExemptionClass.AWAY: N_("away"),
}
STANDINGS = {StandingKind.FULL: N_("full member"), StandingKind.PROBATIONARY: N_("probationary member")}
SEXES = {Sex.MALE: N_("male"), Sex.FEMALE: N_("female")}
GROUPS = {
    GroupKind.PARTY: N_("Party group"),
    GroupKind.CONTACT: N_("contact group"),
    GroupKind.CLUSTER: N_("residential cluster"),
    GroupKind.HOUSEHOLDS: N_("household group"),
}
ROLES = {
    GroupRole.MEMBER: N_("member"),
    GroupRole.LEADER: N_("leader"),
    GroupRole.DEPUTY: N_("deputy"),
    GroupRole.IN_CHARGE: N_("in charge"),
}


def translated_label(words: dict, key) -> str:
    """Return a label in the current language; empty for none."""
    return _(words[key]) if key else ""


def standing_label(kind: StandingKind | None) -> str:
    """Return full or probationary, short enough for a column."""
    return {StandingKind.FULL: _p("standing", "full"), StandingKind.PROBATIONARY: _p("standing", "probationary")}.get(
        kind, ""
    )


def date_span(since: date | None, until: date | None) -> str:
    """Return first and last day, open ends omitted."""
    if since and until:
        return f"{day_text(since)} – {day_text(until)}"
    if since:
        return _("since {day}", day=day_text(since))
    return _("until {day}", day=day_text(until)) if until else _("since before the register began")
