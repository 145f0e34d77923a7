"""Lists of members as they are kept in practice, with people between titles, sections, totals and signatures.

Ethnicity and religion are not read; card and citizen numbers leave here as keyed hashes.
"""

from components.files import member_export_reader
from components.files.list_format import ConvertedSheets, ListFormat
from components.files.member_headings import MEMBER_HEADINGS
from components.files.member_walker import MemberWalker
from components.files.workbook_reader import WorkbookSheet
from db.imports import person_rows
from db.imports.member_import import MEMBERS


def _convert(sheets: list[WorkbookSheet]) -> ConvertedSheets:
    own = member_export_reader.to_member_lists(sheets)
    return ConvertedSheets(own.sheets, {number: {"kind": kind} for number, kind in own.kinds.items()})


MEMBER_LISTS = ListFormat(
    MEMBERS.code,
    MEMBER_HEADINGS,
    MemberWalker,
    person_rows.row_from_dict,
    _convert,
    (
        *("quan chung", "doi tuong", "cam tinh", "doan vien", "hoi vien", "chu ho", "ho gia dinh", "nhan thuc ve dang"),
        *("de nghi ket nap", "xet ket nap", "danh sach ket nap", "xin vao dang", "nguon ket nap", "khach moi"),
    ),
)
