"""Refusals about households: groups, names, numbers, members in charge."""

from components.i18n import N_

SENTENCES = {
    "group_name_missing": N_("Enter a name for the cluster or household group."),
    "group_name_taken": N_("{name} already exists. Choose another name."),
    "group_missing": N_("Choose the cluster or household group."),
    "group_in_group": N_("A household group belongs to a cluster, not to another group."),
    "group_of_another_cell": N_("This belongs to another cell. Choose one in the same cell."),
    "group_not_empty": N_("There are still groups or households in it. Move or close them first."),
    "group_closed": N_("This was closed on {day}."),
    "group_closing": N_("{name} closes on {day}. Choose another, or enter an earlier date."),
    "households_unfit": N_("Enter the number of households, from 0 to {limit}."),
    "group_full": N_(
        "{name} has {number} households, but would then contain {inside}. Correct its number of "
        "households first, or choose another group."
    ),
    "household_name_missing": N_("Enter a name for the household; a pseudonym is enough."),
    "household_there_already": N_("The household is already there."),
    "household_closed": N_("This household has not been followed individually since {day}."),
    "household_closing": N_("{name} is not followed individually after {day}. Enter an earlier date."),
    "class_missing": N_("Choose the class."),
    "initiative_name_missing": N_("Enter a name for the initiative."),
    "indicator_missing": N_("Choose the indicator."),
    "indicator_value_unfit": N_("Enter the figure as published, zero or more."),
    "indicator_total_unfit": N_("Enter of how many: not fewer than the figure itself."),
    "help_kind_missing": N_("Choose the kind of help."),
    "help_giver_missing": N_("Choose who gave the help."),
    "years_unfit": N_("Enter a number of years from 1 to {limit}."),
    "year_unfit": N_("Choose a year from {first} to {last}."),
    "nobody_chosen": N_("Choose the member in charge."),
    "nothing_chosen": N_("Choose the clusters, household groups or households."),
    "assigned_already": N_("This is already recorded. Choose another member or other households."),
    "carers_too_many": N_(
        "No more than {limit} members can be in charge of the same households. Please remove someone."
    ),
    "carers_enough": N_(
        "Already in charge here: {people}; no more than {limit} can be. End one of these assignments first."
    ),
    "resolution_missing": N_("Enter the resolution by which the cell does not assign: number and date."),
    "decided_already": N_("A resolution of {day} on assignments is recorded already. Choose another date."),
    "decided_later": N_("A later resolution on assignments, of {day}, is recorded. Choose a date after it."),
    "declined_already": N_("The cell has not assigned members to households since {day}."),
    "assigns_already": N_("The cell assigns members to households already."),
    "assignments_begin_later": N_("An assignment begins on {day}. End it first, or choose a date after it."),
    "cell_declines": N_("The cell resolved not to assign from {day} on. Record first that it assigns again."),
    "cell_will_decline": N_("The cell resolved not to assign from {day} on: nobody can be put in charge beyond that."),
    "households_each_unfit": N_("Enter the number of households for one member, from 1 to {limit}."),
    "assigned_meanwhile": N_(
        "Meanwhile {people} was put in charge of {name}. Tap again to put both in charge, or choose others."
    ),
    "household_name_taken": N_(
        "{name} is already followed in {group}; a household belongs to one cluster only. Move it there, or give this "
        "one a name of its own."
    ),
    "household_not_yet": N_("{name} is known to the register from {day} on. Choose that date or a later one."),
    "nothing_visited": N_("Choose the cluster, household group or household that was visited."),
    "visit_before_known": N_("{name} is known to the register from {day} on. Choose that date or a later one."),
    "visit_after_end": N_("{name} has not been followed since {day}. Choose an earlier date."),
    "visited_later": N_(
        "A visit to {name} on {day} is recorded. Choose that date or a later one, or take back the visit first if it "
        "was entered by mistake."
    ),
    "visit_several_places": N_(
        "What was agreed, and a number of households, are about one place: choose one only, and record the others "
        "after it."
    ),
    "visited_too_many": N_("{name} had {most} households on that day. Enter a number from 1 to that."),
    "visitor_left": N_("{name} was not in the cell on {day}. Choose another member or another date."),
    "visit_recorded": N_("This visit to {name} on {day} is recorded already."),
    "round_place_missing": N_("Something was reported of no household: choose which, or empty the box."),
    "round_nothing_said": N_("Enter what was reported of {name}, or choose no household."),
    "limits_unfit": N_("Enter how many households one member may have: from the fewest to the most."),
    "proposal_nobody": N_("Nobody in the cell can be put in charge now: all are exempt or away."),
    "proposal_nothing": N_("Every household has a member in charge; there is nothing to propose."),
    "proposal_not_found": N_("No proposal was found in time. Allow more households for one member, and try again."),
    "proposal_person_gone": N_("{name} cannot be put in charge on {day} any more. Ask for a new proposal."),
    "carer_left": N_("{name} is not in the cell on {day}. Choose another member or another date."),
    "carer_exempt": N_("{name} is exempt on {day}. Choose another member."),
    "carer_away": N_("{name} is away on {day}. Choose another member."),
}
