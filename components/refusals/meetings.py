"""What can be refused of meetings."""

from components.i18n import N_

SENTENCES = {
    "meeting_unknown": N_("There is no such meeting here. Open it from the list of meetings."),
    "said_not_held": N_("This meeting is recorded as not held. To record it anyway, tap “It was held after all”."),
    "already_recorded": N_("This meeting is recorded as held. If it was entered by mistake, remove it first."),
    "period_to_come": N_("{month} has not begun. A meeting can be recorded once its month has begun."),
    "day_far": N_(
        "{day} is far from the month of this meeting. Correct the date, or record the meeting under its own month."
    ),
    "sheet_changed": N_(
        "Not saved: this meeting was changed on another device in the meantime. The page shows the current data; "
        "please check it and save again."
    ),
    "same_day": N_(
        "A meeting of this type is already recorded on {day}. Open it to correct it, or choose another "
        "date for this one."
    ),
    "other_month": N_(
        "{day} is outside the period of this meeting. Confirm it below the meeting date, or correct the date."
    ),
    "nobody_expected": N_(
        "Nobody is on the list for this meeting on that date. Check the date and the list of members."
    ),
    "rivals": N_("Conflicting entries by two users: {count}. Choose the correct ones, then save."),
}
