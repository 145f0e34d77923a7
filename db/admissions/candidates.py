"""Actions on a candidate for admission: propose, advance, stop, correct, delete.

The candidate's identity is erased after a stop, or once the new member is known; no copy holds it.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from db.admissions import candidate_steps
from db.admissions.candidate_steps import DAYS, ENDED, CandidateState
from db.calendar import clock
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import AdmissionCandidate, CandidatePerson

YOUNGEST, OLDEST = 18, 100  # years


@dataclass(frozen=True)
class CandidateInput:
    """A candidate as typed; the proposing member by public code."""

    name: str
    born: int | None
    proposed_on: date | None
    proposer: str | None = None


def propose(viewer: Viewer, unit_id: int, typed: CandidateInput, token: str | None = None) -> str:
    """Enter a candidate of a cell; return the public code.

    Raises Invalid for a missing name or an impossible year of birth or day, NotAllowed outside the viewer's cells and
    for a member out of view.
    """
    with writing(viewer, "propose_candidate", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ENTRIES)
        row = AdmissionCandidate(unit_id=unit_id, proposed_on=validation.past_day(typed.proposed_on))
        session.add(row)
        session.flush()
        session.add(CandidatePerson(candidate_id=row.id, unit_id=unit_id, **_who(session, typed)))
        return row.code


def correct(viewer: Viewer, code: str, typed: CandidateInput, token: str | None = None) -> None:
    """Correct name, proposing member and day; raises as `propose` does, and Conflict once it ended."""
    with writing(viewer, "correct_candidate", token=token) as session:
        row = _require_open(session, code)
        row.proposed_on = validation.past_day(typed.proposed_on)
        if row.recognised_on:
            validation.end_day(row.recognised_on, row.proposed_on)
        _person(session, row).sqlmodel_update(_who(session, typed))


def advance(
    viewer: Viewer, code: str, day: date | None, seen: CandidateState | None = None, token: str | None = None
) -> None:
    """Record the next step on a day.

    Raises Invalid for a day in the future or before the previous step, Conflict if it ended or is beyond the step
    `seen`.
    """
    with writing(viewer, "advance_candidate", token=token) as session:
        row = _require_open(session, code)
        state = candidate_steps.state_of(row)
        if seen and seen != state:
            raise Conflict("candidate_stepped")
        step = candidate_steps.next_step(state)
        assert step is not None
        setattr(row, DAYS[step], _day(row, day))


def stop(viewer: Viewer, code: str, day: date | None, token: str | None = None) -> None:
    """End it without admission: the identity is erased, the fact stays.

    Raises Invalid for a day in the future or before the last step, Conflict if it ended.
    """
    with writing(viewer, "stop_candidate", token=token) as session:
        row = _require_open(session, code)
        row.stopped_on = _day(row, day)
        person = _person(session, row)
        person.name, person.born = None, None


def replace_by_member(viewer: Viewer, code: str, member: str, token: str | None = None) -> None:
    """Link an admitted candidate to the member of the register, whose name then replaces the one stored here.

    Raises Invalid before the admission, NotAllowed for a member whom the viewer may not see.
    """
    with writing(viewer, "link_candidate", token=token) as session:
        row = _require(session, code)
        if not row.admitted_on:
            raise Invalid("candidate_not_ended")
        person = _person(session, row)
        person.member_id = row_access.require_member(session, member).id
        person.name, person.born = None, None


def delete(viewer: Viewer, code: str) -> None:
    """Delete an entry made by mistake. Raises Conflict once it ended."""
    with writing(viewer, "delete_candidate") as session:
        row = _require_open(session, code)
        session.delete(_person(session, row))
        session.flush()
        session.delete(row)


def _require(session: Session, code: str) -> AdmissionCandidate:
    row = row_access.require_by_code(session, AdmissionCandidate, code)
    row_access.require_cell_work(session, row.unit_id, Work.ENTRIES)
    return row


def _require_open(session: Session, code: str) -> AdmissionCandidate:
    row = _require(session, code)
    if candidate_steps.state_of(row) in ENDED:
        raise Conflict("candidate_ended")
    return row


def _person(session: Session, row: AdmissionCandidate) -> CandidatePerson:
    found = session.exec(select(CandidatePerson).where(CandidatePerson.candidate_id == row.id)).first()
    if found is None:
        raise NotAllowed()
    return found


def _who(session: Session, typed: CandidateInput) -> dict:
    youngest = clock.today().year - YOUNGEST
    if typed.born is not None and not youngest - OLDEST <= typed.born <= youngest:
        raise Invalid("candidate_born_unfit")
    proposer = row_access.require_member(session, typed.proposer).id if typed.proposer else None
    return {"name": validation.person_name(typed.name), "born": typed.born, "proposer_id": proposer}


def _day(row: AdmissionCandidate, day: date | None) -> date:
    """The day of a step, by default today. Raises Invalid for one in the future, or before the previous step."""
    return validation.end_day(validation.past_day(day or clock.today()), candidate_steps.last_day(row))
