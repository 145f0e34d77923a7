"""Introductions in words: progress, whose turn it is and for how long, who the person may be."""

from components.i18n import N_, _, _n, day_text
from components.labels import member_labels
from db.contacts.contact_list import ContactLine, Turn
from db.contacts.register_matches import MatchingPerson
from db.models import IntroductionState as State, MembershipKind

STATES = {
    State.TO_INTRODUCE: N_("not introduced yet"),
    State.INTRODUCED: N_("letter sent"),
    State.RECEIVED: N_("received"),
    State.PLACED: N_("placed in a cell"),
    State.UNKNOWN: N_("introduction not known"),
    State.ENDED: N_("ended"),
}
SIGNS = {State.INTRODUCED: "→", State.RECEIVED: "✎", State.PLACED: "✓", State.UNKNOWN: "?", State.TO_INTRODUCE: "!"}
TURNS = {Turn.COMMUNE: N_("waiting for the committee"), Turn.WORKPLACE: N_("waiting for the workplace")}


def state_with_sign(line: ContactLine) -> str:
    """Return an introduction's state with its sign."""
    return " ".join(filter(None, (SIGNS.get(line.state), state_name(line.state))))


def state_name(key: str) -> str:
    """Return an introduction's state, in the same words everywhere."""
    return _(STATES[State(key)])


def waiting_text(line: ContactLine) -> str:
    """Return whose turn it is and for how many days; for those in a cell, since when they are there."""
    if line.turn is None:
        return _("since {day}", day=day_text(line.since)) if line.since else ""
    if line.days_waiting is None:
        return _(TURNS[line.turn])
    since = _n("{count} day", "{count} days", line.days_waiting) if line.days_waiting else _("since today")
    return " · ".join((_(TURNS[line.turn]), since))


def letter_text(line: ContactLine) -> str:
    """Return the letter's number and day."""
    told = (line.letter, day_text(line.letter_date) if line.letter_date else "")
    return " · ".join(filter(None, told))


def person_text(line: ContactLine) -> str:
    """Describe a person as far as the letter does: birth year, position, workplace, address."""
    told = ((line.born or "")[:4], line.position, line.workplace, line.address, exempt_text(line))
    return " · ".join(filter(None, told))


def exempt_text(line: ContactLine) -> str:
    """Return that somebody is exempt from meetings."""
    return _("exempt from meetings") if line.exempt else ""


def matching_person_text(person: MatchingPerson) -> str:
    """Describe a registered person who may be meant: the unit, and who introduced the person before."""
    kind = (
        member_labels.translated_label(member_labels.KINDS, person.kind or MembershipKind.CONTACT)
        if person.unit
        else ""
    )
    told = (person.name, (person.born or "")[:4], kind, person.unit, person.workplace, person.letter)
    return " · ".join(filter(None, told))
