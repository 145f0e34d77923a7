"""Meetings: their time and unit, attendance, one tally for each cell and kind, and what was agreed.
`period` is the first month as yyyymm and `months` the number of months covered: 1 for a month's meeting, 6 for a
half-year's.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, UtcDateTime, check_one_of, enum_column, id_column, random_code_column, table_args
from db.models.people import MembershipKind


class MeetingAudience(StrEnum):
    OWN = "own"
    CONTACT = "contact"
    INVITED = "invited"


class MeetingState(StrEnum):
    HELD = "held"
    NOT_HELD = "not_held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"  # entered by mistake


class Meeting(Table, table=True):
    """One meeting of a cell or a commune; saving it counts as reporting it."""

    __tablename__ = "meeting"
    __table_args__ = table_args(
        check_one_of("audience", MeetingAudience),
        check_one_of("state", MeetingState),
        CheckConstraint("months = 1 OR months = 3 OR months = 6 OR months = 12", name="months"),
        Index("ix_meeting_unit", "unit_id", "period"), Index("ix_meeting_period", "period", "unit_id"),
        Index(
            "ix_meeting_saved",
            "audience", "state", "period", "area_id", "unit_id", "months", "named", "first_saved_at",
        ),
        Index("ix_meeting_held", "audience", "state", "held_on", "unit_id"),
    )  # fmt: skip
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id")
    area_id: int | None = Field(default=None, foreign_key="unit.id")
    type: str = Field(max_length=30)  # a key of the setting "meeting_types"
    audience: MeetingAudience = enum_column(MeetingAudience)
    period: int
    months: int = 1
    state: MeetingState = enum_column(MeetingState)
    held_on: date | None = None
    planned_on: date | None = None
    postponed_to: date | None = None
    reason: str | None = Field(default=None, max_length=200)
    named: bool = True  # False: totals only, which count in rates but are on no person's list
    form: str | None = Field(default=None, max_length=20)
    place: str | None = Field(default=None, max_length=200)
    starts_at: str | None = Field(default=None, max_length=5)
    ends_at: str | None = Field(default=None, max_length=5)
    chair_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    minute_taker_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    agenda: str | None = None
    score: float | None = None
    minutes_dated: date | None = None  # date of the minutes, if entered on the cell's behalf
    first_saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Sitting(Table, table=True):
    """One of several rooms or times of the same meeting; a person who attended any of them counts once."""

    __tablename__ = "sitting"
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: int
    held_on: date | None = None
    starts_at: str | None = Field(default=None, max_length=5)
    place: str | None = Field(default=None, max_length=200)


class Expectation(StrEnum):
    EXPECTED = "expected"
    EXEMPT = "exempt"
    EXTRA = "extra"  # came although not expected: exempt, or from another cell


class Outcome(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    UNKNOWN = "unknown"  # absent for a reason not known yet, which is not the same as without a reason


class Attendance(Table, table=True):
    """One person at one meeting.

    No row means not recorded, which is not absent; an exempt person who stayed away has no outcome.
    """

    __tablename__ = "attendance"
    __table_args__ = table_args(
        check_one_of("kind", MembershipKind),
        check_one_of("expectation", Expectation),
        check_one_of("outcome", Outcome),
        CheckConstraint("outcome IS NOT NULL OR expectation = 'exempt'", name="outcome_known"),
        Index("uq_attendance_person", "meeting_id", "member_id", unique=True),
        Index("ix_attendance_member", "member_id", "period"),
        Index("ix_attendance_unit", "unit_id", "period"),
    )
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id")
    unit_id: int = Field(foreign_key="unit.id")  # the person's cell on that day
    member_id: int = Field(foreign_key="member.id")
    period: int
    kind: MembershipKind = enum_column(MembershipKind)
    expectation: Expectation = enum_column(Expectation)
    outcome: Outcome | None = enum_column(Outcome, default=None)
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id")  # the first sitting attended
    later_sittings: str | None = Field(default=None, max_length=20)  # further ones: "2 3"; counted once
    group_id: int | None = Field(default=None, foreign_key="cell_group.id")  # the person's group on that day
    spoke: bool = False


class ErasedAttendance(Table, table=True):
    """One anonymous person at one meeting whose data were erased: the meeting's sums still include the row."""

    __tablename__ = "erased_attendance"
    __table_args__ = table_args(
        check_one_of("kind", MembershipKind),
        check_one_of("expectation", Expectation),
        check_one_of("outcome", Outcome),
        CheckConstraint("outcome IS NOT NULL OR expectation = 'exempt'", name="outcome_known"),
    )
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: MembershipKind = enum_column(MembershipKind)
    expectation: Expectation = enum_column(Expectation)
    outcome: Outcome | None = enum_column(Outcome, default=None)
    spoke: bool = False


