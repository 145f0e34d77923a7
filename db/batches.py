"""Deeds as a list: who did what and when in the viewer's units, and which of it was undone."""

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.models import Batch, Change, Meeting, Member
from db.scope import Audience, Viewer
from db.session import reading

PAGE = 30


class Met(NamedTuple):
    """A meeting that a deed is about."""

    type: str
    period: int
    months: int
    held_on: date | None


class About(NamedTuple):
    """Whom or which meeting a deed is about, as far as the viewer may see them: some names, how many people in all."""

    names: tuple[str, ...] = ()
    people: int = 0
    meeting: Met | None = None


class Listed(NamedTuple):
    """One deed. `rows` counts the changes in it that the viewer may read."""

    id: int
    at: datetime
    who: str
    role: str
    deed: str
    reason: str | None
    unit_id: int | None
    on_behalf_of: int | None
    rows: int
    undone: bool
    is_undo: bool
    about: About


def latest(viewer: Viewer, before: int | None = None) -> list[Listed]:
    """The latest deeds that left a trace, thirty at a time; `before` is the id that the page before ended with."""
    with reading(viewer) as session:
        query = select(Batch).order_by(Batch.id.desc()).limit(PAGE)
        rows = session.exec(query.where(Batch.id < before) if before else query).all()
        ids = [row.id for row in rows]
        counts = dict(session.exec(select(Change.batch_id, func.count(Change.id)).where(Change.batch_id.in_(ids)).group_by(Change.batch_id)).all())
        undone = set(session.exec(select(Batch.undoes_id).where(Batch.undoes_id.in_(ids))))
        about = _about(session, ids)
        return [_listed(row, counts.get(row.id, 0), row.id in undone, about.get(row.id, About())) for row in rows]


def _listed(row: Batch, rows: int, undone: bool, about: About) -> Listed:
    return Listed(row.id, row.at, row.who, row.role, row.deed, row.reason, row.unit_id, row.on_behalf_of, rows, undone, row.undoes_id is not None, about)


def _about(session: Session, batch_ids: list[int]) -> dict[int, About]:
    """A meeting where a deed changed one, else the people it is about."""
    met = select(Change.batch_id, Meeting.type, Meeting.period, Meeting.months, Meeting.held_on).join(Meeting, Meeting.id == Change.row_id)
    met = met.where(Change.batch_id.in_(batch_ids), Change.table_name == Meeting.__tablename__).order_by(Change.id)
    reads = session.info["viewer"].reads(Audience.FIGURES)
    meetings = {batch_id: About(meeting=Met(*row)) for batch_id, *row in session.exec(met)} if reads else {}
    others = [batch_id for batch_id in batch_ids if batch_id not in meetings]
    query = select(Change.batch_id, func.count(Change.member_id.distinct()), func.min(Change.member_id), func.max(Change.member_id))
    people = session.exec(query.where(Change.batch_id.in_(others), Change.member_id.is_not(None)).group_by(Change.batch_id)).all()
    names = dict(session.exec(select(Member.id, Member.name).where(Member.id.in_({member_id for row in people for member_id in row[2:]}))).all())
    found = {batch_id: About(tuple(names[one] for one in dict.fromkeys(ids) if one in names), count) for batch_id, count, *ids in people}
    return meetings | found
