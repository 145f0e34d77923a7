"""Refusals about requests of the people."""

from components.i18n import N_

SENTENCES = {
    "petition_text_missing": N_("Write down what the people ask for or say."),
    "petition_source_missing": N_("Choose where it comes from."),
    "petition_denunciation": N_(
        "Signed denunciations are not accepted here, and nothing of this one was kept. Please"
        " ask the person to hand it in where the People's Committee receives citizens; one "
        "about a Party member goes to the inspection commission of the Party committee."
    ),
    "difficulty_text_missing": N_("Write down what is difficult."),
    "difficulty_topic_missing": N_("Choose what it is about."),
    "difficulty_nothing_above": N_("There is no level above to report to. Record it as a task of the cell instead."),
    "difficulty_team_not_following": N_(
        "{team} does not follow this cell on that day. Choose the right day, or say first what the team follows."
    ),
    "petition_due_early": N_("The day promised lies before the day it was received, {day}. Correct it."),
    "petition_nothing_above": N_("There is no level above to pass it on to. Enter the body that is asked instead."),
    "petition_answer_missing": N_("Write down the answer."),
    "petition_unanswered": N_(
        "There is no answer to report back yet. Record the answer first, or close it and say why there is none."
    ),
    "petition_close_reason_missing": N_(
        "A request without an answer is not closed without a reason. Record the answer, or write why there is none."
    ),
    "petition_answered": N_("Somebody has answered or closed this meanwhile. Please look at its current state."),
    "petition_passed_on": N_("Somebody passed this on in the meantime. The page shows who has it now."),
    "petition_origin_known": N_("The cell has noted whose request this is. Only the cell can change that."),
    "petition_done": N_("This was already reported back or closed. Please look at its current state."),
    "petition_moved_on": N_("This was passed on or answered already and stays as it is. Add a new one if needed."),
    "days_unfit": N_("Please enter a number of days from 1 to {limit}."),
}
