"""Refusals about uploaded files."""

from components.i18n import N_

SENTENCES = {
    "file_too_large": N_("This file is larger than {limit} MB. Send only the list, without pictures."),
    "file_not_excel": N_("This is not an Excel workbook (.xlsx). Open it in Excel and save it as “Excel Workbook”."),
    "file_is_document": N_(
        "This is a Word document. Copy its table into a new Excel workbook, save it as .xlsx and send that."
    ),
    "file_is_open_document": N_(
        "This workbook was made with LibreOffice (.ods). Open it there, save it as “Excel 2007-365 (.xlsx)” "
        "and send that."
    ),
    "file_is_picture": N_(
        "This is a PDF or a picture, in which nobody can be read. Send the Excel workbook it was made from, or fill in "
        "the template below."
    ),
    "file_is_text": N_(
        "This is a text file (such as CSV). In Excel choose Data, then From Text/CSV, check that the accents are "
        "right, save it as “Excel Workbook” (.xlsx) and send that."
    ),
    "file_is_web_page": N_(
        "This is a web page saved as an Excel file. Open it in Excel, save it as “Excel Workbook” (.xlsx) and send "
        "that."
    ),
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
