"""Checks of what is stored about people: names, texts, days, numbers and choices from short lists."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.vietnamese import clean

EARLIEST = date(1930, 2, 3)  # the foundation of the Party
SOON = timedelta(days=366)
PLANNED = timedelta(days=3660)  # ends are planned ahead: a term, a course of study
CARD, CITIZEN = (8, 12), (9, 12)  # digits; former identity cards had nine


def person_name(typed: str) -> str:
    """A person's name as it is stored. Raises Invalid for fewer than two letters or more than 120."""
    cleaned = clean(typed)
    if sum(char.isalpha() for char in cleaned) < 2:
        raise Invalid("name_short")
    if len(cleaned) > 120:
        raise Invalid("name_long", limit=120)
    return cleaned


def optional_text(typed: str | None, limit: int) -> str | None:
    """A line of text as it is stored, None for an empty one. Raises Invalid("text_long")."""
    cleaned = clean(typed)
    if len(cleaned) > limit:
        raise Invalid("text_long", limit=limit, begins=cleaned[:30])
    return cleaned or None


def phone(typed: str | None) -> str | None:
    """A telephone number as typed. Raises Invalid("phone_unfit") if it cannot be one."""
    cleaned = optional_text(typed, 20)
    if cleaned and (not set(cleaned) <= set("0123456789+ .-()") or sum(char.isdigit() for char in cleaned) < 3):
        raise Invalid("phone_unfit")
    return cleaned


def id_number(typed: str | None, lengths: tuple[int, ...]) -> str | None:
    """The digits of a card or citizen number. Raises Invalid("digits_unfit")."""
    plain = "".join(char for char in clean(typed) if char not in " .-")
    if plain and (not (plain.isascii() and plain.isdigit()) or len(plain) not in lengths):
        raise Invalid("digits_unfit", lengths=lengths)
    return plain or None


def event_day(given: date | None) -> date | None:
    """A day on which something happened or begins.

    Raises Invalid for one before the Party's founding or more than a year ahead.
    """
    if given and given < EARLIEST:
        raise Invalid("day_too_early", day=given)
    if given and given > clock.today() + SOON:
        raise Invalid("day_too_far", day=given)
    return given


def past_day(given: date | None) -> date:
    """A day on which something has happened. Raises Invalid if it is missing, in the future or before the Party's
    founding.
    """
    if given is None:
        raise Invalid("day_missing")
    if given > clock.today():
        raise Invalid("day_to_come", day=given)
    event_day(given)
    return given


def end_day(given: date | None, start: date | None, end: date | None = None) -> date:
    """The last day of something that began on `start` and may have ended.

    Raises Invalid if it is missing, lies before the start, or if it has ended earlier.
    """
    if given is None:
        raise Invalid("day_missing")
    if start and given < start:
        raise Invalid("day_before_start", day=start)
    if end and end <= given:
        raise Invalid("ended_already", day=end)
    event_day(given)
    return given


def check_span(start: date | None, end: date | None) -> None:
    """Raise Invalid if a span ends before it begins, or one of its ends is not an acceptable day."""
    event_day(start)
    if end and end < EARLIEST:
        raise Invalid("day_too_early", day=end)
    if end and end > clock.today() + PLANNED:
        raise Invalid("day_too_far", day=end)
    if start and end and end < start:
        raise Invalid("span_backwards", start=start, end=end)


def check_life_dates(dates: Mapping[str, Any]) -> None:
    """Check born before admitted and admitted before recognised, as far as the partial dates tell.

    Raises Invalid("dates_reversed").
    """
    for earlier, later in (("born", "admitted"), ("born", "official"), ("admitted", "official")):
        first, last = dates.get(earlier), dates.get(later)
        if first and last and partial_dates.latest_day(last) < partial_dates.earliest_day(first):
            raise Invalid("dates_reversed", earlier=earlier, later=later)
