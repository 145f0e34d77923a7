"""Objections: a cell says of somebody placed in it that he belongs elsewhere; the commune moves him or keeps him."""

from collections.abc import Collection

from sqlmodel import Session

from db.calendar import clock
from db.contacts import receiving
from db.errors import Conflict, Invalid
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.models import Introduction, Membership
from db.settings import settings


def make(viewer: Viewer, introduction_id: int, reason: str | None, token: str | None = None) -> None:
    """The cell objects to somebody who was placed in it, for one of the reasons of the list.

    Raises Invalid without a reason, Conflict for somebody who is there no more, NotAllowed for another cell's.
    """
    with writing(viewer, "object_to_placement", token=token) as session:
        row = _placed(session, introduction_id)
        key = settings.option_key(session, "objections", reason, row.commune_id)
        if key is None:
            raise Invalid("objection_missing")
        _set(session, row, key)


def withdraw(viewer: Viewer, introduction_id: int) -> None:
    """The cell takes its objection back."""
    with writing(viewer, "withdraw_objection") as session:
        _set(session, _placed(session, introduction_id), None)


def keep(viewer: Viewer, ids: Collection[int]) -> None:
    """The commune leaves these people where they are."""
    with writing(viewer, "keep_placement") as session:
        receiving.require_commune_work(session)
        for row in receiving.load(session, list(ids)):
            row.objection = row.objected_on = None


def _placed(session: Session, introduction_id: int) -> Introduction:
    """An introduction that led to a cell of the viewer's, for whom he speaks."""
    (row,) = receiving.load(session, [introduction_id])
    stay = session.get(Membership, row.membership_id) if row.membership_id else None
    if stay is None or (stay.valid_to and stay.valid_to < clock.today()):
        raise Conflict("changed_meanwhile")
    row_access.require_cell_work(session, stay.unit_id)
    return row


def _set(session: Session, row: Introduction, key: str | None) -> None:
    """A cell writes no introductions: of this one it says this and nothing else."""
    with row_access.as_system(session):
        row.objection, row.objected_on = key, clock.today() if key else None
