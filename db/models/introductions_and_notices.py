"""Contact members between workplace and commune of residence: introductions, numbers of members subject, notices."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, enum_column, id_column, random_code_column, table_args


class IntroductionState(StrEnum):
    """The states of an introduction; each says whose turn it is."""

    TO_INTRODUCE = "to_introduce"  # on a workplace's list of its working members, no letter yet
    INTRODUCED = "introduced"  # a letter was sent; it is the commune's turn
    RECEIVED = "received"  # the commune has the letter; to be placed in a cell
    PLACED = "placed"  # on a cell's list
    ENDED = "ended"
    UNKNOWN = "unknown"  # on an imported list; nothing more is known


class Introduction(Table, table=True):
    """A workplace introduces a member to a commune; or the person was on a list and nothing more is known."""

    __tablename__ = "introduction"
    __table_args__ = table_args(Index("ix_introduction_state", "commune_id", "state", "member_id"))
    id: int | None = id_column()
    member_id: int = Field(foreign_key="member.id", index=True)
    workplace_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    commune_id: int = Field(foreign_key="unit.id", index=True)
    state: IntroductionState = enum_column(IntroductionState)
    exempt: bool = False  # introduced, but exempt from meetings
    letter: str | None = Field(default=None, max_length=60)
    letter_date: date | None = None
    listed_on: date | None = None  # since when the member is on the workplace's list
    pending_reason: str | None = Field(default=None, max_length=30)  # why not introduced yet, a key of a setting
    sent_on: date | None = None
    received_on: date | None = None
    placed_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, max_length=40)  # a key of the setting "departures"
    objection: str | None = Field(default=None, max_length=30)  # the cell's, a key of the setting "objections"
    objected_on: date | None = None
    membership_id: int | None = Field(default=None, foreign_key="membership.id", index=True)


class SubjectCount(Table, table=True):
    """How many members a workplace or commune states as subject to introduction on a day, and how many as exempt. Of
    those exempt from introduction only this number is stored.
    """

    __tablename__ = "subject_count"
    __table_args__ = table_args(
        CheckConstraint("subject >= 0 AND not_introduced >= 0", name="counts"),
        Index("uq_subject_count_day", "unit_id", "counted_on", unique=True),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    counted_on: date
    subject: int
    not_introduced: int = 0


class ChangeNotice(Table, table=True):
    """A workplace notifies the commune of a change: post, transfer, newly exempt, no longer subject, moved away."""

    __tablename__ = "change_notice"
    id: int | None = id_column()
    code: str = random_code_column()
    member_id: int = Field(foreign_key="member.id", index=True)
    workplace_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    commune_id: int = Field(foreign_key="unit.id", index=True)
    kind: str = Field(max_length=30)  # a key of the setting "change_notices"
    effective_on: date
    value: str | None = Field(default=None, max_length=200)  # the new post, workplace or address
    reason: str | None = Field(default=None, max_length=200)
    sent_on: date
    handled_on: date | None = None
    outcome: str | None = Field(default=None, max_length=30)  # applied, noted, returned
    answer: str | None = Field(default=None, max_length=200)  # why it was returned
