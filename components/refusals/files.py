"""What can be refused of uploaded files."""

from components.i18n import N_

SENTENCES = {
    "file_too_large": N_("This file is larger than {limit} MB. Send the list alone, without pictures."),
    "file_not_excel": N_("This is not an Excel workbook (.xlsx). Open it in Excel and save it as “Excel Workbook”."),
    "file_old_excel": N_("This is a workbook of an old Excel (.xls). Open it in Excel and save it as “Excel Workbook” (.xlsx)."),
    "file_has_password": N_("This workbook asks for a password. Save it without one and send it again."),
    "file_has_macros": N_("This workbook holds macros, which are not let in. Save it as “Excel Workbook” (.xlsx) and send it again."),
    "file_unreadable": N_("This file is damaged or no Excel workbook (.xlsx). Open it in Excel, save it anew and send it again."),
    "file_waits": N_("Another list is being read just now. Please send this one again in a minute."),
    "file_too_much": N_("There is too much in this file to read it. Copy the list alone into a new workbook and send that."),
    "file_too_many_cells": N_("A list may have at most {rows} rows and {columns} columns. Delete empty rows and columns at its end, or send it in parts."),
}
