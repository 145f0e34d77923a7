"""Single cells of members' lists: names, days in every way they are written, numbers, yes and no."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from unicodedata import is_normalized

from db import checks, clock, partial
from db.faults import Invalid
from db.imports.rows import Number
from db.names import clean, fold, title_case

EPOCH = datetime(1899, 12, 30)  # the day from which Excel counts
SERIALS = range(3_000, 60_000)  # 1908 to 2064
YEARS = range(1900, 2100)
ADULT = 15
SEALED = re.compile("#([0-9a-f]{64})")


def text(value) -> str:
    """A cell as somebody reads it."""
    if isinstance(value, str):
        return " ".join(value.split()) if value.isprintable() and is_normalized("NFC", value) else clean(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value is not None else ""


def name(value) -> str:
    """A person's name; in capitals it is written as elsewhere."""
    return checks.name(title_case(text(value)))


def day(value) -> str | None:
    """A day, month or year as it is kept. Raises Invalid("date_unreadable")."""
    if isinstance(value, datetime | date):
        return partial.parse(f"{value:%d/%m/%Y}")
    if isinstance(value, float) and value.is_integer():
        return _counted(int(value))
    said = text(value).strip(" .-/")
    return None if fold(said) in ("", "x") else partial.parse(said)


def born(value) -> str | None:
    """A day of birth. Raises Invalid also for somebody who would be a child."""
    found = day(value)
    if found and int(found[:4]) > clock.today().year - ADULT:
        raise Invalid("born_too_late", typed=partial.shown(found))
    return found


def past(value) -> str | None:
    """A day that has been. Raises Invalid for one to come."""
    found = day(value)
    if found and partial.first(found) > clock.today():
        raise Invalid("day_to_come", day=partial.first(found).isoformat())
    return found


def number(lengths: tuple[int, ...], keep: bool, digest: Callable[[str], str]) -> Callable[[object], Number | None]:
    """A reader of card or citizen numbers: a keyed hash and the last four digits."""

    def read(value) -> Number | None:
        said = _zeros(int(value)) if isinstance(value, float) and value.is_integer() else text(value)
        if sealed := SEALED.search(said):
            return Number(sealed[1], said.split(" ")[0][-4:])
        digits = checks.digits(said, lengths)
        if not digits:
            return None
        return Number(digest(digits), digits[-4:], digits if keep else None)

    return read


def sealed(number: Number | None) -> str:
    """A number for a workbook that goes back: known again, readable by nobody."""
    return "" if number is None else number.whole or f"••••{number.last4} #{number.hash}"


def phone(value) -> str | None:
    """A telephone number; where Excel took it for a count, the zero that it begins with is put back."""
    said = text(value)
    return checks.phone(f"0{said}" if isinstance(value, float) and len(said) == 9 and said[0] in "35789" else said)


def sex(value) -> str | None:
    """Male or female, however it is said."""
    said = fold(text(value))
    return {"nam": "male", "nu": "female", "male": "male", "female": "female"}.get(said)


def line(limit: int) -> Callable[[object], str | None]:
    """A reader of lines of text, up to a length."""
    return lambda value: said if len(said := text(value)) <= limit and said else checks.text(said, limit)


def _counted(count: int) -> str:
    """A number where a day belongs: a year, a day as Excel counts it, or a day written without signs."""
    if count in YEARS:
        return partial.parse(str(count))
    if count in SERIALS:
        return partial.parse(f"{EPOCH + timedelta(days=count):%d/%m/%Y}")
    return partial.parse(str(count).zfill(8))


def _zeros(count: int) -> str:
    """Excel drops the zeros that a number begins with."""
    said = str(count)
    return said.zfill(8) if len(said) == 7 else said.zfill(12) if len(said) in (10, 11) else said
