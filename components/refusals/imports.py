"""What can be refused or asked of lists that are brought in: the sentence says what to do with the row or the file."""

from components.i18n import N_

SENTENCES = {
    "import_no_headings": N_("No row of headings was found. The list needs one with at least “Họ và tên” and “Ngày sinh”; take our template as a model."),
    "import_nobody": N_("There are headings, but nobody stands below them. Look whether this is the right file."),
    "import_gone_file": N_("This list is no longer kept: lists wait for one day. Send the file again."),
    "import_exempt": N_("Exempt from introduction: such people are not kept here. Their row was not stored."),
    "import_year": N_("{typed} can hardly be. Say above whether it is the year {year}."),
    "import_early": N_("{typed} makes somebody over 110, or admitted too young or before 1930. Say above whether it is right."),
    "import_typeface": N_("Typed for an old typeface. Say above whether it is read as shown."),
    "import_unit_unknown": N_("Say above which unit “{name}” means."),
    "import_unit_foreign": N_("“{name}” belongs to another commune. Leave this row to it, or to the administrator."),
    "unit_there": N_("“{name}” is in the register already."),
    "import_cell_missing": N_("The row names no cell. Write it in the column “Chi bộ đang sinh hoạt”."),
    "import_not_ours": N_("Belongs to no cell here: left out as answered."),
    "import_elsewhere": N_("This person is in the register already, in another place. Ask the administrator to move him; he stays out of this list."),
    "import_twice": N_("This is the same person as in row {number}. Keep one of the two rows."),
    "import_twin": N_("Row {number} has a like name and birth. Say above whether it is one person or two."),
    "import_number_shared": N_("Row {number} has the same card or citizen number under another name. Correct the number in one of them, then send both again."),
    "import_home_missing": N_("Left out: “{name}” is no cell of ours, and the row names no cell where this person lives."),
    "import_who": N_("Somebody like this is in the register. Say above whether it is the same person."),
    "import_moved": N_("In the register this person belongs to {units}. Say above whether he moved."),
    "import_moved_before": N_("This person came to {units}, or took something up there, only after the day of the list. Check the day."),
    "import_gone": N_("The list says that this person is no longer there."),
    "born_too_late": N_("Born {typed}, too young to be a member. Check the year."),
}
