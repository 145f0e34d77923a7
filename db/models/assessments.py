"""A cell's assessments of its contact members, requests for them, and the workplace's replies."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from db.models.base import Table, id_column, random_code_column, table_args


class Assessment(Table, table=True):
    """A cell's assessment of one member for a year, by the form then in force; issued as a document once confirmed."""

    __tablename__ = "assessment"
    __table_args__ = table_args(
        Index("ix_assessment_unit", "unit_id", "year"), Index("ix_assessment_member", "member_id", "year")
    )
    id: int | None = id_column()
    code: str = random_code_column()
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int = Field(foreign_key="member.id")
    year: int
    form: str = Field(max_length=30)  # name of the rule that holds its items and scales
    form_from: date  # first day of that version of the form
    assessed_on: date
    author_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # None: the commune
    minutes_dated: date | None = None  # date of the minutes, if entered on the cell's behalf
    front_agreed_on: date | None = None  # when it was discussed with the Front committee
    front_agreed_with: str | None = Field(default=None, max_length=200)
    marks: str = "{}"  # JSON: the mark of each item
    remark: str | None = Field(default=None, max_length=1000)
    returned_on: date | None = None  # returned by the commune for another review
    returned_because: str | None = Field(default=None, max_length=200)
    confirmed_on: date | None = None
    confirmed_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    document_id: int | None = Field(
        default=None, foreign_key="document.id", index=True
    )  # the latest paper issued from it


class CommentRequest(Table, table=True):
    """A request for a comment on a member, or on somebody on no list (kept until erased)."""

    __tablename__ = "comment_request"
    __table_args__ = table_args(Index("ix_comment_request_due", "commune_id", "answered_on", "due"))
    id: int | None = id_column()
    code: str = random_code_column()
    commune_id: int = Field(foreign_key="unit.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    person: str | None = Field(default=None, max_length=120)  # a person who is on no list
    born: str | None = Field(default=None, max_length=10)
    address: str | None = Field(default=None, max_length=200)
    workplace_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    asked_by: str | None = Field(default=None, max_length=200)  # if it is no unit of ours
    occasion: str = Field(max_length=30)  # a key of the setting "request_occasions"
    source: str = Field(max_length=30)  # a key of the setting "request_sources"
    received_on: date
    due: date | None = None
    answered_on: date | None = None
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    announced_on: date | None = None  # by the workplace, to its members
    closed_on: date | None = None  # closed without an answer
    closed_because: str | None = Field(default=None, max_length=200)


class AgencyRemark(Table, table=True):
    """An agency's opinion on the year of one of its people who is an own member of a residential cell."""

    __tablename__ = "agency_remark"
    id: int | None = id_column()
    code: str = random_code_column()
    workplace_id: int = Field(foreign_key="unit.id", index=True)
    commune_id: int = Field(foreign_key="unit.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)  # set once found
    person: str = Field(max_length=120)
    born: str | None = Field(default=None, max_length=10)
    year: int
    text: str = Field(max_length=1000)
    written_on: date


class WorkplaceProposal(Table, table=True):
    """A commune's proposal to a workplace to commend somebody or to review the case, and its outcome."""

    __tablename__ = "workplace_proposal"
    id: int | None = id_column()
    code: str = random_code_column()
    commune_id: int = Field(foreign_key="unit.id", index=True)
    workplace_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", index=True)
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    kind: str = Field(max_length=20)  # praise or review
    proposed_on: date
    text: str | None = Field(default=None, max_length=500)
    outcome: str | None = Field(default=None, max_length=500)
    outcome_on: date | None = None
