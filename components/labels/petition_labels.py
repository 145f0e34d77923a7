"""Requests of the people and difficulties in words: state, who handles them, where they come from."""

from components.i18n import N_, _, day_text, number
from db.kernel.scope import Viewer
from db.models import PetitionAsker, PetitionHolder
from db.petitions.petition_list import OVERDUE, PetitionLine
from db.petitions.petition_states import LONGEST, PEOPLE, UPTO, PetitionState
from db.petitions.petitions import SOURCES
from db.settings import settings

STATES: dict[str, str] = {
    OVERDUE: N_("Open too long"),
    PetitionState.OPEN: N_("Waiting for an answer"),
    PetitionState.ANSWERED: N_("Answered, to be reported back"),
    PetitionState.TOLD: N_("Reported back"),
    PetitionState.CLOSED: N_("Closed with a reason"),
}
DIFFICULTY_STATES: dict[str, str] = STATES | {
    PetitionState.ANSWERED: N_("Answered, the cell to take note"),
    PetitionState.TOLD: N_("Answered, the cell took note"),
}
ASKERS = {
    PetitionAsker.PEOPLE: N_("the people"),
    PetitionAsker.CELL: N_("the cell"),
    PetitionAsker.TEAM: N_("a team after a visit"),
}
HOLDERS = {
    PetitionHolder.CELL: N_("the cell"),
    PetitionHolder.COMMUNE: N_("the level above"),
    PetitionHolder.DISTRICT: N_("the uppermost level"),
}
SHORT = 120  # characters of a text in a list


def source_labels(viewer: Viewer, name: str = SOURCES) -> dict[str, str]:
    """Return the sources of requests, or the topics of difficulties, by key."""
    return {option.key: option.label for option in settings.options(viewer, name)}


def states(asker: PetitionAsker) -> dict[str, str]:
    """Return the possible states of a request or difficulty."""
    return STATES if asker in PEOPLE else DIFFICULTY_STATES


def age_labels() -> dict[str, str]:
    """Return the names of open requests' age classes."""
    found, before = {}, 0
    for key, upto in UPTO.items():
        found[key] = _("{first} to {last} days", first=number(before), last=number(upto))
        before = upto + 1
    return found | {LONGEST: _("over {count} days", count=number(before - 1))}


def short_text(line: PetitionLine) -> str:
    """Return the request's text, shortened to fit a list."""
    return line.text if len(line.text) <= SHORT else line.text[:SHORT].rsplit(" ", 1)[0] + " …"


def state_text(line: PetitionLine) -> str:
    """Return the state: who handles it until when, or since when it is done."""
    if line.state == PetitionState.OPEN:
        where = _("{unit}, asked {body}", unit=line.held_by, body=line.body) if line.body else line.held_by
        until = _("due {day}", day=day_text(line.deadline))
        late = _("! open too long, due {day}", day=day_text(line.deadline))
        return " · ".join((where, late if line.overdue else until))
    day = line.closed_on or line.told_on or line.answered_on
    return f"{_(states(line.asker)[line.state])} · {day_text(day)}"
