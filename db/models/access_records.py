"""Exports from the register and reads of need-to-know texts: kept beside the history, and never undone."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import Table, UtcDateTime, id_column, table_args


class ExportRecord(Table, table=True):
    """An export: which list, its filters, how many rows, and the purpose."""

    __tablename__ = "export_record"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int = Field(foreign_key="account.id", index=True)
    who: str = Field(default="", max_length=120)
    role: str = Field(max_length=20)
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the unit of the role in use
    about_id: int = Field(foreign_key="unit.id", index=True)  # the unit whose list it is
    what: str = Field(max_length=30)  # the key of the list
    filters: str  # JSON
    reason: str = Field(max_length=40)  # a key of the setting "export_reasons"
    rows: int
    checksum: str = Field(max_length=64)


class TextReadRecord(Table, table=True):
    """Somebody read need-to-know texts of a unit, or of one person in it: one row a day, however often."""

    __tablename__ = "read_record"
    __table_args__ = table_args(Index("ix_read_record_reader", "account_id", "day"))
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    day: date
    account_id: int = Field(foreign_key="account.id")
    who: str = Field(default="", max_length=120)
    role: str = Field(max_length=20)
    what: str = Field(max_length=40)  # the table of the text
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the unit whose text it is
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    audience: str = Field(max_length=20)
