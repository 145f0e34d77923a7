"""Parsing amounts as people type them: "20 triệu", "khoảng 1,5tr", "500 nghìn", "20.000.000", "nửa ngày".

Ambiguous input is not guessed: both readings are returned, and a person chooses the one that was meant.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

from db.vietnamese import fold

LARGEST = 10**12  # đồng
LONGEST = 366.0  # days
BARE = 10_000  # a number below this without a unit is hardly an amount in đồng
THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9
UNITS = {
    "nghin": THOUSAND, "ngan": THOUSAND, "ng": THOUSAND, "k": THOUSAND,
    "trieu": MILLION, "tr": MILLION, "cu": MILLION, "m": MILLION,
    "ty": BILLION, "ti": BILLION,
}  # fmt: skip
ABOUT = ("khoang", "chung", "gan", "hon", "tren", "uoc", "about", "around", "some")
CURRENCY = re.compile(r"(?<=[0-9a-z ])\s*(?:dong|vnd|d)$")
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
MONEY = re.compile(rf"({NUMBER})\s*({UNIT})?\s*([0-9]{{1,3}}(?![0-9.,])(?!\s*(?:{UNIT})\b)|ruoi)?(?=\s|$|[0-9])")
DAYS = re.compile(rf"(nua|half|{NUMBER})\s*(?:a\s+)?(?:ngay cong|cong|ngay|buoi|days?|d)?\s*(ruoi)?")


class AmountReading(NamedTuple):
    """A parsed amount: one value, several if ambiguous, none if it is not an amount."""

    values: tuple[float, ...] = ()
    approximate: bool = False

    @property
    def value(self) -> float | None:
        """The amount, if it is unambiguous."""
        return self.values[0] if len(self.values) == 1 else None


def parse_money(typed: str) -> AmountReading:
    """An amount in whole đồng."""
    text, approximate = _plain(typed)
    whole = CURRENCY.sub("", text).strip()
    values = _sum_of_parts(whole, in_dong=whole != text)
    fitting = tuple(sorted({round(value) for value in values if 0 < value <= LARGEST}))
    return AmountReading(fitting, approximate)


def parse_days(typed: str) -> AmountReading:
    """Days of work, including halves and quarters."""
    text, approximate = _plain(typed)
    found = DAYS.fullmatch(text)
    if not found:
        return AmountReading((), approximate)
    days = 0.5 if found[1] in ("nua", "half") else min(_readings(found[1]), default=0.0)
    days += 0.5 if found[2] else 0
    return AmountReading((days,) if 0 < days <= LONGEST else (), approximate)


def _plain(typed: str) -> tuple[str, bool]:
    """The text without diacritics, and whether it says that it is approximate."""
    text = normalize("NFKC", typed).strip().lower()
    about = text.startswith(("~", "≈", "±"))
    text = text.lstrip("~≈± ").replace("₫", "đ")
    words = _without_accents(text).split() if re.fullmatch(r"[\w\s.,]*", text) else []
    while words and words[0] in ABOUT:
        about, words = True, words[1:]
    return " ".join(words).rstrip(". "), about


def _without_accents(text: str) -> str:
    """The text without diacritics, keeping points and commas."""
    return "".join(
        part if re.fullmatch(r"[0-9.,\s]+", part) else fold(part) for part in re.split(r"([0-9.,\s]+)", text)
    )


def _sum_of_parts(text: str, in_dong: bool) -> tuple[float, ...]:
    """ "1 trieu 500 nghin" is one amount of two parts, each in a smaller unit than the one before."""
    if MONEY.sub("", text).strip():
        return ()
    parts = list(MONEY.finditer(text))
    units = [UNITS.get(part[2] or "", 0) for part in parts]
    if len(parts) > 1 and (0 in units or units != sorted(set(units), reverse=True)):
        return ()
    totals: tuple[float, ...] = (0.0,)
    for part in parts:
        totals = tuple(total + value for total in totals for value in _values(part, in_dong))
    return totals


def _values(part: re.Match, in_dong: bool) -> list[float]:
    """The possible values of one number with its unit."""
    numbers, unit, rest = _readings(part[1]), UNITS.get(part[2] or ""), part[3]
    if unit is None:
        return [] if rest or not numbers else [max(numbers)] if in_dong else _bare(max(numbers))
    return [(each + more) * unit for each in numbers for more in _rest(rest)]


def _rest(rest: str | None) -> list[float]:
    """Digits after the unit: "1tr5" is one and a half, "1tr050" one and a twentieth, "1tr50" either."""
    if not rest:
        return [0]
    if rest == "ruoi":
        return [0.5]
    return [int(rest) / 10 ** len(rest)] + ([int(rest) / 1000] if len(rest) == 2 else [])


def _bare(value: float) -> list[float]:
    """A number without a unit: đồng if it is at least a banknote, else possibly thousands or millions."""
    return [value] if value >= BARE and value == int(value) else [value * THOUSAND, value * MILLION]


def _readings(number: str) -> list[float]:
    """The possible values of these digits, points and commas: "1.500" is 1500 or one and a half."""
    groups = re.split(r"[.,]", number)
    if len(groups) == 1:
        return [float(number)]
    marks = re.findall(r"[.,]", number)
    thousands = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if len(groups) == 2:
        decimal = float(f"{groups[0]}.{groups[1]}")
        return [float("".join(groups)), decimal] if thousands else [decimal]
    if thousands and len(set(marks)) == 1:
        return [float("".join(groups))]
    mixed = all(len(group) == 3 for group in groups[1:-1]) and len(set(marks[:-1])) == 1 and marks[-1] != marks[0]
    return [float("".join(groups[:-1]) + "." + groups[-1])] if mixed else []
