"""Reading need-to-know texts: the only way to them, and the log of it for those concerned."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.kernel import bulk, row_access
from db.kernel.audience import REMEMBERED
from db.kernel.scope import TABLE_RULES, Viewer, copy_audience
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Member, TextReadRecord

PAGE = 30


class TextReadKey(NamedTuple):
    """What is logged about a text: its table, owner, subject, and who may know about it."""

    what: str
    unit_id: int
    member_id: int | None
    audience: str


class LoggedRead(NamedTuple):
    """A read of a unit's texts on a day, about one person if they are about one."""

    id: int
    at: datetime
    who: str
    role: str
    what: str
    unit_id: int
    name: str | None


def read_texts(viewer: Viewer, table: Any, *conditions: Any) -> list[Any]:
    """Rows with their need-to-know texts in order; the read is logged before they are returned."""
    with reading(viewer, texts=True) as session:
        rows = list(session.exec(select(table).where(*conditions).order_by(table.id)))
    record_reads(viewer, (_key(table, row) for row in rows))
    return rows


def record_reads(viewer: Viewer, keys: Iterable[TextReadKey]) -> None:
    """Log that the viewer reads these texts, once per day and role for those that are need-to-know."""
    wanted = {key for key in keys if key.audience in REMEMBERED} if viewer.role else set()
    if not wanted:
        return
    with reading(viewer) as session:
        wanted -= _known(session)
    if wanted:
        with writing(viewer, "read_texts") as session, row_access.as_system(session):
            _add(session, viewer, wanted)


def list_latest(viewer: Viewer, before: int | None = None) -> list[LoggedRead]:
    """Return the latest reads of texts of the viewer's units, and the viewer's own reads, thirty at a time; `before` is
    the last id shown.
    """
    columns = [getattr(TextReadRecord, name) for name in LoggedRead._fields[:-1]]
    query = select(*columns, TextReadRecord.member_id).order_by(TextReadRecord.id.desc()).limit(PAGE)
    with reading(viewer) as session:
        rows = session.exec(query.where(TextReadRecord.id < before) if before else query).all()
        people = {row.member_id for row in rows if row.member_id}
        names = dict(session.exec(select(Member.id, Member.name).where(Member.id.in_(people))).all())
    return [LoggedRead(*row[:-1], names.get(row.member_id)) for row in rows]


def _key(table: Any, row: Any) -> TextReadKey:
    unit_id = getattr(row, TABLE_RULES[table].unit)
    return TextReadKey(
        table.__tablename__, unit_id, getattr(row, "member_id", None), copy_audience(table, row.model_dump())
    )


def _known(session: Session) -> set[TextReadKey]:
    """Return the texts that the session's viewer has read today in the current role, already logged."""
    viewer = context_of(session).viewer
    columns = [getattr(TextReadRecord, name) for name in TextReadKey._fields]
    today = (TextReadRecord.account_id == viewer.account_id, TextReadRecord.day == clock.today())
    return {
        TextReadKey(*row) for row in session.exec(select(*columns).where(*today, TextReadRecord.role == viewer.role))
    }


def _add(session: Session, viewer: Viewer, keys: set[TextReadKey]) -> None:
    reader = {"account_id": viewer.account_id, "who": viewer.name, "role": viewer.role}
    when = {"at": clock.now(), "day": clock.today()}
    found = sorted(keys, key=lambda key: (key.what, key.unit_id, key.member_id or 0))
    bulk.insert(session, TextReadRecord, [{**key._asdict(), **reader, **when} for key in found])
