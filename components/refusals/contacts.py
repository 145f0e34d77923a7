"""Refusals about contact members: introductions, places in cells, reconciliation, numbers, notices."""

from components.i18n import N_

SENTENCES = {
    "reconciled_ahead": N_("{day} is still to come. Choose today or an earlier day."),
    "reconciled_before": N_(
        "Nothing is known about {day}: the first introductions are from {start}. Choose that day or later."
    ),
    "counted_ahead": N_("{day} is still to come. Enter the day the members were counted."),
    "count_unfit": N_("Enter a number of people: 0 or more, and not more than there can be."),
    "notice_not_introduced": N_("Choose somebody whom your unit has introduced, or who was introduced to it."),
    "notice_left": N_("This introduction ended on {day}; there is nothing to notify any more."),
    "notice_kind_missing": N_("Choose what has changed."),
    "notice_ahead": N_("{day} is still to come. Send the notice once the change has happened."),
    "notice_before_introduction": N_("This date is before {day}, when the letter of introduction was sent."),
    "notice_twice": N_("The same change was notified on {day} and is still waiting. Wait for the answer."),
    "notice_only_noted": N_("Notices of this kind change nothing in the register. Choose “Only note it”."),
    "notice_answer_missing": N_("Say why the notice is returned."),
    "pending_no_more": N_("This person is introduced already. Reload the page."),
    "introduction_commune_missing": N_("Choose where the person lives."),
    "introduction_workplace_missing": N_("Choose the workplace, or enter its name."),
    "introduction_commune_unknown": N_("No commune or ward here is called {name}. Choose which one is meant."),
    "introduction_elsewhere": N_("Lives in {name}, which receives its own letters."),
    "introduction_exempt": N_(
        "Exempt from introduction: the register does not keep these people. Count them in the yearly number only."
    ),
    "introduced_already": N_("{name} was already introduced here on {day}."),
    "letter_to_come": N_("The letter is dated {day}, which is still to come. Check the date."),
    "placed_before_letter": N_("This date is before the date of the letter, {day}. Check both."),
    "moved_before_placed": N_("This person came to the cell on {day}. Choose that day or a later one."),
    "placement_cell_missing": N_("Choose the cell."),
    "placement_people_missing": N_("Choose at least one person."),
    "placement_cell_closed": N_("{name} takes no contact members on this date. Choose another cell."),
    "contact_is_own_member": N_("{name} is a member of this cell. Choose another cell, or end the introduction."),
    "contact_placed_already": N_("{name} is already a contact member of a cell here. End or move that first."),
    "objection_missing": N_("Choose the reason."),
}
