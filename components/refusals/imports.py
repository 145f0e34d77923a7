"""Refusals and questions about imported lists; the sentence says what to do with the row or the file."""

from components.i18n import N_

SENTENCES = {
    "import_no_headings": N_(
        "No header row was found. The list needs one with at least “Họ và tên” and “Ngày sinh”; "
        "please use our template."
    ),
    "import_on_its_side": N_(
        "The headings of this list stand below one another, with a person in each column. In Excel copy the table, "
        "choose Paste Special, then Transpose, and send it again."
    ),
    "import_households": N_(
        "This is a list of households. Lists of members, introductions, requests and units are imported here; "
        "households are entered on the page “Households”."
    ),
    "import_own_export": N_(
        "“{title}” was exported from this register, which already has all of it: nothing is imported from it. "
        "To enter something new, use one of the templates below."
    ),
    "import_nobody": N_("There is a header row, but nobody is listed below it. Check whether this is the right file."),
    "import_gone_file": N_("This list has expired: lists are kept for one day only. Send the file again."),
    "import_not_as_shown": N_(
        "Nothing was imported yet: the register or the answers have changed since you saw what the import would do. "
        "Look at the list again, then import it."
    ),
    "import_exempt": N_("Exempt from introduction: the register does not keep these people. This row was not stored."),
    "import_not_members": N_(
        "Below “{title}”: people there are not members, so the row was skipped. If they are, "
        "change that heading and send the list again."
    ),
    "import_no_member": N_(
        "The list says “{said}”, so the row was skipped. If this is a member, delete these words and send the list "
        "again."
    ),
    "import_other_table": N_(
        "Below other headings (“{headings}”): the row was skipped, as it is unclear what they say. If this is a "
        "member, put the row below the headings at the top and send the list again."
    ),
    "import_name_alone": N_(
        "This row has only a name and no running number: it may be a member or a heading. "
        "Give the row a number if it is a member."
    ),
    "import_year": N_("{typed} is implausible. Answer above whether it means the year {year}."),
    "import_early": N_(
        "With {typed}, this member would be over 110 or under 18, or admitted under 18 or before 1930. Answer "
        "above whether it is right."
    ),
    "import_typeface": N_("Typed in an old font encoding. Answer above whether to read it as shown."),
    "import_day_order": N_("Day and month may be swapped in this row. Answer above which comes first."),
    "import_one_word": N_("“{typed}” is a single word. Answer above whether it is the whole name."),
    "import_cell_above": N_(
        "The row names no cell. Answer above whether it belongs to “{cell}” like the row above it."
    ),
    "import_wrapped": N_("This row continues in the one below. Answer above whether to join them as shown."),
    "date_lunar": N_(
        "“{typed}” is a day of the lunar calendar. Enter the day of the solar calendar, or only the year."
    ),
    "import_two_names": N_("“{typed}” names two people. Give each of them a row, then send both again."),
    "import_name_letters": N_(
        "“{typed}” has letters or signs that are in no name: {letters}. The text was probably converted wrongly. "
        "Type the name anew."
    ),
    "import_name_unclear": N_(
        "“{typed}” is not a full name, or not only a name. Write only the full name in this cell."
    ),
    "import_unit_unknown": N_("Answer above which unit “{name}” refers to."),
    "import_unit_foreign": N_(
        "“{name}” is not below your unit. Leave this row to the unit responsible, or to the administrator."
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
    "import_unit_nameless": N_("The row does not name a unit. Enter it in the column “Tên đơn vị”."),
    "import_unit_kind": N_(
        "“{typed}” is not a kind of unit. Write “Xã, phường”, “Chi bộ khu dân cư”, “Chi bộ cơ quan” or “Nơi công tác”."
    ),
    "import_unit_kind_missing": N_(
        "The kind of unit of “{name}” cannot be determined. Write “Xã, phường”, “Chi bộ khu "
        "dân cư”, “Chi bộ cơ quan” or “Nơi công tác” in the column “Loại đơn vị”."
    ),
    "import_unit_kind_differs": N_(
        "In the register “{name}” is a unit of another kind, and a list does not change that. Correct the column “Loại "
        "đơn vị”, or leave it empty."
    ),
    "import_meeting_day": N_("“{typed}” cannot be the monthly meeting day. Enter a day from 1 to 28."),
    "import_parent_missing": N_(
        "The row does not say which unit “{name}” belongs to. Enter it in the column “Đơn vị cấp trên”."
    ),
    "import_parent_unknown": N_(
        "No unit in the register or on this list is called “{name}”. Correct the name, or add that unit to the list."
    ),
    "import_parent_several": N_(
        "Several units are called “{name}”. After a comma, write the name of the unit above it as well."
    ),
    "import_parent_left": N_(
        "The unit above it, “{name}” in row {number}, is not imported yet. Settle that row first."
    ),
    "import_parent_unfit": N_(
        "“{name}” cannot belong to “{parent}”: only an agency cell may belong to a workplace, and nothing to a cell."
    ),
    "import_area_above": N_("“{name}” is a unit above cells: the administrator adds or moves those."),
    "import_unit_under_itself": N_("“{name}” would belong to itself. Correct the column “Đơn vị cấp trên”."),
    "import_unit_accents": N_(
        "“{name}” differs from “{unit}” in the register only in its accents. If it is the same unit, write its name as "
        "there; if it is another one, add it on the page of units."
    ),
    "import_unit_twice": N_(
        "“{name}” is in row {number} too, under the same unit. Keep one of the two rows, or give them different names."
    ),
    "import_unit_several": N_(
        "Several units are called “{name}”. Enter the unit above it in the column “Đơn vị cấp trên”."
    ),
    "import_unit_moved": N_(
        "In the register a unit of this name belongs elsewhere: {units}. Answer above whether it has moved."
    ),
    "import_unit_moved_before": N_(
        "“{name}” has been where it is only since {day}. Choose a later day for the list, or correct “Từ ngày, tháng”."
    ),
    "import_unit_met": N_(
        "“{name}” already has a meeting on {day}, where it is now. Choose a later day for the list, or correct “Từ "
        "ngày, tháng”."
    ),
    "born_too_late": N_("Born {typed}, too young to be a member. Check the year."),
}
