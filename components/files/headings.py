"""Headings of members' lists in all the ways they are written, and where in a sheet they stand."""

import re
from typing import NamedTuple

from db.names import clean, fold

DROPPED = ("ethnicity", "religion")  # none of our business: not even read
SILENT = ("index", "reason")  # known, and nothing to be kept
FIELDS = {
    "index": "(so )?(tt|stt)|so thu tu|dong( so)?",
    "reason": "ly do( tra lai)?|viec can lam",
    "name": "(ho (va )?(chu dem )?ten|ten)( khai sinh| dang dung)?( (cua )?dang vien)?",
    "family": "ho( va)?( ten)?( chu)?( dem| lot)|ho",
    "given": "ten",
    "male": "nam|.* sinh nam|gioi tinh nam",
    "female": "nu|.* sinh nu|gioi tinh nu",
    "sex": "gioi tinh|nam nu|phai",
    "born": "((ngay|thang|nam) )*sinh|sinh (ngay|nam)",
    "admitted": "((ngay|thang|nam) )*(ket nap|vao)( vao)?( dang)?( csvn| cong san viet nam| lan dau)?|((ngay|thang|nam) )*du bi",
    "official": "((ngay|thang|nam) )*(vao dang |cong nhan )?(dang vien )?chinh thuc",
    "card": "(so )?the( dang)?( vien)?( cu| moi)?",
    "citizen": "(so )?(cccd|cmnd|cmtnd|can cuoc|dinh danh)( .*)?",
    "ethnicity": "dan toc.*",
    "religion": "ton giao.*",
    "home": "(chi bo |sinh hoat )(dang )?(tai )?(noi )?(cu tru|o)( 213)?",
    "cell": "(ten )?chi bo( (dang )?sinh hoat| (noi )?cong tac| chinh thuc)?|(noi|don vi) (dang )?sinh hoat( dang)?|to chuc (co so )?dang( .*)?",
    "address": "cho o.*|dia chi.*|noi (cu tru|o)( hien nay)?|(noi )?thuong tru|ho khau.*",
    "workplace": "(noi|don vi|co quan)( dang)? (cong tac|lam viec)( .*)?|co quan( don vi)?|don vi",
    "position": "chuc (vu|danh).*|nghe nghiep.*",
    "phone": "(so )?(dien thoai|sdt|dt|dtdd|di dong)( .*)?",
    "standing": "loai( dang vien)?|(dang vien )?(du bi chinh thuc|chinh thuc du bi)|du bi",
    "state": "trang thai.*|tinh trang.*",
    "exempt": "(dien |ly do )?mien.*",
}
SEARCHED = 40  # rows in which the headings are looked for
PEOPLE = ("name", "given", "born", "male", "female", "admitted", "card", "citizen", "cell", "home")


class Head(NamedTuple):
    """Where the headings stand: the place of each field, headings not known, those left out on purpose, and the first row below."""

    columns: dict[str, int]
    unknown: list[str]
    dropped: list[str]
    below: int

    @property
    def worth(self) -> int:
        return sum(field in self.columns for field in PEOPLE)


def find(rows: list[list]) -> Head | None:
    """The headings of a sheet, in one row or two; none where nobody's name stands below."""
    found = []
    for place in range(min(len(rows), SEARCHED)):
        found.append(_head(_single(rows[place]), place + 1))
        if place + 1 < len(rows) and not any(_counts(value) for value in rows[place + 1]):
            found.append(_head(_double(rows[place], rows[place + 1]), place + 2))
    fit = [head for head in found if head.worth > 1 and ("name" in head.columns or {"family", "given"} <= head.columns.keys())]
    return max(fit, key=lambda head: (head.worth, len(head.columns), -head.below), default=None)


def field_of(heading: str) -> str | None:
    """Which field a heading means, however it is accented or punctuated."""
    folded = fold(heading)
    return next((field for field, pattern in FIELDS.items() if re.fullmatch(pattern, folded)), None) if folded else None


def _single(row: list) -> list[list[str]]:
    return [[_text(value)] if _text(value) else [] for value in row]


def _double(upper: list, lower: list) -> list[list[str]]:
    """Both rows together, first what they say as one, then each alone; a merged heading reaches over the columns below it."""
    found, over = [], ""
    for top, sub in zip(upper, lower, strict=True):
        top, sub = _text(top), _text(sub)
        over = top or (over if sub else "")
        together = f"{over} {sub}".strip()
        found.append([text for text in dict.fromkeys((together, top, sub)) if text])
    return found


def _head(headings: list[list[str]], below: int) -> Head:
    columns: dict[str, int] = {}
    unknown, dropped = [], []
    for place, texts in enumerate(headings):
        field = next((known for text in texts if (known := field_of(text))), None)
        if field in DROPPED:
            dropped.append(texts[-1])
        elif field is None or field in columns:
            unknown += texts[:1]
        else:
            columns[field] = place
    return _named(columns, headings, unknown, dropped, below)


def _named(columns: dict[str, int], headings: list[list[str]], unknown: list[str], dropped: list[str], below: int) -> Head:
    """ "Tên" beside "Họ đệm" is the given name only; alone it is the whole one."""
    if "family" in columns and "name" in columns and fold(headings[columns["name"]][-1]) == "ten":
        columns["given"] = columns.pop("name")
    return Head(columns, unknown, dropped, below)


def _counts(value) -> bool:
    """Whether a cell holds a number or a day, as rows of people do and headings do not."""
    return any(char.isdigit() for char in value) if isinstance(value, str) else value is not None


def _text(value) -> str:
    return clean(value) if isinstance(value, str) else ""


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
