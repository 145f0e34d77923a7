"""Refusals about signing in, passwords and accounts."""

from components.i18n import N_

SENTENCES = {
    "sign_in_wrong": N_("Incorrect user name or password."),
    "no_grant": N_("This account has no role at present. Ask the person who gave you the account."),
    "too_soon": N_("Too many attempts. Please wait {seconds} seconds."),
    "password_short": N_("A password must have at least {least} characters; digits alone are enough."),
    "password_long": N_("This password is too long. Choose a shorter one."),
    "password_easy": N_(
        "This password is too easy to guess: a user name, a row of keys, a repeated pattern or one that many people"
        " use. Choose another one."
    ),
    "password_same": N_("This is your current password. Choose another one."),
    "password_wrong": N_("The current password is incorrect."),
    "username_taken": N_("This user name is already taken. Choose another one."),
    "username_unfit": N_("A user name has 3 to 40 letters or digits and no spaces; a phone number is best."),
    "name_missing": N_("Enter the person's full name."),
    "unit_name_missing": N_("Enter the unit's name."),
    "unit_missing": N_("Choose the unit first."),
    "role_unfit": N_("This role does not fit a unit of this type. Choose another unit or another role."),
    "role_held": N_("This account already holds this role for this unit during that time."),
    "last_administrator": N_("This is the only administrator. Appoint another one first."),
    "code_wrong": N_(
        "This is not the set-up code. The code is shown in the terminal window in which the register was started."
    ),
    "already_set_up": N_("The register is already set up. Please sign in."),
    "language_unknown": N_("Choose Vietnamese or English."),
}
