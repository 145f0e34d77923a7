"""The year between meetings: what members did and gave, in campaigns and otherwise;
announcements and who has heard them.
"""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, id_column, random_code_column, table_args


class Campaign(Table, table=True):
    """A unit's campaign, with one total where it cannot be divided among the people."""

    __tablename__ = "campaign"
    __table_args__ = table_args(CheckConstraint("total IS NULL OR total >= 0", name="total"))
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=200)
    year: int
    total: int | None = Field(default=None, sa_type=BigInteger)  # in đồng
    approximate: bool = False
    ended_on: date | None = None


class YearEntry(Table, table=True):
    """One thing a member did, gave or heard in the year, of a kind in the setting "entry_kinds"."""

    __tablename__ = "year_entry"
    __table_args__ = table_args(
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        Index("ix_year_entry_unit", "unit_id", "period"),
        Index("ix_year_entry_member", "member_id", "period"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int = Field(foreign_key="member.id")
    period: int  # the month in which it happened, yyyymm
    happened_on: date
    kind: str = Field(max_length=30)
    amount: int | None = Field(default=None, sa_type=BigInteger)  # in đồng
    days: float | None = None  # days of work
    approximate: bool = False
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id", index=True)
    note: str | None = Field(default=None, max_length=200)
    minutes_dated: date | None = None  # date of the paper, if entered on the cell's behalf


class Announcement(Table, table=True):
    """What a cell had passed on to its contact members through their groups."""

    __tablename__ = "announcement"
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    text: str = Field(max_length=500)
    announced_on: date
    ended_on: date | None = None


class AnnouncementRelay(Table, table=True):
    """That a group's leader passed an announcement on, and when."""

    __tablename__ = "announcement_relay"
    __table_args__ = table_args(Index("uq_announcement_relay_group", "announcement_id", "group_id", unique=True))
    id: int | None = id_column()
    announcement_id: int = Field(foreign_key="announcement.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    group_id: int = Field(foreign_key="cell_group.id", index=True)
    passed_on: date
