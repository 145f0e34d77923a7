"""Texts in a column of names that are no single person's whole name: two people, half a name, a word before a name."""

import re
from unicodedata import combining, normalize

from components.files import cell_values, family_names
from db.errors import Invalid
from db.vietnamese import fold

BETWEEN = re.compile(r"\s*[,;/&+]\s*|\s[-–]\s|\s+và\s+", re.IGNORECASE)
OTHER_NAMES = re.compile(
    r".*\b(bi danh|ten khac|goi khac|thuong goi)\b.*"
)  # such a column holds two names of one person
LABEL = re.compile(r"[^\W\d]\s*:\s")
ADDRESS = re.compile(r"\s*(?:đ\s*[/.]\s*c|đc)[.:]?\s+\S+\s*", re.IGNORECASE)  # before a single word
DIGITS = re.compile(r"\d(?<!\s\d)|\d.")  # but one at the end, as it tells namesakes apart
ABBREVIATED = re.compile(r"(?<!\S)[^\W\d_]\.(?=\s|$)")  # Phạm Văn T.
WITHOUT_VOWEL = re.compile(r"(?<!\S)[bcdghjklmnpqrstvwxzđ]{2,}\.?(?!\S)", re.IGNORECASE)  # Ng Văn An, HV Lê Văn Khải
NEVER_LAST = re.compile(r"\S+\s+thị", re.IGNORECASE)  # but Nguyễn Văn Thị is a whole name
UNKNOWN = re.compile("(chua|khong) (ro|biet|co)\\b.*|khuyet( danh| ten)?")
ONE_WORD = re.compile(r"(?=.*\w.*\w)[^\W\d_]+(?:['’][^\W\d_]+)*")  # as some peoples are called: Siu, H'Yer
SURELY_WHOLE = 3  # words; of two lines in a cell, a shorter one may continue the other


SIGNS = " '’‘ʼ`´.()0123456789-–"  # in names, and what tells namesakes apart
LETTERS = "đƀ"  # of our peoples, besides those of the alphabet with any marks


def check(value, plain: str, heading: str) -> None:
    """Raise Invalid unless a cell may hold one person's whole name. `plain` is its text without remarks.

    The code "import_one_word" means that only the user can tell whether a name of one word is whole.
    """
    typed = cell_values.to_text(value)
    lines = value.strip().splitlines() if isinstance(value, str) else []
    apart = not OTHER_NAMES.fullmatch(fold(heading)) and _all_names(BETWEEN.split(typed))
    if apart or (_all_names(lines) and min(len(line.split()) for line in lines) >= SURELY_WHOLE):
        raise Invalid("import_two_names", typed=typed[:80])
    if ONE_WORD.fullmatch(plain):
        raise Invalid("import_one_word", typed=typed[:80])
    unknown = NEVER_LAST.fullmatch(plain) or UNKNOWN.fullmatch(fold(plain))
    unknown = unknown or ABBREVIATED.search(plain) or WITHOUT_VOWEL.search(plain)
    if unknown or len(plain.split()) < 2 or DIGITS.search(plain) or LABEL.search(plain) or ADDRESS.fullmatch(plain):
        raise Invalid("import_name_unclear", typed=typed[:80])
    if foreign := _foreign_letters(plain):
        raise Invalid("import_name_letters", typed=typed[:80], letters=foreign)


def _foreign_letters(plain: str) -> str:
    """Return the letters and signs that are in no name of a person here, but in a text that was converted wrongly."""
    marked = normalize("NFD", plain.lower())
    known = "".join(sign for sign in marked if combining(sign) or sign in SIGNS + LETTERS or "a" <= sign <= "z")
    return "".join(dict.fromkeys(sign for sign in marked if sign not in known))


def _all_names(parts: list[str]) -> bool:
    return len(parts) > 1 and all(map(family_names.reads_as_name, parts))
