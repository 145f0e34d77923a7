"""Single cells of member lists: names, dates in all the ways they are written, numbers, yes and no."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from unicodedata import is_normalized

from components.files import name_spelling, syllables
from components.files.legacy_encodings import repair_capitals
from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.imports.person_rows import HashedNumber
from db.kernel import validation
from db.vietnamese import TITLE, clean, fold, title_case

EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's date serials
SERIALS = range(3_000, 60_000)  # 1908 to 2064
YEARS = range(1900, 2100)
ADULT = 15
MISTYPED = re.compile(r"\d[^\W\d_](?=[\s.-]?\d)")  # a letter for a digit in a telephone number
SHORTEST = 6  # digits of a number that was typed incompletely
SEXES = {
    **dict.fromkeys(("nam", "male", "m", "trai", "ong", "nam gioi"), "male"),
    **dict.fromkeys(("nu", "female", "f", "gai", "ba", "nu gioi"), "female"),
}
NOT_TICKED = {"0", "khong", "ko", "no", "false", "sai"}
APART = re.compile(r"\s*[/;,\n|:–]\s*|\s-\s|\s+(?:và|hoặc|hay)\s+|(?<=\d{10})\s*-\s*(?=0\d)")
COUNTED = re.compile(r"^(?:[*+•●▪■–—.…·'-]+\s*)?(?:\d{1,3}\s*[.)/-]\s*(?=\D))?")  # a number or a bullet before a name
PROBATION = r"đv ?db|db|(?:đv |đảng viên )?dự bị"
POST = re.compile(
    r"\s*[(–-]\s*(?:bt|pbt|cuv|bí thư|phó (?:bí thư|bt)|p\.? ?bí thư|chi ủy viên|chi uỷ viên|"
    rf"cấp ủy viên|cấp uỷ viên|đảng ủy viên|đảng uỷ viên|(?P<probation>{PROBATION}))"
    r"(?:\s+(?:chi bộ|đảng bộ|đảng ủy|đảng uỷ)\b[^)]*)?\s*\)?\s*$",
    re.IGNORECASE,
)
MIDNIGHT = re.compile(r"(?:[ T]0?0:00(?::00)?(?:\.0+)?| 12:00(?::00)? (?:AM|SA))$")
NO_DAY = {"", "x", "0", "00", "00 00 00"}  # a formula shows an empty cell as 0
DITTO = re.compile(r"""[\s\-–.']*(nt|n\.t|như trên|["”″〃]|''|//)[\s\-–.']*""", re.IGNORECASE)
SAID = (  # about somebody, right after a name; "Mất" with a capital may be one
    r"(?-i:mất|chết|đã \w+|từ trần|qua đời|nghỉ (?:hưu|mất|sinh|sh|theo|chế)|x[óo][aá] tên|khai trừ|dự bị|đảng viên"
    r"|bí thư|(?:chi|cấp) (?:ủy|uỷ)|trưởng (?:thôn|xóm|bản|ấp|khu)|chuyển (?:đi|đến|về|sang|đảng|sinh|sh|công)"
    r"|P?BT|CUV|ĐV(?:DB)?)\b.*"
)
# What somebody wrote beside a name. A letter or two in brackets is no remark, but "nữ": it tells namesakes apart.
REMARK = re.compile(
    r"\s*(?:[(\[](?!(?!nữ)\w{1,2}[)\]])([^)\]]*)[)\]]?|[,;](.*)|/\s*(\d[\d/.-]*)|(?<=\w\w)\s*[*.:✓✔–—-]+"
    rf"|(?<=\w)\s+[–—-]+\s+(\D.*)|(?<=\w)\s*[–—-]\s*({SAID})|(?<=\w\w)\s+({SAID})"
    r"|\s(?:tức|bí danh|tên khác|tên gọi khác|thường gọi(?: là)?)\s+(\w.*)|\s[\"“”'‘’]([^\"“”'‘’]+)[\"“”'‘’]"
    r"|(?<=\w)\s*(?:\s|[-–])\s*((?:(?:sn|sinh(?: năm)?)\W*)?(?:\d{1,2}[/.-]){0,2}(?:19|20)\d\d))\s*$",
    re.IGNORECASE,
)
ROMAN = re.compile("[IVX]+")  # after a name, as a numeral
SEALED = re.compile("#([0-9a-f]{64})")


def to_text(value) -> str:
    """Return a cell as a reader sees it."""
    if isinstance(value, HashedNumber):
        return f"••••{value.last4}"
    if isinstance(value, str):
        return " ".join(value.split()) if value.isprintable() and is_normalized("NFC", value) else clean(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value is not None else ""


def clean_person_name(text: str) -> str:
    """Return a person's name in normal spelling, word by word, where it is typed in capitals or in lower case."""
    return validation.person_name(" ".join(map(_as_in_a_name, title_case(text).split())))


