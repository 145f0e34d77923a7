"""Objections: a cell says that somebody placed in it belongs elsewhere; the commune moves or keeps the person."""

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
    """Object to somebody's placement, with a reason from the list.

    Raises Invalid without a reason, Conflict if the person has left, NotAllowed for another cell's member.
    """
    with writing(viewer, "object_to_placement", token=token) as session:
        stay = _placed(session, membership_id)
        key = settings.option_key(session, "objections", reason, stay.unit_id)
        if key is None:
            raise Invalid("objection_missing")
        _set(session, stay, key)


def withdraw(viewer: Viewer, membership_id: int) -> None:
    """Withdraw the cell's objection."""
    with writing(viewer, "withdraw_objection") as session:
        _set(session, _placed(session, membership_id), None)


def overrule(viewer: Viewer, ids: Collection[int]) -> None:
    """Leave these people where they are, as the commune decides."""
    with writing(viewer, "keep_placement") as session:
        receiving.require_commune_work(session)
        for row in receiving.load_introductions(session, list(ids)):
            row.objection = row.objected_on = None


def _placed(session: Session, membership_id: int) -> Membership:
    """Return a contact member of a cell for which the viewer speaks."""
    stay = row_access.require_row(session, Membership, membership_id)
    row_access.require_cell_work(session, stay.unit_id)
    if stay.kind != MembershipKind.CONTACT or (stay.valid_to and stay.valid_to < clock.today()):
        raise Conflict("changed_meanwhile")
    return stay


def _set(session: Session, stay: Membership, key: str | None) -> None:
    """Set the objection on an introduction, the only column of it that a cell may write; where only the stay is known,
    the introduction is created for it.
    """
    with row_access.as_system(session):
        standing = Introduction.state != IntroductionState.ENDED
        query = select(Introduction).where(Introduction.membership_id == stay.id, standing)
        row = session.exec(query).first()
        row = row or memberships.note_unknown_introduction(session, stay)
        row.objection, row.objected_on = key, clock.today() if key else None
