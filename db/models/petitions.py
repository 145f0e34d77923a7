"""Requests of the people and difficulties of cells: passed on, answered, and the answer reported back."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, check_one_of, enum_column, id_column, random_code_column, table_args


class PetitionHolder(StrEnum):
    """The level that handles it until it is answered: it goes up from the cell, one level at a time."""

    CELL = "cell"
    COMMUNE = "commune"
    DISTRICT = "district"


class PetitionAsker(StrEnum):
    """The asker: the people, or the cell, whose difficulties it reports itself or a team brings from a visit."""

    PEOPLE = "people"
    CELL = "cell"
    TEAM = "team"


class Petition(Table, table=True):
    """An opinion or request of the people, or a difficulty of the cell, with its days; its text is in `PetitionText`,
    the origin of a request of the people in `PetitionOrigin`. Counts use this table only.
    """

    __tablename__ = "petition"
    __table_args__ = table_args(
        check_one_of("holder", PetitionHolder),
        check_one_of("asker", PetitionAsker),
        CheckConstraint("told_on IS NULL OR answered_on IS NOT NULL", name="told"),
        Index("ix_petition_unit", "unit_id", "received_on"),
        Index("ix_petition_holder", "holder", "answered_on"),
    )
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id")
    asker: PetitionAsker = enum_column(PetitionAsker, default=PetitionAsker.PEOPLE)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)  # the team whose officials reported it
    source: str = Field(max_length=30)  # a key of "petition_sources"; for a difficulty, of "difficulty_topics"
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)  # where it was raised
    received_on: date
    due: date | None = None  # the day by which an answer was promised
    holder: PetitionHolder = enum_column(PetitionHolder, default=PetitionHolder.CELL)
    forwarded_on: date | None = None  # to its holder, or to a body outside the register
    answered_on: date | None = None
    told_on: date | None = None  # when those who asked were told the answer
    closed_on: date | None = None  # closed for a reason, instead of an answer or of reporting it
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it


class PetitionText(Table, table=True):
    """The request's text, the body outside the register it went to, and the answer."""

    __tablename__ = "petition_text"
    id: int | None = id_column()
    petition_id: int = Field(foreign_key="petition.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    text: str = Field(max_length=1000)
    body: str | None = Field(default=None, max_length=120)
    answer: str | None = Field(default=None, max_length=1000)
    closed_because: str | None = Field(default=None, max_length=200)


class PetitionOrigin(Table, table=True):
    """The household it comes from, or the member who passed it on; an anonymous one has no such row, and no name is
    ever typed.
    """

    __tablename__ = "petition_origin"
    id: int | None = id_column()
    petition_id: int = Field(foreign_key="petition.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it
