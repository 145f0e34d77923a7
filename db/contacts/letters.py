"""Letters of introduction from a workplace to a commune, and whether they may be taken in."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Role, UnitKind
from db.units import units
from db.units.units import UnitName


@dataclass(frozen=True)
class Letter:
    """A letter. `workplace` is a name as written, if it is not a unit of the register."""

    commune_id: int | None
    workplace_id: int | None = None
    workplace: str | None = None
    number: str | None = None
    day: date | None = None


def receiving_communes(viewer: Viewer) -> dict[int, UnitName]:
    """The communes that people may be introduced to, by id: areas with cells of their own."""
    with reading(viewer) as session:
        return receiving_communes_in(session)


def workplaces_to_introduce_for(viewer: Viewer) -> dict[int, UnitName]:
    """Return the workplaces for which the viewer may introduce, by id: the viewer's own, or any in the register."""
    with reading(viewer) as session:
        return workplaces_to_introduce_for_in(session)


def receiving_communes_in(session: Session) -> dict[int, UnitName]:
    """Like `receiving_communes`, within the caller's session."""
    return units.areas_directly_above_cells(session, clock.today())


def workplaces_to_introduce_for_in(session: Session) -> dict[int, UnitName]:
    """Like `workplaces_to_introduce_for`, within the caller's session."""
    viewer = context_of(session).viewer
    found = units.units_of_kind_on(session, UnitKind.WORKPLACE, clock.today())
    return {one: unit for one, unit in found.items() if viewer.role != Role.WORKPLACE or viewer.reaches(one)}


def clean_letter(session: Session, letter: Letter) -> Letter:
    """The letter as it is stored.

    Raises NotAllowed if it is not the viewer's to send or take in, Invalid for an impossible commune, workplace or day.
    """
    viewer = context_of(session).viewer
    ours = letter.workplace_id if viewer.role == Role.WORKPLACE else letter.commune_id
    if not viewer.writes(Work.INTRODUCTIONS) or (ours is not None and not viewer.reaches(ours)):
        raise NotAllowed()
    if letter.commune_id not in receiving_communes_in(session):
        raise Invalid("introduction_commune_missing")
    workplace = validation.optional_text(letter.workplace, 200)
    if letter.workplace_id is None and (workplace is None or viewer.role == Role.WORKPLACE):
        raise Invalid("introduction_workplace_missing")
    if letter.workplace_id and letter.workplace_id not in workplaces_to_introduce_for_in(session):
        raise Invalid("introduction_workplace_missing")
    return replace(letter, workplace=workplace, number=clean_number(letter.number), day=clean_day(letter.day))


def clean_day(day: date | None) -> date | None:
    """The day of a letter. Raises Invalid for one in the future."""
    if day and day > clock.today():
        raise Invalid("letter_to_come", day=day)
    return validation.event_day(day)


def clean_number(number: str | None) -> str | None:
    """The number of a letter as it is stored. Raises Invalid if it is too long."""
    return validation.optional_text(number, 60)
