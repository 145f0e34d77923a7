"""Dates as lists write them besides the plain forms:
with a two-digit year, with an unknown part, with words around them, year first, or two in one cell.
"""

import re
from datetime import timedelta

from components.files import lunar_days
from components.files.cell_values import EPOCH, SERIALS
from components.files.implausible_dates import OLDEST, YOUNGEST
from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.kernel.validation import EARLIEST
from db.vietnamese import fold

PIECE = r"(?:\d{1,2}|[?_xX.]{1,3})"
YEAR = r"(?:\d{4}|\d{2})"
STROKE = r"\s*[/.\-]\s*"
DAY = re.compile(rf"(?<!\d)(?:{PIECE}{STROKE}{PIECE}{STROKE}{YEAR}|(?:{PIECE}{STROKE})?\d{{4}})(?!\d)")
BARE = re.compile(rf"(?:\d{{1,2}}{STROKE})?\d{{2}}")  # a two-digit year; only if the cell holds nothing else
COUNT = re.compile(r"\d{5}")
RUN = re.compile(r"\d{6}")  # a date written without separators
YEAR_FIRST = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")  # read only if it is no date with the year last
COUNTED_YEAR = re.compile(r"([12])[.,](\d{3})")  # a year written like a number with a thousands separator
ONE_SIGN = re.compile(r"(\d\d)[/.\-]?(\d\d)[/.\-]?((?:19|20)\d\d)")  # one separator missing: 01/051958
YEARS = re.compile(r"(?:19|20)(?:1[3-9]|[2-9]\d)\s*[/-]\s*(?:19|20)\d\d")  # two, as no month is over 12
DECIMAL = re.compile(r"((?:19|20)\d\d)[.,]0+")
LETTER_FOR_DIGIT = re.compile(r"(?<![^\W\d_])[OolI](?=\s*[\d/.\-])|(?<=\d)[OolI](?![^\W\d_])")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
ENGLISH = re.compile(rf"(\d{{1,2}})[- ]({'|'.join(MONTHS)})[a-z]*[- ](\d{{4}}|\d\d)", re.IGNORECASE)
QUARTER = re.compile(  # only the year of which is known
    r"(?<![^\W\d_])(?:q|quý|quy)\s*\.?\s*(?:[1-4]|iv|i{1,3})\s*[/.,-]?\s*(?:năm|nam)?\s*(?=\d{4})", re.IGNORECASE
)
SHORT_MONTH = re.compile(r"(?<![^\W\d_])T\.?\s*(?=\d{1,2}\s*[/.\-])")  # T.3/76
LABEL = re.compile(r"\b(chua (?:chinh thuc|ct)|du bi|db|ket nap|kn)\b|\b(chinh thuc|ct)\b")
WORDS = re.compile(r"\b(?:tháng|thang|năm|nam)\b", re.IGNORECASE)


def find_dates(said: str, years: range) -> list[str]:
    """Return the dates in a text, as they are stored; none if it holds numbers that belong to no date.

    `years` are the years that a two-digit year may mean, a hundred at most.
    """
    said = said.strip(" '’‘`")
    if LETTER_FOR_DIGIT.search(said) or lunar_days.is_lunar(said) or lunar_days.names_both(said):
        return []
    plain = re.sub(r"/\s*/", "/", WORDS.sub("/", _with_signs(said)))
    bare = BARE.fullmatch(plain)
    if not bare and any(char.isdigit() for char in DAY.sub("", plain)):
        return []
    days = [_day(token, years) for token in ([plain] if bare else DAY.findall(plain))]
    return [] if None in days else [day for day in days if day]


def label_dates(said: str, days: list[str]) -> dict[str, str] | None:
    """Return the dates of admission and full membership by the words beside each: "CT 3/2/1991, DB 3/2/1990"; None if
    not each date has one.
    """
    fields = ["official" if full else "admitted" for _, full in LABEL.findall(fold(said))]
    return dict(zip(fields, days, strict=True)) if len(days) == len(fields) == len({*fields}) > 0 else None


def birth_years() -> range:
    """Return the years in which a person who is a member today may have been born."""
    today = clock.today().year
    return range(today - OLDEST + 1, today - YOUNGEST + 1)


def admission_years(born: str | None) -> range:
    """Return the years in which a person may have been admitted."""
    first = int(born[:4]) + YOUNGEST if born else EARLIEST.year
    return range(first, clock.today().year + 1)


def _with_signs(said: str) -> str:
    """Return with separators a date that is written as one number (010558, 19580501), as an Excel serial in a text
    cell, or with an English month name as Excel writes it (1-May-58); and as a plain year one that is written as a
    number (1.958).
    """
    said = SHORT_MONTH.sub("", QUARTER.sub("", said))
    if found := YEAR_FIRST.fullmatch(said):
        return "/".join(reversed(found.groups()))
    if YEARS.fullmatch(said):
        return said
    if found := ONE_SIGN.fullmatch(said):
        return "/".join(found.groups())
    if found := DECIMAL.fullmatch(said):
        return found[1]
    if found := COUNTED_YEAR.fullmatch(said):
        return found[1] + found[2]
    if found := ENGLISH.fullmatch(said):
        return f"{found[1]}/{MONTHS.index(found[2].lower()) + 1}/{found[3]}"
    if RUN.fullmatch(said):
        return f"{said[:2]}/{said[2:4]}/{said[4:]}"
    if COUNT.fullmatch(said) and int(said) in SERIALS:
        return f"{EPOCH + timedelta(days=int(said)):%d/%m/%Y}"
    return said


def _day(token: str, years: range) -> str | None:
    """Read a day, month or year from its text; unknown parts, and all parts before them, are left out."""
    *parts, year = re.split(STROKE, token)
    whole = year if len(year) == 4 else next((str(each) for each in years if each % 100 == int(year)), "")
    known: list[str] = []
    for part in reversed(parts):
        if not part.isdigit() or not int(part):
            break
        known.insert(0, part)
    try:
        return partial_dates.parse("/".join([*known, whole]))
    except Invalid:
        return None
