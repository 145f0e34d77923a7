"""Lists of candidates for admission for a cell and its commune: open ones first, each with its days."""

from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.admissions import candidate_steps
from db.admissions.candidate_steps import ENDED, CandidateState
from db.calendar import clock
from db.errors import NotAllowed
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.models import AdmissionCandidate, CandidatePerson, Member
from db.units.units import names_on


class CandidateLine(NamedTuple):
    """A candidate for admission; `name` is None once stopped, or the member's name. Members are
    given by code and name.
    """

    code: str
    unit_id: int
    cell: str
    name: str | None
    born: int | None
    proposer: tuple[str, str] | None
    member: tuple[str, str] | None
    proposed_on: date
    recognised_on: date | None
    course_on: date | None
    file_on: date | None
    admitted_on: date | None
    stopped_on: date | None

    @property
    def state(self) -> CandidateState:
        """The current state."""
        return candidate_steps.state_of(self)


def list_all(viewer: Viewer, unit_id: int | None = None) -> list[CandidateLine]:
    """The candidates of a cell (default: all in sight): open ones first, then the latest. Raises NotAllowed for roles
    that read no entries.
    """
    if not viewer.reads(Audience.ENTRIES):
        raise NotAllowed()
    table = AdmissionCandidate
    days = [getattr(table, column) for column in candidate_steps.DAYS.values()]
    query = select(
        table.code, table.unit_id, CandidatePerson.name, CandidatePerson.born, CandidatePerson.proposer_id,
        CandidatePerson.member_id, *days,
    ).join(CandidatePerson, CandidatePerson.candidate_id == table.id)  # fmt: skip
    if unit_id is not None:
        query = query.where(table.unit_id == unit_id)
    with reading(viewer) as session:
        rows = session.exec(query.order_by(table.proposed_on.desc(), table.id.desc())).all()
        cells = names_on(session, {row.unit_id for row in rows}, clock.today())
        known = {row.proposer_id for row in rows} | {row.member_id for row in rows}
        people = {
            row.id: (row.code, row.name)
            for row in session.exec(select(Member.id, Member.code, Member.name).where(Member.id.in_(known - {None})))
        }
    lines = [
        CandidateLine(
            row.code, row.unit_id, cells[row.unit_id], row.name, row.born, people.get(row.proposer_id),
            people.get(row.member_id), *row[6:],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.state in ENDED)


def find(viewer: Viewer, code: str) -> CandidateLine:
    """Return one candidate. Raises NotAllowed if the viewer may not see the candidate."""
    found = next((line for line in list_all(viewer) if line.code == code), None)
    if found is None:
        raise NotAllowed()
    return found
