"""Sign-in: accounts, the roles granted to them, the devices they are signed in on."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import (
    Table,
    UtcDateTime,
    check_one_of,
    check_span,
    enum_column,
    id_column,
    random_code_column,
    table_args,
)


class Role(StrEnum):
    SECRETARY = "secretary"
    ASSISTANT = "assistant"
    COMMUNE = "commune"
    WORKPLACE = "workplace"
    DISTRICT = "district"
    ADMIN = "admin"


class Account(Table, table=True):
    """One person's account. The user name is stored folded: no diacritics, lower case."""

    __tablename__ = "account"
    id: int | None = id_column()
    code: str = random_code_column()
    username: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    password_hash: str = Field(max_length=100)
    must_change: bool = True
    active: bool = True
    epoch: int = 0  # incremented to sign out everywhere
    language: str = Field(default="vi", max_length=5)


class Grant(Table, table=True):
    """An account may act in a role for a unit, for a span of days."""

    __tablename__ = "access_grant"
    __table_args__ = table_args(
        check_one_of("role", Role), check_span(), Index("ix_access_grant_account", "account_id", "valid_to")
    )
    id: int | None = id_column()
    account_id: int = Field(foreign_key="account.id")
    role: Role = enum_column(Role)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class Device(Table, table=True):
    """A signed-in browser; only the hash of its cookie is stored."""

    __tablename__ = "device"
    id: int | None = id_column()
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    # the role chosen on this device
    grant_id: int | None = Field(default=None, foreign_key="access_grant.id", index=True)
    epoch: int
    label: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Ticket(Table, table=True):
    """A checked password, exchangeable for a cookie once and within a minute."""

    __tablename__ = "ticket"
    id: int | None = id_column()
    ticket_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Attempt(Table, table=True):
    """An attempt to sign in; growing delays are computed from these."""

    __tablename__ = "attempt"
    __table_args__ = table_args(
        Index("ix_attempt_pair", "username", "address", "at"), Index("ix_attempt_address", "address", "at")
    )
    id: int | None = id_column()
    username: str = Field(max_length=40)
    address: str = Field(max_length=45)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    succeeded: bool
