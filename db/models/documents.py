"""Documents issued from the register, and the templates they are rendered from."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import Table, UtcDateTime, id_column, random_code_column, table_args


class Template(Table, table=True):
    """One version of a form, as a file; a district may bring its own."""

    __tablename__ = "template"
    id: int | None = id_column()
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    kind: str = Field(max_length=30)
    name: str = Field(max_length=120)
    version: int
    content: bytes
    valid_from: date | None = None
    valid_to: date | None = None


class ReportForm(Table, table=True):
    """One version of a superior's own form, as a file with placeholders for figures. Versions of one form share their
    `series`. `blank` replaces a figure that does not exist.
    """

    __tablename__ = "report_form"
    id: int | None = id_column()
    code: str = random_code_column()
    series: str = Field(max_length=12, index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=120)
    format: str = Field(max_length=4)
    version: int
    content: bytes
    blank: str = Field(max_length=4)
    valid_from: date
    valid_to: date | None = None


class Document(Table, table=True):
    """An issued document: its frozen data, never changed, only superseded; rendered again on request."""

    __tablename__ = "document"
    __table_args__ = table_args(Index("uq_document_number", "unit_id", "kind", "term", "number", unique=True))
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id")
    recipient_id: int | None = Field(default=None, foreign_key="unit.id", index=True)  # a workplace that requested it
    cell_id: int | None = Field(default=None, foreign_key="unit.id", index=True)  # the cell whose secretary signs it
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    kind: str = Field(max_length=30)
    term: str | None = Field(default=None, max_length=20)
    number: int | None = None
    issued_on: date
    unit_name: str = Field(max_length=200)  # as printed
    frozen: str
    frozen_hash: str = Field(max_length=64)
    template_id: int | None = Field(default=None, foreign_key="template.id", index=True)
    audience: str = Field(max_length=20)
    supersedes_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    superseded_because: str | None = Field(default=None, max_length=200)
    signed_on: date | None = None
    sealed_on: date | None = None
    handed_over_on: date | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
