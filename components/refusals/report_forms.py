"""Refusals about superiors' forms."""

from components.i18n import N_

SENTENCES = {
    "form_unreadable": N_(
        "This file cannot be read as an Excel or Word form. Open it in Excel or Word, save it as “Excel Workbook” "
        "(.xlsx) or “Word Document” (.docx), and send it again."
    ),
    "form_old": N_(
        "This file is of an old format, or a template of the program. Open it, save it as “Excel Workbook” (.xlsx) or "
        "“Word Document” (.docx), and send it again."
    ),
    "form_has_password": N_("This file is protected by a password. Save it without the password and send it again."),
    "form_has_macros": N_(
        "This file contains macros, which are not accepted. Save it as “Excel Workbook” (.xlsx) or “Word Document” "
        "(.docx) and send it again."
    ),
    "form_has_links": N_(
        "This file takes data, pictures or objects from elsewhere. Put them into the file itself as values or "
        "pictures, and send it again."
    ),
    "form_too_large": N_(
        "This file is too large: a form may have at most {limit} MB. Make its pictures smaller, clear what is not "
        "needed, and send it again."
    ),
    "form_without_fields": N_(
        "There is no placeholder in double braces in this file. Copy some from the list below to where the figures "
        "belong, and send it again."
    ),
    "form_braces_broken": N_(
        "These placeholders are incomplete: {fields}. Each belongs in the text of one cell or"
        " line, between two braces on each side, and not in a formula. Correct them and "
        "upload the file again."
    ),
    "form_fields_unknown": N_(
        "These figures are not known here: {fields}. Take those of the list below, and send the file again."
    ),
    "form_rows_fixed": N_(
        "On sheet {sheet} a row is repeated for each unit, and there is a table or a formula over several cells that "
        "cannot move with it. Turn the table into plain cells, or put it on another sheet, and send the file again."
    ),
    "form_units_outside": N_(
        "These placeholders are for each unit below, but nothing can be repeated where they "
        "are: {fields}. Put them into a row of cells, and upload the file again."
    ),
    "form_box_old": N_(
        "A placeholder is in an old-style text box, which cannot be filled. Put it into a "
        "cell, or insert a new text box, and upload the file again."
    ),
    "form_withdrawn": N_("This form is not in force any more. Choose another one."),
    "form_day_unfit": N_("A form is valid from a day within a year of today. Choose such a day."),
    "form_no_units": N_("There was no unit below this one at that time. Choose “Only this unit”, or another unit."),
}
