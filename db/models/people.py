"""Members: identity, cells, exemptions, posts. Dates in a person's life may be partial: text as "1953",
"1953-04" or "1953-04-02".
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
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


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class Member(Table, table=True):
    """A Party member, own or contact; everything dated is in tables of its own."""

    __tablename__ = "member"
    __table_args__ = table_args(
        CheckConstraint("length(name) > 0", name="name"),
        Index("ix_member_sort_key", "sort_key", "search_key"),
        Index("ix_member_card", "card_hash"),
        Index("ix_member_citizen", "citizen_hash"),
    )
    id: int | None = id_column()
    code: str = random_code_column()
    name: str = Field(max_length=120)
    sort_key: str = Field(sa_type=SortKey)
    search_key: str = Field(max_length=120)
    sex: Sex | None = enum_column(Sex, default=None)
    born: str | None = Field(default=None, max_length=10)
    admitted: str | None = Field(default=None, max_length=10)
    official: str | None = Field(default=None, max_length=10)
    address: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=20)
    workplace: str | None = Field(default=None, max_length=200)  # as written on the list, if it is no unit of ours
    position: str | None = Field(default=None, max_length=200)
    # Kind of work organisation, a key of the setting "organisations".
    organisation: str | None = Field(default=None, max_length=30)
    card_hash: str | None = Field(default=None, max_length=64)
    card_last4: str | None = Field(default=None, max_length=4)
    card_number: str | None = Field(default=None, max_length=20)  # only if the setting "keep_numbers" allows it
    citizen_hash: str | None = Field(default=None, max_length=64)
    citizen_last4: str | None = Field(default=None, max_length=4)
    citizen_number: str | None = Field(default=None, max_length=20)


class StandingKind(StrEnum):
    PROBATIONARY = "probationary"
    FULL = "full"


class Standing(Table, table=True):
    """Probationary or full, from a day on."""

    __tablename__ = "standing"
    __table_args__ = table_args(
        check_one_of("kind", StandingKind), Index("ix_standing_member", "member_id", "valid_from")
    )
    id: int | None = id_column()
    member_id: int = Field(foreign_key="member.id")
    kind: StandingKind = enum_column(StandingKind)
    valid_from: date | None = None
    paper: str | None = Field(default=None, max_length=200)


class Expertise(Table, table=True):
    """A skill that a member has offered, from the short list in the settings."""

    __tablename__ = "expertise"
    id: int | None = id_column()
    member_id: int = Field(foreign_key="member.id", index=True)
    subject: str = Field(max_length=30)
    consented_on: date | None = None


class MembershipKind(StrEnum):
    OWN = "own"
    CONTACT = "contact"
    TEMPORARY = "temporary"


class Membership(Table, table=True):
    """A member in a unit, first and last day included; an open first day means since before the register."""

    __tablename__ = "membership"
    __table_args__ = table_args(
        check_one_of("kind", MembershipKind),
        check_span(),
        Index("ix_membership_unit", "unit_id", "kind", "valid_to", "valid_from", "member_id"),
        Index("ix_membership_member", "member_id", "unit_id"),
    )
    id: int | None = id_column()
    member_id: int = Field(foreign_key="member.id")
    unit_id: int = Field(foreign_key="unit.id")
    kind: MembershipKind = enum_column(MembershipKind)
    valid_from: date | None = None
    valid_to: date | None = None
    roster_number: int | None = None
    arrival: str | None = Field(default=None, max_length=40)
    arrival_paper: str | None = Field(default=None, max_length=200)
    departure: str | None = Field(default=None, max_length=40)
    departure_paper: str | None = Field(default=None, max_length=200)
    status: str = Field(default="active", max_length=20)


class ExemptionClass(StrEnum):
    OWN = "own"  # from Party work and meetings: the cell's own old or ill members
    CONTACT = "contact"  # introduced, but exempt from meetings at the place of residence
    AWAY = "away"  # away from the locality for a time


class Exemption(Table, table=True):
    """A member excluded from the denominator of one unit's meetings for a time."""

    __tablename__ = "exemption"
    __table_args__ = table_args(
        check_one_of("kind", ExemptionClass), check_span(), Index("ix_exemption_unit", "unit_id", "valid_to")
    )
    id: int | None = id_column()
    member_id: int = Field(foreign_key="member.id", index=True)
    unit_id: int = Field(foreign_key="unit.id")
    kind: ExemptionClass = enum_column(ExemptionClass)
    valid_from: date | None = None
    valid_to: date | None = None
    reason: str | None = Field(default=None, max_length=40)
    paper: str | None = Field(default=None, max_length=200)


class Office(Table, table=True):
    """A post in a unit for a time, held by a member or by a named person who is no member."""

    __tablename__ = "office"
    __table_args__ = table_args(check_span(), Index("ix_office_unit", "unit_id", "valid_to"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    person: str | None = Field(default=None, max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    post: str = Field(max_length=30)  # a key of the setting "posts": secretary, deputy, committee, front_head, …
    valid_from: date | None = None
    valid_to: date | None = None
