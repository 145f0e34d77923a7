"""Refusals that may occur anywhere: rights, days, texts, choices, undoing."""

from components.i18n import N_

UNKNOWN_CODE = N_("This could not be done. Reload the page; if it happens again, inform the administrator.")

SENTENCES = {
    "not_allowed": N_("Your role may not see or change this. If it should, ask the person who gave you your account."),
    "no_viewer": UNKNOWN_CODE,
    "reading_only": UNKNOWN_CODE,
    "unnarrowable": UNKNOWN_CODE,
    "unremembered": UNKNOWN_CODE,
    "job_failed": N_("This work was interrupted by an error. Nothing was saved; please start it again."),
    "file_gone": N_("This file is no longer here. Please reload the page and tap again."),
    "file_not_made": N_("The file could not be made. Please reload the page and tap again."),
    "already_done": N_("This has already been saved."),
    "not_written": N_(
        "Not saved: the register cannot be written to at the moment. What you typed is still here; "
        "please inform the administrator and save again later."
    ),
    "key_replaced": N_(
        "Not saved: the key file of this register was replaced or removed while it was running. "
        "Please inform the administrator."
    ),
    "changed_meanwhile": N_(
        "Not saved: after this page was shown, somebody else, or another of your devices, changed what this is about. "
        "The page now shows what is stored; please check it, then press again."
    ),
    "server_restarted": N_(
        "Not saved: the register was restarted, so it is not known what this page showed. "
        "The page now shows what is stored; please check it, then press again."
    ),
    "draft_changed": N_(
        "Another device has entered more in this form; it is shown here now. Please check it before you save."
    ),
    "draft_gone": N_(
        "The draft of this form was saved or discarded elsewhere, perhaps on another of your devices. Please check "
        "whether this is already recorded; to record what is shown here all the same, save again."
    ),
    "busy": N_(
        "Many users are saving right now, so this was not saved; what you typed is still here. Please try "
        "again in a minute."
    ),
    "period_closed": N_("The records for {month} are closed. To correct something, enter the reason."),
    "export_reason_missing": N_("Choose what the list is for; the reason is kept in the history."),
    "month_not_ended": N_("{month} has not ended yet. Close it after its last day."),
    "month_not_begun": N_("{month} has not begun yet. Close it after its last day."),
    "month_open": N_("{month} is not closed by your unit."),
    "amended_meanwhile": N_(
        "Not closed again yet: somebody changed this period once more after the page was opened. The change is listed "
        "below now; please look at it, then close again."
    ),
    "report_missing_meanwhile": N_(
        "Not closed yet: after the page was opened, a report was taken back or became due. What is missing now is "
        "named above; please look at it, then close again."
    ),
    "months_closed": N_("This period was already closed, up to {month}. To close it again, tap “Close again”."),
    "unit_not_then": N_("Your unit did not exist yet in {month}. Close the months from its founding on."),
    "past_not_closed": N_("This period is not closed for this unit. Close it first, or choose a day."),
    "past_day_ahead": N_("{day} is still to come. Choose an earlier day."),
    "past_before_register": N_("The register began on {day}; nothing is known of earlier days. Choose a later one."),
    "past_unit_unknown": N_("This unit was not in the register then. Choose a later day, or another unit."),
    "undo_blocked": N_("This cannot be undone yet: {rows} later changes depend on it. Undo those first."),
    "undo_issued": N_(
        "This cannot be undone because a document has been issued with it. Issue a new document to replace it."
    ),
    "undo_erased": N_("This cannot be undone any more: it concerned a person whose data have been erased since."),
    "undo_uncopied": N_(
        "A name was changed or erased here that the history never keeps, so that this cannot be undone. Please enter "
        "it again where it belongs."
    ),
    "undo_password": N_("A password change cannot be undone. Issue a new one-time password instead."),
    "undone_before": N_("This has already been undone."),
    "day_missing": N_("Enter the date."),
    "arrival_day_missing": N_("Enter the date on the list, or choose “On the first list” as how this person joined."),
    "day_too_early": N_("{day} is too far in the past. Check the year."),
    "day_too_far": N_("{day} is too far in the future. Check the year."),
    "day_to_come": N_("{day} is in the future. Choose an earlier date."),
    "date_too_far": N_("“{typed}” is too far in the future. Check the year."),
    "date_unreadable": N_("“{typed}” cannot be read as a date. Enter 21/11/1965, 11/1965 or 1965."),
    "span_backwards": N_("The end date {end} is before the start date {start}."),
    "choice_unknown": N_("This choice is no longer in the list. Choose again."),
    "setting_unknown": N_("There is no setting “{name}”."),
    "first_month_unfit": N_("Choose a month that has already begun."),
    "meeting_day_unfit": N_("Choose a day from 1 to 28, which every month has."),
    "month_of_year_unfit": N_("Choose one of the twelve months."),
    "contact_months_unfit": N_("Choose one month in each half-year."),
    "address_unfit": N_("Enter the address as shown in the browser, for example https://sochibo.example.vn."),
    "words_missing": N_("A list entry has no Vietnamese text. Enter it, or leave the new line empty."),
    "words_twice": N_("“{words}” is in the list twice. Change one of the two."),
    "level_of_areas_missing": N_("At least one level must be in use besides cells and workplaces."),
    "root_level_missing": N_("Choose what kind of unit the register is for."),
    "list_long": N_("A list has at most {limit} entries."),
    "rule_unfit": N_("Enter a whole number from 1 to 100."),
    "form_items_unfit": N_("A form has from 1 to {limit} items. Leave fewer out, or more."),
    "form_item_text_missing": N_("An item has no wording. Enter it, or leave the item out."),
    "form_marks_unfit": N_("An item has from 2 to {limit} marks, one a line, or none where it is answered in words."),
    "form_version_used": N_(
        "Assessments have been saved with the version of {day}. Choose a later day for the new wording."
    ),
    "citation_missing": N_("Enter the document this is based on: number, date, issuer."),
    "text_long": N_("The text beginning “{begins}” is too long: at most {limit} characters."),
    "reason_missing": N_("Enter the reason."),
}
