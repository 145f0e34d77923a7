"""The yearly evaluation: the class of each own member and of the cell itself, and the points of the cell's meetings."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, id_column, table_args


class Evaluation(Table, table=True):
    """A cell's own member's class for a year, step by step; each class is a key of the setting "evaluation_classes". No
    free text.
    """

    __tablename__ = "evaluation"
    __table_args__ = table_args(
        CheckConstraint("votes <= voters", name="votes"),
        Index("uq_evaluation_member", "unit_id", "year", "member_id", unique=True),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # None: erased since
    year: int
    self_class: str | None = Field(default=None, max_length=30)  # the member's own choice
    self_on: date | None = None  # when the self-review was handed in
    votes: int | None = None  # for the proposed class
    voters: int | None = None  # people present and entitled to vote
    proposed: str | None = Field(default=None, max_length=30)  # by the cell
    unclassified: str | None = Field(default=None, max_length=30)  # a key of the setting "unclassified_reasons"
    decided: str | None = Field(default=None, max_length=30)  # by the committee
    decision_number: str | None = Field(default=None, max_length=30)
    decided_on: date | None = None


class UnitEvaluation(Table, table=True):
    """A cell's own class for a year."""

    __tablename__ = "unit_evaluation"
    __table_args__ = table_args(Index("uq_unit_evaluation_year", "unit_id", "year", unique=True))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    year: int
    proposed: str | None = Field(default=None, max_length=30)
    decided: str | None = Field(default=None, max_length=30)
    decision_number: str | None = Field(default=None, max_length=30)
    decided_on: date | None = None


class MeetingScore(Table, table=True):
    """A cell's points for its meetings of a year by one criterion of the form."""

    __tablename__ = "meeting_score"
    __table_args__ = table_args(
        CheckConstraint("points >= 0", name="points"),
        Index("uq_meeting_score_criterion", "unit_id", "year", "criterion", unique=True),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    year: int
    criterion: str = Field(max_length=30)
    points: int
