"""Headings of lists of units in all the ways they are written, and the words for each kind of unit."""

import re

from components.files.heading_vocabulary import Vocabulary
from db.models import UnitKind
from db.vietnamese import fold

UNIT = "(don vi|chi bo|to chuc( co so)?( dang)?( truc thuoc)?|co so dang)"
FIELDS = {
    "index": "(so )?(tt|stt)|so thu tu|dong( so)?",
    "reason": "ly do( tra lai)?|viec can lam",
    "kind": f"(loai( hinh)?|kieu)( {UNIT})?",
    "parent": f"({UNIT} )?((cap )?tren( truc tiep)?|cap tren( truc tiep)?|truc thuoc|thuoc|chu quan)( .*)?"
    "|(dang bo|dang uy)( cap tren| xa( phuong)?| phuong)?|xa( hoac)? phuong( thi tran)?",
    "name": f"(ten )?{UNIT}|ten( goi)?( (xa phuong|dang bo|cap uy))?|ten {UNIT} .*",
    "meeting_day": "ngay (hop|sinh hoat)( .*)?|lich (hop|sinh hoat)( .*)?",
    "reports": "(co |phai )?(gui )?bao cao( .*)?|(co|phai) bao cao .*",
    "since": "(ke )?tu( (ngay|thang|nam))*( thanh lap)?|((ngay|thang|nam) )*(thanh lap|bat dau)|hoat dong tu( .*)?",
}
TITLES = {
    "name": "Tên đơn vị",
    "kind": "Loại đơn vị",
    "parent": "Đơn vị cấp trên",
    "meeting_day": "Ngày sinh hoạt hằng tháng",
    "reports": "Có báo cáo",
    "since": "Từ ngày, tháng",
    "reason": "Lý do",
}
UNIT_HEADINGS = Vocabulary(
    FIELDS,
    ("name",),
    (frozenset({"name"}),),
    ("name", "kind", "parent", "meeting_day", "reports"),
    ("name", "kind", "parent", "meeting_day", "reports", "since", "index"),
    TITLES,
    {"index": "STT"},
    days=("since",),
)

COMMUNE = "(xa|phuong|thi tran|dac khu)"
PLACE = "(khu dan cu|kdc|khu pho|khu|thon|ban|ap|xom|lang|buon|to dan pho|tdp|to|cum dan cu|so [0-9]+)"
OFFICE = (
    "(co quan|don vi|truong|tram|benh vien|trung tam|cong an|quan su|bo doi|doanh nghiep|cong ty|hop tac xa|htx"
    "|ngan hang|van phong|phong|khoi|ubnd|uy ban)"
)
KIND_WORDS = {
    UnitKind.AREA: f"({COMMUNE} )?{COMMUNE}( .*)?|(dang bo|dang uy) (bo phan )?{COMMUNE}( .*)?|huyen( .*)?|tinh( .*)?",
    UnitKind.AGENCY_CELL: f"chi bo {OFFICE}( .*)?",
    UnitKind.CELL: f"(chi bo |cb )?{PLACE}( .*)?|chi bo (noi cu tru|dia ban)( .*)?",
    UnitKind.WORKPLACE: f"(dang uy |dang bo )?{OFFICE}( .*)?|noi cong tac( .*)?",
}


def parse_unit_kind(said: str) -> UnitKind | None:
    """Return the kind that a word for it, or a unit's own name, says; None if none fits or it says only "chi bộ"."""
    folded = fold(said)
    return next((kind for kind, pattern in KIND_WORDS.items() if re.fullmatch(pattern, folded)), None)


def cell_of_some_kind(said: str) -> bool:
    """Return whether a word for a kind says only that it is a cell."""
    return fold(said) in ("chi bo", "cb", "chi bo co so", "chi bo truc thuoc")
