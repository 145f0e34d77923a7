"""Refusals about entries of the year, campaigns and announcements."""

from components.i18n import N_

SENTENCES = {
    "entry_people_missing": N_("Choose the members first: by number, by group or by name."),
    "entry_kind_missing": N_("Choose what is to be entered."),
    "entry_person_elsewhere": N_("{name} was not on the list of this cell on {day}. Correct the date or the members."),
    "amount_unfit": N_("This amount is not possible. Enter it for example as 500.000 or 20.000.000."),
    "amount_unreadable": N_("The amount was not understood. Enter it for example as 500.000 or 20.000.000."),
    "amount_doubtful": N_("The amount may be read in two ways. Tap the one that is meant."),
    "campaign_unknown": N_("This campaign is over or is not one of this cell. Choose another, or none."),
    "campaign_name_missing": N_("Enter what the campaign is called."),
    "campaign_there": N_("There is already a campaign called {name} this year."),
    "announcement_text_missing": N_("Enter what is to be passed on."),
}
