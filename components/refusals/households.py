"""What can be refused of households: groups, names, numbers, whoever is put in charge."""

from components.i18n import N_

SENTENCES = {
    "group_name_missing": N_("Give the cluster or group a name."),
    "group_name_taken": N_("{name} is there already. Choose another name."),
    "group_missing": N_("Choose the cluster or the group."),
    "group_in_group": N_("A group of households lies in a cluster, not in another group."),
    "group_of_another_cell": N_("This belongs to another cell. Choose one of the same cell."),
    "group_not_empty": N_("There are still groups or households in it. Move or close them first."),
    "group_closed": N_("This was closed on {day}."),
    "group_closing": N_("{name} is closed on {day}. Choose another one, or give an earlier day."),
    "households_unfit": N_("Give the number of households, from 0 to {limit}."),
    "group_full": N_("{name} has {number} households, but {inside} would be in it. Correct its number first, or choose another group."),
    "household_name_missing": N_("Give the household a name; a pseudonym will do."),
    "household_there_already": N_("The household stands there already."),
    "household_closed": N_("This household is no longer followed by name since {day}."),
    "household_closing": N_("{name} is no longer followed by name after {day}. Give an earlier day."),
    "class_missing": N_("Choose the class."),
    "year_unfit": N_("Choose a year from {first} to {last}."),
    "nobody_chosen": N_("Choose who looks after them."),
    "nothing_chosen": N_("Choose the groups or households."),
    "assigned_already": N_("This is so already. Choose somebody else, or other households."),
    "carers_too_many": N_("No more than {limit} members look after the same households. Please take somebody out."),
    "carers_enough": N_("{people} look after this already, and no more than {limit} do. End one of these charges first."),
    "carer_left": N_("{name} is not in the cell on {day}. Choose somebody else, or another day."),
    "carer_exempt": N_("{name} is exempt on {day}. Choose somebody else."),
    "carer_away": N_("{name} is away on {day}. Choose somebody else."),
}
