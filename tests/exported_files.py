"""The contents of exported files."""

from dataclasses import replace
from io import BytesIO

import openpyxl

from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest

HOSTILE = "=cmd|'/c calc'!A1 đường ngập"


def cells_of(viewer, what: str, **more) -> list[list]:
    """The rows of the first sheet that begin with a running number; also asserts that no cell of
    the file is a formula.
    """
    request = replace(ExportRequest(what, **more), reason="report")
    book = openpyxl.load_workbook(BytesIO(export_jobs.make_now(viewer.account_id, viewer.grant_id, request)))
    sheet = book.worksheets[0]
    assert not any(str(cell.value).startswith("=cmd") and cell.data_type == "f" for row in sheet for cell in row)
    return [[cell.value for cell in row] for row in sheet if isinstance(row[0].value, int)]
