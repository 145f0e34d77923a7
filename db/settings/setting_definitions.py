"""Definitions of settings: kind, and who may choose it; values that do not fit are refused."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from db.calendar import clock
from db.calendar.months import month_of
from db.errors import Conflict, Invalid
from db.models import Role
from db.models.units import LEAF_LEVELS
from db.vietnamese import clean, fold

LONGEST, MOST, MOST_POINTS = 80, 60, 100  # characters of a list entry, entries, points of an entry
MOST_PEOPLE, MOST_HOUSEHOLDS = 10_000, 999
MOST_MONTHS, MOST_DAYS, MOST_YEARS, SHORT_TEXT = 60, 366, 30, 20
KEY, LEVEL_KEY = 24, 16  # characters of a key; a unit stores its level's key in 20, including a number after it


class SettingKind(StrEnum):
    """The kind of a setting, which decides how it is shown and typed."""

    DAY = "day"  # a day of each month
    MONTH = "month"  # a calendar month, as yyyymm
    HALVES = "halves"  # one month of each half-year
    FLAG = "flag"
    MONTH_OF_YEAR = "month_of_year"  # a month of each year, 1 to 12
    COUNT = "count"  # a number of people
    HOUSEHOLDS = "households"  # a number of households
    MONTHS = "months"  # a number of months
    DAYS = "days"  # a number of days
    YEARS = "years"  # a number of years
    TEXT = "text"  # a short text
    ADDRESS = "address"
    NAMES = "names"  # what names in lists mean; they can only be removed
    WORDS = "words"  # a closed list: only its wording changes
    SECTIONS = "sections"  # a closed list that can be reordered and from which entries can be left out
    LIST = "list"  # entries can be added, reworded and retired
    LEVELS = "levels"  # a list whose entries are ordered: new ones are placed below the other levels of areas


# Lists to which later versions may add entries.
GROWING = frozenset({SettingKind.WORDS, SettingKind.SECTIONS, SettingKind.LIST})


class SettingDefinition(NamedTuple):
    """The kind of a setting, and the roles that may choose it for their unit."""

    kind: SettingKind
    roles: frozenset[Role]


ADMINISTRATOR = frozenset({Role.ADMIN})
ABOVE = ADMINISTRATOR | {Role.DISTRICT}
ALL_WRITERS = ABOVE | {Role.SECRETARY, Role.COMMUNE}
LISTS = (
    "petition_sources", "difficulty_topics", "unclassified_reasons", "meeting_criteria", "request_occasions",
    "request_sources", "absence_reasons", "exemption_reasons", "pending_reasons", "change_notices", "posts",
    "arrivals", "departures", "objections", "entry_kinds", "task_kinds", "household_classes", "expertise",
    "organisations", "household_causes", "indicators", "help_kinds", "help_givers", "household_endings",
    "assignment_endings", "export_reasons", "meeting_forms", "team_kinds",
)  # fmt: skip
DEFINITIONS = {
    **dict.fromkeys(LISTS, SettingDefinition(SettingKind.LIST, ABOVE)),
    "first_month": SettingDefinition(SettingKind.MONTH, ABOVE),
    "meeting_day": SettingDefinition(SettingKind.DAY, ALL_WRITERS),
    "report_days": SettingDefinition(SettingKind.DAYS, ABOVE | {Role.COMMUNE}),
    "assessment_due": SettingDefinition(SettingKind.MONTH_OF_YEAR, ABOVE | {Role.COMMUNE}),
    "review_days": SettingDefinition(SettingKind.DAYS, ABOVE | {Role.COMMUNE}),
    "contact_months": SettingDefinition(SettingKind.HALVES, ALL_WRITERS),
    "party_group_sheets": SettingDefinition(SettingKind.FLAG, ALL_WRITERS),
    "unnoted_from": SettingDefinition(SettingKind.MONTH_OF_YEAR, ALL_WRITERS),
    "contact_overload": SettingDefinition(SettingKind.COUNT, ABOVE),
    "assignment_least": SettingDefinition(SettingKind.HOUSEHOLDS, ALL_WRITERS),
    "assignment_most": SettingDefinition(SettingKind.HOUSEHOLDS, ALL_WRITERS),
    "visit_months": SettingDefinition(SettingKind.MONTHS, ALL_WRITERS),
    "team_visit_months": SettingDefinition(SettingKind.MONTHS, ABOVE | {Role.COMMUNE}),
    "report_months": SettingDefinition(SettingKind.MONTHS, ALL_WRITERS),
    "committee_term": SettingDefinition(SettingKind.TEXT, ABOVE | {Role.COMMUNE}),
    "assessment_months": SettingDefinition(SettingKind.MONTHS, ABOVE | {Role.COMMUNE}),
    "household_years": SettingDefinition(SettingKind.YEARS, ABOVE),
    "outsider_months": SettingDefinition(SettingKind.MONTHS, ABOVE),
    "petition_days": SettingDefinition(SettingKind.DAYS, ALL_WRITERS),
    "evaluation_classes": SettingDefinition(SettingKind.WORDS, ABOVE),
    "evaluation_steps": SettingDefinition(SettingKind.WORDS, ABOVE),
    "meeting_types": SettingDefinition(SettingKind.WORDS, ABOVE),
    "age_groups": SettingDefinition(SettingKind.WORDS, ABOVE),
    "briefing_sections": SettingDefinition(SettingKind.SECTIONS, ABOVE | {Role.COMMUNE}),
    "report_sections": SettingDefinition(SettingKind.SECTIONS, ABOVE | {Role.COMMUNE}),
    "address": SettingDefinition(SettingKind.ADDRESS, ABOVE),
    "levels": SettingDefinition(SettingKind.LEVELS, ADMINISTRATOR),
    "unit_names": SettingDefinition(SettingKind.NAMES, ABOVE | {Role.COMMUNE}),
    "list_columns": SettingDefinition(SettingKind.NAMES, ABOVE | {Role.COMMUNE}),
    "keep_numbers": SettingDefinition(SettingKind.FLAG, ABOVE),
}


def may_choose(role: Role | None, name: str) -> bool:
    """Return whether a role may choose this setting for its unit."""
    return name in DEFINITIONS and (role is None or role in DEFINITIONS[name].roles)


def validate_value(name: str, chosen: Any, standing: Any) -> Any:
    """A value as it is stored. Raises Invalid if it does not fit, Conflict if the current list
    has changed meanwhile.
    """
    return VALIDATORS[DEFINITIONS[name].kind](chosen, standing)


def _day(chosen: Any, standing: Any) -> int:
    if type(chosen) is not int or not 1 <= chosen <= 28:
        raise Invalid("meeting_day_unfit")
    return chosen


def _month(chosen: Any, standing: Any) -> int:
    """Return a month that has begun, or 0 for none."""
    begun = type(chosen) is int and 193002 <= chosen <= month_of(clock.today()) and 1 <= chosen % 100 <= 12
    if not begun and chosen != 0:
        raise Invalid("first_month_unfit")
    return chosen


def _month_of_year(chosen: Any, standing: Any) -> int:
    if type(chosen) is not int or not 1 <= chosen <= 12:
        raise Invalid("month_of_year_unfit")
    return chosen


def _halves(chosen: Any, standing: Any) -> list[int]:
    if len(chosen) != 2 or not (1 <= chosen[0] <= 6 < chosen[1] <= 12):
        raise Invalid("contact_months_unfit")
    return list(chosen)


def _number(most: int, refuse: Callable[[], Invalid]) -> Callable[[Any, Any], int]:
    """Return a validator of whole numbers from 1 to a limit."""

    def fitting(chosen: Any, standing: Any) -> int:
        if type(chosen) is not int or not 1 <= chosen <= most:
            raise refuse()
        return chosen

    return fitting


_points = _number(MOST_POINTS, lambda: Invalid("points_unfit", limit=MOST_POINTS))


def _text(chosen: Any, standing: Any) -> str:
    if len(typed := clean(chosen)) > SHORT_TEXT:
        raise Invalid("text_long", limit=SHORT_TEXT, begins=typed[:30])
    return typed


def _flag(chosen: Any, standing: Any) -> bool:
    return bool(chosen)


def _address(chosen: str, standing: Any) -> str:
    """Return the register's address without what follows the host name."""
    if not (typed := clean(chosen)):
        return ""
    parts = urlsplit(typed if "://" in typed else f"http://{typed}")
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[0-9A-Za-z.\-\[\]:]{1,200}", parts.netloc):
        raise Invalid("address_unfit")
    return f"{parts.scheme}://{parts.netloc}"


