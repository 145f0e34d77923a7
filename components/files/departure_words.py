"""Words in lists that say that somebody has left, and words that only look like them."""

import re

from db.vietnamese import fold

NOT_DEAD = "suc|the|tich|lien lac|giay|ho so|lap truong|uy tin|dang tich"  # what else somebody can lose
NOT_AWAY = "chinh thuc|dang chinh thuc|den|ve|toi|tu|cong tac|doi|the"
DIED = r"tu tran|qua doi|hy sinh|da chet|chet (ngay|thang|nam|\d).*"
LEFT = (
    r"xoa ten|khai tru|ra khoi dang|thoi sinh hoat"
    r"|(da|moi|bi) nghi( (sinh hoat|sh|shd)( dang)?|$)"
    rf"|da chuyen(?!( (sinh hoat|sh|shd))?( dang)? ({NOT_AWAY})\b)"
    r"|chuyen( (sinh hoat|sh|shd))?( dang)? di"
)
GONE = re.compile(rf".*\b({DIED}|(da|moi) mat(?! ({NOT_DEAD})\b)|{LEFT})\b.*")
ALONE = re.compile(r"chet( .*)?|mat( (ngay|thang|nam|vao|\d).*)?")  # only if the cell says nothing else
BESIDE = re.compile(rf"(mat(?! ({NOT_DEAD})\b)|chet|chuyen(?! ({NOT_AWAY}|sang)\b)|xoa ten|khai tru)\b.*")
NOT_YET = re.compile(
    r".*\b(chuan bi|cho|xin(?! ra khoi)|de nghi|nop|ho so|thu tuc|chua|khong|du kien|se|sap|muon|dang lam)\b.*"
)
RELATIVE = re.compile(rf".*\b(con|vo|chong|bo|me|cha|bo me) .*\b({DIED}|mat)\b.*")


def says_gone(said: str) -> bool:
    """Return whether a section or status says that somebody has left, rather than will leave or retired."""
    folded = fold(said)
    return bool(GONE.fullmatch(folded) or ALONE.fullmatch(folded)) and _happened(folded)


def says_gone_beside_name(remark: str) -> bool:
    """Return whether a remark after a name says that somebody has left; a single word is enough there."""
    folded = fold(remark)
    return says_gone(remark) or (BESIDE.fullmatch(folded) is not None and _happened(folded))


def _happened(folded: str) -> bool:
    """Return whether it has already happened, for good, and to this person rather than to a relative."""
    return "tam thoi" not in folded and not NOT_YET.fullmatch(folded) and not RELATIVE.fullmatch(folded)
