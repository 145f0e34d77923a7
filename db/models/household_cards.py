"""The card of a household that gets help, kept to the cell: causes, help given; and the years reviewed."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, id_column, table_args


class HouseholdCause(Table, table=True):
    """A cause for which a household needs help; stays in the cell, or with the commune that entered it."""

    __tablename__ = "household_cause"
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int = Field(foreign_key="household.id", index=True)
    cause: str = Field(max_length=30)  # a key of the setting "household_causes"
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it


class HouseholdHelp(Table, table=True):
    """Help given to a household on a day: its kind, by whom, its value where known."""

    __tablename__ = "household_help"
    __table_args__ = table_args(CheckConstraint("amount > 0", name="amount"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int = Field(foreign_key="household.id", index=True)
    helped_on: date
    kind: str = Field(max_length=30)  # a key of the setting "help_kinds"
    giver: str = Field(max_length=30)  # a key of the setting "help_givers"
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # of the cell, if one gave
    amount: int | None = Field(default=None, sa_type=BigInteger)  # in đồng
    approximate: bool = False
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it


class ClassReview(Table, table=True):
    """A cell reviewed the classes of a year: those recorded are complete; without any, there are none."""

    __tablename__ = "class_review"
    __table_args__ = table_args(Index("ix_class_review_unit", "unit_id", "year"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    year: int
    paper: str | None = Field(default=None, max_length=200)
