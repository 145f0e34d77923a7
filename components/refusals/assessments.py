"""Refusals about assessments."""

from components.i18n import N_

SENTENCES = {
    "form_missing": N_("No assessment form was in force in {year}. Choose another year."),
    "assessments_incomplete": N_(
        "Nobody has all answers yet, so nothing was saved. Answer every item of at least one member; what you entered "
        "stays here."
    ),
    "front_day_missing": N_("Enter the date on which you agreed with the Front committee."),
    "agreed_before_assessed": N_(
        "The Front committee agreed on {day}, before the assessment on {start}. Correct one of the two dates."
    ),
    "minutes_day_missing": N_("Enter the date of the minutes that these assessments are from."),
    "assess_self": N_("You cannot assess yourself. Another member of the committee or the commune has to enter it."),
    "assessment_confirmed": N_(
        "This assessment is confirmed and can no longer be changed here. The commune can return it to the cell."
    ),
    "assessment_exempt": N_(
        "{name} is exempt from meetings at the residence: assessed only when somebody asks for a comment."
    ),
    "assessment_returned": N_("Returned to the cell and not corrected yet: {people}. Leave them out."),
    "confirm_own": N_("You cannot confirm what concerns yourself or what you wrote: {people}. Leave them out."),
    "return_reason_missing": N_("Enter why the cell is to look at it again."),
}
