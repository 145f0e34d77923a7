"""Headings of members' lists in all the ways they are written, and which field each means."""

import re
from collections.abc import Iterator
from functools import lru_cache

from components.files import legacy_encodings
from db.vietnamese import fold

DROPPED = ("ethnicity", "religion")  # none of our business: not even read
NOT_STORED = ("index", "reason")  # known, and nothing to be kept
BODY = "(chi bo|to chuc (co so )?dang|dang bo)"
FIELDS = {
    "index": "(so )?(tt|stt)|so thu tu|dong( so)?",
    "reason": "ly do( tra lai)?|viec can lam",
    "name": "(ho (va )?(chu dem |ten dem )?ten|ten)( khai sinh| dang dung)?( (cua )?(dang vien|dong chi|dv))?|(ho "
    "ten )?(dong chi|dang vien)",
    "family": "ho( va)?( ten)?( chu)?( ten)?( dem| lot)|ho|(chu |ten )?(dem|lot)",
    "given": "ten",
    "male": "nam|.* sinh nam|gioi tinh nam",
    "female": "nu|.* sinh nu|gioi tinh nu",
    "sex": "gioi tinh|nam nu|phai",
    "born": "((ngay|thang|nam) )*sinh|sinh (ngay|nam)",
    "admitted": "((ngay|thang|nam) )*(ket nap|vao)( vao)?( dang)?( csvn| cong san viet nam| lan dau)?( du "
    "bi)?|((ngay|thang|nam) )*du bi",
    "official": "((ngay|thang|nam) )*(vao dang |cong nhan )?(dang vien )?chinh thuc",
    "card": "(so )?the( dang)?( vien)?( cu| moi)?",
    "citizen": "(so )?(cccd|cmnd|cmtnd|can cuoc|dinh danh)( .*)?",
    "ethnicity": "dan toc.*",
    "religion": "ton giao.*",
    "home": f"(ten )?({BODY}|noi sinh hoat|sinh hoat) (dang )?(sinh hoat )?(tai )?(noi )?"
    "(cu tru|o|213)( hien nay| 213)?",
    "cell": f"(ten )?{BODY}( (dang )?sinh hoat( chinh thuc)?| (noi |tai noi )?cong tac| chinh thuc)?"
    "|(noi|don vi) (dang )?sinh hoat( dang)?",
    "address": "cho o.*|dia chi.*|noi (cu tru|o)( hien nay)?|(noi )?thuong tru|ho khau.*",
    "workplace": "(noi|don vi|co quan)( dang)? (cong tac|lam viec)( .*)?|co quan( don vi)?|don vi",
    "position": "chuc (vu|danh).*|nghe nghiep.*",
    "phone": "(so )?(dien thoai|sdt|dt|dtdd|di dong|so may|zalo)( .*)?",
    "standing": "loai( dang vien)?|(dang vien )?(du bi chinh thuc|chinh thuc du bi)|du bi",
    "state": "trang thai.*|tinh trang.*",
    "exempt": "(dien |ly do )?mien.*",
}
BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|\{[^}]*\}?|[*]")
EXPLAINED = re.compile(r"[(\[{:;*]|\s[-–]\s|,? (viết|ghi|theo|bằng|dạng) ")
SEARCHED = 40  # rows in which the headings are looked for
PEOPLE = ("name", "given", "born", "male", "female", "admitted", "card", "citizen", "cell", "home")


NAMES = ("name", "family", "given")


def field_of(heading: str) -> str | None:
    """Which field a heading means, however it is accented, punctuated, explained in brackets, or typed for an old
    typeface.
    """
    return _field(heading)


def candidate_fields(texts: list[str]) -> Iterator[str]:
    """The fields that the texts of one heading mean, the most telling text first."""
    yield from filter(None, map(field_of, texts))


@lru_cache(4096)
def _field(heading: str) -> str | None:
    for said in _plain(heading):
        folded, year = fold(said), said.lower().rstrip().endswith("năm")  # without its marks a year is a man
        found = (
            field
            for field, pattern in FIELDS.items()
            if re.fullmatch(pattern, folded) and not (year and field == "male")
        )
        if folded and (field := next(found, None)):
            return field
    return None


def _plain(heading: str) -> Iterator[str]:
    """A heading as it stands, without what explains it, and out of old typefaces."""
    yield heading
    yield BRACKETS.sub(" ", heading)
    yield EXPLAINED.split(heading)[0]
    if not heading.isascii():
        yield from (
            BRACKETS.sub(" ", convert(heading)) for convert in (legacy_encodings.from_tcvn3, legacy_encodings.from_vni)
        )


TITLES = {  # how our own template writes them
    "name": "Họ và tên",
    "born": "Ngày sinh",
    "sex": "Giới tính",
    "card": "Số thẻ Đảng viên",
    "citizen": "Số CCCD",
    "admitted": "Ngày kết nạp",
    "official": "Ngày chính thức",
    "cell": "Chi bộ đang sinh hoạt",
    "home": "Chi bộ nơi cư trú",
    "workplace": "Nơi công tác",
    "position": "Chức vụ",
    "address": "Chỗ ở hiện nay",
    "phone": "Số điện thoại",
    "state": "Trạng thái",
    "reason": "Lý do",
}
OTHER_TITLES = {
    "male": "Nam",
    "female": "Nữ",
    "family": "Họ đệm",
    "given": "Tên",
    "exempt": "Diện miễn",
    "standing": "Loại đảng viên",
    "index": "STT",
}
