"""The sentence for a refusal: db says a code with values, a person reads what to do, in his language."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from components.i18n import N_, _, day_text, listing, month, number, partial_text
from components.sentences import SENTENCES
from components.sentences.general import UNKNOWN
from db.faults import Refused

log = logging.getLogger("register")

THINGS = {
    "born": N_("day of birth"),
    "admitted": N_("day of admission"),
    "official": N_("day of recognition as full member"),
    "group_member": N_("membership of a group"),
    "office": N_("post"),
    "exemption": N_("exemption"),
    "assignment": N_("assignment"),
    "membership": N_("place on the list"),
}


def sentence(refusal: Refused) -> str:
    """What a refusal means and what to do about it, as plain text."""
    return of_code(refusal.code, refusal.values)


def of_code(code: str, values: dict | None = None) -> str:
    """The sentence for a code and its values, also as a job kept them; a general one for a code without, which is logged."""
    if code not in SENTENCES:
        log.error("no sentence for the code %s", code)
        return _(UNKNOWN)
    return _(SENTENCES[code]).format_map(_Filled({name: _shown(name, value) for name, value in (values or {}).items()}))


class _Filled(dict):
    """Values for a sentence; one that is missing leaves a gap instead of an error."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, value: Any) -> str:
    return SHOWN.get(name, _plain)(value)


def _plain(value: Any) -> str:
    return number(value) if type(value) is int else str(value)


def _day(value: date | datetime | str | None) -> str:
    """A day, also as text that a job kept; an open end is a mark that anybody reads."""
    if value is None:
        return "…"
    return partial_text(value[:10]) if isinstance(value, str) else day_text(value)


def _count(values: int | list) -> str:
    return number(values if isinstance(values, int) else len(values))


def _thing(name: str) -> str:
    return _(THINGS[name]) if name in THINGS else name


def _people(people: list) -> str:
    return listing([getattr(person, "name", None) or str(person) for person in people])


SHOWN: dict[str, Callable[[Any], str]] = {
    "day": _day,
    "start": _day,
    "end": _day,
    "month": month,
    "rows": _count,
    "people": _people,
    "lengths": lambda lengths: " / ".join(map(str, lengths)),
    "number": str,
    "revision": str,
    "what": _thing,
    "earlier": _thing,
    "later": _thing,
}
