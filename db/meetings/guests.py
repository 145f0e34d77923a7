"""Guests who came to a meeting and stand on no list: asked about until somebody receives them or says that it need not be."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db import deeds, names
from db.models import Guest, Meeting, Member
from db.scope import Viewer, Work
from db.session import reading, writing


class Unplaced(NamedTuple):
    """Somebody who came to a meeting and stands on no list."""

    id: int
    name: str
    position: str | None
    unit_id: int
    held_on: date | None


def unplaced(viewer: Viewer) -> list[Unplaced]:
    """People who came to meetings of the viewer's cells, are on no list and were placed by nobody, the latest first."""
    with reading(viewer) as session:
        query = select(Guest.id, Guest.name, Guest.position, Guest.unit_id, Meeting.held_on).join(Meeting, Meeting.id == Guest.meeting_id)
        return [Unplaced(*row) for row in session.exec(query.where(*_asked()).order_by(Meeting.held_on.desc(), Guest.id).limit(50))]


def name(viewer: Viewer, guest_id: int) -> str | None:
    """What a guest is called; None for one that the viewer may not see."""
    with reading(viewer) as session:
        return session.exec(select(Guest.name).where(Guest.id == guest_id)).first()


def leave_be(viewer: Viewer, guest_id: int) -> None:
    """Say that somebody need not be placed; nobody is asked about him again, whichever meetings of the cell he came to."""
    with writing(viewer, "leave_guest") as session:
        guest = deeds.row(session, Guest, guest_id)
        deeds.about(session, guest.unit_id, Work.MEETINGS)
        for one in _called(session, guest.unit_id, names.fold(guest.name)):
            one.settled = True


def placed(session: Session, member: Member, unit_id: int) -> None:
    """Within a deed that puts a member on a cell's list: whoever was asked about there under his name was he."""
    with deeds.by_register(session):
        for guest in _called(session, unit_id, member.search_key):
            guest.member_id = member.id


def was(session: Session, guest_id: int, member: Member, unit_id: int) -> None:
    """Within the same deed, where it began at one guest: he was it under whatever name he was noted, and all who were noted under that."""
    with deeds.by_register(session):
        guest = session.get(Guest, guest_id)
        if guest and guest.unit_id == unit_id and guest.member_id is None:
            for one in {guest.id: guest, **{each.id: each for each in _called(session, unit_id, names.fold(guest.name))}}.values():
                one.member_id = member.id


def _called(session: Session, unit_id: int, search_key: str) -> list[Guest]:
    rows = session.exec(select(Guest).where(Guest.unit_id == unit_id, *_asked())).all()
    return [guest for guest in rows if names.fold(guest.name) == search_key]


def _asked() -> tuple:
    return Guest.from_above.is_(False), Guest.member_id.is_(None), Guest.settled.is_(False)
