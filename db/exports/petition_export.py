"""Requests of the people for export, as of a day, without their authors."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import PetitionAsker, PetitionText
from db.petitions import petition_list, petition_states
from db.petitions.petition_list import PetitionFilter, PetitionLine
from db.petitions.petition_states import PetitionState


class PetitionRow(NamedTuple):
    """A request with its state on the day, and the answer or the reason for closing by then."""

    line: PetitionLine
    state: PetitionState
    overdue: bool
    outcome: str | None


def iterate_petitions(
    viewer: Viewer,
    unit: str | None = None,
    day: date | None = None,
    askers: tuple[PetitionAsker, ...] = petition_states.PEOPLE,
) -> Iterator[PetitionRow]:
    """Requests received by a day (default: today) below a unit, by public code; longest waiting first."""
    day = day or clock.today()
    wanted = PetitionFilter(unit=unit, askers=askers)
    lines = [line for line in petition_list.list_all(viewer, wanted) if line.received_on <= day]
    with reading(viewer) as session:
        query = select(PetitionText.petition_id, PetitionText.answer, PetitionText.closed_because)
        words = {row.petition_id: row for row in session.exec(query)}
    for line in lines:
        state, said = petition_states.state_on(line, day), words[line.id]
        outcome = said.closed_because if state == PetitionState.CLOSED else said.answer
        late = state == PetitionState.OPEN and line.deadline < day
        yield PetitionRow(line, state, late, None if state == PetitionState.OPEN else outcome)
