"""What is said of households: who looks after them, since when nobody does, what keeps somebody from it."""

from components.i18n import N_, _, _n, day_text, listing, number
from components.text import plain
from db import settings
from db.households.board import Line
from db.households.carers import Carer, Here, Hindered
from db.households.cover import Cover
from db.households.known import Placed
from db.models import GroupKind, MembershipKind
from db.scope import Viewer

HINDERED = {Hindered.LEFT: N_("has left the cell"), Hindered.EXEMPT: N_("exempt"), Hindered.AWAY: N_("away")}
NOBODY = "!"  # before whatever nobody looks after, as in a chart


def households(count: int) -> str:
    """A number of households."""
    return _n("{count} household", "{count} households", count)


def bare(found: Cover) -> str:
    """How many households have nobody, and of how many."""
    told = {"bare": number(found.bare), "all": number(found.households)}
    return _n("{bare} of {all} household has nobody in charge", "{bare} of {all} households have nobody in charge", found.households, **told)


def carer(one: Carer) -> str:
    """Somebody in charge, and what keeps him from it."""
    return f"{one.name} ({_(HINDERED[one.hindered])})" if one.hindered else one.name


def in_charge(line: Line) -> str:
    """Who looks after something, or since when nobody does."""
    named = charged(line)
    if line.looked_after:
        return named
    if line.kind and not line.bare:
        return named or _("by its groups and households")
    return " · ".join(filter(None, (named, nobody(line))))


def charged(line: Line) -> str:
    """Whoever is in charge of something, else of the cluster that it lies in; nothing for nobody."""
    above = listing([carer(one) for one in line.above])
    return listing([carer(one) for one in line.carers]) or (_("through the cluster: {people}", people=above) if above else "")


def nobody(line: Line) -> str:
    """That nobody looks after something, since when if anybody ever did."""
    if line.since:
        return _("{sign} nobody since {day}", sign=NOBODY, day=day_text(line.since))
    return _("{sign} nobody yet", sign=NOBODY)


def size(line: Line) -> str:
    """How many households that is, and how many of them have nobody where others have."""
    if line.household:
        return ""
    if 0 < line.cover.bare < line.cover.households:
        return _("{all}, {bare} without anybody", all=households(line.cover.households), bare=line.cover.bare)
    return households(line.cover.households)


def rating(labels: dict[str, str], home: Placed | None) -> str:
    """A household's latest class and its year."""
    if home is None or home.rating is None:
        return ""
    return _("{rating} {year}", rating=labels.get(home.rating, home.rating), year=home.year)


def ratings(viewer: Viewer) -> dict[str, str]:
    """The classes of households in words."""
    return {option.key: option.label for option in settings.options(viewer, "household_classes")}


def person(one: Here, count: int = 0, twin: bool = False) -> str:
    """A member as he is offered: number, name, of namesakes the year of birth, how many households he has."""
    contact = _("in contact") if one.kind == MembershipKind.CONTACT else ""
    name = f"{plain(one.name)} ({one.born[:4]})" if twin and one.born else plain(one.name)
    parts = [str(one.number) if one.number else "", name, contact, households(count) if count else ""]
    return " · ".join(filter(None, parts))


def kind(line: Line) -> str:
    """What something is."""
    if line.household:
        return _("household by name")
    return _("residential cluster") if line.kind == GroupKind.CLUSTER else _("group of households")
