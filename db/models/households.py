"""Groups within a cell, households, and the members who look after them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
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


class GroupKind(StrEnum):
    PARTY = "party"
    CONTACT = "contact"
    CLUSTER = "cluster"
    HOUSEHOLDS = "households"


class CellGroup(Table, table=True):
    """A Party group, a group of contact members, a residential cluster, or a group of households inside one."""

    __tablename__ = "cell_group"
    __table_args__ = table_args(check_one_of("kind", GroupKind), check_span())
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: GroupKind = enum_column(GroupKind)
    name: str = Field(max_length=120)
    place: int = 0  # order within its kind
    parent_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class GroupRole(StrEnum):
    MEMBER = "member"
    LEADER = "leader"
    DEPUTY = "deputy"
    IN_CHARGE = "in_charge"


class GroupMember(Table, table=True):
    """A member of a group, its leader, or the member in charge of it, for a time."""

    __tablename__ = "group_member"
    __table_args__ = table_args(
        check_one_of("role", GroupRole), check_span(), Index("ix_group_member_group", "group_id", "valid_to")
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    group_id: int = Field(foreign_key="cell_group.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    role: GroupRole = enum_column(GroupRole, default=GroupRole.MEMBER)
    valid_from: date | None = None
    valid_to: date | None = None


class PartyGroupCluster(Table, table=True):
    """A residential cluster that a Party group is responsible for, for a time."""

    __tablename__ = "group_cluster"
    __table_args__ = table_args(check_span())
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    group_id: int = Field(foreign_key="cell_group.id", index=True)
    cluster_id: int = Field(foreign_key="cell_group.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class Household(Table, table=True):
    """A household that gets help, by name or pseudonym; all others are only a number in a group."""

    __tablename__ = "household"
    __table_args__ = table_args(CheckConstraint("length(name) > 0", name="name"), check_span())
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=120)
    sort_key: str = Field(sa_type=SortKey)
    search_key: str = Field(max_length=120)
    address: str | None = Field(default=None, max_length=200)
    valid_from: date | None = None
    valid_to: date | None = None
    end_reason: str | None = Field(default=None, max_length=40)


class HouseholdPlace(Table, table=True):
    """A household's cluster or group, for a time."""

    __tablename__ = "household_place"
    __table_args__ = table_args(check_span())
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int = Field(foreign_key="household.id", index=True)
    group_id: int = Field(foreign_key="cell_group.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class HouseholdClass(Table, table=True):
    """A household's class in a year with its deciding document: recorded, never computed. For an erased household only
    the class remains, so that the year's counts stay.
    """

    __tablename__ = "household_class"
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)  # None: erased since
    year: int
    rating: str = Field(max_length=30)  # a key of the setting "household_classes"
    paper: str | None = Field(default=None, max_length=200)


class HouseholdCount(Table, table=True):
    """A group's number of households from a day on, including those known by name."""

    __tablename__ = "household_count"
    __table_args__ = table_args(
        CheckConstraint("households >= 0", name="households"),
        Index("ix_household_count_group", "group_id", "valid_from"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    group_id: int = Field(foreign_key="cell_group.id")
    households: int
    valid_from: date | None = None


class Assignment(Table, table=True):
    """A member in charge of one household or of a whole group, for a time."""

    __tablename__ = "assignment"
    __table_args__ = table_args(
        CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name="target"),
        check_span(),
        Index("ix_assignment_unit", "unit_id", "valid_to"),
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int = Field(foreign_key="member.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None
    end_reason: str | None = Field(default=None, max_length=40)
    paper: str | None = Field(default=None, max_length=200)


class AssignmentDecision(Table, table=True):
    """A cell's decision on assigning: its assignments hold from a day on, or it does not assign."""

    __tablename__ = "assignment_decision"
    __table_args__ = table_args(UniqueConstraint("unit_id", "valid_from"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    assigns: bool
    valid_from: date
    paper: str | None = Field(default=None, max_length=200)


class ExcludedPair(Table, table=True):
    """A member who must not be assigned a household, or a whole group, for a time; no reason is stored."""

    __tablename__ = "excluded_pair"
    __table_args__ = table_args(
        CheckConstraint("(household_id IS NULL) <> (group_id IS NULL)", name="target"), check_span()
    )
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    household_id: int | None = Field(default=None, foreign_key="household.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="cell_group.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None