def _names(chosen: dict, standing: dict) -> dict:
    """A subset of the current entries."""
    return {name: meaning for name, meaning in standing.items() if name in chosen}


def _words(chosen: list[dict], standing: list[dict]) -> list[dict]:
    """The current entries with other labels."""
    if [row.get("key") for row in chosen] != [row["key"] for row in standing]:
        raise Conflict("changed_meanwhile")
    return _list(chosen, standing)


def _sections(chosen: list[dict], standing: list[dict]) -> list[dict]:
    """The current entries in another order, with other labels, some but not all of them left out."""
    if sorted(row.get("key") or "" for row in chosen) != sorted(row["key"] for row in standing):
        raise Conflict("changed_meanwhile")
    rows = _list(chosen, standing)
    if all(row.get("off") for row in rows):
        raise Invalid("briefing_sections_missing")
    return rows


def _list(chosen: list[dict], standing: list[dict], longest: int = KEY) -> list[dict]:
    """Return the entries with own labels. No current one may be removed: records refer to it by key."""
    known, rows = {row["key"]: row for row in standing}, list[dict]()
    for row in (_entry(row, known) for row in chosen):
        taken = {*known, *(each["key"] for each in rows)}
        rows.append(row if row["key"] else {**row, "key": _key(row["vi"], taken, longest)})
    said = [fold(row["vi"]) for row in rows]
    if twice := next((row["vi"] for row in rows if said.count(fold(row["vi"])) > 1), None):
        raise Invalid("words_twice", words=twice)
    if len(rows) > MOST:
        raise Invalid("list_long", limit=MOST)
    if sorted(row["key"] for row in rows if row["key"] in known) != sorted(known):
        raise Conflict("changed_meanwhile")
    return rows


