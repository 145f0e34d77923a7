"""What can be refused at the door: signing in, passwords, accounts."""

from components.i18n import N_

SENTENCES = {
    "sign_in_wrong": N_("User name or password is not right."),
    "no_grant": N_("This account has no role today. Ask whoever gave it to you."),
    "too_soon": N_("Too many attempts. Please wait {seconds} seconds."),
    "password_short": N_("A password has at least {least} characters; digits alone will do."),
    "password_long": N_("This password is too long. Choose a shorter one."),
    "password_easy": N_("Others would try this password first: a user name, digits in a row or one piece over and over. Choose another one."),
    "password_same": N_("This is the password you have. Choose another one."),
    "password_wrong": N_("The present password is not right."),
    "username_taken": N_("There is an account with this user name already. Choose another one."),
    "username_unfit": N_("A user name has 3 to 40 letters or digits, without spaces; a telephone number is best."),
    "name_missing": N_("Give the person's full name."),
    "unit_name_missing": N_("Give the unit's name."),
    "unit_missing": N_("Choose the unit first."),
    "role_unfit": N_("This role does not fit a unit of this kind. Choose another unit or another role."),
    "role_held": N_("This account holds this role for this unit in that time already."),
    "last_administrator": N_("This is the only administrator. Appoint another one first."),
    "code_wrong": N_("This is not the set-up code. It stands in the window of the terminal in which the register was started."),
    "already_set_up": N_("The register is set up already. Sign in."),
    "language_unknown": N_("Choose Vietnamese or English."),
}
