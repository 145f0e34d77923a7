"""Answers to findings: findings are computed from rows, only that somebody looked at their facts is stored."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import Table, id_column, table_args


class FindingAnswer(Table, table=True):
    """The cell looked at these facts on a day: it met the member, or the records are right. No reason is stored."""

    __tablename__ = "finding_answer"
    __table_args__ = table_args(Index("ix_finding_answer_unit", "unit_id", "kind"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    kind: str = Field(max_length=30)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    facts: str  # meeting ids and what was found at each, no names
    answered_on: date
    audience: str = Field(max_length=20)
