"""Refusals about the yearly evaluation and candidates for admission."""

from components.i18n import N_

SENTENCES = {
    "votes_unfit": N_("Enter the votes as a whole number."),
    "voters_missing": N_("Enter how many were there and entitled to vote, beside the votes for {name}."),
    "votes_more_than_voters": N_(
        "{name} has {votes} votes, but only {voters} were there and entitled to vote. Please correct one of them."
    ),
    "voters_more_than_members": N_(
        "{voters} who voted are more than the {members} members on the list. Please correct the number."
    ),
    "class_and_reason": N_("{name} has a class and a reason for none. Please take one of them out."),
    "decided_before_review": N_(
        "The decision on {name} is dated {day}, before the self-review of {start}. Please correct one of them."
    ),
    "evaluated_before_year": N_("{day} lies before the year {year} that is evaluated. Please correct the day."),
    "evaluated_elsewhere": N_(
        "Another cell has classified {name} for {year} already. Take the entry out here, or ask that cell."
    ),
    "decided_class_missing": N_("Choose the class that was decided, beside its number and day."),
    "points_unfit": N_("Enter points from 1 to {limit}."),
    "points_beyond": N_("This criterion has at most {most} points. Please correct the number."),
    "candidate_ended": N_("This has ended meanwhile: admitted, or stopped. Please look at its current state."),
    "candidate_stepped": N_("Somebody has recorded this step meanwhile. Please look at its current state."),
    "candidate_born_unfit": N_("Enter the year of birth, for example 2001; a candidate is at least 18."),
    "candidate_not_ended": N_("Only an admitted person is linked to a member. Record the admission first."),
}
