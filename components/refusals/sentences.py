"""The sentence for a refusal: db raises a code with values, people read what to do, in their language."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from components.i18n import N_, _, day_text, join_list, month_text, number, partial_text, period_name
from components.refusals import SENTENCES
from components.refusals.general import UNKNOWN_CODE
from db.errors import Refused

log = logging.getLogger("register")

THING_LABELS = {
    "born": N_("date of birth"),
    "admitted": N_("date of admission"),
    "official": N_("date of recognition as full member"),
    "group_member": N_("group membership"),
    "office": N_("post"),
    "exemption": N_("exemption"),
    "assignment": N_("assignment"),
    "membership": N_("entry on the list"),
}


def of_refusal(refusal: Refused) -> str:
    """What a refusal means and what to do about it, as plain text."""
    return of_code(refusal.code, refusal.values)


def of_code(code: str, values: dict | None = None) -> str:
    """The sentence for a code and its values, also as stored by a job; a general one, which is
    logged, if there is none.
    """
    if code not in SENTENCES:
        log.error("no sentence for the code %s", code)
        return _(UNKNOWN_CODE)
    return _(SENTENCES[code]).format_map(_Filled({name: _shown(name, value) for name, value in (values or {}).items()}))


class _Filled(dict):
    """Values for a sentence; a missing one leaves a gap instead of raising."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> str:
    return FORMATTERS.get(name, _plain)(value)


def _plain(value: Any) -> str:
    return number(value) if type(value) is int else str(value)


def _day(value: date | datetime | str | None) -> str:
    """A day, also as stored by a job; an open end becomes a readable mark."""
    if value is None:
        return "…"
    return partial_text(value[:10]) if isinstance(value, str) else day_text(value)


def _count(values: int | list) -> str:
    return number(values if isinstance(values, int) else len(values))


def _thing(name: str) -> str:
    return _(THING_LABELS[name]) if name in THING_LABELS else name


def _people(people: list) -> str:
    return join_list([getattr(person, "name", None) or str(person) for person in people])


FORMATTERS: dict[str, Callable[[Any], str]] = {
    "day": _day,
    "start": _day,
    "end": _day,
    "month": month_text,
    "period": lambda period: period_name(*period),
    "rows": _count,
    "people": _people,
    "units": "; ".join,
    "lengths": lambda lengths: " / ".join(map(str, lengths)),
    "number": str,
    "revision": str,
    "what": _thing,
    "earlier": _thing,
    "later": _thing,
}
