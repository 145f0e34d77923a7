"""Rows of a list that are not about a person: titles, sections, totals, signatures;
and what they say about the people below them.
"""

import re
from typing import NamedTuple

from components.files import departure_words
from db.vietnamese import clean, fold

TOTAL = re.compile("(tong )?(cong|so dang vien)( .*)?|tong( .*)?")
SUM = re.compile(r"\W*(tổng|tong|cộng|cong|số|so)\b")
PART_OF_TOTAL = re.compile(
    r"trong do( .*)?|(so )?(dang vien |dv )?(nam|nu|du bi|chinh thuc|mien sinh hoat|213)( \d.*)?( dong chi)?"
)
SIGNED = re.compile(
    "t m .*|tm .*|nguoi lap.*|ky .*|.* ky ghi ro.*|(pho )?bi thu.*|xac nhan.*|thu truong.*|noi "
    "nhan.*|.* ngay .* thang .* nam( .*)?"
)
PLACE = re.compile(r"\(?\d{1,2}\)?")  # a row that numbers the columns
NUMERAL = re.compile(r"\(?([ivx]+|[a-h]|\d{1,2}(\.\d{1,2})*)\s*[.)/:-]?\s*", re.IGNORECASE)
GROUP = re.compile(  # what no person is called, in accented text
    r"(các )?(đồng chí )?(là )?(đảng viên|đv|danh sách|tổ đảng|nhóm|quần chúng|đối tượng|cảm tình|nguồn|cấp ủy|cấp uỷ|"
    r"ban chi ủy|ban chi uỷ|chi ủy|chi uỷ|bộ phận|đảng bộ|chi bộ|(được )?miễn (công tác|sinh hoạt|sh|giới thiệu))\b.*",
    re.IGNORECASE,
)
PLAIN_GROUP = re.compile(
    "(cac )?(dang vien|dv|danh sach) (chinh thuc|du bi|213|sinh hoat|noi cu tru|giu|dang|mien|duoc|da|cong "
    "tac|theo|chi bo).*|(duoc )?mien (cong tac|sinh hoat|sh|gioi thieu)( .*)?|chinh thuc|du bi|(dai bieu )?khach moi"
)
SPEAKING = re.compile(r"\b(đồng chí|đảng viên|sinh hoạt|công tác|chi bộ|tạm thời|tạm trú|làm ăn|giới thiệu)\b")
LINKING = re.compile(r"\b(tại|ở|đang|được|đã|chưa|của|theo|trong|gồm|và|các|những|đi|về|từ|nơi|khác|xa)\b")
CELL = re.compile(r"(?:^|(?<=\W))((?:chi bộ|chi bo|(?<![-/])cb)\b\s*:?\s*\S.*)", re.IGNORECASE)
BEFORE = re.compile(r"(bí thư|bi thu|chi ủy viên|cấp ủy|t/m|tm\.?|họp|của)\s*$", re.IGNORECASE)
PURPOSE = (  # purposes of a list, written after the cell's name
    r"nhiệm kỳ|giai đoạn|tham (?:gia|dự)|dự (?:đại hội|hội nghị|họp|lớp)|đề nghị|kèm theo|giới thiệu (?:đi|về|sinh)"
    r"|được (?:miễn|tặng|đề nghị|công nhận|giới thiệu|phân công|xét|trao)|đủ (?:tư cách|điều kiện|tiêu chuẩn)"
    r"|nộp đảng phí|đóng đảng phí|đang (?:quản lý|sinh hoạt|công tác)|hiện có"
)
AFTER = re.compile(
    r"\s*(?:\(|[,;.]\s*(?:đảng bộ|đảng ủy|xã|phường|tính|đến|năm|tháng|quý)"
    r"|[-–]\s*(?:đảng bộ|đảng ủy|xã|phường|năm|tháng|quý|tính|đến)"
    r"|[-–:,]\s*(?:đ/?c )?(?:bí thư|bt)\b|[\s:,–-]+\d+\s*(?:đ\s*/?\s*c|đồng chí|đảng viên|đv|người)\b"
    r"|\b(?:tính đến|đến (?:ngày|hết)|hết ngày|trực thuộc|thuộc|năm \d{4}|tháng \d{1,2}|quý [ivx\d]+)\b"
    rf"|\b(?:{PURPOSE})\b|\bquản lý$).*$",
    re.IGNORECASE,
)
COMMON = re.compile(  # continues as a sentence; needs accents, as there are cells called Nam Tiến, Hợp Thành, Minh Khai
    r"(chi bộ|cb) (đang sinh hoạt|nơi (cư trú|ở|công tác)|quản lý(?= \d| đảng| các|$)|cư trú"
    r"|(có|gồm|họp|theo|và|để|không|đã)\b"
    r"|(ta|mình)$|(năm|tháng) \d).*"
    r"|(chi bộ|cb) \d+ (đồng chí|đảng viên|đv)\b.*",
    re.IGNORECASE,
)
COMMON_PLAIN = re.compile(  # the same without accents, where it can be nobody's name
    r"(chi bo|cb) (dang sinh hoat|noi (cu tru|o|cong tac)|quan ly(?= \d| dang| cac|$)|cu tru"
    r"|(co|gom) \d|(nam|thang) \d).*"
    r"|(chi bo|cb) \d+ (dong chi|dang vien|dv)\b.*"
)
OTHERS = re.compile(  # people who are no members, unless members are named with them
    r"(?!.*\b(dang vien|dv)\b).*\b(quan chung|doi tuong (dang|ket nap|cam tinh|phat trien|tao nguon)|cam tinh dang"
    r"|doan vien|hoi vien|nguon (phat trien|ket nap)|nguoi xin vao dang|khach( moi)?|chu ho|ho gia dinh"
    r"|ho (can )?ngheo)\b.*"
)
PLACES = re.compile(  # places: a cell's name without "chi bộ", or a part of a cell
    r"(thôn|bản|ấp|xóm|làng|buôn|bon|plei|sóc|phum|khóm|khu phố|khu dân cư|kdc|khu \d|tiểu khu|tổ dân phố|tdp)\b.*\w",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?!.*chuyen).*((?<!tdp )(?<!to )(?<!pho )(?<!khu )(?<!thon )\b213\b|noi cu tru|giu (moi )?(quan he|lien he)"
    "|dang vien cong tac noi khac|sinh hoat (dang )?(hai|2) chieu).*"
)
STANDING_WORDS = re.compile(  # in a sheet's name, beside the name of its cell
    r"\b(danh sách|danh sach|ds|đảng viên|dang vien|đv|dv|theo|diện|quy định|quy dinh|qđ|qd|213|giữ mối liên hệ"
    r"|giu moi lien he|giữ mối quan hệ|giu moi quan he|nơi cư trú|noi cu tru|dự bị|du bi|chính thức|chinh thuc)\b",
    re.IGNORECASE,
)
EXEMPT = "Miễn giới thiệu"  # all that is kept about somebody who is exempt


