"""Posts that members hold in their cell, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import Invalid
from db.kernel import concurrent_changes, row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Member, Office
from db.people import membership_consistency
from db.settings import settings

SEVERAL = ("deputy", "committee")  # posts that several people may hold at a time


@dataclass(frozen=True)
class OfficeInput:
    """A term in a post as typed."""

    post: str
    since: date | None = None
    until: date | None = None


class OfficeHolder(NamedTuple):
    """The current holder of a post."""

    id: int
    post: str
    member_id: int | None
    name: str
    since: date | None


def list_holders(viewer: Viewer, unit_id: int) -> list[OfficeHolder]:
    """Return the current holders of posts in a cell, members and others."""
    with reading(viewer) as session:
        query = select(
            Office.id, Office.post, Office.member_id, Member.name, Office.person, Office.valid_from
        ).outerjoin(Member, Member.id == Office.member_id)
        rows = session.exec(
            query.where(Office.unit_id == unit_id, valid_on(Office, clock.today())).order_by(Office.post, Office.id)
        )
        return [
            OfficeHolder(row.id, row.post, row.member_id, row.name or row.person or "", row.valid_from) for row in rows
        ]


def appoint(
    viewer: Viewer, code: str, unit_id: int, term: OfficeInput, ends: Iterable[int] = (), token: str | None = None
) -> None:
    """Appoint a member to a post; the terms named by `ends` end the day before.

    Raises Invalid for a post that is not on the list, impossible days, or days outside the member's time in the cell;
    Conflict if who holds a post for one person changed since the form was shown.
    """
    with writing(viewer, "take_office", token=token) as session:
        member = row_access.require_member(session, code)
        row_access.require_cell_work(session, unit_id)
        if term.since is None:
            raise Invalid("day_missing")
        if term.post not in SEVERAL:
            holding = (Office.unit_id == unit_id, Office.post == term.post, not_ended_on(Office, term.since))
            concurrent_changes.require_rows_unchanged(
                session, Office, session.exec(select(Office.id).where(*holding)).all()
            )
        for office_id in ends:
            _end(session, office_id, term.since - timedelta(days=1))
        row = Office(member_id=member.id, unit_id=unit_id)
        _fill(session, row, term)
        session.add(row)
        membership_consistency.require_consistency(session, {(member.id, unit_id)})


def end_term(viewer: Viewer, office_id: int, day: date | None) -> None:
    """End a term after its last day. Raises Invalid for an impossible day."""
    with writing(viewer, "leave_office") as session:
        if day is None:
            raise Invalid("day_missing")
        validation.event_day(day)
        _end(session, office_id, day)


def correct(viewer: Viewer, office_id: int, term: OfficeInput) -> None:
    """Correct a term."""
    with writing(viewer, "correct_office") as session:
        row = row_access.require_row(session, Office, office_id)
        row_access.require_cell_work(session, row.unit_id)
        _fill(session, row, term)
        if row.member_id:
            membership_consistency.require_consistency(session, {(row.member_id, row.unit_id)})


def _end(session: Session, office_id: int, day: date) -> None:
    row = row_access.require_row(session, Office, office_id)
    row_access.require_cell_work(session, row.unit_id)
    if row.valid_from and day < row.valid_from:
        raise Invalid("day_before_start", day=row.valid_from)
    if row.valid_to and row.valid_to <= day:
        raise Invalid("ended_already", day=row.valid_to)
    row.valid_to = day


def _fill(session: Session, row: Office, term: OfficeInput) -> None:
    validation.check_span(term.since, term.until)
    if not term.post:
        raise Invalid("post_missing")
    with session.no_autoflush:
        row.post = settings.option_key(session, "posts", term.post, row.unit_id)
        row.valid_from, row.valid_to = term.since, term.until
