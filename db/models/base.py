"""Shared by all tables: their own registry, named constraints, ids that are never reused."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, MetaData, String
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite reuses the id of a deleted row unless told not to; history keyed by id would then mix two records.
NEVER_REUSED = {"sqlite_autoincrement": True}
CODE_LETTERS, CODE_LENGTH = "23456789abcdefghjkmnpqrstvwxyz", 12  # without letters that look alike


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The base class of all tables; migrations compare with its metadata."""

    __table_args__ = NEVER_REUSED


def table_args(*constraints) -> tuple:
    """Return table arguments: these constraints and indexes, and ids that are never reused."""
    return (*constraints, NEVER_REUSED)


def id_column():
    """Return a table's id column."""
    return Field(default=None, primary_key=True)


def random_code_column():
    """Return a column with a random public code of twelve characters, for addresses and files,
    unique across districts.
    """
    return Field(default_factory=new_code, max_length=CODE_LENGTH, unique=True)


def new_code() -> str:
    """Return a code of random characters."""
    drawn = secrets.randbelow(len(CODE_LETTERS) ** CODE_LENGTH)  # a single draw, since every row of a list needs a code
    letters = []
    for _ in range(CODE_LENGTH):
        drawn, at = divmod(drawn, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return "".join(letters)


def enum_column(kinds: type[StrEnum], **options):
    """Return a column that stores a StrEnum."""
    return Field(sa_type=EnumText(kinds), **options)


def check_one_of(column: str, kinds: type) -> CheckConstraint:
    """Return a CHECK that a column holds one of a closed set; sets that may grow get none. For IN, SQLite would build a
    table at every row.
    """
    return CheckConstraint(" OR ".join(f"{column} = {kind.value!r}" for kind in kinds), name=column)


def check_span(start: str = "valid_from", end: str = "valid_to") -> CheckConstraint:
    """Return a CHECK that a span does not end before it begins; an open end passes."""
    return CheckConstraint(f"{end} >= {start}", name="span")


class UtcDateTime(TypeDecorator):
    """A point in time, stored in UTC and returned timezone-aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        return value.replace(tzinfo=value.tzinfo or UTC) if value else None

    def result_processor(self, dialect, coltype):
        """Parse SQLite's text in one step: timestamps are read by the ten thousand."""
        return _moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text + "+00:00") if text else None


class EnumText(TypeDecorator):
    """A StrEnum stored by its value as plain text: a native enum is hard to migrate."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kinds: type[StrEnum]) -> None:
        super().__init__()
        self.kinds = kinds
        self.by_value = _KindsByValue(kinds)

    def process_bind_param(self, value: StrEnum | str | None, dialect) -> str | None:
        return None if value is None else self.kinds(value).value

    def result_processor(self, dialect, coltype):
        """Convert by table lookup: lists are read by the thousand."""
        return self.by_value.__getitem__


class _KindsByValue(dict):
    """The members of a StrEnum by stored value. Raises ValueError for an unknown value."""

    def __init__(self, kinds: type[StrEnum]) -> None:
        super().__init__({None: None, **{kind.value: kind for kind in kinds}})
        self.kinds = kinds

    def __missing__(self, value: str) -> StrEnum:
        return self.kinds(value)


class SortKey(TypeDecorator):
    """A key that sorts byte by byte on both databases, whatever the server's locale."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(String(collation="C") if dialect.name == "postgresql" else String())
