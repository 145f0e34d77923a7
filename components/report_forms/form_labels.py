"""Labels of a form's versions and options."""

from components.i18n import _, day_text
from db.papers.report_forms import FormVersion


def version_and_days(one: FormVersion) -> str:
    """The version, and the days on which it is in force."""
    told = [_("version {number}", number=one.version), _("from {day}", day=day_text(one.since))]
    if one.until:
        told.append(_("until {day}", day=day_text(one.until)))
    return " · ".join(told)


def blank_choice_text(choice: str) -> str:
    """What replaces a missing figure."""
    return _("a dash (—)") if choice else _("left blank")
