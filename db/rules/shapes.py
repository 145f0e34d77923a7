"""What a setting may be and who chooses it: each has a kind, and a value that does not fit is refused."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from db import clock
from db.faults import Conflict, Invalid
from db.models import Role
from db.names import clean, fold

LONGEST = 80  # letters of an entry of a list
MOST = 60  # entries


class Kind(StrEnum):
    """What a setting is; each kind has its own way to be shown and typed."""

    DAY = "day"  # of each month
    MONTH = "month"  # one of the calendar, as yyyymm
    HALVES = "halves"  # one month of each half-year
    FLAG = "flag"
    ADDRESS = "address"
    NAMES = "names"  # what names in lists stand for: only to be forgotten
    WORDS = "words"  # a closed list: only its words change
    LIST = "list"  # entries may be added, reworded and no longer offered


class Shape(NamedTuple):
    """The kind of a setting, and the roles that choose it for their unit."""

    kind: Kind
    roles: frozenset[Role]


ABOVE = frozenset({Role.DISTRICT, Role.ADMIN})
KEEPERS = ABOVE | {Role.SECRETARY, Role.COMMUNE}
SHAPES = {
    "first_month": Shape(Kind.MONTH, ABOVE),
    "meeting_day": Shape(Kind.DAY, KEEPERS),
    "contact_months": Shape(Kind.HALVES, KEEPERS),
    "absence_reasons": Shape(Kind.LIST, ABOVE),
    "exemption_reasons": Shape(Kind.LIST, ABOVE),
    "posts": Shape(Kind.LIST, ABOVE),
    "arrivals": Shape(Kind.LIST, ABOVE),
    "departures": Shape(Kind.LIST, ABOVE),
    "household_classes": Shape(Kind.LIST, ABOVE),
    "expertise": Shape(Kind.LIST, ABOVE),
    "organisations": Shape(Kind.LIST, ABOVE),
    "household_endings": Shape(Kind.LIST, ABOVE),
    "assignment_endings": Shape(Kind.LIST, ABOVE),
    "meeting_types": Shape(Kind.WORDS, ABOVE),
    "meeting_forms": Shape(Kind.LIST, ABOVE),
    "address": Shape(Kind.ADDRESS, ABOVE),
    "levels": Shape(Kind.WORDS, ABOVE),
    "unit_names": Shape(Kind.NAMES, ABOVE | {Role.COMMUNE}),
    "list_columns": Shape(Kind.NAMES, ABOVE | {Role.COMMUNE}),
    "keep_numbers": Shape(Kind.FLAG, ABOVE),
}


def may_choose(role: Role | None, name: str) -> bool:
    """Whether a role chooses this setting for its unit."""
    return name in SHAPES and (role is None or role in SHAPES[name].roles)


def fitted(name: str, chosen: Any, standing: Any) -> Any:
    """A value as it is kept. Raises Invalid where it does not fit, Conflict where the list that stands has changed meanwhile."""
    return FITTING[SHAPES[name].kind](chosen, standing)


def _day(chosen: Any, standing: Any) -> int:
    if type(chosen) is not int or not 1 <= chosen <= 28:
        raise Invalid("meeting_day_unfit")
    return chosen


def _month(chosen: Any, standing: Any) -> int:
    """A month that has begun, or 0 for none."""
    begun = type(chosen) is int and 193002 <= chosen <= clock.month_of(clock.today()) and 1 <= chosen % 100 <= 12
    if not begun and chosen != 0:
        raise Invalid("first_month_unfit")
    return chosen


def _halves(chosen: Any, standing: Any) -> list[int]:
    if len(chosen) != 2 or not (1 <= chosen[0] <= 6 < chosen[1] <= 12):
        raise Invalid("contact_months_unfit")
    return list(chosen)


def _flag(chosen: Any, standing: Any) -> bool:
    return bool(chosen)


def _address(chosen: str, standing: Any) -> str:
    """Where the register is opened: without what comes after the machine's name."""
    if not (typed := clean(chosen)):
        return ""
    parts = urlsplit(typed if "://" in typed else f"http://{typed}")
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[0-9A-Za-z.\-\[\]:]{1,200}", parts.netloc):
        raise Invalid("address_unfit")
    return f"{parts.scheme}://{parts.netloc}"


def _names(chosen: dict, standing: dict) -> dict:
    """Some of what stands there."""
    return {name: meaning for name, meaning in standing.items() if name in chosen}


def _words(chosen: list[dict], standing: list[dict]) -> list[dict]:
    """The entries that stand there, with other words."""
    if [row.get("key") for row in chosen] != [row["key"] for row in standing]:
        raise Conflict("changed_meanwhile")
    return _list(chosen, standing)


def _list(chosen: list[dict], standing: list[dict]) -> list[dict]:
    """Entries with words of their own. None that stands there is taken away: records name it by its key."""
    known, rows = {row["key"]: row for row in standing}, []
    for row in (_entry(row, known) for row in chosen):
        taken = {*known, *(each["key"] for each in rows)}
        rows.append(row if row["key"] else {**row, "key": _key(row["vi"], taken)})
    said = [fold(row["vi"]) for row in rows]
    if twice := next((row["vi"] for row in rows if said.count(fold(row["vi"])) > 1), None):
        raise Invalid("words_twice", words=twice)
    if len(rows) > MOST:
        raise Invalid("list_long", limit=MOST)
    if sorted(row["key"] for row in rows if row["key"] in known) != sorted(known):
        raise Conflict("changed_meanwhile")
    return rows


def _entry(row: dict, known: dict[str, dict]) -> dict:
    words = {language: clean(row.get(language)) for language in ("vi", "en")}
    if not fold(words["vi"]):
        raise Invalid("words_missing")
    if any(len(said) > LONGEST for said in words.values()):
        raise Invalid("text_long", limit=LONGEST, begins=words["vi"][:30])
    standing = known.get(row.get("key") or "", {})
    kept = {name: value for name, value in standing.items() if name not in ("vi", "en", "off")}
    return {"key": standing.get("key"), **kept, **{name: said for name, said in words.items() if said}, **({"off": True} if row.get("off") else {})}


def _key(words: str, taken: set[str]) -> str:
    """A key for a new entry, made of its words; it never changes afterwards."""
    begun = "_".join(fold(words).split())[:24].strip("_")
    return next(key for key in (begun, *(f"{begun}_{number}" for number in range(2, MOST + 3))) if key not in taken)


FITTING: dict[Kind, Callable[[Any, Any], Any]] = {
    Kind.DAY: _day, Kind.MONTH: _month, Kind.HALVES: _halves,
    Kind.FLAG: _flag, Kind.ADDRESS: _address, Kind.NAMES: _names, Kind.WORDS: _words, Kind.LIST: _list,
}  # fmt: skip
