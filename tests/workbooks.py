"""Workbooks made of rows."""

import io

import openpyxl


def workbook(*rows: list) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()
