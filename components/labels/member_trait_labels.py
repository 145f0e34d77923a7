"""Traits that members are grouped by, and the names of their classes."""

from components.i18n import N_, _, capitalized
from components.labels import member_labels
from db.kernel.scope import Viewer
from db.people.member_traits import AGE_GROUPS, ORGANISATIONS, UNKNOWN, Trait
from db.settings import settings

TRAITS = {
    Trait.ORGANISATION: N_("Type of organisation"),
    Trait.SEX: N_("Sex"),
    Trait.AGE: N_("Age group"),
    Trait.STANDING: N_("Membership status"),
}
INLINE = {
    Trait.ORGANISATION: N_("by type of organisation"),
    Trait.SEX: N_("by sex"),
    Trait.AGE: N_("by age group"),
    Trait.STANDING: N_("by membership status"),
}


def class_names(viewer: Viewer, trait: Trait) -> dict[str, str]:
    """Return the names of a trait's classes in order; unknown comes last."""
    if trait in (Trait.SEX, Trait.STANDING):
        words = member_labels.SEXES if trait == Trait.SEX else member_labels.STANDINGS
        found = {key.value: _(word) for key, word in words.items()}
    else:
        setting = AGE_GROUPS if trait == Trait.AGE else ORGANISATIONS
        found = {option.key: option.label for option in settings.options(viewer, setting)}
    return {key: capitalized(name) for key, name in found.items()} | {UNKNOWN: _("Not recorded")}
