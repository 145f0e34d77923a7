"""Objections: a cell says of somebody placed in it that he belongs elsewhere; the commune moves him or keeps him."""

from collections.abc import Collection

from sqlmodel import Session, select

from db.calendar import clock
from db.contacts import receiving
from db.errors import Conflict, Invalid
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.models import Introduction, IntroductionState, Membership, MembershipKind
from db.people import memberships
from db.settings import settings


def object_to_placement(viewer: Viewer, membership_id: int, reason: str | None, token: str | None = None) -> None:
    """The cell objects to somebody who was placed in it, for one of the reasons of the list.

    Raises Invalid without a reason, Conflict for somebody who is there no more, NotAllowed for another cell's.
    """
    with writing(viewer, "object_to_placement", token=token) as session:
        stay = _placed(session, membership_id)
        key = settings.option_key(session, "objections", reason, stay.unit_id)
        if key is None:
            raise Invalid("objection_missing")
        _set(session, stay, key)


def withdraw(viewer: Viewer, membership_id: int) -> None:
    """The cell takes its objection back."""
    with writing(viewer, "withdraw_objection") as session:
        _set(session, _placed(session, membership_id), None)


def overrule(viewer: Viewer, ids: Collection[int]) -> None:
    """The commune leaves these people where they are."""
    with writing(viewer, "keep_placement") as session:
        receiving.require_commune_work(session)
        for row in receiving.load_introductions(session, list(ids)):
            row.objection = row.objected_on = None


def _placed(session: Session, membership_id: int) -> Membership:
    """Somebody who keeps contact in a cell of the viewer's, for which he speaks."""
    stay = row_access.require_row(session, Membership, membership_id)
    row_access.require_cell_work(session, stay.unit_id)
    if stay.kind != MembershipKind.CONTACT or (stay.valid_to and stay.valid_to < clock.today()):
        raise Conflict("changed_meanwhile")
    return stay


def _set(session: Session, stay: Membership, key: str | None) -> None:
    """A cell writes no introductions: of this one it says this and nothing else. Where only the place in the cell is
    known, that is all there is.
    """
    with row_access.as_system(session):
        standing = Introduction.state != IntroductionState.ENDED
        query = select(Introduction).where(Introduction.membership_id == stay.id, standing)
        row = session.exec(query).first()
        row = row or memberships.note_unknown_introduction(session, stay)
        row.objection, row.objected_on = key, clock.today() if key else None