def bare_name(text: str) -> str:
    """Return a name without number, form of address, post and remark, its capitals and spaces repaired."""
    counted = COUNTED.sub("", text).strip()
    named = counted if name_spelling.is_family_ong(counted) else TITLE.sub("", counted, count=1)
    plain = REMARK.sub("", POST.sub("", repair_capitals(named)))
    return name_spelling.respell(name_spelling.without_address(plain))


def says_probation_beside_name(text: str) -> bool:
    """Return whether a remark beside a name says that somebody is a probationary member."""
    return bool((found := POST.search(text)) and found["probation"])


def remark_beside_name(text: str) -> str:
    """Return what is written beside a name, in brackets or after a comma, unless it is a post."""
    found = REMARK.search(POST.sub("", text))
    return next(filter(None, found.groups()), "").strip() if found else ""


def sex_beside_name(remark: str) -> str | None:
    """Return the sex that a remark beside a name says; "Nam" with a capital is rather another name."""
    return "female" if remark.lower() == "nữ" else "male" if remark == "nam" else None


def to_partial_date(value) -> str | None:
    """Return a day, month or year as it is stored. Raises Invalid("date_unreadable")."""
    if isinstance(value, datetime | date):
        return partial_dates.parse(f"{value:%d/%m/%Y}")
    if isinstance(value, float) and value.is_integer() and value:
        return _counted(int(value))
    said = MIDNIGHT.sub("", to_text(value).strip(" .-/'’‘`").replace("\\", "/"))
    nothing = fold(said) in NO_DAY and (said.isascii() or not any(map(str.isdigit, said)))
    return None if nothing else partial_dates.parse(said)


def birth_date(value) -> str | None:
    """Return a date of birth. Also raises Invalid for somebody who would be a child."""
    found = to_partial_date(value)
    if found and int(found[:4]) > clock.today().year - ADULT:
        raise Invalid("born_too_late", typed=partial_dates.display(found))
    return found


def past_date(value) -> str | None:
    """Return a date up to today. Raises Invalid for one in the future."""
    found = to_partial_date(value)
    if found and partial_dates.earliest_day(found) > clock.today():
        raise Invalid("day_to_come", day=partial_dates.earliest_day(found).isoformat())
    return found


def id_number_reader(
    lengths: tuple[int, ...], keep: bool, digest: Callable[[str], str]
) -> Callable[[object], HashedNumber | None]:
    """Return a reader of card or citizen numbers, which gives a keyed hash and the last four digits."""

    def read(value) -> HashedNumber | None:
        if isinstance(value, HashedNumber):
            return value
        said = _zeros(int(value)) if isinstance(value, float) and value.is_integer() else to_text(value)
        if sealed := SEALED.search(said):
            return HashedNumber(sealed[1], said.split(" ")[0][-4:])
        digits = validation.id_number(said, lengths)
        if not digits:
            return None
        if _is_rounded(digits):
            raise Invalid("digits_unfit", lengths=lengths)
        return HashedNumber(digest(digits), digits[-4:], digits if keep else None)

    return read


def format_hashed_number(number: HashedNumber | None) -> str:
    """Format a number for a workbook that is sent back: we recognise it again, but nobody can read it."""
    return "" if number is None else number.whole or f"••••{number.last4} #{number.hash}"


