"""Refusals about members: names, numbers, dated actions."""

from components.i18n import N_

SENTENCES = {
    "name_short": N_("Enter the full name, at least two letters."),
    "name_long": N_("A name has at most {limit} characters."),
    "phone_unfit": N_("This is not a phone number. Enter digits only, for example 0912 345 678."),
    "number_known": N_(
        "This card number or citizen ID already belongs to someone in the register. Check it; if it is the same "
        "person, ask the level above you or the administrator."
    ),
    "digits_unfit": N_("This number must have {lengths} digits."),
    "number_unfit": N_("A roster number must be between 1 and 9999."),
    "number_taken": N_(
        "{name} has number {number} on this list. Choose another number: lists already printed must stay correct."
    ),
    "day_before_birth": N_("This date is before the date of birth. Check both."),
    "day_before_admission": N_("This date is before the date of admission. Check both."),
    "dates_reversed": N_("The {later} cannot be before the {earlier}. Check both."),
    "full_already": N_("This person is already a full member."),
    "member_elsewhere": N_("This person now belongs to another cell, which manages this data."),
    "probably_known": N_("A similar person is already in the register: {people}. Check whether it is the same person."),
    "membership_overlaps": N_("This person was already on the list from {start} to {end}. Choose other dates."),
    "own_elsewhere": N_(
        "During this time this person is a member of another cell in the register. Record the "
        "departure there first, or ask the level above you or the administrator."
    ),
    "left_already": N_("This person already left on {day}."),
    "day_before_arrival": N_("This date is before {day}, when the person joined the list."),
    "begins_after_leaving": N_(
        "There is an entry after this date, beginning on {day}: {what}. End or change it first."
    ),
    "day_before_start": N_("This date is before the start date {day}."),
    "ended_already": N_("This already ended on {day}."),
    "exemption_overlaps": N_(
        "There is already an exemption from {start} to {end}. End it first or choose other dates."
    ),
    "exemption_outside_membership": N_(
        "The exemption goes beyond the time on the list ({start} to {end}). Choose other dates."
    ),
    "post_of_members": N_("Only members of the cell hold this post. Record it on the member's page."),
    "outsider_there_already": N_("This person is already entered with this post."),
    "post_missing": N_("Choose the post."),
    "office_outside_membership": N_("The post goes beyond the person's time in this cell. Choose other dates."),
    "office_overlaps": N_("This person already holds the post from {start} to {end}."),
    "erasure_name_differs": N_("The name typed is not this person's. Type the full name as shown above."),
    "erasure_reason_missing": N_("Enter why the data are erased, for example the request and its date."),
    "erasure_reason_names": N_("The reason stays in the history. Write it without the name, phone or numbers."),
    "erasure_still_here": N_("This person is still on a list: {units}. Record the departure first."),
    "erasure_last_day": N_("{day} is this person's last day here. Erasing is possible from the day after."),
    "erasure_in_charge": N_(
        "This person is still in charge of households: {units}. The cell hands them over or ends the charge first."
    ),
    "erasure_holds_office": N_("This person still holds a post: {units}. End it first."),
    "erasure_has_account": N_("The account {username} belongs to this person. Lock it first."),
    "erasure_names_household": N_("A household has this person's name: {units}. The cell gives it another name first."),
    "people_group_name_missing": N_("Enter a name for the group."),
    "people_group_not_empty": N_(
        "{name} still has {count} members. Choose the group they go to, or say that they will be in no group."
    ),
    "group_into_itself": N_("A group cannot be merged with itself. Choose another group."),
    "people_group_missing": N_("Choose the group they go to."),
    "group_people_missing": N_("Choose the members first."),
    "group_person_elsewhere": N_("This person is no longer on the list of this cell. Choose someone else."),
    "group_changed_later": N_("{name} already changes group on {day}. Enter that date or a later one."),
    "groups_overlap": N_("This person was already in a group of this kind from {start} to {end}."),
    "leader_exempt": N_("{name} is exempt or away on this date. Choose someone else."),
}
