"""What can be refused anywhere: rights, days, texts, choices, undoing."""

from components.i18n import N_

UNKNOWN_CODE = N_("This could not be done. Load the page again; if it happens once more, tell the administrator.")

SENTENCES = {
    "not_allowed": N_("This is outside what your role may see or change. If it should not be, ask whoever gave you your account."),
    "no_viewer": UNKNOWN_CODE,
    "reading_only": UNKNOWN_CODE,
    "unnarrowable": UNKNOWN_CODE,
    "job_failed": N_("This work was broken off by a fault. Nothing of it was saved; start it again."),
    "already_done": N_("This was saved already."),
    "not_written": N_("Not saved: the register cannot be written now. What you typed is still here; please tell the administrator and save again later."),
    "changed_meanwhile": N_("Somebody else changed this in the meantime. Load the page again and look at it before you save."),
    "busy": N_("Many are saving at this moment. Nothing of this was saved; what you typed is still here. Please try again in a minute."),
    "period_closed": N_("The books of {month} are closed. To correct something, write down the reason."),
    "undo_blocked": N_("This cannot be undone yet: {rows} later changes rest on it. Undo those first."),
    "undo_issued": N_("This cannot be undone: a paper was issued with it. Replace the paper with a new one."),
    "undo_password": N_("A password cannot be taken back. Give a new one-time password instead."),
    "undone_before": N_("This was undone before."),
    "day_missing": N_("Give the day."),
    "arrival_day_missing": N_("Give the day on the list, or choose “was on the first list” as how this person came."),
    "day_too_early": N_("{day} is too long ago. Check the year."),
    "day_too_far": N_("{day} is too far ahead. Check the year."),
    "day_to_come": N_("{day} is still to come. Choose a day that has been."),
    "date_unreadable": N_("“{typed}” cannot be read as a date. Write 21/11/1965, 11/1965 or 1965."),
    "span_backwards": N_("The end, {end}, lies before the beginning, {start}."),
    "choice_unknown": N_("This choice is no longer in the list. Choose again."),
    "setting_unknown": N_("There is no setting “{name}”."),
    "first_month_unfit": N_("Choose a month that has begun."),
    "meeting_day_unfit": N_("Choose a day from 1 to 28: every month has it."),
    "contact_months_unfit": N_("Choose one month of each half-year."),
    "address_unfit": N_("Write the address as in the browser, for instance https://sochibo.example.vn."),
    "words_missing": N_("An entry of the list has no words in Vietnamese. Write them, or leave the new line empty."),
    "words_twice": N_("“{words}” stands in the list twice. Change one of the two."),
    "list_long": N_("A list has at most {limit} entries."),
    "rule_unfit": N_("Write a whole number from 1 to 100."),
    "citation_missing": N_("Write down the paper that this rests on: number, day, who issued it."),
    "text_long": N_("The text beginning “{begins}” is too long: at most {limit} characters."),
    "reason_missing": N_("Write down the reason."),
}