class SectionDefaults(NamedTuple):
    """What a title or section says about everybody below it."""

    probationary: bool = False
    contact: bool = False
    gone: str | None = None
    exempt: bool = False  # from introduction: nothing else is kept about such people
    left: str | None = None  # said, but not imported
    temporary: bool = False
    others: str | None = None  # the title, if its people are no members

    def inherit_from(self, outer: "SectionDefaults") -> "SectionDefaults":
        """Combine a section's defaults with those of the sheet around it."""
        return SectionDefaults(
            self.probationary,
            self.contact or outer.contact,
            self.gone or outer.gone,
            self.exempt or outer.exempt,
            self.left or outer.left,
            self.temporary or outer.temporary,
            self.others or outer.others,
        )


def cell_named_in(text: str) -> str | None:
    """Return the cell that a title or section names, as it is written."""
    found = CELL.search(text)
    if not found or BEFORE.search(text[: found.start(1)]):
        return None
    name = AFTER.sub("", found[1]).strip(" .,:;-–")
    folded = fold(name)
    common = COMMON.fullmatch(clean(name)) or COMMON_PLAIN.fullmatch(folded)
    return None if common or len(folded.split()) < 2 or folded == "chi bo" else name


def parse_sheet_name(name: str) -> tuple[str, SectionDefaults]:
    """Return the cell that a sheet's name means, and what it says about the people on it: "ĐV 213 TDP1" are the contact
    members of TDP1.
    """
    spaced = re.sub(r"(?<=[^\W\d])(?=213\b)", " ", name.replace("_", " "))
    named, standing = cell_named_in(spaced), parse_section_title(spaced)
    if named:
        return named, parse_section_title(spaced.replace(named, " ")) or SectionDefaults()
    if standing is None or not any(standing):
        return name, SectionDefaults()
    return clean(STANDING_WORDS.sub(" ", spaced)).strip(" .,:;-–") or name, standing


