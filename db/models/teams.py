"""Teams of officials: their people, the communes and cells they follow, the meetings they attended."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, check_span, id_column, random_code_column, table_args


class Team(Table, table=True):
    """A team of a district or a commune, from its foundation to its end."""

    __tablename__ = "team"
    __table_args__ = table_args(CheckConstraint("length(name) > 0", name="name"), check_span())
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the unit that set it up
    name: str = Field(max_length=120)
    kind: str = Field(max_length=30)  # a key of the setting "team_kinds"
    valid_from: date | None = None
    valid_to: date | None = None


class TeamOfficial(Table, table=True):
    """A person in a team for a time, not necessarily a member of any cell here; a person in two teams has two rows."""

    __tablename__ = "team_official"
    __table_args__ = table_args(check_span())
    id: int | None = id_column()
    code: str = random_code_column()
    team_id: int = Field(foreign_key="team.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the team's unit
    person: str = Field(max_length=120)
    title: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=20)
    leads: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


class TeamUnit(Table, table=True):
    """A cell, or a commune with all its cells, that a team follows for a time."""

    __tablename__ = "team_unit"
    __table_args__ = table_args(check_span())
    id: int | None = id_column()
    team_id: int = Field(foreign_key="team.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the team's unit
    followed_id: int = Field(foreign_key="unit.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class TeamVisit(Table, table=True):
    """An official of a team was among the guests of a meeting; saved with the meeting."""

    __tablename__ = "team_visit"
    __table_args__ = table_args(Index("uq_team_visit", "meeting_id", "official_id", unique=True))
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the cell
    period: int  # the meeting's period
    official_id: int = Field(foreign_key="team_official.id", index=True)
