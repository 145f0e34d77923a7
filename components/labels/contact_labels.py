"""What is said of introductions: how far one has come, whose turn it is and for how long, who somebody may be."""

from components.i18n import N_, _, _n, day_text
from components.labels import member_labels
from db.contacts.contact_list import ContactLine, Turn
from db.contacts.register_likeness import LikePerson
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
    """How far it has come, with its sign."""
    return " ".join(filter(None, (SIGNS.get(line.state), state_name(line.state))))


def state_name(key: str) -> str:
    """How far an introduction has come: the same words wherever it is told."""
    return _(STATES[State(key)])


def waiting_text(line: ContactLine) -> str:
    """Whose turn it is and since how many days; of those in a cell since when they are there."""
    if line.turn is None:
        return _("since {day}", day=day_text(line.since)) if line.since else ""
    if line.days_waiting is None:
        return _(TURNS[line.turn])
    since = _n("{count} day", "{count} days", line.days_waiting) if line.days_waiting else _("since today")
    return " · ".join((_(TURNS[line.turn]), since))


def letter_text(line: ContactLine) -> str:
    """The letter by its number and day."""
    told = (line.letter, day_text(line.letter_date) if line.letter_date else "")
    return " · ".join(filter(None, told))


def person_text(line: ContactLine) -> str:
    """Who somebody is, as far as his letter says: birth year, position, workplace, address."""
    told = ((line.born or "")[:4], line.position, line.workplace, line.address, exempt_text(line))
    return " · ".join(filter(None, told))


def exempt_text(line: ContactLine) -> str:
    """That somebody need not come to meetings."""
    return _("exempt from meetings") if line.exempt else ""


def likeness_text(person: LikePerson) -> str:
    """Somebody of the register who may be meant: where he is, and who introduced him before."""
    kind = (
        member_labels.translated_label(member_labels.KINDS, person.kind or MembershipKind.CONTACT)
        if person.unit
        else ""
    )
    told = (person.name, (person.born or "")[:4], kind, person.unit, person.workplace, person.letter)
    return " · ".join(filter(None, told))
