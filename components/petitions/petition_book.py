"""The two books of requests, of the people and of cells (difficulties): their wording and contents."""

from collections.abc import Callable
from typing import NamedTuple

from components.i18n import N_, _n
from components.labels import petition_labels
from db.models import PetitionAsker
from db.petitions import difficulties, petition_states, petitions


class PetitionBook(NamedTuple):
    """One of the books; its texts are marked for translation."""

    noun: str  # for its keys and the parameters in its address
    opens: str  # the address parameter that opens one of its requests
    page: str
    askers: tuple[PetitionAsker, ...]
    options: str  # the setting that lists the sources or topics of its requests
    states: dict[str, str]
    title: str
    source: str
    everything: str
    unmatched: str
    none_of_cell: str
    none_above: str
    received: str
    received_on: str
    count: Callable[[int], str]


PEOPLE = PetitionBook(
    "petitions",
    "petition",
    "pages/households/petitions.py",
    petition_states.PEOPLE,
    petitions.SOURCES,
    petition_labels.STATES,
    N_("Request"),
    N_("Where it comes from"),
    N_("All requests"),
    N_("No request matches. Remove a filter."),
    N_("No request here yet."),
    N_("No request has been passed on here yet."),
    N_("Received"),
    N_("Received on"),
    lambda count: _n("{count} request of the people", "{count} requests of the people", count),
)
DIFFICULTIES = PetitionBook(
    "difficulties",
    "difficulty",
    "pages/people/difficulties.py",
    petition_states.DIFFICULTIES,
    difficulties.TOPICS,
    petition_labels.DIFFICULTY_STATES,
    N_("Difficulty"),
    N_("What it is about"),
    N_("All difficulties"),
    N_("No difficulty matches. Remove a filter."),
    N_("No difficulty reported yet. What the cell cannot solve by itself is reported under “Report”."),
    N_("No difficulty of a cell has come here yet."),
    N_("Reported"),
    N_("Reported on"),
    lambda count: _n("{count} difficulty", "{count} difficulties", count),
)


def book_of(asker: PetitionAsker) -> PetitionBook:
    """The book that a request belongs to."""
    return PEOPLE if asker in PEOPLE.askers else DIFFICULTIES
