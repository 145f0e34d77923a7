"""Refusals about meetings."""

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
        "Not saved: what this page shows was changed on another device in the meantime. It shows the current data "
        "now; please check it and save again."
    ),
    "finding_changed": N_(
        "Not saved: the meetings behind this were changed in the meantime, or somebody has answered it. The page "
        "shows what there is to review now."
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
    "pasted_names_open": N_(
        "Not saved: pasted names that mark nobody yet: {people}. Mark them or choose who is meant under “Paste names”, "
        "or delete them there, then save."
    ),
    "numbers_not_listed": N_(
        "Not saved yet: there is no number {numbers} on this list. Please correct it; if you save again, it is left "
        "out."
    ),
    "numbers_of_other_group": N_(
        "Not saved yet: No. {numbers}: in another group. Please enter them in that group's box; if you save again, "
        "they are left out."
    ),
    "speakers_not_present": N_(
        "Not saved yet: No. {numbers}: not present, so not recorded as having spoken. Please correct the attendance "
        "or these numbers; if you save again, they are left out."
    ),
    "nobody_called": N_("Nobody is called yet. Choose the cells whose members are called, or invite people by name."),
    "called_already": N_("{name} is already called to this meeting."),
    "of_no_cell": N_(
        "{name} is in no cell here on {day}. Receive this person into a cell first, or add the name under “Guests”."
    ),
    "task_text_missing": N_("Enter what is to be done."),
    "task_not_of_cell": N_("The person chosen for this task is no longer in the cell. Choose again."),
    "task_period_unknown": N_("There is no such period. Choose a month, a quarter or a year from the list."),
    "task_due_outside": N_("The due date is outside the period. Choose a day from {first} to {last}."),
    "task_reason_missing": N_("“{begins}” was not done: enter why."),
    "task_closed": N_("This task was closed on another device in the meantime. The page shows the current tasks."),
    "year_unknown": N_("There is no such year here. Choose one from the list."),
    "totals_nothing": N_("Nothing was entered yet. Enter the numbers of at least one meeting, then save."),
    "totals_incomplete": N_(
        "{period}: enter how many were expected, and how many were present or absent. To leave it out, "
        "clear all its numbers."
    ),
    "totals_do_not_add_up": N_(
        "{period}: the numbers do not add up. {expected} expected, but {present} present and {absent} absent."
    ),
    "totals_reasons": N_(
        "{period}: {excused} absent with reason and {unexcused} without are more than the {absent} absent."
    ),
    "totals_emptied": N_(
        "{period} is already reported. Correct its numbers; if it was entered by mistake, open the meeting and "
        "remove it."
    ),
    "totals_day_missing": N_("{period}: enter the date of the meeting."),
    "totals_day_far": N_("{period}: {day} is far from this period. Correct the date."),
    "totals_other_month": N_(
        "{period}: {day} is outside this period. Confirm it below the numbers, or correct the date."
    ),
    "minutes_to_come": N_("The minutes cannot be dated {day}, which is still to come. Correct their date."),
    "minutes_before_meeting": N_(
        "The minutes are dated {day}, before the meeting on {start}. Correct one of the two dates."
    ),
    "rivals": N_("Conflicting entries by two users: {count}. Choose the correct ones, then save."),
}
