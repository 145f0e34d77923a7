"""Differences between list and register in words: the field, the register's value, the list's value."""

from components.i18n import N_, _, current_language, partial_text
from components.labels import member_labels
from db.imports import prepared_member_rows
from db.imports.list_and_register_differences import DATES
from db.imports.member_list_outcomes import RowEffect, RowOutcome
from db.imports.person_rows import PersonRow
from db.models import MembershipKind
from db.people.member_traits import ORGANISATIONS
from db.settings import settings

FIELD_LABELS = {
    "name": N_("Full name"),
    "sex": N_("Sex"),
    "born": N_("Date of birth"),
    "admitted": N_("Admitted"),
    "official": N_("Full member since"),
    "card": N_("Party card number"),
    "citizen": N_("Citizen ID"),
    "workplace": N_("Workplace"),
    "position": N_("Position"),
    "organisation": N_("Type of organisation"),
    "address": N_("Address"),
    "phone": N_("Phone"),
}
EFFECT_LABELS = {
    RowEffect.CREATED: N_("New"),
    RowEffect.CHANGED: N_("Changed"),
    RowEffect.UNTOUCHED: N_("Unchanged"),
    RowEffect.LEFT_OUT: N_("Skipped"),
    RowEffect.ASKED: N_("Needs an answer"),
    RowEffect.REFUSED: N_("Rejected"),
}


def list_values(row: PersonRow) -> list[str]:
    """Return a new person's values by field name; date of birth and sex even if the row lacks them."""
    fields = [
        f"{_(title)}: {_said(name, getattr(row, name)) or '–'}"
        for name, title in FIELD_LABELS.items()
        if name != "name" and (getattr(row, name) or name in ("born", "sex"))
    ]
    standing = [_("probationary member")] if prepared_member_rows.is_probationary(row) else []
    kind = (
        []
        if row.kind in (None, MembershipKind.OWN)
        else [member_labels.translated_label(member_labels.KINDS, row.kind)]
    )
    return [*fields, *standing, *kind, *dict.fromkeys(filter(None, (row.cell, row.home)))]


def list_differences(outcome: RowOutcome) -> list[str]:
    """Return the fields in which list and register differ, with both values."""
    return [_pair(name, ours, theirs) for name, (ours, theirs) in outcome.differing.items()]


def list_changes(outcome: RowOutcome, person: dict | None, places: dict) -> list[str]:
    """Return a row's changes to a person: each field before and after, cells joined or left."""
    if outcome.effect != RowEffect.CHANGED or person is None:
        return []
    ours = {name: person.get(f"{name}_last4" if name in ("card", "citizen") else name) for name in FIELD_LABELS}
    theirs = {name: outcome.sets.get(f"{name}_last4" if name in ("card", "citizen") else name) for name in FIELD_LABELS}
    pairs = [_pair(name, ours[name], value) for name, value in theirs.items() if value]
    comes = [join.where.name or places[join.where.unit_id].name for join in outcome.joins]
    leaves = [places[stay.unit_id].name for stay in outcome.ends if stay.unit_id in places]
    return [
        *pairs,
        *(_("joins {unit}", unit=unit) for unit in comes),
        *(_("leaves {unit}", unit=unit) for unit in leaves),
    ]


def _pair(name: str, ours, theirs) -> str:
    return f"{_(FIELD_LABELS[name])}: {_said(name, ours) or '–'} → {_said(name, theirs)}"


def _said(name: str, value) -> str:
    """Return a value as people read it; of a number only its last digits."""
    said = getattr(value, "last4", value) or ""
    if name in ("card", "citizen"):
        return f"••••{said}" if said else ""
    if name == "organisation":
        return organisation_name(said)
    return (
        partial_text(said)
        if name in DATES
        else {"male": _("male"), "female": _("female")}.get(said, said)
        if name == "sex"
        else said
    )


def organisation_name(key: str) -> str:
    """Return the shipped name of a kind of work organisation; one that a unit added itself is shown by its key."""
    rows = {row["key"]: row for row in settings.shipped_value(ORGANISATIONS)}
    return rows[key].get(current_language()) or rows[key]["vi"] if key in rows else key