def text_beside_number(text: str) -> str:
    """Return the text beside a sealed number."""
    return text.partition(found[0])[2].strip() if (found := SEALED.search(text)) else ""


def phone_number(value) -> str | None:
    """Return a telephone number; if Excel stored it as a number, its leading zero is restored."""
    said = to_text(value)
    without_zero = re.fullmatch(r"(?:\+?84[ .]?)?([35789](?:[ .]?\d){8})", said)
    return validation.phone(f"0{without_zero[1]}" if without_zero else said)


def sex_code(value) -> str | None:
    """Return male or female, however it is written."""
    return SEXES.get(fold(to_text(value)))


def is_ticked(value) -> bool | None:
    """Return whether a cell is ticked, with whatever sign; None if it holds something else, such as a date."""
    said = to_text(value)
    if fold(said) in NOT_TICKED or said in ("-", "–", "—", ".", "/"):
        return False
    if value is True or said in ("1", "✓1") or not any(char.isdigit() for char in said):
        return value is not False
    return None


def is_ditto(value) -> bool:
    """Return whether a cell says that it repeats the one above."""
    return isinstance(value, str) and DITTO.fullmatch(to_text(value)) is not None


def find_phones(value) -> list[str]:
    """Return the telephone numbers in a cell that holds several of them, or other text as well."""
    whole = [part for part in APART.split(to_text(value)) if not MISTYPED.search(part)]
    parts = [re.sub(r"[^\d+]", "", part) for part in whole]
    found = [part for part in parts if re.fullmatch(r"\+?\d{9,12}", part)]  # 9.12346E+08 has lost its digits
    return found or re.findall(r"0\d{9}", "".join(parts))


def may_be_id_number(value) -> bool:
    """Return whether a cell holds the number of a card or citizen, also hidden or incomplete, rather than a count."""
    return isinstance(value, HashedNumber) or sum(char.isdigit() or char == "•" for char in to_text(value)) >= SHORTEST


def find_id_numbers(value, lengths: tuple[int, ...]) -> list[str]:
    """Return the card or citizen numbers in a cell that holds other text as well."""
    runs = (re.sub("[ .]", "", run) for run in re.findall(r"\d[\d .]*", to_text(value)))
    return [run for run in runs if len(run) in lengths and not _is_rounded(run)]


def mask_digits(text: str) -> str:
    """Mask all digits of each number in a text except its last ones."""
    return re.sub(r"\d(?=[\d .]*\d{3})", "•", text)


def excel_serial(stored: str) -> int | None:
    """Return the number that Excel would display as this date, if that number can be a year."""
    whole = partial_dates.exact_day(stored)
    count = (datetime(whole.year, whole.month, whole.day) - EPOCH).days if whole else 0
    return count if count in YEARS else None


def text_reader(limit: int) -> Callable[[object], str | None]:
    """Return a reader of lines of text up to a maximum length."""
    return lambda value: (
        said if len(said := to_text(value)) <= limit and said else validation.optional_text(said, limit)
    )


def _as_in_a_name(word: str) -> str:
    """Capitalise a word of a name if it is all lower case, or a syllable with other capitals: NGUYỄN, KHẢi."""
    astray = word != word.capitalize() and not ROMAN.fullmatch(word) and syllables.is_vietnamese(word)
    return word.capitalize() if word.isalpha() and (word.islower() or astray) else word


def _counted(count: int) -> str | None:
    """Read a number where a date is expected: a year, an Excel date serial, or a date written without separators."""
    if count in YEARS:
        return partial_dates.parse(str(count))
    if count in SERIALS:
        return partial_dates.parse(f"{EPOCH + timedelta(days=count):%d/%m/%Y}")
    return partial_dates.parse(str(count).zfill(8))


def _is_rounded(digits: str) -> bool:
    """Return whether Excel has lost the digits of a long number: 1.2E+11."""
    return len(digits) > SHORTEST + 2 and digits.endswith("0" * SHORTEST)


def _zeros(count: int) -> str:
    """Restore the leading zeros that Excel drops from a number."""
    said = str(count)
    return said.zfill(8) if len(said) == 7 else said.zfill(12) if len(said) in (10, 11) else said
