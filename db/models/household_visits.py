"""Contact with households between and at meetings: visits, reports, notes."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, id_column, table_args


class HouseholdVisit(Table, table=True):
    """A visit to one household, or to all or a number of the households of a group."""

    __tablename__ = "household_visit"
    __table_args__ = table_args(
        CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name="target"),
        CheckConstraint("households > 0", name="households"),
        Index("ix_household_visit_unit", "unit_id", "visited_on"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    households: int | None = None  # of the group; None: all of them
    visited_on: date
    period: int  # the month of the visit, yyyymm
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # who visited, if known


class HouseholdReport(Table, table=True):
    """Whether a member in charge of households reported on them at a meeting; no row: no round was recorded."""

    __tablename__ = "household_report"
    __table_args__ = table_args(
        Index("uq_household_report_member", "meeting_id", "member_id", unique=True),
        Index("ix_household_report_unit", "unit_id", "reported_on"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    meeting_id: int = Field(foreign_key="meeting.id")
    reported_on: date  # when the meeting was held
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # None: erased since
    reported: bool


class HouseholdNote(Table, table=True):
    """A note on a household from a meeting or a visit; it stays in the cell, or with the commune that entered it. The
    follow-up is a task.
    """

    __tablename__ = "household_note"
    __table_args__ = table_args(
        CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name="target"),
        CheckConstraint("(meeting_id IS NULL) <> (visit_id IS NULL)", name="source"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    visit_id: int | None = Field(default=None, foreign_key="household_visit.id", index=True)
    text: str = Field(max_length=500)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it
