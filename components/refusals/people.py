"""What can be refused of members: names, numbers, dated deeds."""

from components.i18n import N_

SENTENCES = {
    "name_short": N_("Give the full name, at least two letters."),
    "name_long": N_("A name has at most {limit} characters."),
    "phone_unfit": N_("This cannot be a telephone number. Write digits only, for instance 0912 345 678."),
    "number_known": N_(
        "Somebody in the register has this card or citizen number already. Check it; if it is the same person, ask your commune or the administrator."
    ),
    "digits_unfit": N_("This number must have {lengths} digits."),
    "number_unfit": N_("A number on the list lies between 1 and 9999."),
    "number_taken": N_("{name} has number {number} on this list. Choose another number: sheets printed earlier must keep their meaning."),
    "day_before_birth": N_("This day lies before the day of birth. Check both."),
    "day_before_admission": N_("This day lies before the day of admission. Check both."),
    "dates_reversed": N_("The {later} cannot be before the {earlier}. Check both."),
    "full_already": N_("This person is a full member already."),
    "member_elsewhere": N_("This person belongs to another cell now, which keeps these data."),
    "probably_known": N_("Somebody like this is in the register already: {people}. Look whether it is the same person."),
    "membership_overlaps": N_("This person was on the list already from {start} to {end}. Choose other days."),
    "own_elsewhere": N_("At this time this person is an own member of another cell in the register. End that first, or ask your commune or the administrator."),
    "left_already": N_("This person left on {day} already."),
    "day_before_arrival": N_("This day lies before {day}, when the person came to the list."),
    "begins_after_leaving": N_("Something that begins on {day} stands after this day: {what}. End or change it first."),
    "day_before_start": N_("This day lies before the beginning, {day}."),
    "ended_already": N_("This ended on {day} already."),
    "exemption_overlaps": N_("There is an exemption already from {start} to {end}. End it first or choose other days."),
    "exemption_outside_membership": N_("The exemption reaches beyond the time on the list, {start} to {end}. Choose other days."),
    "post_missing": N_("Choose the post."),
    "office_outside_membership": N_("The post reaches beyond the person's time in this cell. Choose other days."),
    "office_overlaps": N_("This person holds the post already from {start} to {end}."),
}