def _levels(chosen: list[dict], standing: list[dict]) -> list[dict]:
    """A list ending with the levels of cells and workplaces, which are always in use."""
    rows = _list(chosen, standing, LEVEL_KEY)
    last = [
        {name: value for name, value in row.items() if name != "off"}
        for row in rows
        if row["key"] in LEAF_LEVELS.values()
    ]
    areas = [row for row in rows if row["key"] not in LEAF_LEVELS.values()]
    if all(row.get("off") for row in areas):
        raise Invalid("level_of_areas_missing")
    return areas + last


def _entry(row: dict, known: dict[str, dict]) -> dict:
    words = {language: clean(row.get(language)) for language in ("vi", "en")}
    if not fold(words["vi"]):
        raise Invalid("words_missing")
    if any(len(said) > LONGEST for said in words.values()):
        raise Invalid("text_long", limit=LONGEST, begins=words["vi"][:30])
    standing = known.get(row.get("key") or "", {})
    kept = {name: value for name, value in standing.items() if name not in ("vi", "en", "off")}
    return {
        "key": standing.get("key"),
        **kept,
        **({"most": _points(row["most"], None)} if "most" in row else {}),
        **{name: said for name, said in words.items() if said},
        **({"off": True} if row.get("off") else {}),
    }


def _key(words: str, taken: set[str], longest: int) -> str:
    """Return a permanent key for a new entry, derived from its label."""
    begun = "_".join(fold(words).split())[:longest].strip("_")
    return next(key for key in (begun, *(f"{begun}_{number}" for number in range(2, MOST + 3))) if key not in taken)


VALIDATORS: dict[SettingKind, Callable[[Any, Any], Any]] = {
    SettingKind.DAY: _day,
    SettingKind.MONTH: _month,
    SettingKind.HALVES: _halves,
    SettingKind.MONTH_OF_YEAR: _month_of_year,
    SettingKind.FLAG: _flag,
    SettingKind.COUNT: _number(MOST_PEOPLE, lambda: Invalid("count_unfit")),
    SettingKind.HOUSEHOLDS: _number(MOST_HOUSEHOLDS, lambda: Invalid("households_each_unfit", limit=MOST_HOUSEHOLDS)),
    SettingKind.MONTHS: _number(MOST_MONTHS, lambda: Invalid("months_unfit", limit=MOST_MONTHS)),
    SettingKind.DAYS: _number(MOST_DAYS, lambda: Invalid("days_unfit", limit=MOST_DAYS)),
    SettingKind.YEARS: _number(MOST_YEARS, lambda: Invalid("years_unfit", limit=MOST_YEARS)),
    SettingKind.TEXT: _text,
    SettingKind.ADDRESS: _address,
    SettingKind.NAMES: _names,
    SettingKind.WORDS: _words,
    SettingKind.SECTIONS: _sections,
    SettingKind.LIST: _list,
    SettingKind.LEVELS: _levels,
}
