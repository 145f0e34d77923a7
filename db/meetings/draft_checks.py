"""Validation of a meeting's draft.

Unreadable values are ignored: they are neither shown nor saved, and the sheet opens without them.
"""

import re
from collections.abc import Callable

from db.calendar import clock
from db.drafts.drafts import DraftContent, DraftField
from db.meetings import sheet
from db.meetings.roster import NOT_LISTED
from db.meetings.sheet import EntryMode
from db.models import Expectation, Outcome
from db.models.meetings import MeetingAudience

TIME, ID = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"), re.compile(r"[0-9]{1,12}")
WHY = set(Outcome) - {Outcome.PRESENT}
LONGEST = 100_000


def drop_unreadable(typed: DraftContent) -> DraftContent:
    """A draft without its unreadable values."""
    values = {field: value for field, value in typed.values.items() if is_readable(field, value)}
    rivals = {}
    for field, rows in typed.conflicts.items():
        if fit := [row for row in rows if is_readable(field, row.value)]:
            values[field] = fit[-1].value
            if len({row.value for row in fit}) > 1:
                rivals[field] = fit
    return typed._replace(values=values, conflicts=rivals)


def is_readable(field: DraftField, value: str | None) -> bool:
    """Whether a value can be parsed for its field; empty and cleared values can."""
    if not value:
        return True
    asked = next(fields for part, fields in PARTS if re.fullmatch(part, field.part))
    return asked.get("named" if field.name.startswith(sheet.NAMED) else field.name, _text)(value)


def _text(value: str) -> bool:
    return len(value) <= LONGEST


def _day(value: str) -> bool:
    return clock.parse_day(value) is not None


def _time(value: str) -> bool:
    return bool(TIME.fullmatch(value[:5]))


def _id(value: str) -> bool:
    return bool(ID.fullmatch(value))


def _ids(value: str) -> bool:
    return all(ID.fullmatch(one) for one in value.split())


def _kinds(value: str) -> bool:
    return set(value.split()) <= {MeetingAudience.OWN.value, MeetingAudience.CONTACT.value}


def _score(value: str) -> bool:
    try:
        return 0 <= float(value) <= 100
    except ValueError:
        return False


OF_MEETING: dict[str, Callable[[str], bool]] = {
    "mode": set(EntryMode).__contains__,
    "all": WHY.__contains__,
    "held_on": _day,
    "minutes_dated": _day,
    "starts_at": _time,
    "ends_at": _time,
    "chair": _id,
    "minute_taker": _id,
    "named": _id,
    "score": _score,
    "cells": _ids,
    "kinds": _kinds,
    "sittings": set("123456789").__contains__,
    "round": {"0", "1"}.__contains__,
}
OF_PERSON: dict[str, Callable[[str], bool]] = {
    "outcome": {sheet.ABSENT, *Outcome}.__contains__,
    "why": WHY.__contains__,
    "spoke": {"0", "1"}.__contains__,
    sheet.CAME: {"0", "1"}.__contains__,
    sheet.CALLED: {NOT_LISTED, *Expectation}.__contains__,
    sheet.INVITED: {"1"}.__contains__,
    "reported": {"0", "1"}.__contains__,
    **{f"{sheet.IN_SITTING}{number}": {"0", "1"}.__contains__ for number in range(1, 10)},
}
OF_SITTING: dict[str, Callable[[str], bool]] = {"held_on": _day, "starts_at": _time}
OF_TASK: dict[str, Callable[[str], bool]] = {"due": _day, "done": {"0", "1"}.__contains__, "member": _id}
PARTS = ((sheet.MEETING, OF_MEETING), ("m[0-9]{1,12}", OF_PERSON), ("s[1-9]", OF_SITTING), (".*", OF_TASK))
