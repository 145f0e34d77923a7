"""Workbooks of introductions, as a workplace sends them."""

import io

import openpyxl

HEADS = [
    "TT",
    "Họ và tên",
    "Ngày sinh",
    "Chức vụ",
    "Nơi cư trú",
    "Đảng ủy xã, phường",
    "Số, ngày giấy giới thiệu",
    "Diện miễn",
]


def workbook(*rows: list) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["DANH SÁCH ĐẢNG VIÊN GIỚI THIỆU VỀ NƠI CƯ TRÚ"])
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(target)
    return target.getvalue()
