"""What can be refused of meetings."""

from components.i18n import N_

SENTENCES = {
    "meeting_unknown": N_("There is no such meeting here. Open it from the list of meetings."),
    "said_not_held": N_("This meeting is said not to be held. To record it all the same, touch “It was held after all”."),
    "already_recorded": N_("This meeting is recorded as held. Take that back first if it was entered by mistake."),
    "period_to_come": N_("{month} has not begun. A meeting is recorded once its month has come."),
    "day_far": N_("{day} is far from the month of this meeting. Correct the day, or record it under its own month."),
    "sheet_changed": N_(
        "Nothing is saved: this meeting was changed on another device meanwhile. The sheet shows it as it is now; please look at it and save again."
    ),
    "same_day": N_("A meeting of this type is recorded on {day}. Open it to correct it, or choose another day for this one."),
    "other_month": N_("{day} is not in the month of this meeting. Confirm below the day that this is meant, or correct the day."),
    "nobody_expected": N_("Nobody is on the list for this meeting on that day. Check the day and the list of members."),
    "rivals": N_("Two people noted differently about {count} persons. Choose which holds, then save."),
}
