"""Guests of meetings who are on no list: asked about until somebody receives or dismisses them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db import vietnamese
from db.kernel import row_access, unit_tree
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.models import Guest, Meeting, Member


class UnplacedGuest(NamedTuple):
    """Somebody who came to a meeting and is on no list."""

    id: int
    name: str
    position: str | None
    unit_id: int
    held_on: date | None


def list_latest(viewer: Viewer) -> list[UnplacedGuest]:
    """Guests of the viewer's cells who are on no list and were placed by nobody, latest first."""
    with reading(viewer) as session:
        query = select(Guest.id, Guest.name, Guest.position, Guest.unit_id, Meeting.held_on).join(
            Meeting, Meeting.id == Guest.meeting_id
        )
        return [
            UnplacedGuest(*row)
            for row in session.exec(query.where(*_asked()).order_by(Meeting.held_on.desc(), Guest.id).limit(50))
        ]


def guest_name(viewer: Viewer, guest_id: int) -> str | None:
    """Return a guest's name; None if the viewer may not see the guest."""
    with reading(viewer) as session:
        return session.exec(select(Guest.name).where(Guest.id == guest_id)).first()


def dismiss(viewer: Viewer, guest_id: int) -> None:
    """Dismiss a guest, so that nobody is asked about the guest again, for all meetings of the cell that
    the guest attended.
    """
    with writing(viewer, "leave_guest") as session:
        guest = row_access.require_row(session, Guest, guest_id)
        if guest.unit_id != viewer.unit_id:  # otherwise the guest is at the viewer's own meeting
            row_access.require_cell_work(session, guest.unit_id, Work.MEETINGS)
        for one in _called(session, guest.unit_id, vietnamese.fold(guest.name)):
            one.settled = True


def settle_by_name(session: Session, member: Member, unit_id: int) -> None:
    """Settle guests noted in a cell under a member's name, within an action that adds the member to its list."""
    settle_all_as_members(session, [member], unit_id)


def settle_all_as_members(session: Session, members: Iterable[Member], unit_id: int) -> None:
    """Like `settle_by_name`, for many members."""
    with row_access.as_system(session):
        ids = {member.search_key: member.id for member in members}
        for guest in session.exec(select(Guest).where(Guest.unit_id == unit_id, *_asked())).all():
            guest.member_id = ids.get(vietnamese.fold(guest.name), guest.member_id)


def settle_as_member(session: Session, guest_id: int, member: Member, unit_id: int) -> None:
    """Settle a guest as this member, and all guests noted under the same name, within an action that
    began at one guest.
    """
    with row_access.as_system(session):
        guest = session.get(Guest, guest_id)
        if guest and guest.unit_id in unit_tree.ancestors(session, unit_id) and guest.member_id is None:
            for one in {
                guest.id: guest,
                **{each.id: each for each in _called(session, guest.unit_id, vietnamese.fold(guest.name))},
            }.values():
                one.member_id = member.id


def _called(session: Session, unit_id: int, search_key: str) -> list[Guest]:
    rows = session.exec(select(Guest).where(Guest.unit_id == unit_id, *_asked())).all()
    return [guest for guest in rows if vietnamese.fold(guest.name) == search_key]


def _asked() -> tuple:
    return Guest.from_above.is_(False), Guest.member_id.is_(None), Guest.settled.is_(False)
