"""Refusals about uploaded files."""

from components.i18n import N_

SENTENCES = {
    "file_too_large": N_("This file is larger than {limit} MB. Send only the list, without pictures."),
    "file_not_excel": N_("This is not an Excel workbook (.xlsx). Open it in Excel and save it as “Excel Workbook”."),
    "file_old_excel": N_(
        "This is an old Excel workbook (.xls). Open it in Excel and save it as “Excel Workbook” (.xlsx)."
    ),
    "file_has_password": N_("This workbook is password-protected. Save it without a password and send it again."),
    "file_has_macros": N_(
        "This workbook contains macros, which are not accepted. Save it as “Excel Workbook” (.xlsx) and send it again."
    ),
    "file_unreadable": N_(
        "This file is damaged or not an Excel workbook (.xlsx). Open it in Excel, save it again and resend it."
    ),
    "file_waits": N_("Another list is being read. Please send this one again in a minute."),
    "file_too_much": N_(
        "This file contains too much to be read. Copy only the list into a new workbook and send that."
    ),
    "file_too_many_cells": N_(
        "A list may have at most {rows} rows and {columns} columns. Delete the empty rows and "
        "columns at the end, or send the list in parts."
    ),
}
