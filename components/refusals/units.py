"""Refusals about units: names, places in the tree, days."""

from components.i18n import N_

SENTENCES = {
    "unit_root_stays": N_("The register's topmost unit can be neither moved nor ended."),
    "unit_under_itself": N_("“{name}” cannot be placed under itself or under one of its own units."),
    "unit_cannot_hold": N_(
        "“{name}” cannot have units below it. Choose a unit that is neither a cell nor a workplace."
    ),
    "unit_ended": N_("“{name}” ends on {day}. Choose an earlier date or another unit."),
    "unit_not_begun": N_("“{name}” exists only from {day}. Choose a later date."),
    "unit_has_units": N_("Units below “{name}” continue after this date: {count}. Move or end them first."),
    "unit_has_members": N_("Members of “{name}” remain after this date: {count}. Record their departure first."),
    "unit_met_since": N_("A meeting was held on {day}. Choose a later date."),
    "unit_kind_fixed": N_("Only a residential cell and an agency cell can change into each other."),
    "unit_always_reports": N_("Only a cell can be for practice."),
}
