"""The register's own bookkeeping: history, drafts, jobs, closed periods, settings, rules, erasures."""

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


class Batch(Table, table=True):
    """One action of one account: all its changes were made together and can be undone together."""

    __tablename__ = "batch"
    id: int | None = id_column()
    code: str = random_code_column()
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    # the account's name on that day, since readers of the history may not see accounts
    who: str = Field(default="", max_length=120)
    role: str = Field(max_length=20)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    deed: str = Field(max_length=40)
    reason: str | None = Field(default=None, max_length=200)
    on_behalf_of: int | None = Field(default=None, foreign_key="unit.id", index=True)
    token: str | None = Field(default=None, max_length=40, unique=True)  # once only: a triple click is one action
    issued: bool = False  # a paper was issued: no undo
    erased: bool = False  # it concerned somebody whose data have been erased since: no undo
    undoes_id: int | None = Field(default=None, foreign_key="batch.id", unique=True)


class ChangeKind(StrEnum):
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Change(Table, table=True):
    """One row changed by a batch, with its previous values."""

    __tablename__ = "change"
    __table_args__ = table_args(check_one_of("action", ChangeKind), Index("ix_change_row", "table_name", "row_id"))
    id: int | None = id_column()
    batch_id: int = Field(foreign_key="batch.id", index=True)
    table_name: str = Field(max_length=40)
    row_id: int
    action: ChangeKind = enum_column(ChangeKind)
    before: str | None = None
    unit_id: int | None = Field(default=None, index=True)  # no foreign keys here, since the rows may be gone
    member_id: int | None = Field(default=None, index=True)
    audience: str = Field(max_length=20)


class Draft(Table, table=True):
    """Unsaved work, shared by all who may do it: one for each kind, unit and key."""

    __tablename__ = "draft"
    __table_args__ = table_args(Index("uq_draft_key", "kind", "unit_id", "key", unique=True))
    id: int | None = id_column()
    kind: str = Field(max_length=30)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    key: str = Field(max_length=80)
    audience: str = Field(max_length=20)
    touched_at: datetime = Field(sa_type=UtcDateTime)


class DraftValue(Table, table=True):
    """One author's value for one field of one part; two rows for the same field are a conflict to be resolved."""

    __tablename__ = "draft_value"
    __table_args__ = table_args(Index("uq_draft_value_author", "draft_id", "part", "field", "author_id", unique=True))
    id: int | None = id_column()
    draft_id: int = Field(foreign_key="draft.id", ondelete="CASCADE")
    part: str = Field(max_length=40)
    field: str = Field(max_length=30)
    value: str | None = None
    audience: str | None = Field(default=None, max_length=20)  # stricter than the draft's own
    author_id: int = Field(foreign_key="account.id", index=True)
    author: str = Field(default="", max_length=120)
    replaced: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Job(Table, table=True):
    """Work of more than two seconds, done by the worker; its result waits for the requester."""

    __tablename__ = "job"
    __table_args__ = table_args(check_one_of("state", JobState))
    id: int | None = id_column()
    code: str = random_code_column()
    kind: str = Field(max_length=30)
    account_id: int = Field(foreign_key="account.id", index=True)
    grant_id: int = Field(foreign_key="access_grant.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    audience: str = Field(max_length=20)
    wanted: str  # the request, as JSON
    state: JobState = enum_column(JobState, default=JobState.WAITING)
    done: int = 0
    total: int = 0
    result: str | None = None
    asked_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PeriodState(Table, table=True):
    """A month closed for a unit and all units below it, until reopened; as yyyy00 a year, for what is
    reported once a year.
    """

    __tablename__ = "period_state"
    __table_args__ = table_args(Index("ix_period_state_unit", "unit_id", "period"))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    period: int
    closed_at: datetime = Field(sa_type=UtcDateTime)
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Setting(Table, table=True):
    """A unit's choice from a day on; the nearest unit up the tree with a choice decides."""

    __tablename__ = "setting"
    __table_args__ = table_args(Index("uq_setting_day", "unit_id", "name", "valid_from", unique=True))
    id: int | None = id_column()
    unit_id: int = Field(foreign_key="unit.id")
    name: str = Field(max_length=40)
    value: str  # JSON
    valid_from: date


class Rule(Table, table=True):
    """A rule's parameters for a span of days, with their source document; a unit's own row takes precedence."""

    __tablename__ = "rule"
    __table_args__ = table_args(check_span(), Index("ix_rule_name", "name", "valid_from"))
    id: int | None = id_column()
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)  # None: shipped with the program
    name: str = Field(max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    parameters: str  # JSON
    citation: str = Field(max_length=300)
    verified: bool = False


class Erasure(Table, table=True):
    """A record of an erasure: by whom and for what reason; no name."""

    __tablename__ = "erasure"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    ground: str = Field(max_length=200)
    rows: int
