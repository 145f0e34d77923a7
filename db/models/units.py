"""Units: areas, cells and workplaces, their names and places in the tree over time, and their successors."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import (
    SortKey,
    Table,
    check_one_of,
    check_span,
    enum_column,
    id_column,
    random_code_column,
    table_args,
)


class UnitKind(StrEnum):
    AREA = "area"
    CELL = "cell"
    AGENCY_CELL = "agency_cell"
    WORKPLACE = "workplace"


CELLS = (UnitKind.CELL, UnitKind.AGENCY_CELL)  # units that people belong to
# Levels of units that contain no others, as keys of the setting "levels".
LEAF_LEVELS = {UnitKind.CELL: "cell", UnitKind.AGENCY_CELL: "cell", UnitKind.WORKPLACE: "workplace"}
PARENT_KINDS = {  # the kinds that a unit may lie below
    UnitKind.AREA: (UnitKind.AREA,),
    UnitKind.CELL: (UnitKind.AREA,),
    UnitKind.AGENCY_CELL: (UnitKind.AREA, UnitKind.WORKPLACE),
    UnitKind.WORKPLACE: (UnitKind.AREA,),
}


class Unit(Table, table=True):
    """A unit from its foundation to its end, under whatever name."""

    __tablename__ = "unit"
    __table_args__ = table_args(check_one_of("kind", UnitKind))
    id: int | None = id_column()
    code: str = random_code_column()
    kind: UnitKind = enum_column(UnitKind)
    level: str = Field(max_length=20)  # a key of the setting "levels": district, commune, cell, …
    reports: bool = True  # a practice cell does not report and is left out of all figures
    official_code: str | None = Field(default=None, max_length=30)


class UnitVersion(Table, table=True):
    """A unit's name and parent for a span of days; an open start is unknown, an open end current."""

    __tablename__ = "unit_version"
    __table_args__ = table_args(check_span(), Index("ix_unit_version_parent", "parent_id", "unit_id"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=200)
    search_key: str = Field(max_length=200)
    sort_key: str = Field(sa_type=SortKey)
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    valid_from: date | None = None
    valid_to: date | None = None
    paper: str | None = Field(default=None, max_length=200)


class SuccessionKind(StrEnum):
    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    DISSOLVED = "dissolved"
    REOPENED = "reopened"


class UnitSuccession(Table, table=True):
    """One unit became (part of) another on a day, by a document."""

    __tablename__ = "unit_succession"
    id: int | None = id_column()
    old_id: int = Field(foreign_key="unit.id", index=True)
    new_id: int = Field(foreign_key="unit.id", index=True)
    kind: SuccessionKind = enum_column(SuccessionKind)
    day: date
    paper: str | None = Field(default=None, max_length=200)
