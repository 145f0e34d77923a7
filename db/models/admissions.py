"""Candidates for admission: the days of their steps, which are counted, and their names,
for as long as these are needed.
"""

from datetime import date

from sqlmodel import Field

from db.models.base import Table, id_column, random_code_column


class AdmissionCandidate(Table, table=True):
    """A cell's candidate for admission, as days; the name is in `CandidatePerson`."""

    __tablename__ = "admission_candidate"
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    proposed_on: date
    recognised_on: date | None = None
    course_on: date | None = None  # sent to the course
    file_on: date | None = None  # the file was handed in
    admitted_on: date | None = None
    stopped_on: date | None = None


class CandidatePerson(Table, table=True):
    """A candidate's name and the member who made the proposal. Deleted once the admission is stopped or the candidate
    is a member.
    """

    __tablename__ = "candidate_person"
    id: int | None = id_column()
    candidate_id: int = Field(foreign_key="admission_candidate.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str | None = Field(default=None, max_length=120)
    born: int | None = None  # year of birth
    proposer_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # set once admitted
