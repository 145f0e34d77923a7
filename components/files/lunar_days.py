"""Days of the lunar calendar, which lists give for older people: "15/8/1958 ÂL", "mồng 5 tháng Giêng năm 1962".

Only their year is kept, as they are no days of the calendar that everything else goes by; and only up to the tenth
month: the last two may belong to the next year.
"""

import re

from db.vietnamese import fold

LUNAR = re.compile(r"\b(am lich|lich am|a l|al|mong|mung|gieng|chap|ram|tet)\b")
ACCENTED = re.compile(r"\bâm\b", re.IGNORECASE)  # without its accent it is the "AM" of a clock
SOLAR = re.compile(r"\b(duong lich|lich duong|d l|dl|duong)\b")
FIRST, LATE = re.compile(r"\b(gieng|tet)\b"), re.compile(r"\b(chap|thang mot)\b")
MONTH = re.compile(r"\bthang (?P<named>\d{1,2})\b|\b\d{1,2} (?P<between>\d{1,2}) (?:19|20)\d\d\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LAST_SURE = 10  # the month whose days are all in the year of its number


def is_lunar(said: str) -> bool:
    """Return whether a text, or the heading of a column, speaks of the lunar calendar and not of both."""
    return _of_moon(said) and not SOLAR.search(fold(said))


def names_both(said: str) -> bool:
    """Return whether a text gives a day in both calendars."""
    return _of_moon(said) and bool(SOLAR.search(fold(said)))


def sure_year(said: str) -> str | None:
    """Return the year of a lunar day, or None if it may be either of two, or is not given."""
    folded, years = fold(said), set(YEAR.findall(said))
    if len(years) != 1 or LATE.search(folded):
        return None
    found = MONTH.search(folded)
    month = int(found["named"] or found["between"]) if found else None
    only_year = len(re.findall(r"\d+", said)) == 1
    known = FIRST.search(folded) or only_year or (month is not None and 0 < month <= LAST_SURE)
    return years.pop() if known else None


def prefer_solar(columns: dict[str, list[int]], texts: dict[int, str], twice: dict[int, str]) -> None:
    """Where two columns hold one date in both calendars, read the solar one."""
    for place, field in list(twice.items()):
        first = columns[field][0]
        if is_lunar(texts.get(first, "")) and not is_lunar(texts.get(place, "")):
            columns[field][0], twice[first] = place, field
            del twice[place]


def _of_moon(said: str) -> bool:
    return bool(LUNAR.search(fold(said)) or ACCENTED.search(said))
