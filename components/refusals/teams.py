"""Refusals about teams, their officials, and checks of the cells' books."""

from components.i18n import N_

SENTENCES = {
    "check_cells_missing": N_("Choose at least one cell."),
    "check_months_backwards": N_("The last month lies before the first. Correct the months."),
    "check_without_remark": N_("Nothing was remarked of this check any more: there is nothing to answer."),
    "check_told_anew": N_(
        "Meanwhile the remark was changed, or somebody else of the cell answered it. Read it below; if you send again, "
        "your answer takes the place of the other one."
    ),
    "check_answer_missing": N_("Write what the cell answers, in a line."),
    "check_month_to_come": N_("A month after {day} cannot have been checked. Correct the months or the day."),
    "team_name_missing": N_("Enter a name for the team."),
    "team_kind_missing": N_("Choose the kind of team."),
    "team_there_already": N_("There is a team called {name} already."),
    "unit_not_followed": N_("A team follows communes and cells below the unit that set it up. Choose one offered."),
    "officials_missing": N_("Paste at least one line with a name."),
    "officials_many": N_("A list has at most {limit} people. Paste it in parts."),
    "official_without_team": N_("The line of {name} does not say which team. Write: name – post – team."),
}
