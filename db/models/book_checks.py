"""Checks of cells' books by the levels above: whose book, which months, by whom, with what remark for the cell."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, id_column, random_code_column, table_args


class BookCheck(Table, table=True):
    """A level above checked a cell's book for these months."""

    __tablename__ = "book_check"
    __table_args__ = table_args(
        CheckConstraint("last_month >= first_month", name="months"),
        Index("ix_book_check_unit", "unit_id", "last_month"),
    )
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id")  # the cell
    by_unit_id: int = Field(foreign_key="unit.id", index=True)  # the unit that checked: its commune or its district
    checker: str = Field(max_length=120)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # the checker's account
    checked_on: date
    first_month: int  # yyyymm, inclusive
    last_month: int
    remark: str | None = Field(default=None, max_length=500)  # about the book; the cell can read it


class BookCheckAnswer(Table, table=True):
    """The cell's answer to a check's remark, in one line."""

    __tablename__ = "book_check_answer"
    __table_args__ = table_args(CheckConstraint("length(text) > 0", name="text"))
    id: int | None = id_column()
    check_id: int = Field(foreign_key="book_check.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)  # the cell
    text: str = Field(max_length=300)
    answered_on: date
