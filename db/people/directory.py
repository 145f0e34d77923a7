"""The directory of a unit: who holds which post. Holders who are not members are entered, ended and erased here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlmodel import Session, select

from db import config
from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import Invalid, NotAllowed
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.maintenance import raw_connection
from db.models import Batch, Change, Guest, Member, Office, Unit
from db.models.units import CELLS
from db.people.membership_consistency import COMMITTEE
from db.settings import settings
from db.vietnamese import fold, person_sort_key

SECRETARY = "secretary"
RECENT = 200  # recent guests that are searched
OFFERED = 12


@dataclass(frozen=True)
class OutsiderInput:
    """A person who is not a member, with a post, as typed."""

    name: str
    post: str | None
    phone: str | None = None
    since: date | None = None
    until: date | None = None


class DirectoryEntry(NamedTuple):
    """A current or future holder of a post; `member` is the public code if the holder is a member."""

    id: int
    post: str
    name: str
    phone: str | None
    member: str | None
    since: date | None
    until: date | None


class LikelyGuest(NamedTuple):
    """A likely guest: by the key of a post here, or as noted at an earlier meeting."""

    name: str
    post: str | None = None
    position: str | None = None


def list_entries(viewer: Viewer, unit_id: int) -> list[DirectoryEntry]:
    """Current and future holders of posts in a unit, by post and name."""
    with reading(viewer) as session:
        rows = session.exec(_HOLDERS.where(Office.unit_id == unit_id, not_ended_on(Office, clock.today()))).all()
        order = [row["key"] for row in settings.value_for_unit(session, "posts", unit_id)]
    found = map(_entry, rows)
    places = {post: at for at, post in enumerate(order)}
    return sorted(found, key=lambda entry: (places.get(entry.post, len(order)), person_sort_key(entry.name)))


def secretary_of_each_unit(viewer: Viewer, unit_ids: Iterable[int]) -> dict[int, DirectoryEntry]:
    """The current secretary of each of these units, by unit id; units without one are left out."""
    query = _HOLDERS.where(
        Office.unit_id.in_(list(unit_ids)), Office.post == SECRETARY, valid_on(Office, clock.today())
    )
    with reading(viewer) as session:
        return {row.unit_id: _entry(row) for row in session.exec(query.order_by(Office.valid_from))}


def enter_outsider(viewer: Viewer, unit_id: int, typed: OutsiderInput, token: str | None = None) -> None:
    """Enter a post holder who is not a member. Raises Invalid for a post that only members hold, or one the person has
    already.
    """
    with writing(viewer, "enter_outsider", token=token) as session:
        _require_work(session, unit_id)
        session.add(Office(unit_id=unit_id, **_checked(session, unit_id, typed)))


def correct(viewer: Viewer, office_id: int, typed: OutsiderInput) -> None:
    """Correct an entry. Raises Invalid as `enter_outsider` does."""
    with writing(viewer, "correct_outsider") as session:
        row = _require_outsider(session, office_id)
        row.sqlmodel_update(_checked(session, row.unit_id, typed, row.id))


def end_post(viewer: Viewer, office_id: int, day: date | None) -> None:
    """End somebody's post after its last day. Raises Invalid for an impossible day."""
    with writing(viewer, "leave_office") as session:
        row = _require_outsider(session, office_id)
        row.valid_to = validation.end_day(day, row.valid_from, row.valid_to)


def erase_outsider(viewer: Viewer, office_id: int, token: str | None = None) -> None:
    """Erase name, phone and post of somebody who is not a member, in the history too; the fact
    that it happened stays.
    """
    with writing(viewer, "erase_outsider", token=token) as session:
        _require_outsider(session, office_id)
        with row_access.as_system(session), bulk.without_history(session):
            copies = session.exec(
                select(Change.id, Change.batch_id).where(
                    Change.table_name == Office.__tablename__, Change.row_id == office_id
                )
            ).all()
            bulk.delete(session, Change, [change_id for change_id, _ in copies])
            batches = sorted({batch_id for _, batch_id in copies})
            bulk.update(session, Batch, [{"id": batch_id, "erased": True} for batch_id in batches])
            bulk.delete(session, Office, [office_id])
    raw_connection.purge(config.database_url())


def likely_guests(viewer: Viewer, unit_id: int) -> list[LikelyGuest]:
    """Likely guests of a cell: holders of posts who are not members, then earlier guests from above."""
    with reading(viewer) as session:
        posts = select(Office.person, Office.post).where(
            Office.unit_id == unit_id, Office.member_id.is_(None), not_ended_on(Office, clock.today())
        )
        came = select(Guest.name, Guest.position).where(Guest.unit_id == unit_id, Guest.from_above.is_(True))
        found = [LikelyGuest(row.person or "", row.post) for row in session.exec(posts.order_by(Office.id))]
        earlier = session.exec(came.order_by(Guest.id.desc()).limit(RECENT)).all()
    names = {fold(guest.name) for guest in found}
    for row in earlier:
        if fold(row.name) not in names:
            names.add(fold(row.name))
            found.append(LikelyGuest(row.name, position=row.position))
    return found[:OFFERED]


def _checked(session: Session, unit_id: int, typed: OutsiderInput, office_id: int | None = None) -> dict[str, Any]:
    """An entry as it is stored; `office_id` is the one that it replaces."""
    name = validation.person_name(typed.name)
    validation.check_span(typed.since, typed.until)
    if not typed.post:
        raise Invalid("post_missing")
    if typed.post in COMMITTEE:
        raise Invalid("post_of_members")
    standing = select(Office.id, Office.person).where(
        Office.unit_id == unit_id, Office.post == typed.post, not_ended_on(Office, clock.today())
    )
    if any(fold(row.person) == fold(name) for row in session.exec(standing) if row.person and row.id != office_id):
        raise Invalid("outsider_there_already")
    return {
        "person": name,
        "post": settings.option_key(session, "posts", typed.post, unit_id) or "",
        "phone": validation.phone(typed.phone),
        "valid_from": typed.since,
        "valid_to": typed.until,
    }


def _require_outsider(session: Session, office_id: int) -> Office:
    row = row_access.require_row(session, Office, office_id)
    _require_work(session, row.unit_id)
    if row.member_id:
        raise NotAllowed()
    return row


def _require_work(session: Session, unit_id: int) -> None:
    """A cell's directory is kept by its secretary and its commune, a commune's own by the commune."""
    viewer: Viewer = context_of(session).viewer
    if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() in CELLS:
        row_access.require_cell_work(session, unit_id)
    elif not (viewer.writes(Work.PEOPLE) and viewer.reaches(unit_id)):
        raise NotAllowed()


def _entry(row: Row) -> DirectoryEntry:
    name, phone = row.name or row.person or "", row.own_phone or row.phone
    return DirectoryEntry(row.id, row.post, name, phone, row.code, row.valid_from, row.valid_to)


_HOLDERS = select(
    Office.id, Office.unit_id, Office.post, Office.person, Office.phone, Office.valid_from, Office.valid_to,
    Member.name, Member.phone.label("own_phone"), Member.code,
).outerjoin(Member, Member.id == Office.member_id)  # fmt: skip