class AbsenceReason(Table, table=True):
    """Why somebody was absent, from the short list: stays in the cell, or with the commune that entered it."""

    __tablename__ = "absence_reason"
    id: int | None = id_column()
    attendance_id: int = Field(foreign_key="attendance.id", unique=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    reason: str = Field(max_length=30)
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id")  # the commune that entered it


class Tally(Table, table=True):
    """Sums of one meeting for one cell and kind of person; every figure is a sum of these."""

    __tablename__ = "tally"
    __table_args__ = table_args(
        CheckConstraint("present + excused + unexcused + unknown = expected", name="adds_up"),
        Index("uq_tally_cell", "meeting_id", "unit_id", "kind", unique=True),
        Index("ix_tally_period", "audience", "kind", "period", "area_id", "unit_id", "named",
              "expected", "present", "excused", "unexcused", "unknown", "exempt", "extra"),
        Index("ix_tally_unit", "unit_id", "period"),
    )  # fmt: skip
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id")
    unit_id: int = Field(foreign_key="unit.id")
    area_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    period: int
    months: int = 1
    type: str = Field(max_length=30)
    audience: MeetingAudience = enum_column(MeetingAudience)
    kind: MembershipKind = enum_column(MembershipKind)
    named: bool = True
    cell_called: bool = True  # the cell as such was called, rather than some of its people individually
    expected: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    exempt: int = 0
    extra: int = 0
    spoke: int = 0


class Guest(Table, table=True):
    """A person at a meeting who is not on its list: sent from above, or to be placed by the commune."""

    __tablename__ = "guest"
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=120)
    position: str | None = Field(default=None, max_length=200)
    from_above: bool = False
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # set once placed
    settled: bool = False  # the commune knows that no placement is needed


class Task(Table, table=True):
    """A task of a member, a Party group, others or the whole cell, agreed in a meeting or outside, due on a day or
    planned for a month, a quarter or a year: open until its outcome is recorded.
    """

    __tablename__ = "task"
    __table_args__ = table_args(
        CheckConstraint("plan_months = 1 OR plan_months = 3 OR plan_months = 12", name="plan_months"),
        CheckConstraint("(plan_period IS NULL) = (plan_months IS NULL)", name="plan"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    raised_in: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    closed_in: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    text: str = Field(max_length=500)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    who: str | None = Field(default=None, max_length=120)
    kind: str | None = Field(default=None, max_length=30)  # a key of the setting "task_kinds"
    plan_period: int | None = None  # first month of the planned period, which closing a month does not lock
    plan_months: int | None = None
    due: date | None = None
    done: bool | None = None  # None: still open
    closed_on: date | None = None
    result: str | None = Field(default=None, max_length=500)  # the outcome, or why it was not done


class Question(Table, table=True):
    """A backdated change affects a saved meeting: somebody is asked, it is never applied automatically."""

    __tablename__ = "question"
    id: int | None = id_column()
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    asks: str = Field(max_length=30)
    raised_at: datetime = Field(sa_type=UtcDateTime)
    answer: str | None = Field(default=None, max_length=30)
