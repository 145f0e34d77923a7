"""What can be refused or asked of lists that are brought in: the sentence says what to do with the row or the file."""

from components.i18n import N_

SENTENCES = {
    "import_no_headings": N_(
        "No header row was found. The list needs one with at least “Họ và tên” and “Ngày sinh”; "
        "please use our template."
    ),
    "import_nobody": N_("There is a header row, but nobody is listed below it. Check whether this is the right file."),
    "import_gone_file": N_("This list has expired: lists are kept for one day only. Send the file again."),
    "import_exempt": N_("Exempt from introduction: the register does not keep these people. This row was not stored."),
    "import_year": N_("{typed} is implausible. Answer above whether it means the year {year}."),
    "import_early": N_(
        "With {typed}, this member would be over 110, or admitted under 18 or before 1930. Answer "
        "above whether it is right."
    ),
    "import_typeface": N_("Typed in an old font encoding. Answer above whether to read it as shown."),
    "import_unit_unknown": N_("Answer above which unit “{name}” refers to."),
    "import_unit_foreign": N_(
        "“{name}” belongs to another commune. Leave this row to that commune or to the administrator."
    ),
    "unit_there": N_("“{name}” is already in the register."),
    "import_cell_missing": N_("The row does not name a cell. Enter it in the column “Chi bộ đang sinh hoạt”."),
    "import_not_ours": N_("Does not belong to any cell here: skipped, as answered."),
    "import_elsewhere": N_(
        "This person is already in the register elsewhere. Ask the administrator to move them; "
        "this list does not import them."
    ),
    "import_twice": N_("This is the same person as in row {number}. Keep one of the two rows."),
    "import_twin": N_(
        "Row {number} has a similar name and date of birth. Answer above whether it is one person or two."
    ),
    "import_number_shared": N_(
        "Row {number} has the same card number or citizen ID under a different name. Correct "
        "the number in one of the two rows, then send both again."
    ),
    "import_home_missing": N_(
        "Skipped: “{name}” is not a cell in this register, and the row does not name the cell of residence."
    ),
    "import_who": N_("A similar person is already in the register. Answer above whether it is the same person."),
    "import_moved": N_("In the register this person belongs to {units}. Answer above whether they have moved."),
    "import_moved_before": N_(
        "This person joined {units}, or took on a duty there, only after the date of the list. Check the date."
    ),
    "import_gone": N_("The list says that this person is no longer there."),
    "born_too_late": N_("Born {typed}, too young to be a member. Check the year."),
}