def place_named_in(text: str) -> str | None:
    """Return the village or quarter that a section names instead of its cell; None if it names none."""
    name = AFTER.sub("", without_numeral(text)).strip(" .,:;-–")
    return name if PLACES.fullmatch(name) else None


def names_cell_or_place(text: str) -> bool:
    """Return whether a text names a cell or a place."""
    return bool(cell_named_in(text) or place_named_in(text))


def numeral_style(text: str) -> str:
    """Return how a section is numbered: "roman", "letter", "digit", or "" if it is not."""
    found = NUMERAL.match(text.strip()) if is_section_numeral(text) or text.strip()[:1].isdigit() else None
    return "" if not found else "digit" if found[1][0].isdigit() else "roman" if found[1][0] in "IVXivx" else "letter"


def parse_section_title(text: str) -> SectionDefaults | None:
    """Return what a title or section says about the people below; None if it mentions no people."""
    folded = fold(text)
    if OTHERS.fullmatch(folded):
        return SectionDefaults(others=text[:60])
    if not re.search(
        r"\b(dang vien|dv|dong chi|chinh thuc|du bi|213|noi cu tru|da chuyen|chuyen di|tu tran|da mat|mien|tam thoi)\b",
        folded,
    ):
        return None
    for_a_time = "tam thoi" in folded
    came = for_a_time and not re.search(r"\b(chuyen|di|noi khac)\b", folded)
    gone = text[:60] if departure_words.says_gone(text) else None
    left = text[:60] if re.search(r"\bmien\b", folded) or (for_a_time and not came) else None
    contact = bool(CONTACT.fullmatch(folded))
    full = "chinh thuc" in folded
    return SectionDefaults("du bi" in folded and not full, contact, gone, "mien gioi thieu" in folded, left, came)


def is_section_numeral(text: str) -> bool:
    """Return whether a cell holds only a section numeral, which is never a person's running number."""
    found = NUMERAL.fullmatch(text.strip())
    return found is not None and not found[1].replace(".", "").isdigit()


def without_numeral(text: str) -> str:
    """Return a section's text without its numeral."""
    found = re.match(r"\(?([IVX]+|[A-Ha-h]|\d{1,2}(\.\d{1,2})*)\s*[.)/:-]\s*(?=\D)|([IVX]+)\s+(?=\S)", text)
    return text[found.end() :].strip() if found else text.strip()


def is_group_title(text: str) -> bool:
    """Return whether a text names a group of people, not a person."""
    plain = without_numeral(text)
    return bool(GROUP.fullmatch(plain) and (len(plain.split()) > 2 or fold(plain) in ("chi uy", "cap uy"))) or bool(
        PLAIN_GROUP.fullmatch(fold(plain))
    )


def reads_as_sentence(text: str) -> bool:
    """Return whether a text speaks about people instead of naming one."""
    plain = without_numeral(text).lower()
    return len(plain.split()) > 3 and (
        bool(re.match(r"(các|những|số|danh sách)\b", plain))
        or len(set(SPEAKING.findall(plain))) > 1
        or (SPEAKING.search(plain) is not None and LINKING.search(without_numeral(text)) is not None)
    )


def is_total(text: str, below: bool = False) -> bool:
    """Return whether a text labels a total, or, `below` one, a part of it ("Trong đó: nữ"); by its accents, Tổng is a
    total and Tống is a family name.
    """
    plain = without_numeral(text)
    if below and PART_OF_TOTAL.fullmatch(fold(plain)):
        return True
    return bool(TOTAL.fullmatch(fold(plain)) and SUM.match(plain.lower()))


def is_signature(text: str) -> bool:
    """Return whether a text belongs above or below a signature."""
    return bool(SIGNED.fullmatch(fold(text)))


def is_column_numbering(said: list[str]) -> bool:
    """Return whether a row numbers the columns."""
    return len(said) > 2 and all(PLACE.fullmatch(text) for text in said)
