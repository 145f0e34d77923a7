"""A cell's work in its area: initiatives that households take part in, and published figures of the area."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.models.base import Table, check_span, id_column, random_code_column, table_args


class Initiative(Table, table=True):
    """A cell's initiative, in one cluster or in its whole area; its leader is a member or an office."""

    __tablename__ = "initiative"
    __table_args__ = table_args(
        CheckConstraint("length(name) > 0", name="name"), CheckConstraint("households >= 0", name="households"),
        check_span(),
    )  # fmt: skip
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=120)
    cluster_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)  # None: the whole area
    households: int | None = None  # households that take part, if known
    leader_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    leader: str | None = Field(default=None, max_length=120)  # an office, if the leader is no member
    valid_from: date | None = None
    valid_to: date | None = None
    result: str | None = Field(default=None, max_length=300)


class IndicatorValue(Table, table=True):
    """A published figure of a cell's area in a year: an amount, or a part of a total."""

    __tablename__ = "indicator_value"
    __table_args__ = table_args(
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("total > 0", name="total"),
        Index("ix_indicator_value_unit", "unit_id", "indicator", "year"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    indicator: str = Field(max_length=30)  # a key of the setting "indicators"
    year: int
    value: float
    total: float | None = None  # the denominator, if it is a share
    qualifier: str | None = Field(default=None, max_length=10)  # "over", "about", "under"; None: exactly
