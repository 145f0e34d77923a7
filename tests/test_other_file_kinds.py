"""Files sent instead of an Excel workbook: each is refused with a sentence on what to do."""

import io
from zipfile import ZipFile

import pytest

from components.files import other_file_kinds, workbook_reader
from db.errors import Invalid
from tests.workbooks import workbook

ROWS = "STT;Họ và tên;Ngày sinh\n1;Lê Văn Khải;1958\n"


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (package("[Content_Types].xml", "word/document.xml"), "file_is_document"),
        (package("mimetype", "content.xml"), "file_is_open_document"),
        (b"%PDF-1.7 ...", "file_is_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "file_is_picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "file_is_picture"),
        (ROWS.encode(), "file_is_text"),
        (ROWS.encode("utf-8-sig"), "file_is_text"),
        (ROWS.encode("utf-16"), "file_is_text"),
        (ROWS.replace(";", "\t").encode("utf-16"), "file_is_text"),
        ("NguyÔn V¨n A;1958\n".encode("latin-1"), "file_is_text"),
        (b"\r\n<html><table><tr><td>STT</td></tr></table></html>", "file_is_web_page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook></Workbook>", "file_is_web_page"),
        (package("xl/workbook.bin"), "file_not_excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "file_old_excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "file_has_password"),
        (b"", "file_unreadable"),
        (bytes(range(256)), "file_unreadable"),
        (b"PK\x03\x04 broken", "file_unreadable"),
    ],
)
def test_each_kind_of_file_is_refused_with_its_own_reason(data, code):
    with pytest.raises(Invalid) as refused:
        workbook_reader.read_sheets(data)
    assert refused.value.code == code


def test_a_workbook_is_none_of_them():
    data = workbook(["Họ và tên", "Năm sinh"], ["Lê Văn Khải", 1958])
    other_file_kinds.refuse_other_kinds(data)
    assert workbook_reader.read_sheets(data)[0].rows[1] == ["Lê Văn Khải", 1958.0]
