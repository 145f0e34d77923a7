"""What can be refused of contact members: reconciliation, numbers, notices of a change."""

from components.i18n import N_

SENTENCES = {
    "reconciled_ahead": N_("{day} is still to come. Choose today or an earlier day."),
    "reconciled_before": N_(
        "Nothing is known of {day}: the first introductions are of {start}. Choose that day or later."
    ),
    "counted_ahead": N_("{day} is still to come. Enter the day the members were counted."),
    "count_unfit": N_("Enter a number of people: 0 or more, and not more than there can be."),
    "pending_no_more": N_("This person is introduced already. Reload the page."),
}
